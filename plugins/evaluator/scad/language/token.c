/* SPDX-License-Identifier: MIT */
/* Spellings of the tokens. */
#include "language/token.h"

enum { SPELLING_SHOWN_MAX = 40 };

static const char *const names[] = {
    [TOKEN_END] = "end of file",
    [TOKEN_END_OF_TEXT] = "end of file",
    [TOKEN_INVALID] = "character",
    [TOKEN_IDENTIFIER] = "identifier",
    [TOKEN_NUMBER] = "number",
    [TOKEN_STRING] = "string",
    [TOKEN_USE] = "use",
    [TOKEN_MODULE] = "module",
    [TOKEN_FUNCTION] = "function",
    [TOKEN_IF] = "if",
    [TOKEN_ELSE] = "else",
    [TOKEN_FOR] = "for",
    [TOKEN_LET] = "let",
    [TOKEN_ASSERT] = "assert",
    [TOKEN_ECHO] = "echo",
    [TOKEN_EACH] = "each",
    [TOKEN_TRUE] = "true",
    [TOKEN_FALSE] = "false",
    [TOKEN_UNDEF] = "undef",
    [TOKEN_LESS_EQUAL] = "<=",
    [TOKEN_GREATER_EQUAL] = ">=",
    [TOKEN_EQUAL] = "==",
    [TOKEN_NOT_EQUAL] = "!=",
    [TOKEN_AND] = "&&",
    [TOKEN_OR] = "||",
    [TOKEN_SHIFT_LEFT] = "<<",
    [TOKEN_SHIFT_RIGHT] = ">>",
    [TOKEN_LESS] = "<",
    [TOKEN_GREATER] = ">",
    [TOKEN_BINARY_AND] = "&",
    [TOKEN_BINARY_OR] = "|",
    [TOKEN_PLUS] = "+",
    [TOKEN_MINUS] = "-",
    [TOKEN_STAR] = "*",
    [TOKEN_SLASH] = "/",
    [TOKEN_PERCENT] = "%",
    [TOKEN_CARET] = "^",
    [TOKEN_EXCLAMATION] = "!",
    [TOKEN_TILDE] = "~",
    [TOKEN_HASH] = "#",
    [TOKEN_ASSIGN] = "=",
    [TOKEN_QUESTION] = "?",
    [TOKEN_COLON] = ":",
    [TOKEN_SEMICOLON] = ";",
    [TOKEN_COMMA] = ",",
    [TOKEN_DOT] = ".",
    [TOKEN_PARENTHESIS_OPEN] = "(",
    [TOKEN_PARENTHESIS_CLOSE] = ")",
    [TOKEN_BRACKET_OPEN] = "[",
    [TOKEN_BRACKET_CLOSE] = "]",
    [TOKEN_BRACE_OPEN] = "{",
    [TOKEN_BRACE_CLOSE] = "}",
};

const char *token_name(enum token_kind kind)
{
    return names[kind];
}

enum token_kind token_keyword(struct text word)
{
    for (enum token_kind kind = TOKEN_MODULE; kind <= TOKEN_UNDEF; kind++)
        if (*word.bytes == *names[kind] && text_equal(word, text_of(names[kind])))
            return kind;
    return TOKEN_IDENTIFIER;
}

static const char *class_of(enum token_kind kind)
{
    if (kind >= TOKEN_USE && kind <= TOKEN_UNDEF)
        return "keyword";
    if (kind >= TOKEN_LESS_EQUAL && kind <= TOKEN_ASSIGN)
        return "operator";
    return kind > TOKEN_ASSIGN ? "punctuation" : names[kind];
}

void token_describe(struct builder *builder, const struct token *token)
{
    builder_string(builder, class_of(token->kind));
    if (token->spelling.length > 0 && token->spelling.length <= SPELLING_SHOWN_MAX) {
        builder_byte(builder, ' ');
        builder_text(builder, token->spelling);
    }
}

/* SPDX-License-Identifier: MIT */
/* What the lexer cuts a text into. */
#ifndef SCAD_LANGUAGE_TOKEN_H
#define SCAD_LANGUAGE_TOKEN_H

#include "base/names.h"
#include "language/source.h"

enum token_kind {
    TOKEN_END,         /* nothing comes after it */
    TOKEN_END_OF_TEXT, /* the main text ends; assignments from the command line may follow */
    TOKEN_INVALID,     /* what no program holds */
    TOKEN_IDENTIFIER,
    TOKEN_NUMBER,
    TOKEN_STRING,
    TOKEN_USE,
    TOKEN_MODULE,
    TOKEN_FUNCTION,
    TOKEN_IF,
    TOKEN_ELSE,
    TOKEN_FOR,
    TOKEN_LET,
    TOKEN_ASSERT,
    TOKEN_ECHO,
    TOKEN_EACH,
    TOKEN_TRUE,
    TOKEN_FALSE,
    TOKEN_UNDEF,
    TOKEN_LESS_EQUAL,
    TOKEN_GREATER_EQUAL,
    TOKEN_EQUAL,
    TOKEN_NOT_EQUAL,
    TOKEN_AND,
    TOKEN_OR,
    TOKEN_SHIFT_LEFT,
    TOKEN_SHIFT_RIGHT,
    TOKEN_LESS,
    TOKEN_GREATER,
    TOKEN_BINARY_AND,
    TOKEN_BINARY_OR,
    TOKEN_PLUS,
    TOKEN_MINUS,
    TOKEN_STAR,
    TOKEN_SLASH,
    TOKEN_PERCENT,
    TOKEN_CARET,
    TOKEN_EXCLAMATION,
    TOKEN_TILDE,
    TOKEN_HASH,
    TOKEN_ASSIGN,
    TOKEN_QUESTION,
    TOKEN_COLON,
    TOKEN_SEMICOLON,
    TOKEN_COMMA,
    TOKEN_DOT,
    TOKEN_PARENTHESIS_OPEN,
    TOKEN_PARENTHESIS_CLOSE,
    TOKEN_BRACKET_OPEN,
    TOKEN_BRACKET_CLOSE,
    TOKEN_BRACE_OPEN,
    TOKEN_BRACE_CLOSE,
};

struct token {
    enum token_kind kind;
    struct position position;
    uint32_t lines_beyond; /* of the text's end: how many more OpenSCAD counts there */
    struct text spelling;  /* as it stands in the text */
    double number;         /* of a number */
    name_id name;          /* of an identifier */
    struct text text;      /* of a string, escapes done; of a use, the file's name */
    struct text full;      /* of a use: the file's full name */
    bool found;            /* of a use */
    bool reported;         /* of an invalid one: the error is among the diagnostics */
};

/* How a token of that kind is spelled, or what it is called if it has many spellings. */
const char *token_name(enum token_kind kind);

/* The keyword, or TOKEN_IDENTIFIER. */
enum token_kind token_keyword(struct text word);

/* Says what a token is, for "Expected ], got …". */
void token_describe(struct builder *builder, const struct token *token);

#endif

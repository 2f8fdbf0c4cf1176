/* SPDX-License-Identifier: MIT */
/* The lexer: blanks, comments, names and signs. Numbers, strings and inclusions have files of their
 * own. */
#include "language/lexer.h"

#include "language/inclusion.h"
#include "language/literal.h"

#include <string.h>

enum { END_OF_TEXT_SIGN = 0x03, LATIN1_NO_BREAK_SPACE = 0xa0 };

/* OpenSCAD puts a line with the end-of-text sign, and another line, behind the main text; positions
 * at its end count them. */
enum { LINES_AFTER_TEXT = 2 };

void lexer_open(struct lexer *lexer, const struct parser_input *input)
{
    struct reader *reader = reader_open(input->arena, input->source, NULL);
    const char *nul = memchr(reader->at, '\0', (size_t)(reader->end - reader->at));
    *lexer = (struct lexer){ .input = input, .reader = reader, .ends_at_nul = nul != NULL };
    if (nul)
        reader->end = nul;
}

uint32_t lexer_lines_beyond(const struct lexer *lexer)
{
    bool in_main = !lexer->reader->outer && !lexer->in_commands && !lexer->ends_at_nul;
    return in_main ? LINES_AFTER_TEXT : 0;
}

void lexer_report_unfinished(struct lexer *lexer, const char *what, const char *mark,
                             struct token *token)
{
    struct builder text = builder_in(lexer->input->arena);
    struct builder explanation = builder_in(lexer->input->arena);
    builder_format(&text, "Parser error: Unterminated %s", what);
    builder_format(&explanation, "Expected %s, got end of file", mark);
    token->kind = TOKEN_INVALID;
    token->reported = true;
    token->position = reader_position(lexer->reader);
    token->lines_beyond = lexer_lines_beyond(lexer);
    diagnostics_add(lexer->input->diagnostics,
                    (struct diagnostic){ .severity = SEVERITY_ERROR,
                                         .text = builder_result(&text),
                                         .explanation = builder_result(&explanation),
                                         .position = token->position,
                                         .lines_beyond = token->lines_beyond,
                                         .code = PARSER_ERROR_CODE });
}

static bool is_blank(int byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n' ||
           byte == LATIN1_NO_BREAK_SPACE;
}

/* The length of the blank that is next, no-break spaces of two encodings and byte order marks
 * included. */
static size_t blank_length(const struct reader *reader)
{
    if (is_blank(reader_peek(reader, 0)))
        return 1;
    if (reader_sees(reader, "\xc2\xa0"))
        return 2;
    return reader_sees(reader, "\xef\xbb\xbf") ? 3 : 0;
}

/* A comment at the end of an included text goes on in the text that includes it, unless a line end
 * closed it. */
static void skip_line_comment(struct lexer *lexer)
{
    while (lexer->in_comment && reader_peek(lexer->reader, 0) >= 0) {
        arena_poll(lexer->input->arena);
        if (reader_take(lexer->reader) == '\n')
            lexer->in_comment = false;
    }
}

static bool skip_block_comment(struct lexer *lexer, struct token *token)
{
    struct reader *reader = lexer->reader;
    reader_skip(reader, 2);
    while (!reader_sees(reader, "*/")) {
        arena_poll(lexer->input->arena);
        if (reader_peek(reader, 0) < 0) {
            lexer_report_unfinished(lexer, "comment", "*/", token);
            return false;
        }
        reader_take(reader);
    }
    reader_skip(reader, 2);
    return true;
}

/* Passes over blanks and comments, and back out of included texts that are done. False after an
 * error, which is then the token. */
static bool skip_to_token(struct lexer *lexer, struct token *token)
{
    for (;;) {
        arena_poll(lexer->input->arena);
        skip_line_comment(lexer);
        size_t blank = blank_length(lexer->reader);
        if (blank > 0) {
            reader_skip(lexer->reader, blank);
        } else if (reader_sees(lexer->reader, "//")) {
            lexer->in_comment = true;
        } else if (reader_sees(lexer->reader, "/*")) {
            if (!skip_block_comment(lexer, token))
                return false;
        } else if (inclusion_begins(lexer->reader, "include")) {
            if (!inclusion_read_include(lexer, token))
                return false;
        } else if (reader_peek(lexer->reader, 0) < 0 && lexer->reader->outer) {
            lexer->reader = lexer->reader->outer;
        } else {
            return true;
        }
    }
}

/* The main text is done: what comes next are the commands, numbered as lines of the same text. */
static void begin_commands(struct lexer *lexer, struct token *token)
{
    struct source *commands = arena_take(lexer->input->arena, sizeof *commands);
    *commands = *lexer->reader->chain.source;
    commands->contents = lexer->input->commands;
    token->kind = TOKEN_END_OF_TEXT;
    lexer->text_end = reader_position(lexer->reader);
    token->position = lexer->text_end;
    token->lines_beyond = 1;
    lexer->reader = reader_open(lexer->input->arena, commands, NULL);
    lexer->reader->line = token->position.line + LINES_AFTER_TEXT;
    lexer->in_comment = false;
    lexer->in_commands = true;
}

/* The end of commands is a place in them; the end of none is that of the text. */
static void read_end(struct lexer *lexer, struct token *token)
{
    if (!lexer->in_commands && !lexer->ends_at_nul) {
        begin_commands(lexer, token);
        return;
    }
    token->kind = TOKEN_END;
    lexer->ended = true;
    if (lexer->in_commands && lexer->input->commands.length == 0) {
        token->position = lexer->text_end;
        token->lines_beyond = LINES_AFTER_TEXT;
    }
}

static bool begins_name(int byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
           byte == '$';
}

static bool is_digit(int byte)
{
    return byte >= '0' && byte <= '9';
}

static void read_name(struct lexer *lexer, struct token *token)
{
    struct reader *reader = lexer->reader;
    token->spelling.bytes = reader->at;
    do {
        reader_take(reader);
    } while ((begins_name(reader_peek(reader, 0)) && reader_peek(reader, 0) != '$') ||
             is_digit(reader_peek(reader, 0)));
    token->spelling.length = (size_t)(reader->at - token->spelling.bytes);
    token->kind = token_keyword(token->spelling);
    if (token->kind == TOKEN_IDENTIFIER)
        token->name = names_intern(lexer->input->names, token->spelling);
}

/* Longer spellings come before their beginnings. */
static enum token_kind sign_at(const struct reader *reader)
{
    for (enum token_kind kind = TOKEN_LESS_EQUAL; kind <= TOKEN_BRACE_CLOSE; kind++)
        if (reader_sees(reader, token_name(kind)))
            return kind;
    return TOKEN_INVALID;
}

static bool continues_utf8(int byte)
{
    return byte >= 0x80 && byte <= 0xbf;
}

/* The length of what looks like a UTF-8 character beyond ASCII, or 0. */
static size_t character_length(const struct reader *reader)
{
    int first = reader_peek(reader, 0);
    size_t length = first >= 0xc2 && first <= 0xdf   ? 2
                    : first >= 0xe0 && first <= 0xef ? 3
                    : first >= 0xf0 && first <= 0xf4 ? 4
                                                     : 0;
    for (size_t i = 1; i < length; i++)
        if (!continues_utf8(reader_peek(reader, i)))
            return 0;
    return length;
}

/* A NUL, and a byte that is not part of UTF-8, is the end of the whole program to OpenSCAD. */
static bool ends_program(const struct reader *reader)
{
    int byte = reader_peek(reader, 0);
    return byte == 0 || (byte >= 0x80 && character_length(reader) == 0);
}

static void read_sign(struct lexer *lexer, struct token *token)
{
    struct reader *reader = lexer->reader;
    size_t length = character_length(reader);
    token->kind = sign_at(reader);
    if (token->kind != TOKEN_INVALID)
        length = strlen(token_name(token->kind));
    else if (reader_peek(reader, 0) == END_OF_TEXT_SIGN)
        token->kind = TOKEN_END_OF_TEXT;
    if (length == 0)
        length = 1;
    token->spelling = (struct text){ reader->at, length };
    reader_skip(reader, length);
}

static bool begins_number(const struct reader *reader)
{
    int first = reader_peek(reader, 0);
    return is_digit(first) || (first == '.' && is_digit(reader_peek(reader, 1)));
}

/* Reads what stands at the reader. False if it was nothing. */
static bool read_token(struct lexer *lexer, struct token *token)
{
    struct reader *reader = lexer->reader;
    int first = reader_peek(reader, 0);
    token->position = reader_position(reader);
    if (first < 0)
        read_end(lexer, token);
    else if (ends_program(reader))
        lexer->ended = true;
    else if (inclusion_begins(reader, "use"))
        inclusion_read_use(lexer, token);
    else if (begins_name(first))
        read_name(lexer, token);
    else if (begins_number(reader))
        return literal_read_number(lexer, token);
    else if (first == '"')
        literal_read_string(lexer, token);
    else
        read_sign(lexer, token);
    return true;
}

struct token lexer_next(struct lexer *lexer)
{
    struct token token = { .kind = TOKEN_END, .position = reader_position(lexer->reader) };
    while (!lexer->ended && skip_to_token(lexer, &token) && !read_token(lexer, &token))
        continue;
    return token;
}

/* SPDX-License-Identifier: MIT */
/* Cuts a text, and in place of each `include <…>` the text it names, into tokens. */
#ifndef SCAD_LANGUAGE_LEXER_H
#define SCAD_LANGUAGE_LEXER_H

#include "language/parser.h"
#include "language/reader.h"
#include "language/token.h"

/* How often a program may name a file to include or use, whether it is there or not, and how much it may include,
 * counted each time that it does. */
enum { LEXER_FILES_MAX = 2000, LEXER_INCLUDED_BYTES_MAX = 32 << 20 };

struct lexer {
    const struct parser_input *input;
    struct reader *reader;
    size_t file_count;
    size_t included_bytes;
    struct position text_end; /* of the main text, once it is done */
    bool in_comment;          /* in one that goes on to the end of the line */
    bool in_commands;         /* the main text is done */
    bool ends_at_nul;         /* the main text does; nothing comes after it, then */
    bool ended;
};

void lexer_open(struct lexer *lexer, const struct parser_input *input);

/* The next token. After TOKEN_END come only more of it. An unfinished string or comment is reported
 * and comes as TOKEN_INVALID. */
struct token lexer_next(struct lexer *lexer);

/* How many lines OpenSCAD counts beyond the end of what is read. */
uint32_t lexer_lines_beyond(const struct lexer *lexer);

/* Reports that the text ended within something ("string") that a mark (such as a quote) would have
 * closed, and makes the token an invalid one. */
void lexer_report_unfinished(struct lexer *lexer, const char *what, const char *mark,
                             struct token *token);

#endif

/* SPDX-License-Identifier: MIT */
/* `include <…>` and `use <…>`: what stands between the angle brackets, and where it leads. */
#ifndef SCAD_LANGUAGE_INCLUSION_H
#define SCAD_LANGUAGE_INCLUSION_H

#include "language/lexer.h"

/* True if the text goes on with the word, blanks and `<`. */
bool inclusion_begins(const struct reader *reader, const char *word);

/* Reads `include <…>` and makes the lexer go on in the text it names. False after an error, which
 * is then the token. */
bool inclusion_read_include(struct lexer *lexer, struct token *token);

/* Reads `use <…>` as a token. */
void inclusion_read_use(struct lexer *lexer, struct token *token);

#endif

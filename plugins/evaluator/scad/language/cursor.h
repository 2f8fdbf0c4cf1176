/* SPDX-License-Identifier: MIT */
/* The parser's place among the tokens, with one token of foresight. After the first error it stands
 * at the end for good and accepts nothing, so that the parser runs out by itself and needs no error
 * paths. */
#ifndef SCAD_LANGUAGE_CURSOR_H
#define SCAD_LANGUAGE_CURSOR_H

#include "language/lexer.h"
#include "language/syntax.h"

struct cursor {
    const struct parser_input *input;
    struct arena *arena;
    struct lexer lexer;
    struct token token; /* where the parser stands */
    struct token ahead;
    bool looked_ahead;
    bool failed;
    unsigned depth;
    struct expression nothing; /* what an expression is after an error */
};

void cursor_open(struct cursor *cursor, const struct parser_input *input);

bool cursor_is(const struct cursor *cursor, enum token_kind kind);

/* The kind of the token after this one. */
enum token_kind cursor_peek(struct cursor *cursor);

/* The token, passed over. */
struct token cursor_take(struct cursor *cursor);

/* Passes over the token if it is of that kind. */
bool cursor_accept(struct cursor *cursor, enum token_kind kind);

/* Passes over the token, which must be of that kind, and returns it. */
struct token cursor_expect(struct cursor *cursor, enum token_kind kind);

/* Reports that something else was expected here. Returns an expression that may stand in the tree.
 */
struct expression *cursor_fail(struct cursor *cursor, const char *expected);

/* Counts a level of nesting; false, after a report, if that is one too many. */
bool cursor_enter(struct cursor *cursor);
void cursor_leave(struct cursor *cursor);

/* Reports nesting that is too deep. */
void cursor_fail_depth(struct cursor *cursor);

#endif

/* SPDX-License-Identifier: MIT */
/* Parsing expressions. All functions return something that may stand in a tree, even after an
 * error. */
#ifndef SCAD_LANGUAGE_EXPRESSIONS_H
#define SCAD_LANGUAGE_EXPRESSIONS_H

#include "language/cursor.h"

struct expression *expressions_parse(struct cursor *cursor);

/* The rest of an expression whose first operand, in parentheses that began at the position, is
 * read. */
struct expression *expressions_continue(struct cursor *cursor, struct expression *first,
                                        struct position position);

/* `(a, b = 1)`: what a call is given, or what let and for bind; parentheses included. */
struct argument_list *expressions_parse_arguments(struct cursor *cursor);

/* The same without parentheses. */
struct argument_list *expressions_parse_bare_arguments(struct cursor *cursor);

/* `(a, b = 1)`: what a function or module takes. If `end` is not NULL, it becomes the position of
 * the closing parenthesis. */
struct argument_list *expressions_parse_parameters(struct cursor *cursor, struct position *end);

#endif

/* SPDX-License-Identifier: MIT */
/* What a customizer is told behind a value: `[1:10]`, `[1:2:10]`, `[a, b, 3:three]`, `5`, `some
 * words`. */
#ifndef SCAD_LANGUAGE_PARAMETER_COMMENT_H
#define SCAD_LANGUAGE_PARAMETER_COMMENT_H

#include "language/syntax.h"

/* The comment's text, without its slashes, as an expression; NULL if it is a comment like any
 * other. */
struct expression *parameter_comment_parse(struct arena *arena, struct text comment);

#endif

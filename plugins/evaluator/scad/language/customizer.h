/* SPDX-License-Identifier: MIT */
/* The comments beside assignments from which a customizer makes its form: a description on the line
 * before, choices or ranges behind the value, and groups that begin with a comment of their own. */
#ifndef SCAD_LANGUAGE_CUSTOMIZER_H
#define SCAD_LANGUAGE_CUSTOMIZER_H

#include "language/parser.h"

/* Gives annotations to the file's assignments of literals that stand before the first brace. */
void customizer_annotate(const struct parser_input *input, const struct syntax_file *file);

#endif

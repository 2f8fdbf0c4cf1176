/* SPDX-License-Identifier: MIT */
/* The syntax tree as the text that OpenSCAD writes for `-o x.ast`. */
#ifndef SCAD_LANGUAGE_AST_TEXT_H
#define SCAD_LANGUAGE_AST_TEXT_H

#include "language/syntax.h"

void ast_text_print_file(struct builder *builder, const struct names *names,
                         const struct syntax_file *file);

/* Also what a function literal is printed as by a program. */
void ast_text_print_expression(struct builder *builder, const struct names *names,
                               const struct expression *expression);

/* A string in quotes, with escapes for what needs them. */
void ast_text_print_string(struct builder *builder, struct text string);

#endif

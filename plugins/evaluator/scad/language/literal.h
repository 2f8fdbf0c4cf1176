/* SPDX-License-Identifier: MIT */
/* Numbers and strings as programs write them. */
#ifndef SCAD_LANGUAGE_LITERAL_H
#define SCAD_LANGUAGE_LITERAL_H

#include "language/lexer.h"

/* Reads what begins with a digit, or with a dot and a digit: a number, or a name that begins with
 * digits. False if it is a number too large for any double, which OpenSCAD passes over like a
 * space. */
bool literal_read_number(struct lexer *lexer, struct token *token);

/* Reads a string, the opening quote included. */
void literal_read_string(struct lexer *lexer, struct token *token);

#endif

/* SPDX-License-Identifier: MIT */
/* Numbers as OpenSCAD prints them. */
#ifndef SCAD_BASE_NUMBER_H
#define SCAD_BASE_NUMBER_H

#include "base/text.h"

enum { NUMBER_BYTES = 32 };

/* At most six significant digits without trailing zeros, exponents (1e-6, 1.5e+10) below 0.00001
 * and from a million up; inf, -inf, nan; minus zero is 0. The middle between two goes away from zero. Returns the length; a NUL follows. */
size_t number_format(double number, char bytes[NUMBER_BYTES]);

/* As "%g" of printf: exponents have two digits and begin below 0.0001; minus zero is -0. The middle goes to the even digit. */
size_t number_format_general(double number, char bytes[NUMBER_BYTES]);

/* The same into a builder. */
void number_print(struct builder *builder, double number);
void number_print_general(struct builder *builder, double number);

#endif

/* SPDX-License-Identifier: MIT */
/* The values that fields of a form hold, as texts and as nodes of the syntax tree. */
#ifndef SCAD_LANGUAGE_FORM_VALUE_H
#define SCAD_LANGUAGE_FORM_VALUE_H

#include "language/syntax.h"

/* Are both the same number, or the same string? */
bool form_value_equal(const struct expression *a, const struct expression *b);

/* The number that the whole text is, blanks around it aside; false if it is none. */
bool form_value_number(struct text text, double *number);

#endif

/* SPDX-License-Identifier: MIT */
/* Parsing vectors, ranges and list comprehensions. */
#ifndef SCAD_LANGUAGE_ELEMENTS_H
#define SCAD_LANGUAGE_ELEMENTS_H

#include "language/cursor.h"

/* What begins with `[`: a vector or a range. */
struct expression *elements_parse(struct cursor *cursor);

#endif

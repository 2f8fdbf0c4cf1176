/* SPDX-License-Identifier: MIT */
/* Values of SVG's attributes, read as OpenSCAD reads them. */
#ifndef SCAD_READERS_SVG_VALUE_H
#define SCAD_READERS_SVG_VALUE_H

#include "base/text.h"

/* Attributes of an element as expat gives them: names and values in turn, a NULL at the end. */
const char *svg_attribute(const char *const *attributes, const char *name);

/* All of the text as a number; 0 if it is none. A unit makes it none. */
double svg_number(const char *text);

/* Takes the next number out of a list, with the blanks and commas before it. As in paths, numbers end where another sign or a
 * second point begins. False if there is none; what is in its way stays. */
bool svg_take_number(const char **list, double *number);

/* The value of a property in a style attribute, without blanks; empty if it is not there. */
struct text svg_style(const char *style, const char *property);

/* x' = matrix[0] * (x, y, 1), y' = matrix[1] * (x, y, 1) */
struct svg_matrix {
    double rows[2][3];
};

extern const struct svg_matrix svg_identity;

/* What `inner` does, then `outer`. */
struct svg_matrix svg_matrix_product(const struct svg_matrix *outer,
                                     const struct svg_matrix *inner);

/* The product of a list of transformations; those with a wrong number of arguments are left out. */
struct svg_matrix svg_transform(const char *list);

#endif

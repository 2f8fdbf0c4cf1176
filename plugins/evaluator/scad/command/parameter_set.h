/* SPDX-License-Identifier: MIT */
/* Sets of values for a program's parameters, in the files that OpenSCAD's customizer writes. */
#ifndef SCAD_PARAMETER_SET_H
#define SCAD_PARAMETER_SET_H

#include "language/form.h"

/* Gives the form's fields the values of the set of that name; a set that is not there changes nothing. False, with the
 * problem, if the file cannot be read or makes no sense. */
bool parameter_set_apply(const struct form *form, const char *path, const char *name,
                         struct text *problem);

#endif

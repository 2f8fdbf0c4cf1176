/* SPDX-License-Identifier: MIT */
/* How operations are written. */
#ifndef SCAD_LANGUAGE_OPERATION_H
#define SCAD_LANGUAGE_OPERATION_H

#include "language/syntax.h"

/* The operator, such as "&&". */
const char *operation_sign(enum operation operation);

#endif

/* SPDX-License-Identifier: MIT */
/* Numbers as OpenSCAD echoes them: six significant digits, no zeros at the end, an exponent from
 * 1e+6 up and from 1e-6 down. */
#ifndef SCAD_EVALUATE_NUMBER_FORMAT_H
#define SCAD_EVALUATE_NUMBER_FORMAT_H

#include <stddef.h>

enum { NUMBER_FORMAT_BYTES = 32 };

/* Writes the number with a NUL behind it and returns its length. */
size_t number_format(double number, char bytes[NUMBER_FORMAT_BYTES]);

#endif

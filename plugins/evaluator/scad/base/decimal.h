/* SPDX-License-Identifier: MIT */
/* Numbers as text that reads back as the same number, whatever the locale. */
#ifndef SCAD_BASE_DECIMAL_H
#define SCAD_BASE_DECIMAL_H

#include <stddef.h>

enum { DECIMAL_BYTES = 32 };

/* Writes the shortest digits that give the same double again, as JavaScript prints them: plain from
 * 1e-6 up to 1e21, else with an exponent; minus zero is 0. The number must be finite. Returns the
 * length; a NUL follows. */
size_t decimal_print(double number, char text[DECIMAL_BYTES]);

#endif

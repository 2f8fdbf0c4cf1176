/* SPDX-License-Identifier: MIT */
/* In which script a text is written, and in which direction that goes. */
#ifndef SCAD_FONTS_SCRIPT_H
#define SCAD_FONTS_SCRIPT_H

#include <stdbool.h>

enum { SCRIPT_BYTES = 5 }; /* four letters and a NUL */

/* The ISO 15924 name of the script that is given, or else of the one that all letters of the text belong to. False,
 * and nothing named, if that is none, several, or the script of signs that all have in common. */
bool script_name(const char *given, const char *text, char name[SCRIPT_BYTES]);

/* "ltr", "rtl", "ttb" or "btt": as given, of which the first letter counts, or else as the script goes. */
const char *script_direction(const char *given, const char *script);

#endif

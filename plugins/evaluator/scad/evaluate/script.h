/* SPDX-License-Identifier: MIT */
/* In which script a text is written, and in which direction that goes. */
#ifndef SCAD_EVALUATE_SCRIPT_H
#define SCAD_EVALUATE_SCRIPT_H

#include "base/text.h"

/* The ISO 15924 name of the one script that all letters of the text belong to; "" if there is none
 * or there are several, or it is not one of those in wide use. */
const char *script_detect(struct text text);

/* "rtl" for scripts that are written so, else "ltr". */
const char *script_direction(const char *script);

#endif

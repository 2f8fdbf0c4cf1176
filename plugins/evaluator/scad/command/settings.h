/* SPDX-License-Identifier: MIT */
/* What -O says of the files to be written, understood. */
#ifndef SCAD_SETTINGS_H
#define SCAD_SETTINGS_H

#include "command/arguments.h"
#include "formats/looks.h"

#include <stdio.h>

/* How files are to look that are made of the program of that name. False, after a line each, if there are settings that are not
 * known or whose value is none of those that they take; a colour that is none is worth a line alone, as in OpenSCAD. */
bool settings_read(const struct string_list *settings, const char *file, struct builder *said,
                   struct looks *looks);

/* What --help-export prints. */
void settings_print_help(FILE *stream);

#endif

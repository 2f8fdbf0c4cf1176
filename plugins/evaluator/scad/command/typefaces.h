/* SPDX-License-Identifier: MIT */
/* The fonts of the machine, for the command line. */
#ifndef SCAD_TYPEFACES_H
#define SCAD_TYPEFACES_H

#include "fonts/fonts.h"

struct typeface; /* a file in memory */

struct typefaces {
    struct font_source source;
    struct font_files *files;
    struct typeface *first;
};

/* Those of fontconfig, of the folders in the environment variable OPENSCAD_FONT_PATH and of the user's ~/.fonts.
 * Nothing is read yet. The source is the typefaces'. */
const struct font_source *typefaces_open(struct typefaces *typefaces);
void typefaces_close(struct typefaces *typefaces);

#endif

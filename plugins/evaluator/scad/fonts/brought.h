/* SPDX-License-Identifier: MIT */
/* Font files that a program brings along, found by their family and style. */
#ifndef SCAD_FONTS_BROUGHT_H
#define SCAD_FONTS_BROUGHT_H

#include "fonts/fonts.h"

#include <ft2build.h>
#include FT_FREETYPE_H

struct brought_face {
    struct text contents;
    int index;
    struct text family, style;
};

struct brought_list {
    struct brought_face *items;
    size_t count, capacity;
};

/* Adds all faces of a font file; what is broken is left out. */
void brought_add(struct arena *arena, struct brought_list *list, FT_Library library,
                 struct text contents);

/* The face of the family that a pattern names, the one that came last of several. With `exact`, the style must be
 * the one that it names, if it names one. */
bool brought_find(const struct brought_list *list, const char *pattern, bool exact,
                  struct font_file *file);

#endif

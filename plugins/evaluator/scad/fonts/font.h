/* SPDX-License-Identifier: MIT */
/* Inside the room: an open font, as FreeType and HarfBuzz see it. */
#ifndef SCAD_FONTS_FONT_H
#define SCAD_FONTS_FONT_H

#include "fonts/fonts.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include <hb.h>

enum { FONT_FEATURES_MAX = 32 };

/* Glyphs that were loaded, by a hash of their numbers. */
struct glyph_table {
    struct glyph *slots;
    size_t count, capacity; /* a power of two */
};

struct font {
    struct font *next;
    const char *pattern;
    FT_Face face;
    hb_font_t *shaper;
    struct glyph_table glyphs;
    bool
        is_symbols; /* its characters are in the private use area from U+F000 on, as Wingdings has them */
    hb_feature_t features[FONT_FEATURES_MAX];
    unsigned feature_count;
};

/* FreeType works in 64ths of a unit; 1 is this many of them. OpenSCAD's choice, and its resolution: an em is 100/72. */
#define FONT_UNITS      100000
#define FONT_RESOLUTION 100

/* What HarfBuzz shapes in, used again for each text. */
hb_buffer_t *fonts_buffer(struct fonts *fonts);

/* Ends the program as the arena's exhaustion does: FreeType or HarfBuzz had no memory. Returns only where nobody has
 * said how to end. */
void fonts_exhausted(struct fonts *fonts);

/* The memory that lives as long as the fonts. */
struct arena *fonts_arena(struct fonts *fonts);

#endif

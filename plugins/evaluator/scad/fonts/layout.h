/* SPDX-License-Identifier: MIT */
/* Where the glyphs of a text stand, and how much room they take: HarfBuzz shapes, OpenSCAD's rules align. */
#ifndef SCAD_FONTS_LAYOUT_H
#define SCAD_FONTS_LAYOUT_H

#include "fonts/fonts.h"
#include "model/tree.h"

enum { LAYOUT_TEXT_BYTES_MAX = 1 << 20 };

struct layout_glyph {
    uint32_t index; /* in the font */
    double offset[2],
        advance[2]; /* from where it stands; to where the next one does, before spacing */
};

/* At size 1. What has no ink is 0 high and wide. */
struct layout {
    struct font *font;
    struct layout_glyph *glyphs;
    size_t count;
    double offset[2]; /* what the alignment moves all by */
    double low[2], high[2];
    double advance[2];
    double ascent, descent;
};

/* Hears what is to be warned of. */
struct layout_listener {
    void *context;
    void (*warn)(void *context, const char *message);
};

/* Nobody has heard yet of what is not done. */
enum layout_result {
    LAYOUT_DONE,
    LAYOUT_NO_FONT,
    LAYOUT_TOO_LONG, /* the text has more than LAYOUT_TEXT_BYTES_MAX bytes */
};

/* Lays a text out. What it makes comes from the arena. */
enum layout_result layout_make(struct fonts *fonts, struct arena *arena,
                               const struct tree_text *text, const struct layout_listener *listener,
                               struct layout *layout);

/* What is done with the lines and curves of an outline, each from where the last one ended. */
struct layout_pen {
    void *context;
    void (*move)(void *context,
                 const double to[2]); /* begins an outline, which ends where it began */
    void (*line)(void *context, const double to[2]);
    void (*conic)(void *context, const double control[2], const double to[2]);
    void (*cubic)(void *context, const double first[2], const double second[2], const double to[2]);
};

/* Draws a glyph at size 1, around the place where it stands. */
void layout_draw(const struct layout *layout, const struct layout_glyph *glyph,
                 const struct layout_pen *pen);

#endif

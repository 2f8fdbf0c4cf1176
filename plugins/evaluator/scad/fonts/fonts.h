/* SPDX-License-Identifier: MIT */
/* The fonts of one program: each opened when a text first needs it, all closed together. Where the files come from,
 * somebody else knows. */
#ifndef SCAD_FONTS_FONTS_H
#define SCAD_FONTS_FONTS_H

#include "base/digest.h"
#include "base/text.h"

/* A face in a font file. What the texts point at lives as long as the fonts. */
struct font_file {
    struct text contents;
    int index;            /* of the face in the file */
    const char *features; /* of OpenType, "+liga;-kern"; "" is none */
};

/* Where font files come from. */
struct font_source {
    void *context;

    /* The installed font that is nearest to a pattern of fontconfig ("Liberation Sans:style=Bold"); false if there is
     * none. */
    bool (*find)(void *context, const char *pattern, struct font_file *file);

    /* A program brings the font file of that full name: `use <font.ttf>`. Either find() may give it from now on, or
     * true and its contents, in which the fonts then look first. */
    bool (*add)(void *context, struct text full_name, struct text *contents);
};

struct fonts;
struct font;

/* Fonts from that source; NULL has none. Nothing is read yet. The memory comes from the arena. */
struct fonts *fonts_open(struct arena *arena, const struct font_source *source);

/* Closes all fonts. */
void fonts_close(struct fonts *fonts);

/* The font for a pattern; "" is OpenSCAD's own choice. NULL if there is none, or its file is broken. It is the
 * fonts'. */
struct font *fonts_find(struct fonts *fonts, const char *pattern);

/* `use <font.ttf>`: what is no font is as good as none. */
void fonts_add(struct fonts *fonts, struct text full_name);

/* Names all that the program has brought: equal names, equal fonts. */
struct digest fonts_brought(const struct fonts *fonts);

/* How high a font is, at size 1. */
struct font_metrics {
    double ascent, descent;         /* as the font says */
    double max_ascent, max_descent; /* of all its glyphs */
    double interline;
    const char *family, *style;
};

struct font_metrics font_metrics(const struct font *font);

#endif

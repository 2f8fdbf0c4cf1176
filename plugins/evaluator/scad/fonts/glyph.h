/* SPDX-License-Identifier: MIT */
/* Glyphs of a font, loaded once: a text has the same letters again and again. */
#ifndef SCAD_FONTS_GLYPH_H
#define SCAD_FONTS_GLYPH_H

#include "fonts/font.h"

/* The outline, loaded if it was not yet; NULL if the font's glyph is broken, or no outline. */
const FT_Outline *glyph_outline(struct fonts *fonts, struct font *font, uint32_t index);

/* The outline of one that was loaded; never NULL. */
const FT_Outline *glyph_find(const struct font *font, uint32_t index);

/* Gives the outlines back. */
void glyph_close_all(struct font *font);

#endif

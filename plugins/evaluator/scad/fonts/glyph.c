/* SPDX-License-Identifier: MIT */
/* A table with open addressing, at most half full. */
#include "fonts/glyph.h"

#include <assert.h>

#include FT_GLYPH_H

struct glyph {
    bool used;
    uint32_t index;
    FT_Glyph loaded; /* NULL: broken */
};

/* Where the glyph is, or would be. */
static struct glyph *slot_of(const struct glyph_table *table, uint32_t index)
{
    size_t mask = table->capacity - 1, at = (index * 2654435761u) & mask;
    while (table->slots[at].used && table->slots[at].index != index)
        at = (at + 1) & mask;
    return &table->slots[at];
}

static void make_room(struct arena *arena, struct glyph_table *table)
{
    struct glyph_table larger = { .count = table->count };
    if (2 * table->count < table->capacity)
        return;
    larger.capacity = table->capacity ? 2 * table->capacity : 64;
    larger.slots = arena_take(arena, larger.capacity * sizeof *larger.slots);
    for (size_t i = 0; i < table->capacity; i++)
        if (table->slots[i].used)
            *slot_of(&larger, table->slots[i].index) = table->slots[i];
    *table = larger;
}

static FT_Glyph load(struct fonts *fonts, FT_Face face, uint32_t index)
{
    FT_Glyph glyph;
    FT_Error error = FT_Load_Glyph(face, index, FT_LOAD_DEFAULT);
    if (!error && face->glyph->format != FT_GLYPH_FORMAT_OUTLINE)
        return NULL;
    if (!error)
        error = FT_Get_Glyph(face->glyph, &glyph);
    if (error == FT_Err_Out_Of_Memory)
        fonts_exhausted(fonts);
    return error ? NULL : glyph;
}

static const FT_Outline *outline_of(const struct glyph *glyph)
{
    return glyph->loaded ? &((FT_OutlineGlyph)glyph->loaded)->outline : NULL;
}

const FT_Outline *glyph_outline(struct fonts *fonts, struct font *font, uint32_t index)
{
    make_room(fonts_arena(fonts), &font->glyphs);
    struct glyph *glyph = slot_of(&font->glyphs, index);
    if (!glyph->used) {
        *glyph = (struct glyph){ true, index, load(fonts, font->face, index) };
        font->glyphs.count++;
    }
    return outline_of(glyph);
}

const FT_Outline *glyph_find(const struct font *font, uint32_t index)
{
    const struct glyph *glyph = slot_of(&font->glyphs, index);
    assert(glyph->loaded);
    return outline_of(glyph);
}

void glyph_close_all(struct font *font)
{
    for (size_t i = 0; i < font->glyphs.capacity; i++)
        if (font->glyphs.slots[i].loaded)
            FT_Done_Glyph(font->glyphs.slots[i].loaded);
    font->glyphs = (struct glyph_table){ 0 };
}

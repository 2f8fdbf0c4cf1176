/* SPDX-License-Identifier: MIT */
/* Opens font files with FreeType, the way OpenSCAD does, and keeps them for the next text. */
#include "fonts/brought.h"
#include "fonts/font.h"
#include "fonts/glyph.h"

#include <hb-ft.h>
#include <stdlib.h>
#include <string.h>

#include FT_MODULE_H
#include FT_TRUETYPE_IDS_H

struct fonts {
    struct arena *arena;
    const struct font_source *source;
    arena_exhausted *exhausted;
    void *context;
    struct FT_MemoryRec_ memory;
    FT_Library library;
    hb_buffer_t *buffer;
    struct font *first; /* those that could not be opened have no face */
    struct brought_list brought;
    struct digest brought_digest;
};

static const char default_pattern[] = "Liberation Sans:style=Regular";

struct fonts *fonts_open(struct arena *arena, const struct font_source *source)
{
    struct fonts *fonts = arena_take(arena, sizeof *fonts);
    fonts->arena = arena;
    fonts->source = source;
    fonts->exhausted = arena->exhausted;
    fonts->context = arena->context;
    return fonts;
}

void fonts_close(struct fonts *fonts)
{
    for (struct font *font = fonts->first; font; font = font->next) {
        if (!font->face)
            continue;
        glyph_close_all(font);
        hb_font_destroy(font->shaper);
        FT_Done_Face(font->face);
    }
    fonts->first = NULL;
    if (fonts->buffer)
        hb_buffer_destroy(fonts->buffer);
    fonts->buffer = NULL;
    if (fonts->library)
        FT_Done_Library(fonts->library);
    fonts->library = NULL;
}

void fonts_exhausted(struct fonts *fonts)
{
    if (fonts->exhausted)
        fonts->exhausted(fonts->context);
}

struct arena *fonts_arena(struct fonts *fonts)
{
    return fonts->arena;
}

hb_buffer_t *fonts_buffer(struct fonts *fonts)
{
    if (!fonts->buffer)
        fonts->buffer = hb_buffer_create();
    hb_buffer_reset(fonts->buffer);
    return fonts->buffer;
}

/* --- FreeType's memory. Where there is none it may follow no pointer, or take a font for a broken one: it is not to hear of it. --- */

static void *allocate(FT_Memory memory, long size)
{
    void *piece = malloc((size_t)size);
    if (!piece)
        fonts_exhausted(memory->user);
    return piece;
}

static void *reallocate(FT_Memory memory, long old_size, long size, void *old)
{
    (void)old_size;
    void *piece = realloc(old, (size_t)size);
    if (!piece)
        fonts_exhausted(memory->user);
    return piece;
}

static void release(FT_Memory memory, void *piece)
{
    (void)memory;
    free(piece);
}

static bool open_library(struct fonts *fonts)
{
    if (fonts->library)
        return true;
    fonts->memory = (struct FT_MemoryRec_){ fonts, allocate, release, reallocate };
    if (FT_New_Library(&fonts->memory, &fonts->library) != 0)
        return false;
    FT_Add_Default_Modules(fonts->library);
    FT_Set_Default_Properties(fonts->library);
    return true;
}

static void bring(struct fonts *fonts, struct text contents)
{
    struct digester digester;
    digester_open(&digester);
    digester_add(&digester, fonts->brought_digest.bytes, DIGEST_BYTES);
    digester_add(&digester, contents.bytes, contents.length);
    fonts->brought_digest = digester_close(&digester);
    brought_add(fonts->arena, &fonts->brought, fonts->library, contents);
}

void fonts_add(struct fonts *fonts, struct text full_name)
{
    struct text contents;
    const struct font_source *source = fonts->source;
    if (source && source->add && source->add(source->context, full_name, &contents) &&
        open_library(fonts))
        bring(fonts, contents);
}

struct digest fonts_brought(const struct fonts *fonts)
{
    return fonts ? fonts->brought_digest : (struct digest){ { 0 } };
}

/* --- character maps --- */

static bool select_map(FT_Face face, int platform, int encoding)
{
    for (int i = 0; i < face->num_charmaps; i++) {
        FT_CharMap map = face->charmaps[i];
        if (map->platform_id == platform && (encoding < 0 || map->encoding_id == encoding) &&
            FT_Set_Charmap(face, map) == 0)
            return true;
    }
    return false;
}

/* Unicode if the font has it, else what is next to it. */
static void choose_map(FT_Face face)
{
    static const int maps[][2] = {
        { TT_PLATFORM_MICROSOFT, TT_MS_ID_UNICODE_CS },
        { TT_PLATFORM_ISO, TT_ISO_ID_10646 },
        { TT_PLATFORM_APPLE_UNICODE, -1 },
        { TT_PLATFORM_MICROSOFT, TT_MS_ID_SYMBOL_CS },
        { TT_PLATFORM_MACINTOSH, TT_MAC_ID_ROMAN },
        { TT_PLATFORM_ISO, TT_ISO_ID_8859_1 },
        { TT_PLATFORM_ISO, TT_ISO_ID_7BIT_ASCII },
    };
    if (FT_Select_Charmap(face, FT_ENCODING_UNICODE) == 0)
        return;
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
        if (select_map(face, maps[i][0], maps[i][1]))
            return;
}

static bool has_symbols(FT_Face face)
{
    FT_UInt glyph;
    const FT_CharMap map = face->charmap;
    if (!map || map->platform_id != TT_PLATFORM_MICROSOFT || map->encoding_id != TT_MS_ID_SYMBOL_CS)
        return false;
    FT_ULong first = FT_Get_First_Char(face, &glyph);
    return glyph != 0 && first >= 0xf000;
}

/* --- opening --- */

/* As they stand in a pattern: up to its next property. */
static void read_features(struct font *font, const char *features)
{
    while (*features && *features != ':') {
        size_t length = strcspn(features, ";:");
        if (font->feature_count < FONT_FEATURES_MAX &&
            hb_feature_from_string(features, (int)length, &font->features[font->feature_count]))
            font->feature_count++;
        features += length + (features[length] == ';');
    }
}

static bool open_face(struct fonts *fonts, const struct font_file *file, FT_Face *face)
{
    FT_Error error = FT_New_Memory_Face(fonts->library, (const FT_Byte *)file->contents.bytes,
                                        (FT_Long)file->contents.length, file->index, face);
    if (!error && !FT_IS_SCALABLE(*face)) {
        FT_Done_Face(*face);
        return false;
    }
    if (error == FT_Err_Out_Of_Memory)
        fonts_exhausted(fonts);
    return !error;
}

/* What the program brings comes first; a style that it does not bring may be installed. */
static bool find_file(struct fonts *fonts, const char *pattern, struct font_file *file)
{
    const struct font_source *source = fonts->source;
    return brought_find(&fonts->brought, pattern, true, file) ||
           source->find(source->context, pattern, file) ||
           brought_find(&fonts->brought, pattern, false, file);
}

static void open_font(struct fonts *fonts, struct font *font)
{
    struct font_file file = { .features = "" };
    if (!fonts->source || !open_library(fonts) || !find_file(fonts, font->pattern, &file) ||
        !open_face(fonts, &file, &font->face))
        return;
    choose_map(font->face);
    font->is_symbols = has_symbols(font->face);
    if (FT_Set_Char_Size(font->face, 0, FONT_UNITS, FONT_RESOLUTION, FONT_RESOLUTION) != 0) {
        FT_Done_Face(font->face);
        font->face = NULL;
        return;
    }
    font->shaper = hb_ft_font_create(font->face, NULL);
    if (font->shaper == hb_font_get_empty())
        fonts_exhausted(fonts);
    read_features(font, file.features);
}

/* Blanks around the pattern do not count, and none at all is OpenSCAD's font. */
static const char *trimmed(struct arena *arena, const char *pattern)
{
    static const char blanks[] = " \t\n\v\f\r";
    pattern += strspn(pattern, blanks);
    size_t length = strlen(pattern);
    while (length > 0 && strchr(blanks, pattern[length - 1]))
        length--;
    return length ? arena_copy(arena, pattern, length) : default_pattern;
}

struct font *fonts_find(struct fonts *fonts, const char *pattern)
{
    const char *wanted = trimmed(fonts->arena, pattern);
    struct font *font = fonts->first;
    while (font && strcmp(font->pattern, wanted) != 0)
        font = font->next;
    if (!font) {
        font = arena_take(fonts->arena, sizeof *font);
        font->pattern = wanted;
        open_font(fonts, font);
        font->next = fonts->first;
        fonts->first = font;
    }
    return font->face ? font : NULL;
}

/* --- metrics --- */

static double scaled(const struct font *font, FT_Long height)
{
    return (double)FT_MulFix(height, font->face->size->metrics.y_scale) / FONT_UNITS;
}

struct font_metrics font_metrics(const struct font *font)
{
    FT_Face face = font->face;
    return (struct font_metrics){
        .ascent = scaled(font, face->ascender),
        .descent = scaled(font, face->descender),
        .max_ascent = scaled(font, face->bbox.yMax),
        .max_descent = scaled(font, face->bbox.yMin),
        .interline = scaled(font, face->height),
        .family = face->family_name ? face->family_name : "",
        .style = face->style_name ? face->style_name : "",
    };
}

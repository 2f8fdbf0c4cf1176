/* SPDX-License-Identifier: MIT */
/* Shapes a text and measures it. */
#include "fonts/layout.h"

#include "fonts/font.h"
#include "fonts/glyph.h"

#include <float.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include FT_OUTLINE_H

struct measuring {
    struct fonts *fonts;
    struct arena *arena;
    const struct tree_text *text;
    const struct layout_listener *listener;
    struct layout *layout;
};

__attribute__((format(printf, 2, 3))) static void warn(const struct measuring *measuring,
                                                       const char *format, ...)
{
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    measuring->listener->warn(measuring->listener->context, message);
}

/* --- shaping --- */

/* Letters of a symbol font are where only it has them. */
static void add_symbols(const struct measuring *measuring, hb_buffer_t *buffer, struct text text)
{
    for (size_t at = 0, length; at < text.length; at += length) {
        length = text_utf8_length(text, at);
        if (length == 0) {
            warn(measuring, "Ignoring text with invalid UTF-8 encoding: \"%s\"", text.bytes);
            hb_buffer_set_length(buffer, 0);
            return;
        }
        hb_buffer_add_utf8(buffer, text.bytes + at, (int)length, 0, (int)length);
    }
    unsigned count;
    hb_glyph_info_t *characters = hb_buffer_get_glyph_infos(buffer, &count);
    for (unsigned i = 0; i < count; i++)
        if (characters[i].codepoint < 0x100)
            characters[i].codepoint += 0xf000;
}

static hb_buffer_t *shape(const struct measuring *measuring)
{
    const struct tree_text *text = measuring->text;
    struct font *font = measuring->layout->font;
    hb_buffer_t *buffer = fonts_buffer(measuring->fonts);
    hb_buffer_set_direction(buffer, hb_direction_from_string(text->direction, -1));
    hb_buffer_set_script(buffer, hb_script_from_string(text->script, -1));
    hb_buffer_set_language(buffer, hb_language_from_string(text->language, -1));
    if (font->is_symbols)
        add_symbols(measuring, buffer, text_of(text->text));
    else
        hb_buffer_add_utf8(buffer, text->text, -1, 0, -1);
    bool shaped = hb_shape_full(font->shaper, buffer, font->features, font->feature_count, NULL);
    if (!shaped || !hb_buffer_allocation_successful(buffer))
        fonts_exhausted(measuring->fonts);
    return buffer;
}

static double scaled(FT_Pos position)
{
    return (double)position / FONT_UNITS;
}

/* --- measuring --- */

/* The glyph's box, from full unit to full unit as OpenSCAD measures it; where there is no ink there is no box. */
static void include_ink(struct layout *layout, const struct layout_glyph *glyph,
                        const FT_Outline *outline)
{
    FT_BBox box;
    FT_Outline_Get_CBox(outline, &box);
    double low[2] = { scaled(box.xMin & ~63L), scaled(box.yMin & ~63L) };
    double high[2] = { scaled((box.xMax + 63) & ~63L), scaled((box.yMax + 63) & ~63L) };
    if (!(high[0] > low[0] && high[1] > low[1]))
        return;
    layout->ascent = fmax(layout->ascent, high[1]);
    layout->descent = fmin(layout->descent, low[1]);
    for (int axis = 0; axis < 2; axis++) {
        double at = layout->advance[axis] + glyph->offset[axis];
        layout->low[axis] = fmin(layout->low[axis], at + low[axis]);
        layout->high[axis] = fmax(layout->high[axis], at + high[axis]);
    }
}

static void add_glyph(const struct measuring *measuring, unsigned place,
                      const hb_glyph_info_t *information, const hb_glyph_position_t *position)
{
    struct layout *layout = measuring->layout;
    uint32_t index = information->codepoint;
    const FT_Outline *outline = glyph_outline(measuring->fonts, layout->font, index);
    if (!outline) {
        warn(measuring, "Could not load glyph %u for char at index %u in text '%s'", index, place,
             measuring->text->text);
        return;
    }
    struct layout_glyph *glyph = &layout->glyphs[layout->count++];
    *glyph = (struct layout_glyph){
        .index = index,
        .offset = { scaled(position->x_offset), scaled(position->y_offset) },
        .advance = { scaled(position->x_advance), scaled(position->y_advance) },
    };
    include_ink(layout, glyph, outline);
    for (int axis = 0; axis < 2; axis++)
        layout->advance[axis] += glyph->advance[axis] * measuring->text->spacing;
}

static void measure(const struct measuring *measuring, hb_buffer_t *buffer)
{
    struct layout *layout = measuring->layout;
    unsigned count, positions;
    const hb_glyph_info_t *information = hb_buffer_get_glyph_infos(buffer, &count);
    const hb_glyph_position_t *position = hb_buffer_get_glyph_positions(buffer, &positions);
    layout->glyphs = arena_take(measuring->arena, count * sizeof *layout->glyphs);
    layout->ascent = layout->high[0] = layout->high[1] = -DBL_MAX;
    layout->descent = layout->low[0] = layout->low[1] = DBL_MAX;
    for (unsigned i = 0; i < count; i++)
        add_glyph(measuring, i, &information[i], &position[i]);
}

/* --- aligning --- */

static bool is(const char *word, const char *expected)
{
    return strcmp(word, expected) == 0;
}

static void warn_of_alignment(const struct measuring *measuring, const char *name,
                              const char *words, const char *found)
{
    warn(measuring, "Unknown value for the %s parameter (use %s): '%s'", name, words, found);
}

static void warn_of_horizontal(const struct measuring *measuring)
{
    warn_of_alignment(measuring, "halign", "\"left\", \"right\" or \"center\"",
                      measuring->text->horizontal_align);
}

static void warn_of_vertical(const struct measuring *measuring)
{
    warn_of_alignment(measuring, "valign", "\"baseline\", \"bottom\", \"top\" or \"center\"",
                      measuring->text->vertical_align);
}

static void align_row(const struct measuring *measuring)
{
    struct layout *layout = measuring->layout;
    const char *horizontal = measuring->text->horizontal_align;
    const char *vertical = measuring->text->vertical_align;
    if (is(horizontal, "right"))
        layout->offset[0] = -layout->advance[0];
    else if (is(horizontal, "center"))
        layout->offset[0] = -layout->advance[0] / 2;
    else if (!is(horizontal, "left") && !is(horizontal, "default"))
        warn_of_horizontal(measuring);
    if (is(vertical, "top"))
        layout->offset[1] = -layout->ascent;
    else if (is(vertical, "center"))
        layout->offset[1] = -(layout->ascent - layout->descent) / 2 - layout->descent;
    else if (is(vertical, "bottom"))
        layout->offset[1] = -layout->descent;
    else if (!is(vertical, "baseline") && !is(vertical, "default"))
        warn_of_vertical(measuring);
}

/* Glyphs of a column stand below one another, all below the place of the text. */
static void align_column(const struct measuring *measuring)
{
    struct layout *layout = measuring->layout;
    const char *horizontal = measuring->text->horizontal_align;
    const char *vertical = measuring->text->vertical_align;
    if (is(horizontal, "right"))
        layout->offset[0] = -layout->high[0];
    else if (is(horizontal, "left"))
        layout->offset[0] = -layout->low[0];
    else if (!is(horizontal, "center") && !is(horizontal, "default"))
        warn_of_horizontal(measuring);
    if (is(vertical, "baseline"))
        warn(measuring, "Don't use valign=\"baseline\" with vertical layouts");
    else if (is(vertical, "center"))
        layout->offset[1] = -layout->advance[1] / 2;
    else if (is(vertical, "bottom"))
        layout->offset[1] = -layout->advance[1];
    else if (!is(vertical, "top") && !is(vertical, "default"))
        warn_of_vertical(measuring);
}

static void align(const struct measuring *measuring, hb_buffer_t *buffer)
{
    struct layout *layout = measuring->layout;
    if (layout->high[0] < layout->low[0]) { /* no ink at all */
        layout->ascent = layout->descent = 0;
        for (int axis = 0; axis < 2; axis++)
            layout->low[axis] = layout->high[axis] = 0;
    } else if (HB_DIRECTION_IS_HORIZONTAL(hb_buffer_get_direction(buffer))) {
        align_row(measuring);
    } else {
        align_column(measuring);
    }
}

enum layout_result layout_make(struct fonts *fonts, struct arena *arena,
                               const struct tree_text *text, const struct layout_listener *listener,
                               struct layout *layout)
{
    struct measuring measuring = { fonts, arena, text, listener, layout };
    *layout = (struct layout){ 0 };
    if (strlen(text->text) > LAYOUT_TEXT_BYTES_MAX)
        return LAYOUT_TOO_LONG;
    layout->font = fonts ? fonts_find(fonts, text->font) : NULL;
    if (!layout->font)
        return LAYOUT_NO_FONT;
    hb_buffer_t *buffer = shape(&measuring);
    measure(&measuring, buffer);
    align(&measuring, buffer);
    return LAYOUT_DONE;
}

/* --- drawing --- */

static const double *place(const FT_Vector *vector, double scaled_vector[2])
{
    scaled_vector[0] = scaled(vector->x);
    scaled_vector[1] = scaled(vector->y);
    return scaled_vector;
}

static int draw_move(const FT_Vector *to, void *user)
{
    const struct layout_pen *pen = user;
    double end[2];
    pen->move(pen->context, place(to, end));
    return 0;
}

static int draw_line(const FT_Vector *to, void *user)
{
    const struct layout_pen *pen = user;
    double end[2];
    pen->line(pen->context, place(to, end));
    return 0;
}

static int draw_conic(const FT_Vector *control, const FT_Vector *to, void *user)
{
    const struct layout_pen *pen = user;
    double middle[2], end[2];
    pen->conic(pen->context, place(control, middle), place(to, end));
    return 0;
}

static int draw_cubic(const FT_Vector *first, const FT_Vector *second, const FT_Vector *to,
                      void *user)
{
    const struct layout_pen *pen = user;
    double controls[2][2], end[2];
    pen->cubic(pen->context, place(first, controls[0]), place(second, controls[1]), place(to, end));
    return 0;
}

void layout_draw(const struct layout *layout, const struct layout_glyph *glyph,
                 const struct layout_pen *pen)
{
    static const FT_Outline_Funcs functions = {
        draw_move, draw_line, draw_conic, draw_cubic, 0, 0
    };
    struct layout_pen copy = *pen;
    FT_Outline outline = *glyph_find(layout->font, glyph->index);
    FT_Outline_Decompose(&outline, &functions, &copy); /* a broken outline ends early */
}

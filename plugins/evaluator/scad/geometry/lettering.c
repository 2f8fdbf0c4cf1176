/* SPDX-License-Identifier: MIT */
/* Draws the glyphs one behind the other. What lies inside several, or is drawn twice within one, is inside once. */
#include "geometry/lettering.h"

#include "base/list.h"
#include "fonts/layout.h"
#include "model/fragments.h"

#include <math.h>
#include <string.h>

/* Curves of glyphs are short: an eighth of what a circle has, and one more. */
enum { SHARE_OF_CIRCLE = 8, SEGMENTS_MIN = 2 };

struct lettering {
    struct work *work;
    struct region *region;
    double size;
    size_t segments;  /* of each curve */
    size_t vertices;  /* of all outlines */
    double origin[2]; /* of the glyph, at size 1 */
    double at[2];     /* where the pen is, from there */
    struct {
        double (*items)[2];
        size_t count, capacity;
    } outline;
};

static void add_point(struct lettering *lettering, double x, double y)
{
    if (lettering->outline.count == lettering->outline.capacity)
        list_make_room(lettering->work->arena, &lettering->outline);
    double *point = lettering->outline.items[lettering->outline.count++];
    point[0] = lettering->size * (x + lettering->origin[0]);
    point[1] = lettering->size * (y + lettering->origin[1]);
}

/* FreeType ends an outline where it began; the last point is the first again. */
static void finish_outline(struct lettering *lettering)
{
    const double(*points)[2] = (const double(*)[2])lettering->outline.items;
    size_t count = lettering->outline.count;
    if (count > 1 && memcmp(points[0], points[count - 1], sizeof *points) == 0)
        count--;
    region_add_raw(lettering->work->arena, lettering->region, points, count);
    lettering->outline.count = 0;
}

static void go(struct lettering *lettering, const double to[2])
{
    lettering->at[0] = to[0];
    lettering->at[1] = to[1];
}

static void draw_line(void *context, const double to[2])
{
    add_point(context, to[0], to[1]);
    go(context, to);
}

static void draw_move(void *context, const double to[2])
{
    finish_outline(context);
    draw_line(context, to);
}

static void draw_conic(void *context, const double control[2], const double to[2])
{
    struct lettering *lettering = context;
    const double *from = lettering->at;
    for (size_t i = 1; i <= lettering->segments; i++) {
        double t = (double)i / (double)lettering->segments, rest = 1 - t;
        double weights[] = { rest * rest, 2 * rest * t, t * t };
        add_point(lettering, weights[0] * from[0] + weights[1] * control[0] + weights[2] * to[0],
                  weights[0] * from[1] + weights[1] * control[1] + weights[2] * to[1]);
    }
    go(lettering, to);
}

static void draw_cubic(void *context, const double first[2], const double second[2],
                       const double to[2])
{
    struct lettering *lettering = context;
    const double *from = lettering->at;
    for (size_t i = 1; i <= lettering->segments; i++) {
        double t = (double)i / (double)lettering->segments, rest = 1 - t, point[2];
        double weights[] = { rest * rest * rest, 3 * rest * rest * t, 3 * rest * t * t, t * t * t };
        for (int axis = 0; axis < 2; axis++)
            point[axis] = weights[0] * from[axis] + weights[1] * first[axis] +
                          weights[2] * second[axis] + weights[3] * to[axis];
        add_point(lettering, point[0], point[1]);
    }
    go(lettering, to);
}

/* --- before anything is drawn, how much that would be --- */

static void count_line(void *context, const double to[2])
{
    struct lettering *lettering = context;
    (void)to;
    lettering->vertices++;
}

static void count_conic(void *context, const double control[2], const double to[2])
{
    struct lettering *lettering = context;
    (void)control;
    (void)to;
    lettering->vertices += lettering->segments;
}

static void count_cubic(void *context, const double first[2], const double second[2],
                        const double to[2])
{
    (void)first;
    count_conic(context, second, to);
}

static bool take_vertices(struct lettering *lettering, const struct layout *layout)
{
    const struct layout_pen pen = { lettering, count_line, count_line, count_conic, count_cubic };
    for (size_t i = 0; i < layout->count; i++)
        layout_draw(layout, &layout->glyphs[i], &pen);
    return work_take_vertices(lettering->work, lettering->vertices);
}

static void draw(struct lettering *lettering, const struct layout *layout, double spacing)
{
    const struct layout_pen pen = { lettering, draw_move, draw_line, draw_conic, draw_cubic };
    double advance[2] = { 0, 0 };
    for (size_t i = 0; i < layout->count; i++) {
        arena_poll(lettering->work->arena);
        const struct layout_glyph *glyph = &layout->glyphs[i];
        for (int axis = 0; axis < 2; axis++)
            lettering->origin[axis] = layout->offset[axis] + glyph->offset[axis] + advance[axis];
        layout_draw(layout, glyph, &pen);
        finish_outline(lettering);
        for (int axis = 0; axis < 2; axis++)
            advance[axis] += glyph->advance[axis] * spacing;
    }
}

static void warn(void *context, const char *message)
{
    work_warn(context, REPORT_TEXT, "%s", message);
}

static size_t segments_of(const struct tree_node *node)
{
    size_t segments =
        fragments_of_circle(&node->fragments, node->as.text.size) / SHARE_OF_CIRCLE + 1;
    return segments < SEGMENTS_MIN ? SEGMENTS_MIN : segments;
}

static bool lay_out(struct work *work, const struct tree_text *text, struct layout *layout)
{
    const struct layout_listener listener = { work, warn };
    switch (layout_make(work->fonts, work->arena, text, &listener, layout)) {
    case LAYOUT_NO_FONT:
        work_warn(work, REPORT_NO_FONT, "Can't get font %s", text->font);
        return false;
    case LAYOUT_TOO_LONG:
        return work_fail(work, REPORT_TOO_LARGE, "text() takes at most %d bytes of text",
                         LAYOUT_TEXT_BYTES_MAX);
    default:
        return true;
    }
}

bool lettering_build(struct work *work, const struct tree_node *node, struct piece *piece)
{
    const struct tree_text *text = &node->as.text;
    struct layout layout;
    if (!lay_out(work, text, &layout))
        return false;
    struct lettering lettering = {
        .work = work, .region = &piece->region, .size = text->size, .segments = segments_of(node)
    };
    piece->tangled = true;
    piece->rule = PLANAR_NONZERO;
    if (!take_vertices(&lettering, &layout))
        return false;
    draw(&lettering, &layout, text->spacing);
    return true;
}

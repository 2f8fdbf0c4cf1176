/* SPDX-License-Identifier: MIT */
/* A stroke has one pixel, or as many as it is wide, in each column if it is rather level, in each row if it is rather steep. */
#include "picture/stroke.h"

#include "base/list.h"

enum { DOTTED_PIXELS = 3 };

static const double nearest = 1e300; /* than which nothing is nearer */

/* Shortens the stroke, given by its ends, to where a coordinate is at least `low` after `sign`; false if nothing stays. */
static bool clip(double from[3], double to[3], int axis, double sign, double low)
{
    double a = sign * from[axis] - low, b = sign * to[axis] - low;
    if (a >= 0 && b >= 0)
        return true;
    if (!(a > 0 || b > 0))
        return false;
    double part = a / (a - b);
    double *moved = a < 0 ? from : to;
    for (int i = 0; i < 3; i++)
        if (i != axis)
            moved[i] = from[i] + part * (to[i] - from[i]);
    moved[axis] = sign * low;
    return true;
}

/* Sees and projects the ends; false if nothing of the stroke is in the picture. */
static bool place_ends(const struct stroke *stroke, const struct lens *lens, const int size[2],
                       double ends[2][3])
{
    double from[3], to[3];
    lens_see(lens, stroke->from, from);
    lens_see(lens, stroke->to, to);
    if (!clip(from, to, 2, 1, lens->near))
        return false;
    lens_project(lens, from, ends[0]);
    lens_project(lens, to, ends[1]);
    for (int axis = 0; axis < 2; axis++)
        if (!clip(ends[0], ends[1], axis, 1, 0) || !clip(ends[0], ends[1], axis, -1, -size[axis]))
            return false;
    return true;
}

/* The column or row of a place that may lie between two: then it is the one to the left, or below, as graphics cards have it. They
 * know places to the 256th part of a pixel. */
static int pixel_at(double place, int axis)
{
    double snapped = rint(place * 256) / 256;
    return (int)(axis == 0 ? ceil(snapped) - 1 : floor(snapped));
}

/* Adds the pixels of one column, or one row, as far as they are in the picture. */
static void add_dots(struct arena *arena, const struct stroke *stroke, const int size[2], int along,
                     const double place[3], struct dots *dots)
{
    int across = 1 - along, pixel[2];
    for (int i = 0; i < stroke->width; i++) {
        pixel[along] = (int)floor(place[along]);
        pixel[across] = pixel_at(place[across] - (stroke->width - 1) / 2.0, across) + i;
        if (pixel[0] < 0 || pixel[1] < 0 || pixel[0] >= size[0] || pixel[1] >= size[1])
            continue;
        struct dot dot = { .row = pixel[1] };
        dot.hit = (struct hit){ .nearness = stroke->on_top ? nearest : place[2],
                                .column = (uint32_t)pixel[0],
                                .part = SIGHT_NO_PART,
                                .color = stroke->color };
        list_append(arena, dots, dot);
    }
}

void stroke_draw(struct arena *arena, const struct stroke *stroke, const struct lens *lens,
                 int width, int height, struct dots *dots)
{
    const int size[2] = { width, height };
    double ends[2][3], at[3];
    if (!place_ends(stroke, lens, size, ends))
        return;
    const double *from = ends[0], *to = ends[1];
    int along = fabs(to[0] - from[0]) >= fabs(to[1] - from[1]) ? 0 : 1;
    double way = to[along] < from[along] ? -1 : 1;
    double first = way > 0 ? ceil(from[along] - 0.5) : floor(from[along] - 0.5);
    for (int step = 0;; step++) {
        double middle = first + 0.5 + way * step;
        if (!(way * (to[along] - middle) > 0))
            break;
        if (stroke->dotted && step / DOTTED_PIXELS % 2 == 0)
            continue;
        double part = (middle - from[along]) / (to[along] - from[along]);
        for (int i = 0; i < 3; i++)
            at[i] = i == along ? middle : from[i] + part * (to[i] - from[i]);
        add_dots(arena, stroke, size, along, at, dots);
    }
}

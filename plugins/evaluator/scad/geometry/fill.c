/* SPDX-License-Identifier: MIT */
/* A hole that touches what is around it in a point is part of that outline, which comes by there twice: it is taken apart at such
 * points. */
#include "geometry/fill.h"

#include "base/sort.h"
#include <string.h>

struct corner {
    const double *point;
    size_t number, place; /* in the outline; of the first corner at the same point */
};

struct loops {
    struct arena *arena;
    struct region *filled;
    double (*open)[2]; /* the way so far without what was closed */
    size_t *places;    /* of its corners */
    size_t *opened;    /* by place: where on the way it is, and one more; 0: nowhere */
    size_t count;
};

static int compare_corners(const void *left, const void *right)
{
    const struct corner *a = left, *b = right;
    for (int axis = 0; axis < 2; axis++)
        if (a->point[axis] != b->point[axis])
            return a->point[axis] < b->point[axis] ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

/* Which corners are at the same point. */
static const size_t *find_places(struct arena *arena, const double (*points)[2], size_t count)
{
    struct corner *corners = arena_take(arena, count * sizeof *corners);
    size_t *places = arena_take(arena, count * sizeof *places);
    for (size_t i = 0; i < count; i++) {
        arena_poll(arena);
        corners[i] = (struct corner){ points[i], i, i };
    }
    sort_items(arena, corners, count, sizeof *corners, compare_corners);
    for (size_t i = 0; i < count; i++) {
        arena_poll(arena);
        const struct corner *before = i > 0 ? &corners[i - 1] : NULL;
        if (before && memcmp(before->point, corners[i].point, sizeof *points) == 0)
            corners[i].place = before->place;
        places[corners[i].number] = corners[i].place;
    }
    return places;
}

/* Takes the end of the way from there on for a loop, and off the way. */
static void close_loop(struct loops *loops, size_t from)
{
    const double(*points)[2] = (const double(*)[2])loops->open + from;
    if (region_signed_area(points, loops->count - from) > 0)
        region_add_outline(loops->arena, loops->filled, points, loops->count - from);
    while (loops->count > from)
        loops->opened[loops->places[--loops->count]] = 0;
}

static void add_outline(struct arena *arena, const double (*points)[2], size_t count,
                        struct region *filled)
{
    const size_t *places = find_places(arena, points, count);
    struct loops loops = { .arena = arena,
                           .filled = filled,
                           .open = arena_take(arena, count * sizeof *loops.open),
                           .places = arena_take(arena, count * sizeof *loops.places),
                           .opened = arena_take(arena, count * sizeof *loops.opened) };
    for (size_t i = 0; i < count; i++) {
        arena_poll(arena);
        if (loops.opened[places[i]])
            close_loop(&loops, loops.opened[places[i]] - 1);
        memcpy(loops.open[loops.count], points[i], sizeof *points);
        loops.places[loops.count++] = places[i];
        loops.opened[places[i]] = loops.count;
    }
    close_loop(&loops, 0);
}

void fill_add(struct arena *arena, const struct region *region, struct region *filled)
{
    for (size_t i = 0; i < region->outline_count; i++) {
        const struct outline *outline = &region->outlines[i];
        if (!outline->hole)
            add_outline(arena, (const double(*)[2])region->points + outline->first, outline->count,
                        filled);
    }
}

/* SPDX-License-Identifier: MIT */
/* Triangles are put together side by side as long as what comes of it has no hole: as a tree. Its border is followed then. */
#include "geometry/cuts.h"

#include "base/list.h"
#include "base/sort.h"
#include "geometry/filling.h"
#include "kernel/sets.h"

#define NO_SIDE UINT32_MAX

/* A side of a triangle has three times its number and that of the corner where it begins. */
struct side {
    uint32_t low, high; /* points */
    uint32_t number;
};

struct border {
    const struct region *region;
    const struct triangles *triangles;
    uint32_t *behind; /* by side: the same one of the triangle that was put to it, or NO_SIDE */
    bool *followed;   /* by side */
};

static int compare_sides(const void *left, const void *right)
{
    const struct side *a = left, *b = right;
    if (a->low != b->low)
        return a->low < b->low ? -1 : 1;
    if (a->high != b->high)
        return a->high < b->high ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

static struct side *sorted_sides(const struct triangles *triangles, struct arena *scratch)
{
    size_t count = 3 * triangles->count;
    struct side *sides = arena_take(scratch, count * sizeof *sides);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t a = triangles->items[i / 3][i % 3], b = triangles->items[i / 3][(i + 1) % 3];
        sides[i] = (struct side){ a < b ? a : b, a < b ? b : a, i };
    }
    sort_items(scratch, sides, count, sizeof *sides, compare_sides);
    return sides;
}

static void put_together(struct border *border, struct arena *scratch)
{
    size_t count = 3 * border->triangles->count;
    const struct side *sides = sorted_sides(border->triangles, scratch);
    uint32_t *sets = arena_take(scratch, border->triangles->count * sizeof *sets);
    sets_open(sets, border->triangles->count);
    for (size_t i = 0; i < count; i++)
        border->behind[i] = NO_SIDE;
    for (size_t i = 0; i + 1 < count; i++) {
        const struct side *a = &sides[i], *b = &sides[i + 1];
        if (a->low != b->low || a->high != b->high ||
            !sets_unite(sets, a->number / 3, b->number / 3))
            continue;
        border->behind[a->number] = b->number;
        border->behind[b->number] = a->number;
    }
}

/* Around the point where the side ends, past all that was put together there. */
static uint32_t next_side(const struct border *border, uint32_t side)
{
    for (;;) {
        side = side % 3 == 2 ? side - 2 : side + 1;
        if (border->behind[side] == NO_SIDE)
            return side;
        side = border->behind[side];
    }
}

static void follow(struct border *border, uint32_t side, struct arena *arena, struct cuts *cuts)
{
    struct {
        double (*items)[2];
        size_t count, capacity;
    } points = { NULL, 0, 0 };
    for (; !border->followed[side]; side = next_side(border, side)) {
        const double *from = border->region->points[border->triangles->items[side / 3][side % 3]];
        if (points.count == points.capacity)
            list_make_room(arena, &points);
        points.items[points.count][0] = from[0];
        points.items[points.count++][1] = from[1];
        border->followed[side] = true;
    }
    struct planar_line line = { (const double(*)[2])points.items, points.count };
    list_append(arena, cuts, line);
}

static void cut_open(struct work *work, const struct region *region,
                     const struct triangles *triangles, struct cuts *cuts)
{
    struct arena *scratch = arena_within(work->arena);
    uint32_t count = 3 * (uint32_t)triangles->count;
    struct border border = { region, triangles, arena_take(scratch, count * sizeof *border.behind),
                             arena_take(scratch, count * sizeof *border.followed) };
    put_together(&border, scratch);
    for (uint32_t side = 0; side < count; side++)
        if (border.behind[side] == NO_SIDE && !border.followed[side])
            follow(&border, side, work->arena, cuts);
    arena_close(scratch);
}

static bool has_holes(const struct region *region)
{
    for (size_t i = 0; i < region->outline_count; i++)
        if (region->outlines[i].hole)
            return true;
    return false;
}

bool cuts_make(struct work *work, const struct region *region, struct cuts *cuts)
{
    struct region settled = { 0 };
    struct triangles triangles = { 0 };
    *cuts = (struct cuts){ 0 };
    region_add_region(work->arena, &settled, region);
    if (!filling_append_region(work, &settled, &triangles))
        return false;
    if (has_holes(&settled)) {
        cut_open(work, &settled, &triangles, cuts);
        return true;
    }
    for (size_t i = 0; i < settled.outline_count; i++) {
        const struct outline *outline = &settled.outlines[i];
        struct planar_line line = { (const double(*)[2])settled.points + outline->first,
                                    outline->count };
        list_append(work->arena, cuts, line);
    }
    return true;
}

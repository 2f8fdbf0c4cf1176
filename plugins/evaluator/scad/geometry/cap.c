/* SPDX-License-Identifier: MIT */
/* The corners alone are filled, and each triangle is divided for the points on its sides. */
#include "geometry/cap.h"

#include "geometry/filling.h"

/* By point of `whole`: where it and those up to the next corner begin in `cut`, and how many they are. */
struct side {
    size_t first, count;
    size_t next; /* the point of `whole` that ends it */
};

struct cap {
    struct arena *arena;
    const struct region *whole, *cut;
    struct side *sides;
    size_t *around; /* points of `cut` around a triangle, counter-clockwise */
    struct triangles *triangles;
};

static bool is_same(const double *a, const double *b)
{
    return a[0] == b[0] && a[1] == b[1];
}

static void find_sides(struct cap *cap)
{
    for (size_t o = 0; o < cap->whole->outline_count; o++) {
        const struct outline *corners = &cap->whole->outlines[o], *points = &cap->cut->outlines[o];
        size_t at = points->first, end = at + points->count;
        for (size_t i = 0; i < corners->count; i++) {
            struct side *side = &cap->sides[corners->first + i];
            side->next = corners->first + (i + 1) % corners->count;
            side->first = at++;
            bool last = i + 1 == corners->count;
            while (at < end &&
                   (last || !is_same(cap->cut->points[at], cap->whole->points[side->next])))
                at++;
            side->count = at - side->first;
        }
    }
}

/* Writes the points of a side of a triangle, but for its end. */
static size_t walk(const struct cap *cap, uint32_t from, uint32_t to, size_t *points)
{
    const struct side *side = &cap->sides[from];
    size_t count = side->next == to ? side->count : 1;
    for (size_t i = 0; i < count; i++)
        points[i] = side->first + i;
    return count;
}

static void add(struct cap *cap, size_t a, size_t b, size_t c)
{
    triangles_add(cap->arena, cap->triangles, a, b, c);
}

/* A triangle whose last side, from `around[last]` to the first point, has points: the first of them sees all other sides, and
 * the point behind the first corner sees the rest of that side. */
static void divide(struct cap *cap, size_t last, size_t count)
{
    const size_t *around = cap->around;
    for (size_t i = 1; i < last; i++)
        add(cap, around[last + 1], around[i], around[i + 1]);
    for (size_t i = last + 1; i < count; i++)
        add(cap, around[i], around[(i + 1) % count], around[1]);
}

static void divide_triangle(struct cap *cap, const uint32_t corners[3])
{
    for (int turn = 0; turn < 3; turn++) {
        uint32_t a = corners[turn], b = corners[(turn + 1) % 3], c = corners[(turn + 2) % 3];
        size_t count = walk(cap, a, b, cap->around);
        count += walk(cap, b, c, cap->around + count);
        size_t last = count, size = walk(cap, c, a, cap->around + count);
        if (size > 1) {
            divide(cap, last, count + size);
            return;
        }
    }
    add(cap, cap->sides[corners[0]].first, cap->sides[corners[1]].first,
        cap->sides[corners[2]].first);
}

bool cap_append(struct work *work, const struct region *whole, const struct region *cut,
                struct triangles *triangles, bool *touching)
{
    struct triangles plain = { 0 };
    bool touches = false;
    if (!filling_append(work, (const double(*)[2])whole->points, whole->outlines,
                        whole->outline_count, &plain, &touches))
        return false;
    if (touches)
        return filling_append(work, (const double(*)[2])cut->points, cut->outlines,
                              cut->outline_count, triangles, touching);
    struct cap cap = {
        .arena = work->arena,
        .whole = whole,
        .cut = cut,
        .sides = arena_take(work->arena, whole->point_count * sizeof *cap.sides),
        .around = arena_take(work->arena, cut->point_count * sizeof *cap.around),
        .triangles = triangles,
    };
    find_sides(&cap);
    for (size_t i = 0; i < plain.count; i++)
        divide_triangle(&cap, plain.items[i]);
    return true;
}

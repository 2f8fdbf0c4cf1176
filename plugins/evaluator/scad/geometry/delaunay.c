/* SPDX-License-Identifier: MIT */
/* Edges are flipped one by one. (C. L. Lawson, "Software for C1 Surface Interpolation", 1977.) Half-edge h is edge h % 3 of
 * triangle h / 3. */
#include "geometry/delaunay.h"

#include "base/list.h"
#include "base/sort.h"

#include <math.h>

#define NONE UINT32_MAX

struct refinement {
    const double (*points)[2];
    uint32_t (*triangles)[3];
    uint32_t *twins; /* by half-edge; NONE at the polygon's border */
    struct {
        uint32_t *items; /* half-edges to look at */
        size_t count, capacity;
    } open;
    struct arena *arena;
};

static uint32_t next_of(uint32_t half_edge)
{
    return half_edge % 3 == 2 ? half_edge - 2 : half_edge + 1;
}

static uint32_t *origin(const struct refinement *refinement, uint32_t half_edge)
{
    return &refinement->triangles[half_edge / 3][half_edge % 3];
}

/* --- neighbours --- */

struct side {
    uint32_t low, high, half_edge;
};

static int compare_sides(const void *left, const void *right)
{
    const struct side *a = left, *b = right;
    if (a->low != b->low)
        return a->low < b->low ? -1 : 1;
    return (a->high > b->high) - (a->high < b->high);
}

static void find_twins(struct refinement *refinement, size_t count)
{
    struct side *sides = arena_take(refinement->arena, count * sizeof *sides);
    for (uint32_t h = 0; h < count; h++) {
        arena_poll(refinement->arena);
        uint32_t a = *origin(refinement, h), b = *origin(refinement, next_of(h));
        sides[h] = a < b ? (struct side){ a, b, h } : (struct side){ b, a, h };
        refinement->twins[h] = NONE;
    }
    sort_items(refinement->arena, sides, count, sizeof *sides, compare_sides);
    for (size_t i = 1; i < count; i++) {
        arena_poll(refinement->arena);
        if (compare_sides(&sides[i - 1], &sides[i]) == 0) {
            refinement->twins[sides[i - 1].half_edge] = sides[i].half_edge;
            refinement->twins[sides[i].half_edge] = sides[i - 1].half_edge;
            list_append(refinement->arena, &refinement->open, sides[i].half_edge);
        }
    }
}

/* --- angles --- */

static double angle_at(const double *corner, const double *a, const double *b)
{
    double x[2] = { a[0] - corner[0], b[0] - corner[0] },
           y[2] = { a[1] - corner[1], b[1] - corner[1] };
    return atan2(fabs(x[0] * y[1] - x[1] * y[0]), x[0] * x[1] + y[0] * y[1]);
}

/* The angles across the edge make up more than half a turn, by more than OpenSCAD passes over. */
static bool is_wrong(const struct refinement *refinement, uint32_t h)
{
    static const double most = 3.14159265358979323846 + 0.01;
    uint32_t twin = refinement->twins[h];
    if (twin == NONE)
        return false;
    const double(*points)[2] = refinement->points;
    const double *a = points[*origin(refinement, h)], *b = points[*origin(refinement, twin)];
    const double *c = points[*origin(refinement, next_of(next_of(h)))];
    const double *d = points[*origin(refinement, next_of(next_of(twin)))];
    return angle_at(c, a, b) + angle_at(d, a, b) >= most;
}

/* --- flips --- */

static void set_twin(struct refinement *refinement, uint32_t h, uint32_t twin)
{
    refinement->twins[h] = twin;
    if (twin != NONE)
        refinement->twins[twin] = h;
}

/* The triangles (a, b, c) and (b, a, d) become (d, b, c) and (c, a, d); the edges around them are looked at again. */
static void flip(struct refinement *refinement, uint32_t h)
{
    uint32_t twin = refinement->twins[h];
    uint32_t bc = next_of(h), ca = next_of(bc), ad = next_of(twin), db = next_of(ad);
    uint32_t c = *origin(refinement, ca), d = *origin(refinement, db);
    uint32_t beyond_ca = refinement->twins[ca], beyond_db = refinement->twins[db];
    *origin(refinement, h) = d;
    *origin(refinement, twin) = c;
    set_twin(refinement, h, beyond_db);
    set_twin(refinement, twin, beyond_ca);
    set_twin(refinement, ca, db);
    const uint32_t around[] = { h, bc, twin, ad };
    for (size_t i = 0; i < sizeof around / sizeof *around; i++)
        list_append(refinement->arena, &refinement->open, around[i]);
}

void delaunay_refine(struct arena *arena, const double (*points)[2], uint32_t (*triangles)[3],
                     size_t count)
{
    struct arena *scratch = arena_within(arena);
    struct refinement refinement = { .points = points, .triangles = triangles, .arena = scratch };
    refinement.twins = arena_take(scratch, 3 * count * sizeof *refinement.twins);
    find_twins(&refinement, 3 * count);
    /* Each flip makes the smallest angle larger; rounding must not let it go on for ever. */
    for (size_t flips = 0; refinement.open.count && flips < count * count;) {
        arena_poll(scratch);
        uint32_t h = refinement.open.items[--refinement.open.count];
        if (is_wrong(&refinement, h)) {
            flip(&refinement, h);
            flips++;
        }
    }
    arena_close(scratch);
}

/* --- the first diagonal --- */

static bool comes_before(const double *a, const double *b)
{
    return a[0] != b[0] ? a[0] < b[0] : a[1] < b[1];
}

/* The sweep goes from right to left. It joins the second and the third corner from there if they are on different sides,
 * else the first one and that across. */
size_t delaunay_first_diagonal(const double (*points)[2])
{
    size_t first = 0, last = 0;
    for (size_t i = 1; i < 4; i++) {
        if (comes_before(points[i], points[first]))
            first = i;
        if (comes_before(points[last], points[i]))
            last = i;
    }
    bool ends_are_across = (first + last) % 2 == 0;
    return ends_are_across ? (last + 1) % 2 : last % 2;
}

/* SPDX-License-Identifier: MIT */
/* A ball inside and one around first, then halfspaces. */
#include "kernel/convex.h"

#include "base/list.h"

#include <math.h>

enum {
    MOST_HALFSPACES = 1000, /* a solid with more faces is compared by its balls alone */
    MOST_SEPARATORS = 80,   /* and one with more than these is only left out by its ball */
};

/* Steps of the grid by which something must be inside or outside: doubles are wrong by far less, and what a leaf that is called
 * convex dents is less too. */
static const double margin = 2;

struct halfspace {
    double normal[3], offset; /* the normal one step long */
    double bulge;             /* how far corners of the solid are outside, if separators are used */
};

struct convex {
    struct extent extent;
    struct {
        struct halfspace *items;
        size_t count, capacity;
    } halfspaces;
    double middle[3], inner_radius, outer_radius;
    size_t latest; /* the halfspace that was decisive last: a good one to try first */
};

static struct halfspace halfspace_of(const struct plane *plane)
{
    double square = 0;
    for (int k = 0; k < 3; k++)
        square += (double)plane->normal[k] * (double)plane->normal[k];
    struct halfspace halfspace = { { 0 }, plane->offset_near / sqrt(square), 0 };
    for (int k = 0; k < 3; k++)
        halfspace.normal[k] = (double)plane->normal[k] / sqrt(square);
    return halfspace;
}

static bool is_same_halfspace(const struct halfspace *a, const struct halfspace *b)
{
    double difference = 0;
    for (int k = 0; k < 3; k++)
        difference += fabs(a->normal[k] - b->normal[k]);
    return difference < 1e-15 && a->offset == b->offset;
}

static void add_halfspace(struct convex *convex, struct arena *arena, const struct plane *plane)
{
    struct halfspace halfspace = halfspace_of(plane);
    double distance = halfspace.offset;
    for (int k = 0; k < 3; k++)
        distance += halfspace.normal[k] * convex->middle[k];
    convex->inner_radius = fmin(convex->inner_radius, -distance);
    size_t count = convex->halfspaces.count;
    if (count > MOST_HALFSPACES ||
        (count > 0 && is_same_halfspace(&convex->halfspaces.items[count - 1], &halfspace)))
        return;
    list_append(arena, &convex->halfspaces, halfspace);
}

static void include_corner(struct convex *convex, const int32_t corner[3])
{
    double square = 0;
    for (int k = 0; k < 3; k++)
        square += (corner[k] - convex->middle[k]) * (corner[k] - convex->middle[k]);
    convex->outer_radius = fmax(convex->outer_radius, sqrt(square));
}

/* The plane of a thin triangle, which rounding has tilted, cuts into the solid far from the triangle. */
static void measure_bulges(struct convex *convex, const struct scene *scene,
                           const struct leaf *leaf, struct arena *arena)
{
    for (size_t i = 0; i < convex->halfspaces.count; i++) {
        struct halfspace *halfspace = &convex->halfspaces.items[i];
        for (uint32_t at = 0; at < 3 * leaf->count; at++) {
            arena_poll(arena);
            const int32_t *corner = scene_corner(scene, leaf->first + at / 3, (int)(at % 3));
            double side = halfspace->offset;
            for (int k = 0; k < 3; k++)
                side += halfspace->normal[k] * corner[k];
            halfspace->bulge = fmax(halfspace->bulge, side);
        }
    }
}

struct convex *convex_describe(const struct scene *scene, const struct leaf *leaf,
                               struct arena *arena)
{
    struct convex *convex = arena_take(arena, sizeof *convex);
    convex->extent = leaf->extent;
    convex->inner_radius = INFINITY;
    for (int k = 0; k < 3; k++)
        convex->middle[k] = 0.5 * ((double)leaf->extent.low[k] + leaf->extent.high[k]);
    for (uint32_t t = leaf->first; t < leaf->first + leaf->count; t++) {
        arena_poll(arena);
        add_halfspace(convex, arena, scene_plane(scene, t));
        for (int i = 0; i < 3; i++)
            include_corner(convex, scene_corner(scene, t, i));
    }
    if (convex->halfspaces.count <= MOST_SEPARATORS)
        measure_bulges(convex, scene, leaf, arena);
    return convex;
}

/* How far in front of the halfspace's border the probe goes, to the `far` side; or, negative, how far behind it. */
static double reach_of(const struct halfspace *halfspace, const struct probe *probe, bool far)
{
    const double *normal = halfspace->normal;
    double reach = far ? -INFINITY : INFINITY;
    if (probe->corner_count == 0) {
        reach = halfspace->offset;
        for (int k = 0; k < 3; k++)
            reach += normal[k] * ((normal[k] > 0) == far ? probe->box.high[k] : probe->box.low[k]);
        return reach;
    }
    for (unsigned i = 0; i < probe->corner_count; i++) {
        const double *at = probe->corners[i];
        double side = normal[0] * at[0] + normal[1] * at[1] + normal[2] * at[2] + halfspace->offset;
        if (far ? side > reach : side < reach)
            reach = side;
    }
    return reach;
}

/* The squares of how far a box's nearest and farthest places are from the middle. */
static void find_distances(const struct convex *convex, const struct extent *box, double *nearest,
                           double *farthest)
{
    *nearest = *farthest = 0;
    for (int k = 0; k < 3; k++) {
        double low = box->low[k] - convex->middle[k], high = box->high[k] - convex->middle[k];
        double outside = low > 0 ? low : high < 0 ? -high : 0, reach = -low > high ? -low : high;
        *nearest += outside * outside;
        *farthest += reach * reach;
    }
}

bool convex_holds(struct convex *convex, const struct probe *probe)
{
    const struct halfspace *items = convex->halfspaces.items;
    double nearest, farthest, radius = convex->inner_radius - margin;
    for (int k = 0; k < 3; k++)
        if (probe->box.low[k] <= convex->extent.low[k] ||
            probe->box.high[k] >= convex->extent.high[k])
            return false;
    find_distances(convex, &probe->box, &nearest, &farthest);
    if (radius > 0 && farthest < radius * radius)
        return true;
    if (convex->halfspaces.count > MOST_HALFSPACES ||
        reach_of(&items[convex->latest], probe, true) > -margin)
        return false;
    for (size_t i = 0; i < convex->halfspaces.count; i++)
        if (reach_of(&items[i], probe, true) > -margin) {
            convex->latest = i;
            return false;
        }
    return true;
}

bool convex_misses(struct convex *convex, const struct probe *probe)
{
    const struct halfspace *items = convex->halfspaces.items;
    double nearest, farthest, radius = convex->outer_radius + margin;
    find_distances(convex, &probe->box, &nearest, &farthest);
    if (nearest > radius * radius)
        return true;
    for (size_t i = 0; i < convex->halfspaces.count && convex->halfspaces.count <= MOST_SEPARATORS;
         i++)
        if (reach_of(&items[i], probe, false) > items[i].bulge + margin)
            return true;
    return false;
}

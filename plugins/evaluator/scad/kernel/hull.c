/* SPDX-License-Identifier: MIT */
/* Quickhull on whole numbers. (C. B. Barber, D. P. Dobkin, H. Huhdanpaa, "The Quickhull Algorithm for Convex Hulls", 1996.)
 * Facets in one plane with the new point go with those that it sees, so that no facet is ever without an area. */
#include "kernel/hull.h"

#include "base/list.h"
#include "kernel/grid.h"
#include "kernel/plane.h"

#include <string.h>

#define NONE UINT32_MAX

struct facet {
    uint32_t corners[3];
    uint32_t beside[3]; /* over the edge from corner k to the next */
    struct plane plane;
    uint32_t outside; /* the first of the points outside that are this facet's to deal with */
    uint32_t seen;    /* the last point that looked at it */
    bool gone;
};

/* An edge of what a point does not see, with the facet behind it. */
struct rim {
    uint32_t from, to, behind;
};

struct builder {
    struct arena *arena;
    const int32_t (*points)[3];
    uint32_t count;
    uint32_t *next;      /* by point: the next outside the same facet */
    uint32_t *new_facet; /* by point: the new facet whose edge begins there */
    struct {
        struct facet *items;
        size_t count, capacity;
    } facets;
    struct stack {
        uint32_t *items;
        size_t count, capacity;
    } work, front, visible, orphans;
    struct {
        struct rim *items;
        size_t count, capacity;
    } rims;
};

static int128 side(const struct builder *builder, uint32_t facet, uint32_t point)
{
    return plane_side(&builder->facets.items[facet].plane, builder->points[point]);
}

static uint32_t add_facet(struct builder *builder, uint32_t a, uint32_t b, uint32_t c)
{
    const int32_t(*points)[3] = builder->points;
    struct facet facet = {
        .corners = { a, b, c },
        .beside = { NONE, NONE, NONE },
        .plane = plane_through(points[a], points[b], points[c]),
        .outside = NONE,
        .seen = NONE,
    };
    list_append(builder->arena, &builder->facets, facet);
    return (uint32_t)builder->facets.count - 1;
}

/* Gives the point to the first of the facets from `first` on that it is outside of. */
static void assign(struct builder *builder, uint32_t point, uint32_t first)
{
    for (uint32_t i = first; i < builder->facets.count; i++) {
        arena_poll(builder->arena);
        if (side(builder, i, point) > 0) {
            builder->next[point] = builder->facets.items[i].outside;
            builder->facets.items[i].outside = point;
            return;
        }
    }
}

/* --- the first tetrahedron --- */

static uint32_t lowest_point(const struct builder *builder)
{
    uint32_t lowest = 0;
    for (uint32_t i = 1; i < builder->count; i++) {
        arena_poll(builder->arena);
        for (int k = 0; k < 3; k++) {
            if (builder->points[i][k] > builder->points[lowest][k])
                break;
            if (builder->points[i][k] < builder->points[lowest][k]) {
                lowest = i;
                break;
            }
        }
    }
    return lowest;
}

static uint32_t farthest_from_point(const struct builder *builder, uint32_t a)
{
    double most = 0;
    uint32_t farthest = NONE;
    for (uint32_t i = 0; i < builder->count; i++) {
        arena_poll(builder->arena);
        double square = 0;
        for (int k = 0; k < 3; k++) {
            double difference = (double)builder->points[i][k] - builder->points[a][k];
            square += difference * difference;
        }
        if (square > most) {
            most = square;
            farthest = i;
        }
    }
    return farthest;
}

static uint32_t farthest_from_line(const struct builder *builder, uint32_t a, uint32_t b)
{
    double most = 0;
    uint32_t farthest = NONE;
    for (uint32_t i = 0; i < builder->count; i++) {
        arena_poll(builder->arena);
        struct plane plane =
            plane_through(builder->points[a], builder->points[b], builder->points[i]);
        double square = 0;
        for (int k = 0; k < 3; k++)
            square += (double)plane.normal[k] * (double)plane.normal[k];
        if (square > most) {
            most = square;
            farthest = i;
        }
    }
    return farthest;
}

static uint32_t farthest_from_plane(const struct builder *builder, const struct plane *plane)
{
    int128 most = 0;
    uint32_t farthest = NONE;
    for (uint32_t i = 0; i < builder->count; i++) {
        arena_poll(builder->arena);
        int128 distance = plane_side(plane, builder->points[i]);
        distance = distance < 0 ? -distance : distance;
        if (distance > most) {
            most = distance;
            farthest = i;
        }
    }
    return farthest;
}

/* False if all points are in one plane. */
static bool begin(struct builder *builder)
{
    if (builder->count < 4)
        return false;
    uint32_t a = lowest_point(builder), b = farthest_from_point(builder, a);
    if (b == NONE)
        return false;
    uint32_t c = farthest_from_line(builder, a, b);
    if (c == NONE)
        return false;
    struct plane base = plane_through(builder->points[a], builder->points[b], builder->points[c]);
    uint32_t d = farthest_from_plane(builder, &base);
    if (d == NONE)
        return false;
    if (plane_side(&base, builder->points[d]) > 0) {
        uint32_t kept = b;
        b = c;
        c = kept;
    }
    const uint32_t corners[4][3] = { { a, b, c }, { a, d, b }, { b, d, c }, { c, d, a } };
    const uint32_t beside[4][3] = { { 1, 2, 3 }, { 3, 2, 0 }, { 1, 3, 0 }, { 2, 1, 0 } };
    for (int i = 0; i < 4; i++) {
        uint32_t facet = add_facet(builder, corners[i][0], corners[i][1], corners[i][2]);
        memcpy(builder->facets.items[facet].beside, beside[i], sizeof beside[i]);
    }
    for (uint32_t i = 0; i < builder->count; i++) {
        arena_poll(builder->arena);
        assign(builder, i, 0);
    }
    return true;
}

/* --- one point after the other --- */

static uint32_t farthest_outside(const struct builder *builder, uint32_t facet)
{
    int128 most = 0;
    uint32_t farthest = NONE;
    for (uint32_t i = builder->facets.items[facet].outside; i != NONE; i = builder->next[i]) {
        arena_poll(builder->arena);
        int128 distance = side(builder, facet, i);
        if (distance > most) {
            most = distance;
            farthest = i;
        }
    }
    return farthest;
}

/* All facets that the point sees, or that are in one plane with it and beside such. */
static void find_visible(struct builder *builder, uint32_t facet, uint32_t point)
{
    builder->front.count = builder->visible.count = 0;
    builder->facets.items[facet].seen = point;
    list_append(builder->arena, &builder->front, facet);
    while (builder->front.count > 0) {
        arena_poll(builder->arena);
        uint32_t at = builder->front.items[--builder->front.count];
        list_append(builder->arena, &builder->visible, at);
        for (int k = 0; k < 3; k++) {
            uint32_t beside = builder->facets.items[at].beside[k];
            if (builder->facets.items[beside].seen == point || side(builder, beside, point) < 0)
                continue;
            builder->facets.items[beside].seen = point;
            list_append(builder->arena, &builder->front, beside);
        }
    }
}

/* Takes the visible facets away; their points are orphans. */
static void remove_visible(struct builder *builder, uint32_t point)
{
    builder->rims.count = builder->orphans.count = 0;
    for (size_t i = 0; i < builder->visible.count; i++) {
        arena_poll(builder->arena);
        struct facet *facet = &builder->facets.items[builder->visible.items[i]];
        facet->gone = true;
        for (uint32_t p = facet->outside; p != NONE; p = builder->next[p]) {
            arena_poll(builder->arena);
            if (p != point)
                list_append(builder->arena, &builder->orphans, p);
        }
        facet->outside = NONE;
        for (int k = 0; k < 3; k++)
            if (builder->facets.items[facet->beside[k]].seen != point) {
                struct rim rim = { facet->corners[k], facet->corners[(k + 1) % 3],
                                   facet->beside[k] };
                list_append(builder->arena, &builder->rims, rim);
            }
    }
}

static void add_cone(struct builder *builder, uint32_t point)
{
    uint32_t first = (uint32_t)builder->facets.count;
    for (size_t i = 0; i < builder->rims.count; i++) {
        arena_poll(builder->arena);
        const struct rim *rim = &builder->rims.items[i];
        uint32_t added = add_facet(builder, rim->from, rim->to, point);
        struct facet *behind = &builder->facets.items[rim->behind];
        for (int k = 0; k < 3; k++)
            if (behind->corners[k] == rim->to && behind->corners[(k + 1) % 3] == rim->from)
                behind->beside[k] = added;
        builder->facets.items[added].beside[0] = rim->behind;
        builder->new_facet[rim->from] = added;
    }
    for (uint32_t i = first; i < builder->facets.count; i++) {
        arena_poll(builder->arena);
        uint32_t after = builder->new_facet[builder->facets.items[i].corners[1]];
        builder->facets.items[i].beside[1] = after;
        builder->facets.items[after].beside[2] = i;
    }
    for (size_t i = 0; i < builder->orphans.count; i++) {
        arena_poll(builder->arena);
        assign(builder, builder->orphans.items[i], first);
    }
    for (uint32_t i = first; i < builder->facets.count; i++) {
        arena_poll(builder->arena);
        if (builder->facets.items[i].outside != NONE)
            list_append(builder->arena, &builder->work, i);
    }
}

static void grow(struct builder *builder)
{
    for (uint32_t i = 0; i < 4; i++)
        list_append(builder->arena, &builder->work, i);
    while (builder->work.count > 0) {
        uint32_t facet = builder->work.items[--builder->work.count];
        if (builder->facets.items[facet].gone || builder->facets.items[facet].outside == NONE)
            continue;
        arena_poll(builder->arena);
        uint32_t point = farthest_outside(builder, facet);
        find_visible(builder, facet, point);
        remove_visible(builder, point);
        add_cone(builder, point);
    }
}

static void take_facets(const struct builder *builder, struct arena *arena, struct hull *hull)
{
    for (size_t i = 0; i < builder->facets.count; i++) {
        arena_poll(builder->arena);
        const struct facet *facet = &builder->facets.items[i];
        if (facet->gone)
            continue;
        if (hull->count == hull->capacity) {
            size_t wanted = hull->capacity ? 2 * hull->capacity : 16,
                   size = sizeof *hull->triangles;
            hull->triangles =
                arena_grow(arena, hull->triangles, hull->capacity * size, wanted * size);
            hull->capacity = wanted;
        }
        memcpy(hull->triangles[hull->count++], facet->corners, sizeof facet->corners);
    }
}

void hull_of_corners(const int32_t (*points)[3], uint32_t count, struct arena *arena,
                     struct hull *hull)
{
    struct builder builder = { .arena = arena_within(arena), .points = points, .count = count };
    *hull = (struct hull){ 0 };
    builder.next = arena_take(builder.arena, count * sizeof *builder.next);
    builder.new_facet = arena_take(builder.arena, count * sizeof *builder.new_facet);
    if (begin(&builder)) {
        grow(&builder);
        take_facets(&builder, arena, hull);
    }
    arena_close(builder.arena);
}

void hull_of_points(const double (*points)[3], uint32_t count, struct arena *arena,
                    struct hull *hull)
{
    struct arena *scratch = arena_within(arena);
    int32_t(*corners)[3] = arena_take(scratch, count * sizeof *corners);
    struct grid grid = grid_for_points(arena, points, count);
    for (uint32_t i = 0; i < count; i++) {
        arena_poll(scratch);
        grid_snap(&grid, points[i], corners[i]);
    }
    hull_of_corners((const int32_t(*)[3])corners, count, arena, hull);
    arena_close(scratch);
}

/* SPDX-License-Identifier: MIT */
/* Points are gathered from the leaves; what is cut away from them only matters for booleans, which are worked out before. */
#include "geometry/hulls.h"

#include "base/sort.h"
#include "geometry/orientation.h"
#include "kernel/hull.h"

#include <string.h>

/* --- in space --- */

static size_t count_vertices(const struct pieces *pieces)
{
    size_t count = 0;
    for (const struct piece *piece = pieces->first; piece; piece = piece->next)
        count += piece->mesh.vertex_count;
    return count;
}

/* The triangles' vertices, each once, in the order in which they were. */
static bool take_hull(struct work *work, const struct hull *hull, double (*points)[3], size_t count,
                      struct mesh *mesh)
{
    uint32_t *numbers = arena_take(work->arena, count * sizeof *numbers), used = 0;
    for (size_t i = 0; i < 3 * hull->count; i++) {
        arena_poll(work->arena);
        numbers[hull->triangles[i / 3][i % 3]] = 1;
    }
    for (size_t i = 0; i < count; i++) {
        arena_poll(work->arena);
        numbers[i] = numbers[i] ? used++ : UINT32_MAX;
    }
    if (!work_take_vertices(work, used))
        return false;
    *mesh = mesh_new(work->arena, used, hull->count);
    for (size_t i = 0; i < count; i++) {
        arena_poll(work->arena);
        if (numbers[i] != UINT32_MAX)
            memcpy(mesh->vertices[numbers[i]], points[i], sizeof *points);
    }
    for (size_t i = 0; i < 3 * hull->count; i++) {
        arena_poll(work->arena);
        mesh->triangles[i / 3][i % 3] = numbers[hull->triangles[i / 3][i % 3]];
    }
    return true;
}

static bool build_solid(struct work *work, const struct pieces *pieces, struct mesh *mesh)
{
    size_t count = count_vertices(pieces), next = 0;
    if (count > INT32_MAX / 8)
        return work_fail(work, REPORT_TOO_LARGE, "hull() of more points than can be worked with");
    double(*points)[3] = arena_take(work->arena, count * sizeof *points);
    for (const struct piece *piece = pieces->first; piece; piece = piece->next) {
        memcpy(points + next, piece->mesh.vertices, piece->mesh.vertex_count * sizeof *points);
        next += piece->mesh.vertex_count;
    }
    struct hull hull;
    hull_of_points((const double(*)[3])points, (uint32_t)count, work->arena, &hull);
    return take_hull(work, &hull, points, count, mesh);
}

/* --- in the plane --- */

static int compare_points(const void *left, const void *right)
{
    const double *a = left, *b = right;
    if (a[0] != b[0])
        return a[0] < b[0] ? -1 : 1;
    return (a[1] > b[1]) - (a[1] < b[1]);
}

/* One side of the hull after the other (A. M. Andrew, 1979): of `count` sorted points, `step` 1 or -1 from the first on. */
static size_t add_chain(struct arena *arena, double (*points)[2], size_t count, bool back,
                        double (*hull)[2], size_t kept, size_t fixed)
{
    for (size_t i = 0; i < count; i++) {
        arena_poll(arena);
        const double *point = points[back ? count - 1 - i : i];
        while (kept >= fixed + 2 && orientation(hull[kept - 2], hull[kept - 1], point) <= 0)
            kept--;
        memcpy(hull[kept++], point, sizeof *hull);
    }
    return kept - 1; /* the last one begins the other side */
}

static bool build_flat(struct work *work, const struct pieces *pieces, struct region *region)
{
    size_t count = 0;
    for (const struct piece *piece = pieces->first; piece; piece = piece->next)
        count += piece->region.point_count;
    double(*points)[2] = arena_take(work->arena, (count + 1) * sizeof *points);
    double(*hull)[2] = arena_take(work->arena, (2 * count + 2) * sizeof *hull);
    count = 0;
    for (const struct piece *piece = pieces->first; piece; piece = piece->next) {
        memcpy(points + count, piece->region.points, piece->region.point_count * sizeof *points);
        count += piece->region.point_count;
    }
    sort_items(work->arena, points, count, sizeof *points, compare_points);
    if (count < 3)
        return true;
    size_t kept = add_chain(work->arena, points, count, false, hull, 0, 0);
    kept = add_chain(work->arena, points, count, true, hull, kept, kept);
    region_add_outline(work->arena, region, (const double(*)[2])hull, kept);
    return work_take_vertices(work, kept);
}

bool hulls_build(struct work *work, const struct pieces *pieces, struct piece *piece)
{
    if (pieces->count == 0)
        return true;
    return pieces->dimension == 3 ? build_solid(work, pieces, &piece->mesh)
                                  : build_flat(work, pieces, &piece->region);
}

/* SPDX-License-Identifier: MIT */
/* What a boundary point of the sum is, is the sum of two boundary points: so it is in the sum of two convex patches. What is
 * inside all of these is inside one of the solids, moved. */
#include "kernel/minkowski.h"

#include "base/list.h"
#include "kernel/grid.h"
#include "kernel/hull.h"
#include "kernel/patches.h"

#include <math.h>
#include <string.h>

/* One of the solids, on the grid that holds their sum. */
struct operand {
    const struct mesh *mesh;
    int32_t (*corners)[3];
    struct hull hull;
    bool convex;
    uint32_t *extreme, extreme_count; /* the corners of the hull */
};

struct summation {
    struct arena *scratch, *arena;
    struct grid grid;
    struct operand a, b;
    struct {
        int32_t (*items)[3];
        size_t count, capacity;
    } points;
    struct minkowski *sum;
};

static double reach_of(const struct mesh *mesh, struct arena *arena)
{
    double reach = 0;
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        arena_poll(arena);
        for (int k = 0; k < 3; k++)
            reach = fmax(reach, fabs(mesh->vertices[i][k]));
    }
    return reach;
}

/* --- convex or not --- */

/* Six times the volume, and the area twice, in steps of the grid. */
static void measure(struct arena *arena, int32_t (*corners)[3], uint32_t (*triangles)[3],
                    size_t count, double *volume, double *area)
{
    *volume = *area = 0;
    for (size_t i = 0; i < count; i++) {
        arena_poll(arena);
        double u[3], v[3], square = 0;
        const int32_t *a = corners[triangles[i][0]], *origin = corners[triangles[0][0]];
        for (int k = 0; k < 3; k++) {
            u[k] = (double)corners[triangles[i][1]][k] - a[k];
            v[k] = (double)corners[triangles[i][2]][k] - a[k];
        }
        for (int k = 0; k < 3; k++) {
            double normal = u[(k + 1) % 3] * v[(k + 2) % 3] - u[(k + 2) % 3] * v[(k + 1) % 3];
            *volume += normal * ((double)a[k] - origin[k]);
            square += normal * normal;
        }
        *area += sqrt(square);
    }
}

/* A solid is convex if its hull adds nothing to it, but for a step and a half all over. */
static bool is_convex(const struct operand *operand, struct arena *arena)
{
    double volume, area, hull_volume, hull_area;
    if (operand->hull.count == 0)
        return false;
    measure(arena, operand->corners, operand->mesh->triangles, operand->mesh->triangle_count,
            &volume, &area);
    measure(arena, operand->corners, operand->hull.triangles, operand->hull.count, &hull_volume,
            &hull_area);
    return (hull_volume - volume) / 6 <= 1.5 * hull_area / 2;
}

static void list_extreme(struct operand *operand, struct arena *scratch)
{
    bool *extreme = arena_take(scratch, operand->mesh->vertex_count);
    for (size_t i = 0; i < operand->hull.count; i++) {
        arena_poll(scratch);
        for (int k = 0; k < 3; k++)
            extreme[operand->hull.triangles[i][k]] = true;
    }
    operand->extreme = arena_take(scratch, operand->mesh->vertex_count * sizeof *operand->extreme);
    for (uint32_t i = 0; i < operand->mesh->vertex_count; i++) {
        arena_poll(scratch);
        if (extreme[i])
            operand->extreme[operand->extreme_count++] = i;
    }
}

static void open_operand(struct summation *summation, const struct mesh *mesh,
                         struct operand *operand)
{
    operand->mesh = mesh;
    operand->corners =
        arena_take(summation->scratch, mesh->vertex_count * sizeof *operand->corners);
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        arena_poll(summation->scratch);
        grid_snap(&summation->grid, mesh->vertices[i], operand->corners[i]);
    }
    hull_of_corners((const int32_t(*)[3])operand->corners, (uint32_t)mesh->vertex_count,
                    summation->scratch, &operand->hull);
    operand->convex = is_convex(operand, summation->scratch);
    list_extreme(operand, summation->scratch);
}

/* --- parts --- */

static void add_point(struct summation *summation, const int32_t a[3], const int32_t b[3])
{
    if (summation->points.count == summation->points.capacity)
        list_make_room(summation->scratch, &summation->points);
    int32_t *point = summation->points.items[summation->points.count++];
    for (int k = 0; k < 3; k++)
        point[k] = a[k] + b[k];
}

/* The hull of the points gathered so far becomes a part; flat ones are part of others' surfaces. */
static void add_hull(struct summation *summation)
{
    struct hull hull;
    uint32_t count = (uint32_t)summation->points.count, used = 0;
    struct arena *scratch = arena_within(summation->scratch);
    hull_of_corners((const int32_t(*)[3])summation->points.items, count, scratch, &hull);
    if (hull.count > 0) {
        uint32_t *numbers = arena_take(scratch, count * sizeof *numbers);
        memset(numbers, 0xff, count * sizeof *numbers);
        for (size_t i = 0; i < 3 * hull.count; i++) {
            arena_poll(scratch);
            uint32_t point = hull.triangles[i / 3][i % 3];
            if (numbers[point] == UINT32_MAX)
                numbers[point] = used++;
        }
        struct mesh part = mesh_new(summation->arena, used, hull.count);
        for (uint32_t i = 0; i < count; i++) {
            arena_poll(scratch);
            if (numbers[i] != UINT32_MAX) {
                const int32_t *at = summation->points.items[i];
                grid_unsnap(&summation->grid, (const double[3]){ at[0], at[1], at[2] },
                            part.vertices[numbers[i]]);
            }
        }
        for (size_t i = 0; i < 3 * hull.count; i++) {
            arena_poll(scratch);
            part.triangles[i / 3][i % 3] = numbers[hull.triangles[i / 3][i % 3]];
        }
        list_append(summation->arena, summation->sum, part);
    }
    arena_close(scratch);
}

/* The solid itself, moved to where a corner of the other is. */
static void add_moved(struct summation *summation, const struct operand *operand,
                      const int32_t to[3])
{
    struct mesh part =
        mesh_new(summation->arena, operand->mesh->vertex_count, operand->mesh->triangle_count);
    for (size_t i = 0; i < part.vertex_count; i++) {
        arena_poll(summation->scratch);
        const int32_t *at = operand->corners[i];
        grid_unsnap(&summation->grid,
                    (const double[3]){ (double)at[0] + to[0], (double)at[1] + to[1],
                                       (double)at[2] + to[2] },
                    part.vertices[i]);
    }
    if (part.triangle_count)
        memcpy(part.triangles, operand->mesh->triangles,
               part.triangle_count * sizeof *part.triangles);
    list_append(summation->arena, summation->sum, part);
}

static void gather(struct summation *summation, const int32_t *a, const struct operand *b)
{
    for (uint32_t i = 0; i < b->extreme_count; i++) {
        arena_poll(summation->scratch);
        add_point(summation, a, b->corners[b->extreme[i]]);
    }
}

static void sum_convex(struct summation *summation)
{
    const struct operand *a = &summation->a;
    for (uint32_t i = 0; i < a->extreme_count; i++) {
        arena_poll(summation->scratch);
        gather(summation, a->corners[a->extreme[i]], &summation->b);
    }
    add_hull(summation);
}

/* `any` has patches all around, and `convex` moves along them. */
static void sum_with_convex(struct summation *summation, const struct operand *any,
                            const struct operand *convex)
{
    struct patches patches;
    patches_make(any->mesh, (const int32_t(*)[3])any->corners, summation->scratch, &patches);
    for (size_t i = 0; i < patches.count; i++) {
        summation->points.count = 0;
        for (uint32_t k = patches.starts[i]; k < patches.starts[i + 1]; k++)
            gather(summation, any->corners[patches.corners[k]], convex);
        add_hull(summation);
    }
    add_moved(summation, any, convex->corners[convex->extreme[0]]);
}

/* The first corner of each connected part of the surface. */
static uint32_t *one_of_each_part(const struct operand *operand, struct arena *scratch,
                                  uint32_t *count)
{
    size_t vertices = operand->mesh->vertex_count;
    uint32_t *roots = arena_take(scratch, vertices * sizeof *roots);
    uint32_t *first = arena_take(scratch, vertices * sizeof *first);
    for (uint32_t i = 0; i < vertices; i++) {
        arena_poll(scratch);
        roots[i] = i;
    }
    for (size_t i = 0; i < 3 * operand->mesh->triangle_count; i++) {
        arena_poll(scratch);
        const uint32_t *triangle = operand->mesh->triangles[i / 3];
        uint32_t a = triangle[i % 3], b = triangle[(i + 1) % 3];
        while (roots[a] != a)
            a = roots[a] = roots[roots[a]];
        while (roots[b] != b)
            b = roots[b] = roots[roots[b]];
        roots[a > b ? a : b] = a < b ? a : b;
    }
    *count = 0;
    for (size_t i = 0; i < operand->mesh->triangle_count; i++) {
        arena_poll(scratch);
        uint32_t corner = operand->mesh->triangles[i][0];
        while (roots[corner] != corner)
            corner = roots[corner];
        bool known = false;
        for (uint32_t j = 0; j < *count && !known; j++) {
            arena_poll(scratch);
            known = first[j] == corner;
        }
        if (!known)
            first[(*count)++] = corner;
    }
    return first;
}

static void sum_concave(struct summation *summation)
{
    const struct operand *a = &summation->a, *b = &summation->b;
    struct patches one, other;
    patches_make(a->mesh, (const int32_t(*)[3])a->corners, summation->scratch, &one);
    patches_make(b->mesh, (const int32_t(*)[3])b->corners, summation->scratch, &other);
    for (size_t i = 0; i < one.count; i++)
        for (size_t j = 0; j < other.count; j++) {
            summation->points.count = 0;
            for (uint32_t k = one.starts[i]; k < one.starts[i + 1]; k++)
                for (uint32_t l = other.starts[j]; l < other.starts[j + 1]; l++) {
                    arena_poll(summation->scratch);
                    add_point(summation, a->corners[one.corners[k]], b->corners[other.corners[l]]);
                }
            add_hull(summation);
        }
    uint32_t count;
    const uint32_t *parts = one_of_each_part(b, summation->scratch, &count);
    for (uint32_t i = 0; i < count; i++)
        add_moved(summation, a, b->corners[parts[i]]);
    parts = one_of_each_part(a, summation->scratch, &count);
    for (uint32_t i = 0; i < count; i++)
        add_moved(summation, b, a->corners[parts[i]]);
}

static void add_parts(struct summation *summation)
{
    if (summation->a.convex && summation->b.convex)
        sum_convex(summation);
    else if (summation->b.convex)
        sum_with_convex(summation, &summation->a, &summation->b);
    else if (summation->a.convex)
        sum_with_convex(summation, &summation->b, &summation->a);
    else
        sum_concave(summation);
}

enum kernel_result minkowski_sum(const struct mesh *a, const struct mesh *b, struct arena *arena,
                                 struct minkowski *sum)
{
    struct summation summation = { .scratch = arena_within(arena), .arena = arena, .sum = sum };
    *sum = (struct minkowski){ 0 };
    if (a->vertex_count > INT32_MAX / 8 || b->vertex_count > INT32_MAX / 8)
        return KERNEL_TOO_LARGE;
    summation.grid = (struct grid){ .steps = grid_steps(reach_of(a, arena) + reach_of(b, arena)) };
    open_operand(&summation, a, &summation.a);
    open_operand(&summation, b, &summation.b);
    add_parts(&summation);
    arena_close(summation.scratch);
    return KERNEL_DONE;
}

/* SPDX-License-Identifier: MIT */
/* In space the kernel makes the parts. In the plane they are the parallelograms of two edges each, and the shapes themselves,
 * moved. */
#include "geometry/minkowski_sum.h"

#include "geometry/hulls.h"
#include "geometry/orientation.h"
#include "geometry/piece.h"
#include "geometry/repair.h"
#include "kernel/minkowski.h"

#include <string.h>

static bool keep_part(struct work *work, struct piece *piece, struct pieces *sum)
{
    if (!piece->mesh.triangle_count && !piece->region.outline_count)
        return true;
    pieces_measure(piece, sum->dimension);
    pieces_add(sum, piece);
    return work_take_vertices(work, piece->mesh.vertex_count + piece->region.point_count);
}

static bool sum_solids(struct work *work, const struct piece *a, const struct piece *b,
                       struct pieces *sum)
{
    const struct mesh *one = repair_mesh(work, a), *other = repair_mesh(work, b);
    if (!one || !other)
        return true;
    struct minkowski parts;
    enum kernel_result result = minkowski_sum(one, other, work->arena, work->cancelled, &parts);
    if (result == KERNEL_TOO_LARGE)
        return work_fail(work, REPORT_TOO_LARGE,
                         "minkowski() of more vertices than can be worked with");
    for (size_t i = 0; i < parts.count && result == KERNEL_DONE; i++) {
        struct piece *part = piece_new(work, work->node);
        part->mesh = parts.items[i];
        if (!keep_part(work, part, sum))
            return false;
    }
    return work_goes_on(work);
}

/* --- in the plane --- */

static bool is_convex(const struct region *region)
{
    if (region->outline_count != 1)
        return false;
    for (size_t i = 0; i < region->point_count; i++)
        if (orientation(region->points[i], region->points[(i + 1) % region->point_count],
                        region->points[(i + 2) % region->point_count]) < 0)
            return false;
    return true;
}

static struct piece *moved(struct work *work, const struct region *region, const double by[2])
{
    struct piece *part = piece_new(work, work->node);
    region_add_region(work->arena, &part->region, region);
    for (size_t i = 0; i < part->region.point_count; i++)
        for (int axis = 0; axis < 2; axis++)
            part->region.points[i][axis] += by[axis];
    return part;
}

/* A part for each outline: each may be all within the other shape. */
static bool add_moved(struct work *work, const struct region *region, const struct region *by,
                      struct pieces *sum)
{
    for (size_t i = 0; i < by->outline_count; i++)
        if (!keep_part(work, moved(work, region, by->points[by->outlines[i].first]), sum))
            return false;
    return true;
}

/* The sum of two edges, counter-clockwise. */
static bool add_parallelogram(struct work *work, const double *const a[2], const double *const b[2],
                              struct pieces *sum)
{
    double corners[4][2];
    const int order[4][2] = { { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 } };
    for (int i = 0; i < 4; i++)
        for (int axis = 0; axis < 2; axis++)
            corners[i][axis] = a[order[i][0]][axis] + b[order[i][1]][axis];
    int turn = orientation(corners[0], corners[1], corners[2]);
    if (turn == 0)
        return true;
    if (turn < 0) {
        double kept[2] = { corners[1][0], corners[1][1] };
        memcpy(corners[1], corners[3], sizeof kept);
        memcpy(corners[3], kept, sizeof kept);
    }
    struct piece *part = piece_new(work, work->node);
    region_add_outline(work->arena, &part->region, (const double(*)[2])corners, 4);
    return keep_part(work, part, sum);
}

static bool add_edges(struct work *work, const struct region *a, const struct outline *one,
                      const struct region *b, const struct outline *other, struct pieces *sum)
{
    for (size_t i = 0; i < one->count; i++)
        for (size_t j = 0; j < other->count; j++) {
            const double *const edge[2] = { a->points[one->first + i],
                                            a->points[one->first + (i + 1) % one->count] };
            const double *const by[2] = { b->points[other->first + j],
                                          b->points[other->first + (j + 1) % other->count] };
            if (!work_goes_on(work) || !add_parallelogram(work, edge, by, sum))
                return false;
        }
    return true;
}

static bool sum_concave(struct work *work, const struct region *a, const struct region *b,
                        struct pieces *sum)
{
    for (size_t i = 0; i < a->outline_count; i++)
        for (size_t j = 0; j < b->outline_count; j++)
            if (!add_edges(work, a, &a->outlines[i], b, &b->outlines[j], sum))
                return false;
    return add_moved(work, a, b, sum) && add_moved(work, b, a, sum);
}

static bool sum_convex(struct work *work, const struct region *a, const struct region *b,
                       struct pieces *sum)
{
    struct piece all = { .kind = PIECE_LEAF }, *part = piece_new(work, work->node);
    for (size_t i = 0; i < b->point_count; i++)
        region_add_region(work->arena, &all.region, &moved(work, a, b->points[i])->region);
    struct pieces points = { .dimension = 2 };
    pieces_add(&points, &all);
    return hulls_build(work, &points, part) && keep_part(work, part, sum);
}

static bool sum_regions(struct work *work, const struct piece *a, const struct piece *b,
                        struct pieces *sum)
{
    if (is_convex(&a->region) && is_convex(&b->region))
        return sum_convex(work, &a->region, &b->region, sum);
    return sum_concave(work, &a->region, &b->region, sum);
}

bool minkowski_sum_build(struct work *work, const struct pieces *a, const struct pieces *b,
                         struct pieces *sum)
{
    *sum = (struct pieces){ .dimension = a->dimension };
    for (const struct piece *one = a->first; one; one = one->next)
        for (const struct piece *other = b->first; other; other = other->next)
            if (!(a->dimension == 3 ? sum_solids(work, one, other, sum)
                                    : sum_regions(work, one, other, sum)))
                return false;
    return true;
}

/* SPDX-License-Identifier: MIT */
/* In space the kernel makes the parts. In the plane lines are drawn that wind around the sum. */
#include "geometry/minkowski_sum.h"

#include "geometry/cuts.h"
#include "geometry/orientation.h"
#include "geometry/piece.h"
#include "geometry/repair.h"
#include "kernel/minkowski.h"
#include "planar/convolution.h"

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
    enum kernel_result result = minkowski_sum(one, other, work->arena, &parts);
    if (result == KERNEL_TOO_LARGE)
        return work_fail(work, REPORT_TOO_LARGE,
                         "minkowski() of more vertices than can be worked with");
    for (size_t i = 0; i < parts.count; i++) {
        struct piece *part = piece_new(work, work->node);
        part->mesh = parts.items[i];
        if (!keep_part(work, part, sum))
            return false;
    }
    return true;
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

/* Of convex shapes the one line is the outline. Others cross, and overlap. */
static bool take_lines(struct work *work, const struct convolution *convolution, bool convex,
                       struct pieces *sum)
{
    struct piece *part = piece_new(work, work->node);
    part->tangled = !convex;
    part->rule = PLANAR_POSITIVE;
    for (size_t i = 0; i < convolution->lines.count; i++) {
        const struct planar_line *line = &convolution->lines.items[i];
        (convex ? region_add_outline : region_add_raw)(work->arena, &part->region, line->points,
                                                       line->count);
    }
    return keep_part(work, part, sum);
}

/* Each area without holes with each: what winds around a place is added up. */
static bool sum_regions(struct work *work, const struct piece *a, const struct piece *b,
                        struct pieces *sum)
{
    struct cuts one, other;
    struct convolution convolution;
    bool convex = is_convex(&a->region) && is_convex(&b->region);
    if (!cuts_make(work, &a->region, &one) || !cuts_make(work, &b->region, &other))
        return false;
    convolution_open(&convolution, work->arena);
    for (size_t i = 0; i < one.count; i++)
        for (size_t j = 0; j < other.count; j++) {
            size_t most = work->vertices_left - convolution.point_count;
            if (!convolution_add(&convolution, &one.items[i], &other.items[j], most))
                return work_take_vertices(work, SIZE_MAX);
        }
    return take_lines(work, &convolution, convex, sum);
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

/* SPDX-License-Identifier: MIT */
/* The sweep for simple outlines first; what touches goes to the kernel. */
#include "geometry/filling.h"

#include "planar/planar.h"

static bool refuse(struct work *work)
{
    return work_fail(work, REPORT_INVALID,
                     "%s() of outlines that cross after rounding cannot be closed",
                     tree_kind_name(work->node->kind));
}

/* Corners of the answer's triangles are points of the answer; those given are needed. */
static bool take_triangles(struct work *work, const struct planar_result *answer,
                           const size_t *numbers, struct triangles *triangles)
{
    for (size_t i = 0; i < answer->triangle_count; i++) {
        size_t corners[3];
        for (int k = 0; k < 3; k++) {
            uint32_t given = answer->given[answer->triangles[i][k]];
            if (given == UINT32_MAX)
                return refuse(work);
            corners[k] = numbers[given];
        }
        triangles_add(work->arena, triangles, corners[0], corners[1], corners[2]);
    }
    return true;
}

/* What a rule finds inside the outlines. Of those that are filled as they are, all points are needed. */
static bool work_out(struct work *work, const double (*points)[2], const struct outline *outlines,
                     size_t outline_count, enum planar_rule rule, struct planar_result *answer)
{
    struct planar_line *lines = arena_take(work->arena, outline_count * sizeof *lines);
    struct formula formula;
    for (size_t i = 0; i < outline_count; i++)
        lines[i] = (struct planar_line){ points + outlines[i].first, outlines[i].count };
    formula_open(&formula, work->arena);
    const struct planar_leaf leaf = { lines, outline_count,
                                      formula_add(&formula, FORMULA_LEAF, FORMULA_NO_NODE), rule };
    const struct planar_model model = {
        .formula = &formula, .leaves = &leaf, .leaf_count = 1, .keep_points = rule == PLANAR_ODD
    };
    switch (planar_solve(&model, work->arena, answer)) {
    case KERNEL_DONE:
        return true;
    default:
        return work_fail(work, REPORT_TOO_LARGE, "%s() of more points than can be worked with",
                         tree_kind_name(work->node->kind));
    }
}

static bool fill_touching(struct work *work, const double (*points)[2],
                          const struct outline *outlines, size_t outline_count,
                          struct triangles *triangles)
{
    struct planar_result answer;
    size_t count = 0, *numbers;
    for (size_t i = 0; i < outline_count; i++)
        count += outlines[i].count;
    numbers = arena_take(work->arena, count * sizeof *numbers);
    count = 0;
    for (size_t i = 0; i < outline_count; i++)
        for (size_t j = 0; j < outlines[i].count; j++)
            numbers[count++] = outlines[i].first + j;
    return work_out(work, points, outlines, outline_count, PLANAR_ODD, &answer) &&
           take_triangles(work, &answer, numbers, triangles);
}

bool filling_append(struct work *work, const double (*points)[2], struct outline *outlines,
                    size_t outline_count, struct triangles *triangles, bool *touching)
{
    size_t before = triangles->count;
    enum triangulation_result result =
        triangulation_append(work, points, outlines, outline_count, triangles);
    if (result != TRIANGULATION_CROSSING)
        return result == TRIANGULATION_DONE;
    triangles->count = before;
    *touching = true;
    return fill_touching(work, points, outlines, outline_count, triangles);
}

/* --- settling --- */

static bool has_new_points(const struct planar_result *answer)
{
    for (size_t i = 0; i < answer->point_count; i++)
        if (answer->given[i] == UINT32_MAX)
            return true;
    return false;
}

static bool is_simple(struct work *work, struct region *region)
{
    struct triangles triangles = { 0 };
    return triangulation_append(work, (const double(*)[2])region->points, region->outlines,
                                region->outline_count, &triangles) != TRIANGULATION_CROSSING;
}

bool filling_settle(struct work *work, struct region *region)
{
    enum { ROUNDS = 20 };
    bool crosses = true;
    for (int round = 0; round < ROUNDS && crosses && !is_simple(work, region); round++) {
        struct planar_result answer;
        if (!work_out(work, (const double(*)[2])region->points, region->outlines,
                      region->outline_count, PLANAR_POSITIVE, &answer))
            return false;
        crosses = has_new_points(&answer);
        *region = (struct region){ 0 };
        for (size_t i = 0; i < answer.loop_count; i++)
            region_add_loop(work->arena, region, &answer, i);
    }
    return true;
}

bool filling_append_region(struct work *work, struct region *region, struct triangles *triangles)
{
    enum triangulation_result result =
        triangulation_append(work, (const double(*)[2])region->points, region->outlines,
                             region->outline_count, triangles);
    if (result != TRIANGULATION_CROSSING)
        return result == TRIANGULATION_DONE;
    bool touching;
    triangles->count = 0;
    return filling_settle(work, region) &&
           filling_append(work, (const double(*)[2])region->points, region->outlines,
                          region->outline_count, triangles, &touching);
}

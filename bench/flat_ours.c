/* SPDX-License-Identifier: MIT */
/* One operation on shapes in the plane by libscad. Prints CPU seconds of one time, the area and the number of points. */
#include "flat_case.h"

#include "geometry/offset.h"
#include "model/tree.h"
#include "planar/convolution.h"

#include <stdio.h>

static void solve(const struct flat_case *flat, const struct planar_leaf *leaves, uint32_t count,
                  enum formula_operation operation, struct arena *arena,
                  struct planar_result *result)
{
    struct formula formula;
    formula_open(&formula, arena);
    struct planar_leaf *placed = arena_take(arena, count * sizeof *placed);
    uint32_t root = formula_add(&formula, operation, FORMULA_NO_NODE);
    for (uint32_t i = 0; i < count; i++) {
        placed[i] = leaves[i];
        placed[i].node = formula_add(&formula, FORMULA_LEAF, root);
    }
    const struct planar_model model = {
        .formula = &formula, .leaves = placed, .leaf_count = count, .outlines_only = true
    };
    if (planar_solve(&model, arena, result) != KERNEL_DONE)
        flat_fail(flat, "not solved");
}

static void move_outlines(const struct flat_case *flat, struct arena *arena,
                          struct planar_result *result)
{
    struct tree_node *node = tree_new(arena, TREE_OFFSET, (struct tree_position){ NULL, 1 });
    struct work work = { .arena = arena, .vertices_left = SIZE_MAX, .node = node };
    struct region region = { 0 }, moved = { 0 };
    node->as.offset = (struct tree_offset){ flat->delta, (enum tree_join)flat->join };
    node->fragments.fn = flat->sides;
    for (size_t i = 0; i < flat->leaf_count; i++)
        for (size_t k = 0; k < flat->leaves[i].line_count; k++)
            region_add_raw(arena, &region, (const double(*)[2])flat->leaves[i].lines[k].points,
                           flat->leaves[i].lines[k].count);
    if (!offset_add(&work, &region, &moved))
        flat_fail(flat, "not moved");
    struct planar_line *lines = arena_take(arena, moved.outline_count * sizeof *lines);
    for (size_t i = 0; i < moved.outline_count; i++)
        lines[i] = (struct planar_line){ (const double(*)[2])moved.points + moved.outlines[i].first,
                                         moved.outlines[i].count };
    const struct planar_leaf leaf = { lines, moved.outline_count, 0, PLANAR_POSITIVE };
    solve(flat, &leaf, 1, FORMULA_UNION, arena, result);
}

static struct planar_line line_of(const struct flat_leaf *leaf)
{
    return (struct planar_line){ (const double(*)[2])leaf->lines[0].points, leaf->lines[0].count };
}

/* Of two outlines. */
static void add_up(const struct flat_case *flat, struct arena *arena, struct planar_result *result)
{
    const struct planar_line a = line_of(&flat->leaves[0]), b = line_of(&flat->leaves[1]);
    struct convolution convolution;
    convolution_open(&convolution, arena);
    if (!convolution_add(&convolution, &a, &b, SIZE_MAX))
        flat_fail(flat, "not added up");
    const struct planar_leaf leaf = { convolution.lines.items, convolution.lines.count, 0,
                                      PLANAR_POSITIVE };
    solve(flat, &leaf, 1, FORMULA_UNION, arena, result);
}

static void combine(const struct flat_case *flat, struct arena *arena, struct planar_result *result)
{
    static const enum formula_operation operations[] = { [FLAT_UNION] = FORMULA_UNION,
                                                         [FLAT_DIFFERENCE] = FORMULA_DIFFERENCE,
                                                         [FLAT_INTERSECTION] =
                                                             FORMULA_INTERSECTION };
    struct planar_leaf *leaves = arena_take(arena, flat->leaf_count * sizeof *leaves);
    for (size_t i = 0; i < flat->leaf_count; i++) {
        const struct flat_leaf *leaf = &flat->leaves[i];
        struct planar_line *lines = arena_take(arena, leaf->line_count * sizeof *lines);
        for (size_t k = 0; k < leaf->line_count; k++)
            lines[k] = (struct planar_line){ (const double(*)[2])leaf->lines[k].points,
                                             leaf->lines[k].count };
        leaves[i] = (struct planar_leaf){ lines, leaf->line_count, 0, PLANAR_NONZERO };
    }
    solve(flat, leaves, (uint32_t)flat->leaf_count, operations[flat->operation], arena, result);
}

int main(int count, char **arguments)
{
    struct flat_case flat = flat_read(count, arguments);
    struct arena arena;
    struct planar_result result;
    arena_keep_freed(); /* as tenon-scad does */
    double before = flat_cpu_seconds(), area = 0;
    arena_open(&arena);
    for (int i = 0; i < flat.times; i++) {
        arena_close(&arena);
        if (flat.operation == FLAT_OFFSET)
            move_outlines(&flat, &arena, &result);
        else if (flat.operation == FLAT_SUM)
            add_up(&flat, &arena, &result);
        else
            combine(&flat, &arena, &result);
    }
    double seconds = (flat_cpu_seconds() - before) / flat.times;
    for (size_t i = 0; i < result.loop_count; i++)
        for (size_t k = 0; k < result.loops[i].count; k++) {
            const uint32_t *order = result.order + result.loops[i].first;
            const double *a = result.points[order[k]],
                         *b = result.points[order[(k + 1) % result.loops[i].count]];
            area += (a[0] * b[1] - a[1] * b[0]) / 2;
        }
    printf("%.6f %.9g %zu\n", seconds, area, result.point_count);
    return 0;
}

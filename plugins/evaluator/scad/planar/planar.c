/* SPDX-License-Identifier: MIT */
/* The steps one after the other. */
#include "planar/planar.h"

#include "planar/fill.h"
#include "planar/insides.h"
#include "planar/loops.h"

static void solve(const struct planar_model *model, struct arena *scratch, struct arena *arena,
                  struct planar_result *result)
{
    struct sketch sketch;
    struct map map;
    struct rims rims;
    sketch_make(&sketch, model, scratch);
    map_make(&map, &sketch, scratch);
    rims_find(&rims, &map, insides_find(&map, model, scratch), model->keep_points, scratch);
    const uint32_t *numbers = loops_collect(&rims, scratch, arena, result);
    if (!model->outlines_only)
        fill_triangulate(&rims, numbers, scratch, arena, result);
}

enum kernel_result planar_solve(const struct planar_model *model, struct arena *arena,
                                struct planar_result *result)
{
    *result = (struct planar_result){ 0 };
    if (sketch_count_points(model) > INT32_MAX / 8)
        return KERNEL_TOO_LARGE;
    struct arena *scratch = arena_within(arena);
    solve(model, scratch, arena, result);
    arena_close(scratch);
    return KERNEL_DONE;
}

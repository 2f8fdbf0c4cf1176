/* SPDX-License-Identifier: MIT */
/* Triangles from elsewhere may overlap, or meet in the midst of an edge: the overlay of all of them asks for nothing better. */
#include "geometry/silhouette.h"

#include "planar/planar.h"

#include <string.h>

static bool turns_left(const double (*points)[2])
{
    return (points[1][0] - points[0][0]) * (points[2][1] - points[0][1]) >=
           (points[1][1] - points[0][1]) * (points[2][0] - points[0][0]);
}

/* All run the same way: what winds there and back again would count as outside. */
static const struct planar_line *lines_of(struct arena *arena, const struct mesh *mesh)
{
    double(*points)[3][2] = arena_take(arena, mesh->triangle_count * sizeof *points);
    struct planar_line *lines = arena_take(arena, mesh->triangle_count * sizeof *lines);
    for (size_t i = 0; i < mesh->triangle_count; i++) {
        arena_poll(arena);
        for (int k = 0; k < 3; k++)
            memcpy(points[i][k], mesh->vertices[mesh->triangles[i][k]], sizeof points[i][k]);
        if (!turns_left((const double(*)[2])points[i])) {
            memcpy(points[i][1], mesh->vertices[mesh->triangles[i][2]], sizeof points[i][1]);
            memcpy(points[i][2], mesh->vertices[mesh->triangles[i][1]], sizeof points[i][2]);
        }
        lines[i] = (struct planar_line){ (const double(*)[2])points[i], 3 };
    }
    return lines;
}

bool silhouette_add(struct arena *arena, const struct mesh *mesh, struct region *region)
{
    struct formula formula;
    struct planar_result answer;
    formula_open(&formula, arena);
    const struct planar_leaf leaf = { lines_of(arena, mesh), mesh->triangle_count,
                                      formula_add(&formula, FORMULA_LEAF, FORMULA_NO_NODE),
                                      PLANAR_NONZERO };
    const struct planar_model model = { .formula = &formula, .leaves = &leaf, .leaf_count = 1 };
    if (planar_solve(&model, arena, &answer) != KERNEL_DONE)
        return false;
    for (size_t i = 0; i < answer.loop_count; i++)
        region_add_loop(arena, region, &answer, i);
    return true;
}

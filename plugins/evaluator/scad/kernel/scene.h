/* SPDX-License-Identifier: MIT */
/* All leaves of one arrangement on the grid: their triangles and planes, who is beside whom, and boxes to find them. */
#ifndef SCAD_KERNEL_SCENE_H
#define SCAD_KERNEL_SCENE_H

#include "kernel/grid.h"
#include "kernel/hierarchy.h"
#include "kernel/points.h"

#define NO_TRIANGLE UINT32_MAX

struct triangle {
    uint32_t leaf;
    uint32_t corners[3]; /* points */
    uint32_t beside[3];  /* the triangle over the edge from corner k to the next */
};

struct leaf {
    uint32_t first, count; /* of the triangles */
    uint32_t node;         /* of the formula */
    bool rough;            /* may cross itself: so it came, or the grid is too coarse for it */
    bool convex;           /* but for a step and a half of the grid */
    struct extent extent;
    struct hierarchy hierarchy; /* over the triangles */
};

struct scene {
    struct arena *arena;
    struct grid grid;
    struct points points;
    struct formula *formula;
    struct triangle *triangles;
    struct extent *extents; /* of the triangles */
    uint32_t triangle_count;
    /* The planes of the triangles, by their number, and behind them those that other edges lie in. */
    struct {
        struct plane *items;
        size_t count, capacity;
    } planes;
    bool *culled; /* by triangle: cannot be part of the result's surface */
    /* By triangle: it meets others that were left out where they make no difference. Who goes over it does not know afterwards in
     * which leaves he is, only that nothing can be seen to have changed. */
    bool *blurred;
    bool *pinched; /* by corner: a leaf comes there more than once, and may touch itself */
    struct leaf *leaves;
    uint32_t leaf_count;
    struct hierarchy hierarchy; /* over the leaves */
    bool two_threads;           /* may work on it */
};

/* Puts the leaves on the grid. What the grid makes flat or swallows is left out. */
enum kernel_result scene_build(struct scene *scene, const struct kernel_model *model,
                               struct arena *arena, uint32_t *culprit);

static inline const struct plane *scene_plane(const struct scene *scene, uint32_t triangle)
{
    return &scene->planes.items[triangle];
}

/* Corner k of the triangle, on the grid. */
static inline const int32_t *scene_corner(const struct scene *scene, uint32_t triangle, int k)
{
    return scene->points.whole[scene->triangles[triangle].corners[k]];
}

/* The corner that the triangles on both sides of edge k do not share, of the one beyond it. */
uint32_t scene_corner_beyond(const struct scene *scene, uint32_t triangle, int k);

#endif

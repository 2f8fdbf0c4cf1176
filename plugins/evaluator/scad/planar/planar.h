/* SPDX-License-Identifier: MIT */
/* Booleans of shapes in the plane, as exact as those of solids. */
#ifndef SCAD_PLANAR_PLANAR_H
#define SCAD_PLANAR_PLANAR_H

#include "kernel/kernel.h"

/* Closed lines; which way they run matters only for the rule. They may touch, cross and overlap. */
struct planar_line {
    const double (*points)[2];
    size_t count;
};

/* How often the lines must wind around a place, counter-clockwise, that is inside. */
enum planar_rule { PLANAR_NONZERO, PLANAR_ODD, PLANAR_POSITIVE };

struct planar_leaf {
    const struct planar_line *lines;
    size_t line_count;
    uint32_t node; /* of the formula */
    enum planar_rule rule;
};

struct planar_model {
    struct formula *formula;
    const struct planar_leaf *leaves;
    uint32_t leaf_count;
    bool keep_points;   /* leave no point out because it is on a straight line */
    bool outlines_only; /* make no triangles */
};

/* Lines that do not cross themselves or each other, with the inside on their left; they touch in points at most. Those around
 * holes run clockwise. The triangles, counter-clockwise, use the same points. */
struct planar_result {
    double (*points)[2];
    size_t point_count;
    uint32_t *
        given; /* by point: the first given point that is there, counted over all lines, or UINT32_MAX */
    struct planar_loop {
        size_t first, count; /* of order */
    } * loops;
    size_t loop_count;
    uint32_t *order; /* points, loop after loop */
    uint32_t (*triangles)[3];
    size_t triangle_count;
};

/* Builds the shape into the arena; nothing at all is an empty result. */
enum kernel_result planar_solve(const struct planar_model *model, struct arena *arena,
                                struct planar_result *result);

#endif

/* SPDX-License-Identifier: MIT */
/* Booleans of shapes in the plane, as exact as those of solids: the same overlay, of one plane. */
#ifndef SCAD_KERNEL_PLANAR_H
#define SCAD_KERNEL_PLANAR_H

#include "kernel/kernel.h"

/* Closed lines; which way they run matters only for the rule. They may touch, cross and overlap. */
struct planar_line {
    const double (*points)[2];
    size_t count;
};

struct planar_leaf {
    const struct planar_line *lines;
    size_t line_count;
    uint32_t node; /* of the formula */
    bool odd;      /* inside is what an odd number of turns surrounds; else any number but 0 */
};

struct planar_model {
    struct formula *formula;
    const struct planar_leaf *leaves;
    uint32_t leaf_count;
    const volatile int *cancelled; /* NULL: never */
};

/* Lines that do not cross themselves or each other, with the inside on their left; they touch in points at most. Those around
 * holes run clockwise. The triangles, counter-clockwise, use the same points. */
struct planar_result {
    double (*points)[2];
    size_t point_count;
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

/* SPDX-License-Identifier: MIT */
/* Convex hulls of points in space. */
#ifndef SCAD_KERNEL_HULL_H
#define SCAD_KERNEL_HULL_H

#include "kernel/kernel.h"

struct hull {
    uint32_t (*triangles)[3]; /* numbers of the points, counter-clockwise from outside */
    size_t count, capacity;
};

/* The hull of points of the grid. No triangles if all are in one plane. */
void hull_of_corners(const int32_t (*points)[3], uint32_t count, struct arena *arena,
                     struct hull *hull);

/* The hull of any points, decided on the grid that is the finest for them: a point that is outside by less than a step
 * may be left out. The triangles' corners are the points as they are. */
void hull_of_points(const double (*points)[3], uint32_t count, struct arena *arena,
                    struct hull *hull);

#endif

/* SPDX-License-Identifier: MIT */
/* Minkowski sums of solids, as parts whose union they are. */
#ifndef SCAD_KERNEL_MINKOWSKI_H
#define SCAD_KERNEL_MINKOWSKI_H

#include "kernel/kernel.h"

struct minkowski {
    struct mesh *items;
    size_t count, capacity;
};

/* The sum of two closed solids. Of convex ones it is one part, the hull of the sums of their vertices. A concave solid's
 * sum with a convex one is the union of the hulls over its convex patches, and of the solid itself moved to one of the other's
 * points; of two concave ones there is a hull for each two patches. */
enum kernel_result minkowski_sum(const struct mesh *a, const struct mesh *b, struct arena *arena,
                                 struct minkowski *sum);

#endif

/* SPDX-License-Identifier: MIT */
/* Planes in which a surface lies on itself but for rounding. */
#ifndef SCAD_KERNEL_WALLS_H
#define SCAD_KERNEL_WALLS_H

#include "kernel/grid.h"

/* A triangle that lies on another. */
struct wall {
    double normal[3], at[3];
    double size; /* the square of its height; 0: there is none */
};

/* Puts what lies in the wall's plane, but for the tolerance, into it; and the plane so that it is one of the grid's when the mesh is
 * put on it along the leaf's axes, which are then those of the wall. */
void walls_flatten(const struct wall *wall, double tolerance, struct mesh *mesh,
                   struct kernel_leaf *leaf, struct arena *arena);

/* Puts the vertices of what came of the flat mesh on that grid back to where they were before. Where several are in one place it is any
 * of them, the same for the same input. */
void walls_restore(const struct mesh *before, const struct mesh *flat, const struct grid *grid,
                   struct mesh *solved, struct arena *scratch);

#endif

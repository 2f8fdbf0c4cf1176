/* SPDX-License-Identifier: MIT */
/* The grid of whole numbers on which leaves are put: decimal steps, so that the sizes people write stay exact, along the
 * axes in which most leaves were made, so that what was straight there stays straight. */
#ifndef SCAD_KERNEL_GRID_H
#define SCAD_KERNEL_GRID_H

#include "kernel/kernel.h"

enum { GRID_BITS = 29 }; /* coordinates are less than 2^29 steps from the origin */

struct grid {
    double steps; /* to a unit of length: 1, 2, 4 or 5 times a power of ten */
    bool turned;
    double rotation[3][3]; /* from the grid's axes to the model's */
};

/* The most steps to a unit, 1, 2, 4 or 5 times a power of ten, with which a place `reach` away stays on the grid. */
double grid_steps(double reach);

struct grid grid_choose(struct arena *arena, const struct kernel_leaf *leaves, uint32_t count);

/* The finest one for some points, along the model's own axes. */
struct grid grid_for_points(struct arena *arena, const double (*points)[3], size_t count);

/* The nearest corner of the grid. */
void grid_snap(const struct grid *grid, const double at[3], int32_t corner[3]);

/* Where a place on the grid is in the model. */
void grid_unsnap(const struct grid *grid, const double steps[3], double at[3]);

#endif

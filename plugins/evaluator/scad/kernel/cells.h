/* SPDX-License-Identifier: MIT */
/* Whole numbers near a double, to find by a hash what is the same but for rounding. */
#ifndef SCAD_KERNEL_CELLS_H
#define SCAD_KERNEL_CELLS_H

#include <math.h>
#include <stdint.h>

/* The nearest number, and the one beside it if rounding may have led to that. */
struct cells {
    int64_t items[2];
    int count;
};

static inline struct cells cells_of(double place)
{
    const double slack = 1e-2;
    double cell = floor(place + 0.5), within = place + 0.5 - cell;
    struct cells cells = { { (int64_t)cell, 0 }, 2 };
    if (within < slack)
        cells.items[1] = cells.items[0] - 1;
    else if (within > 1 - slack)
        cells.items[1] = cells.items[0] + 1;
    else
        cells.count = 1;
    return cells;
}

#endif

/* SPDX-License-Identifier: MIT */
/* The edges of a map between inside and outside, and which of their vertices are needed. */
#ifndef SCAD_KERNEL_RIMS_H
#define SCAD_KERNEL_RIMS_H

#include "kernel/map.h"

struct rim {
    uint32_t from, to; /* vertices, the one that comes first in the sweep first */
    uint32_t stroke;
    bool above; /* inside is above, else below */
};

struct rims {
    const struct map *map;
    struct rim *items; /* in the order of the edges */
    uint32_t count;
    bool *needed; /* by vertex: a rim turns or ends there, or others meet */
};

/* `insides` is by face. Of given points none is left out if they are to be kept. */
void rims_find(struct rims *rims, const struct map *map, const bool *insides, bool keep_points,
               struct arena *arena);

#endif

/* SPDX-License-Identifier: MIT */
/* The outlines under a roof as edges with the inside on their left, and where to look for those that are near. */
#ifndef SCAD_GEOMETRY_ROOF_PLAN_H
#define SCAD_GEOMETRY_ROOF_PLAN_H

#include "geometry/region.h"

#include <stdint.h>

struct roof_edge {
    const double *start, *end;
    uint32_t next, before; /* edges, with the numbers of the points that they start from */
    double along[2];       /* one long; the inside is at (-along[1], along[0]) */
    double length;
    bool reflex; /* the inside is more than half a turn where it starts */
};

struct roof_box {
    double low[2], high[2];
};

struct roof_plan {
    struct roof_edge *edges;
    uint32_t count;
    struct roof_box *
        boxes; /* around halves of the edges, halves of these ...; 1 is all, 2n and 2n + 1 are those of n */
};

struct roof_plan roof_plan_of(struct arena *arena, const struct region *region);

/* How far a place is inside of an edge's line. */
static inline double roof_plan_inside(const struct roof_edge *edge, const double at[2])
{
    return edge->along[0] * (at[1] - edge->start[1]) - edge->along[1] * (at[0] - edge->start[0]);
}

#endif

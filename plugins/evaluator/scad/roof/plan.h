/* SPDX-License-Identifier: MIT */
/* The outlines under a roof as edges with the inside on their left, and where to look for those that are near. */
#ifndef SCAD_ROOF_PLAN_H
#define SCAD_ROOF_PLAN_H

#include "geometry/region.h"

#include <stdint.h>

struct roof_edge {
    const double *start, *end;
    uint32_t next, before; /* edges, with the numbers of the points that they start from */
    double along[2];       /* one long; the inside is at (-along[1], along[0]) */
    double length;
    bool reflex; /* the inside is more than half a turn where it starts */
};

/* Edges that lie together, none farther than `reach` from a line: along a smooth outline that is next to nothing. */
struct roof_run {
    double start[2], along[2], length, reach;
    uint32_t edge;   /* if it is only one; else ROOF_NONE */
    uint32_t second; /* the run of its second half; that of the first is the next one */
};

struct roof_plan {
    struct roof_edge *edges;
    uint32_t count;
    struct roof_run *runs; /* the first is all of it */
    uint32_t run_count;
    double extent;
};

struct roof_plan roof_plan_of(struct arena *arena, const struct region *region);

/* How far a place is inside of an edge's line. */
static inline double roof_plan_inside(const struct roof_edge *edge, const double at[2])
{
    return edge->along[0] * (at[1] - edge->start[1]) - edge->along[1] * (at[0] - edge->start[0]);
}

/* The square of the distance of a place from the line of a run. */
static inline double roof_plan_away(const struct roof_run *run, const double at[2])
{
    double x = at[0] - run->start[0], y = at[1] - run->start[1];
    double place = run->along[0] * x + run->along[1] * y;
    place = place < 0 ? 0 : place > run->length ? run->length : place;
    x -= place * run->along[0];
    y -= place * run->along[1];
    return x * x + y * y;
}

#endif

/* SPDX-License-Identifier: MIT */
/* The edges of a map between inside and outside, and which of their vertices are needed. */
#ifndef SCAD_PLANAR_RIMS_H
#define SCAD_PLANAR_RIMS_H

#include "planar/map.h"

struct rims {
    const struct map *map;
    const bool *insides; /* by face */
    uint32_t *edges;     /* of the map, in its order */
    uint32_t count;
    bool *needed; /* by vertex: a rim turns or ends there, or others meet */
};

/* Of given points none is left out if they are to be kept. */
void rims_find(struct rims *rims, const struct map *map, const bool *insides, bool keep_points,
               struct arena *arena);

static inline const struct map_edge *rims_edge(const struct rims *rims, uint32_t rim)
{
    return &rims->map->edges.items[rims->edges[rim]];
}

/* Inside is above the edge, else below. */
static inline bool rims_inside_is_above(const struct rims *rims, const struct map_edge *edge)
{
    return rims->insides[edge->above];
}

#endif

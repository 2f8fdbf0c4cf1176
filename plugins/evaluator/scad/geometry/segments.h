/* SPDX-License-Identifier: MIT */
/* Cuts the edges of outlines that will be bent (twisted, scaled unevenly) into shorter ones. */
#ifndef SCAD_GEOMETRY_SEGMENTS_H
#define SCAD_GEOMETRY_SEGMENTS_H

#include "geometry/region.h"

/* What a linear extrusion does to its profile, as far as it matters for the length of an edge. */
struct bending {
    const struct tree_fragments *fragments;
    double twist;
    double scale[2];
    size_t slices;
    size_t segments; /* sides of an outline that the user wants; 0: $fn, $fa and $fs decide */
};

/* Fills a zeroed region with the outlines of another, each cut as OpenSCAD cuts it. False if the
 * vertices ran out or the build must stop. */
bool segments_cut(struct work *work, const struct region *region, const struct bending *bending,
                  struct region *result);

/* Where the extrusion has a point of its profile at the top of so many slices. */
void segments_bend(const struct bending *bending, size_t slice, const double point[2],
                   double bent[2]);

#endif

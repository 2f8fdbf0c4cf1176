/* SPDX-License-Identifier: MIT */
/* What a roof stands on: outlines that touch in corners at most, and are well apart elsewhere. */
#ifndef SCAD_ROOF_GROUND_H
#define SCAD_ROOF_GROUND_H

#include "geometry/region.h"

struct roof_ground {
    struct region region;
    struct triangles
        floor; /* counter-clockwise; of points that are in one place, they have the first */
};

/* The plane's sweep has so many. */
enum { ROOF_GROUND_FINEST = 29 };

/* What is within so many steps of a point is in one spot with it: where corners were meant to be in one place, rounding leaves walls
 * between them that a straight roof makes much of. */
struct roof_grid {
    int bits;
    double spot;
};

/* Takes a plan as it is if nothing in it touches, and on any but the finest grid if no two points are in one spot; else what it is on
 * the grid. False, with a report, if the build must stop. */
bool roof_ground_lay(struct work *work, const struct region *plan, struct roof_grid grid,
                     struct roof_ground *ground);

#endif

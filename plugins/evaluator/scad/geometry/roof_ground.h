/* SPDX-License-Identifier: MIT */
/* What a roof stands on: outlines that touch in corners at most, and are well apart elsewhere. */
#ifndef SCAD_GEOMETRY_ROOF_GROUND_H
#define SCAD_GEOMETRY_ROOF_GROUND_H

#include "geometry/region.h"

struct roof_ground {
    struct region region;
    struct triangles
        floor; /* counter-clockwise; of points that are in one place, they have the first */
};

/* The plane's sweep has so many. */
enum { ROOF_GROUND_FINEST = 29 };

/* Takes a plan as it is if nothing in it touches, and on any but the finest grid if all points are more than a step apart; else what
 * it is on a grid of that many bits. False, with a report, if the build must stop. */
bool roof_ground_lay(struct work *work, const struct region *plan, int bits,
                     struct roof_ground *ground);

#endif

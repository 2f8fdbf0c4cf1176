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

/* Takes a plan as it is if nothing in it touches; else what it is on a grid. False, with a report, if the build must stop. */
bool roof_ground_lay(struct work *work, const struct region *plan, struct roof_ground *ground);

#endif

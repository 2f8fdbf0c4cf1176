/* SPDX-License-Identifier: MIT */
/* Areas with holes as areas without: cut open from hole to hole. */
#ifndef SCAD_GEOMETRY_CUTS_H
#define SCAD_GEOMETRY_CUTS_H

#include "geometry/region.h"
#include "planar/planar.h"

struct cuts {
    struct planar_line *items;
    size_t count, capacity;
};

/* Lines that run counter-clockwise around areas without holes, which together are the region; along a cut a line runs there and back.
 * False, with a report, if the build must stop. */
bool cuts_make(struct work *work, const struct region *region, struct cuts *cuts);

#endif

/* SPDX-License-Identifier: MIT */
/* offset(): outlines moved outward or inward. */
#ifndef SCAD_GEOMETRY_OFFSET_H
#define SCAD_GEOMETRY_OFFSET_H

#include "geometry/region.h"

/* Adds the outlines of a region, moved as the node being built says. They may cross: what they wind around counter-clockwise,
 * all in all, is inside. False, with a report, if the vertices ran out or the build must stop. */
bool offset_add(struct work *work, const struct region *region, struct region *moved);

#endif

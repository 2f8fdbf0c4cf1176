/* SPDX-License-Identifier: MIT */
/* projection(): the shadow of a solid, or where the plane cuts it. */
#ifndef SCAD_GEOMETRY_PROJECTION_H
#define SCAD_GEOMETRY_PROJECTION_H

#include "geometry/region.h"
#include "model/mesh.h"

/* Adds the outlines of a closed mesh's shadow, or of its section just above z = 0. They may overlap, and wind counter-clockwise around
 * what is solid. False, with a report, if the build must stop. */
bool projection_add(struct work *work, const struct mesh *mesh, bool cut, struct region *region);

#endif

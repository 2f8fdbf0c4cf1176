/* SPDX-License-Identifier: MIT */
/* What a solid shades when the light comes from above. */
#ifndef SCAD_GEOMETRY_SHADOW_H
#define SCAD_GEOMETRY_SHADOW_H

#include "geometry/region.h"
#include "model/mesh.h"

/* Adds the shadow's outlines as they come, crossing each other: where they wind around a place, it is in the shadow. */
void shadow_add(struct arena *arena, const struct mesh *mesh, struct region *region);

#endif

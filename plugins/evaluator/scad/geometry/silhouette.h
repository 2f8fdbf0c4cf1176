/* SPDX-License-Identifier: MIT */
/* The outlines of triangles that lie in the plane. */
#ifndef SCAD_GEOMETRY_SILHOUETTE_H
#define SCAD_GEOMETRY_SILHOUETTE_H

#include "geometry/region.h"
#include "model/mesh.h"

/* Adds the outlines of what the triangles cover together, as seen from above, whatever they overlap and whichever way they
 * turn; their heights do not count. False if they are more than can be worked with. */
bool silhouette_add(struct arena *arena, const struct mesh *mesh, struct region *region);

#endif

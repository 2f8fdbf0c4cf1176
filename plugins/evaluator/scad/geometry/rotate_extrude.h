/* SPDX-License-Identifier: MIT */
/* rotate_extrude(): a region turned around the axis. */
#ifndef SCAD_GEOMETRY_ROTATE_EXTRUDE_H
#define SCAD_GEOMETRY_ROTATE_EXTRUDE_H

#include "geometry/region.h"
#include "model/mesh.h"

/* Fills a zeroed mesh from the node and the union of its children; y becomes z. False, with a report,
 * if the vertices ran out or the build must stop; a profile on both sides of the axis is reported and
 * gives no mesh. */
bool rotate_extrude_build(struct work *work, const struct tree_node *node,
                          const struct region *profile, struct mesh *mesh, bool *touching);

#endif

/* SPDX-License-Identifier: MIT */
/* linear_extrude(): a region drawn out along a straight line, twisting and scaling on the way. */
#ifndef SCAD_GEOMETRY_LINEAR_EXTRUDE_H
#define SCAD_GEOMETRY_LINEAR_EXTRUDE_H

#include "geometry/region.h"
#include "model/mesh.h"

/* Fills a zeroed mesh from the node and the union of its children. False, with a report, if the
 * vertices ran out or the build must stop. *touching is set if outlines touch, so that edges may have four triangles. */
bool linear_extrude_build(struct work *work, const struct tree_node *node,
                          const struct region *profile, struct mesh *mesh, bool *touching);

#endif

/* SPDX-License-Identifier: MIT */
/* polygon(): outlines given point by point. */
#ifndef SCAD_GEOMETRY_POLYGON_H
#define SCAD_GEOMETRY_POLYGON_H

#include "geometry/pieces.h"

/* Fills the region of a new piece from the node; a point is inside if an odd number of paths contain it. Paths that touch or
 * cross make it tangled. False, with a report, if the build must stop. */
bool polygon_build(struct work *work, const struct tree_node *node, struct piece *piece);

#endif

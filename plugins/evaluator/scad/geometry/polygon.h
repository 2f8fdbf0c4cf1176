/* SPDX-License-Identifier: MIT */
/* polygon(): outlines given point by point. */
#ifndef SCAD_GEOMETRY_POLYGON_H
#define SCAD_GEOMETRY_POLYGON_H

#include "geometry/region.h"

/* Fills a zeroed region from the node; a point is inside if an odd number of paths contain it. False,
 * with a report, if paths touch or cross (that would need a union) or the build must stop. */
bool polygon_build(struct work *work, const struct tree_node *node, struct region *region);

#endif

/* SPDX-License-Identifier: MIT */
/* What modules without children make. */
#ifndef SCAD_GEOMETRY_LEAVES_H
#define SCAD_GEOMETRY_LEAVES_H

#include "geometry/pieces.h"
#include "geometry/work.h"

/* One piece, or none, with a report, if there is nothing to be had. */
struct pieces leaves_build(struct work *work, const struct tree_node *node, int dimension);

#endif

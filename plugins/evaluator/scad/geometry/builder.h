/* SPDX-License-Identifier: MIT */
/* The walk over the geometry tree: from each module's children to what the module makes of them. */
#ifndef SCAD_GEOMETRY_BUILDER_H
#define SCAD_GEOMETRY_BUILDER_H

#include "geometry/pieces.h"

/* What the node makes; no pieces if that cannot be built, which is then reported and work->failed. */
struct pieces builder_build(struct work *work, const struct tree_node *node);

#endif

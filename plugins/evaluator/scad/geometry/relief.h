/* SPDX-License-Identifier: MIT */
/* surface(): a map of heights as a solid. */
#ifndef SCAD_GEOMETRY_RELIEF_H
#define SCAD_GEOMETRY_RELIEF_H

#include "geometry/pieces.h"
#include "geometry/work.h"

/* Reads the file of a surface() into the piece. False, with a report, if there is nothing to be had. */
bool relief_build(struct work *work, const struct tree_node *node, struct piece *piece);

#endif

/* SPDX-License-Identifier: MIT */
/* text(): outlines of glyphs as OpenSCAD cuts their curves. */
#ifndef SCAD_GEOMETRY_LETTERING_H
#define SCAD_GEOMETRY_LETTERING_H

#include "geometry/pieces.h"
#include "geometry/work.h"

/* The outlines of all glyphs, which may touch, cross and overlap. False, with a report, if there is nothing to
 * draw. */
bool lettering_build(struct work *work, const struct tree_node *node, struct piece *piece);

#endif

/* SPDX-License-Identifier: MIT */
/* Solids given face by face some of whose faces are turned, as OpenSCAD repairs them when they are worked with. */
#ifndef SCAD_GEOMETRY_REPAIR_H
#define SCAD_GEOMETRY_REPAIR_H

#include "geometry/pieces.h"
#include "geometry/work.h"

/* The mesh of a leaf in space, fit to be cut with: its own if it is closed, else one whose faces are turned as most of their
 * neighbours are. NULL, with a report, if that does not close it. */
const struct mesh *repair_mesh(struct work *work, const struct piece *piece);

#endif

/* SPDX-License-Identifier: MIT */
/* hull(): the convex hull of everything in the children. */
#ifndef SCAD_GEOMETRY_HULLS_H
#define SCAD_GEOMETRY_HULLS_H

#include "geometry/pieces.h"

/* Fills the mesh or the region of a new piece with the hull of the pieces' points, which need not be worked out. Empty if all
 * are in one plane, or on one line. False if the build must stop. */
bool hulls_build(struct work *work, const struct pieces *pieces, struct piece *piece);

#endif

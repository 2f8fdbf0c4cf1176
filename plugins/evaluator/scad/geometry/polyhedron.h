/* SPDX-License-Identifier: MIT */
/* polyhedron(): a solid given face by face. */
#ifndef SCAD_GEOMETRY_POLYHEDRON_H
#define SCAD_GEOMETRY_POLYHEDRON_H

#include "geometry/pieces.h"

/* Fills the mesh of a new piece from what a module or a file gives: equal points become one, faces become triangles, a solid
 * given inside out is turned. Faces that bound no solid stay as they are, with a warning, and the piece is open. False, with a
 * report, if the vertices ran out or the build must stop. */
bool polyhedron_build(struct work *work, const struct tree_polyhedron *source, struct piece *piece);

#endif

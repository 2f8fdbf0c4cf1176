/* SPDX-License-Identifier: MIT */
/* polyhedron(): a solid given face by face. */
#ifndef SCAD_GEOMETRY_POLYHEDRON_H
#define SCAD_GEOMETRY_POLYHEDRON_H

#include "geometry/mesh.h"
#include "geometry/work.h"

/* Fills a zeroed mesh from the node: equal points become one, faces become triangles, a solid given
 * inside out is turned. False, with a report, if the faces do not bound a solid. */
bool polyhedron_build(struct work *work, const struct tree_node *node, struct mesh *mesh);

#endif

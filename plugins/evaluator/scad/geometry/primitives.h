/* SPDX-License-Identifier: MIT */
/* The round and the square: OpenSCAD's vertices, in OpenSCAD's order. */
#ifndef SCAD_GEOMETRY_PRIMITIVES_H
#define SCAD_GEOMETRY_PRIMITIVES_H

#include "geometry/region.h"
#include "model/mesh.h"

/* Each fills a zeroed mesh or region from a node of its kind. Sizes that make no body (zero, negative,
 * not finite) leave it empty; the evaluator has warned about them. False if the vertices ran out. */
bool primitives_cube(struct work *work, const struct tree_node *node, struct mesh *mesh);
bool primitives_sphere(struct work *work, const struct tree_node *node, struct mesh *mesh);
bool primitives_cylinder(struct work *work, const struct tree_node *node, struct mesh *mesh);
bool primitives_square(struct work *work, const struct tree_node *node, struct region *region);
bool primitives_circle(struct work *work, const struct tree_node *node, struct region *region);

#endif

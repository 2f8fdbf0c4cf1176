/* SPDX-License-Identifier: MIT */
/* Part of a mesh, to be changed by itself. */
#ifndef SCAD_KERNEL_PARTS_H
#define SCAD_KERNEL_PARTS_H

#include "model/mesh.h"

/* What is connected with the vertices at a place, and all that is near enough to lie within that, around it, or beside it; and the
 * rest. */
struct parts {
    struct mesh near, rest;
};

struct parts parts_around(const struct mesh *mesh, const double place[3], struct arena *arena);

/* Both as one mesh. */
struct mesh parts_join(const struct mesh *near, const struct mesh *rest, struct arena *arena);

#endif

/* SPDX-License-Identifier: MIT */
/* What a mesh is once it has been in a file that keeps places, not vertices: what the writers hand to STL, as read again. */
#ifndef WRITTEN_H
#define WRITTEN_H

#include "model/mesh.h"

enum written_as {
    WRITTEN_SINGLE,     /* single precision, as in binary STL */
    WRITTEN_SIX_DIGITS, /* %.6g, as other programs print */
};

struct mesh written_mesh(struct arena *arena, const struct mesh *mesh, enum written_as as);

/* Fails the running test unless the mesh would still be closed, and none of its triangles without an area. Returns how many edges
 * would have more than two triangles, beyond those that have by their places already. */
size_t check_written(struct arena *arena, const struct mesh *mesh, enum written_as as);

#endif

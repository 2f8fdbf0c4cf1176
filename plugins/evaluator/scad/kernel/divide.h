/* SPDX-License-Identifier: MIT */
/* Edges that share both ends with another. */
#ifndef SCAD_KERNEL_DIVIDE_H
#define SCAD_KERNEL_DIVIDE_H

#include "model/mesh.h"

/* A solid that touches itself along an edge, whose ends are connected around it, has that edge twice. Each gets a vertex of
 * its own in the middle, so that a mesh that is only vertices and triangles tells them apart. `twins` are half-edges by
 * half-edge; what is added to the mesh comes from the arena. */
void divide_doubles(struct mesh *mesh, uint32_t *twins, struct arena *arena, struct arena *scratch);

#endif

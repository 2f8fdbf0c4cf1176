/* SPDX-License-Identifier: MIT */
/* From triangles over exact points to a mesh: who is beside whom where more than two meet, and coordinates in doubles. */
#ifndef SCAD_KERNEL_ASSEMBLE_H
#define SCAD_KERNEL_ASSEMBLE_H

#include "kernel/surface.h"

/* Solids that only share an edge or a vertex get vertices of their own there. False if the surface is not closed. */
bool assemble_mesh(const struct surface *surface, const struct scene *scene, struct arena *arena,
                   struct mesh *mesh);

#endif

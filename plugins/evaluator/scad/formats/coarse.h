/* SPDX-License-Identifier: MIT */
/* Meshes for files with few digits. */
#ifndef SCAD_FORMATS_COARSE_H
#define SCAD_FORMATS_COARSE_H

#include "model/mesh.h"

/* A copy whose coordinates have at most so many decimals. Edges that are too short for them are gone; a mesh that is
 * closed stays closed. */
struct mesh coarse_mesh(struct arena *arena, const struct mesh *mesh, int decimals);

#endif

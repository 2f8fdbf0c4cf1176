/* SPDX-License-Identifier: MIT */
/* Triangles between the rims of a map. */
#ifndef SCAD_PLANAR_FILL_H
#define SCAD_PLANAR_FILL_H

#include "planar/rims.h"

/* Adds counter-clockwise triangles to the result, whose points have numbers by vertex. */
void fill_triangulate(const struct rims *rims, const uint32_t *numbers, struct arena *scratch,
                      struct arena *arena, struct planar_result *result);

#endif

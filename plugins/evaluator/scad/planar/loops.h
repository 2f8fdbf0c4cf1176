/* SPDX-License-Identifier: MIT */
/* Rims in the plane put together to closed lines. */
#ifndef SCAD_PLANAR_LOOPS_H
#define SCAD_PLANAR_LOOPS_H

#include "planar/rims.h"

/* Fills points, given and loops of the result, which is the arena's. Returns the number of each needed vertex among the points,
 * by vertex. */
const uint32_t *loops_collect(const struct rims *rims, struct arena *scratch, struct arena *arena,
                              struct planar_result *result);

#endif

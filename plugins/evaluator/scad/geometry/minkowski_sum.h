/* SPDX-License-Identifier: MIT */
/* minkowski(): everything that the points of two children add up to. */
#ifndef SCAD_GEOMETRY_MINKOWSKI_SUM_H
#define SCAD_GEOMETRY_MINKOWSKI_SUM_H

#include "geometry/pieces.h"

/* Pieces whose union is the sum of two shapes of one dimension, which must have been worked out. False, with a report, if
 * the build must stop. */
bool minkowski_sum_build(struct work *work, const struct pieces *a, const struct pieces *b,
                         struct pieces *sum);

#endif

/* SPDX-License-Identifier: MIT */
/* The end of an extrusion whose outlines have more points than corners. Points between two corners are next to the straight
 * line, not on it, as all is rounded: a triangle of three of them would be a sliver, or turned. There is none. */
#ifndef SCAD_GEOMETRY_CAP_H
#define SCAD_GEOMETRY_CAP_H

#include "geometry/region.h"

/* Appends counter-clockwise triangles that fill `cut`, whose outlines are those of `whole` with points added between their
 * corners. The rest is as filling_append() has it. */
bool cap_append(struct work *work, const struct region *whole, const struct region *cut,
                struct triangles *triangles, bool *touching);

#endif

/* SPDX-License-Identifier: MIT */
/* Triangles that fill outlines, with the outlines' own points. */
#ifndef SCAD_GEOMETRY_FILLING_H
#define SCAD_GEOMETRY_FILLING_H

#include "geometry/region.h"

/* Appends counter-clockwise triangles that fill the outlines (what an odd number of them contains), which may touch in points,
 * their own and each other's. Points that are in one place count as the first of them; *touching is then set. False, with a
 * report that names the module, if outlines cross. */
bool filling_append(struct work *work, const double (*points)[2], struct outline *outlines,
                    size_t outline_count, struct triangles *triangles, bool *touching);

/* The same for all outlines of a region, which is settled if it has to be; there are no triangles yet. */
bool filling_append_region(struct work *work, struct region *region, struct triangles *triangles);

/* Where edges cross, a boolean rounds the points: near such a point outlines may cross anew. Works them out again until they do
 * not. False, with a report, if the build must stop. */
bool filling_settle(struct work *work, struct region *region);

#endif

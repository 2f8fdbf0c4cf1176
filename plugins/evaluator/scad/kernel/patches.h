/* SPDX-License-Identifier: MIT */
/* The surface of a solid as convex polygons, which are fewer than its triangles. */
#ifndef SCAD_KERNEL_PATCHES_H
#define SCAD_KERNEL_PATCHES_H

#include "model/mesh.h"

/* The corners of patch i, counter-clockwise, are corners[starts[i]] to corners[starts[i + 1] - 1]: numbers of vertices. */
struct patches {
    uint32_t *corners, *starts;
    size_t count;
};

/* Puts the triangles of a closed mesh together that are in one plane, as far as the grid can tell, as long as what they make is convex.
 * `places` are where its vertices are on the grid. Triangles without an area stay what they are, and so do all if an edge has not two
 * triangles. */
void patches_make(const struct mesh *mesh, const int32_t (*places)[3], struct arena *arena,
                  struct patches *patches);

#endif

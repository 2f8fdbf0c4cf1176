/* SPDX-License-Identifier: MIT */
/* Triangles that are next to nothing taken out of a mesh, before rounding turns them over; walls and cracks without thickness, too. */
#ifndef SCAD_KERNEL_CLEAN_H
#define SCAD_KERNEL_CLEAN_H

#include "kernel/walls.h"

struct cleaned {
    const bool
        *changed;     /* by vertex: a triangle there is not what it was; NULL if none was changed */
    struct wall wall; /* the highest of the folds that are left */
    const uint32_t
        *was; /* by vertex, if some were kept: its number before; as it is if none was changed */
};

/* Removes vertices and turns edges where triangles are less than two tolerances high, as long as the surface stays within a
 * tolerance of where it was; and takes away folds, where it lies on itself, but for those between two triangles before
 * `first_cut`, and but for triangles at vertices that are `kept` (by vertex; NULL: none). Each edge must have two triangles; it has two afterwards. The mesh's arrays are used again; unused vertices are
 * gone. */
struct cleaned clean_mesh(struct mesh *mesh, double tolerance, size_t first_cut, const bool *kept,
                          struct arena *arena);

#endif

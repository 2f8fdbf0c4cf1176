/* SPDX-License-Identifier: MIT */
/* Whether rounding has pushed a mesh through itself. */
#ifndef SCAD_KERNEL_CROSSINGS_H
#define SCAD_KERNEL_CROSSINGS_H

#include "kernel/grid.h"
#include "kernel/halves.h"
#include "model/mesh.h"

enum crossings_among {
    CROSSINGS_ANYWHERE,
    /* Of each pair one triangle has a vertex that is not a corner of the grid, or at which something was changed: all others are
     * what they were when they did not cross. */
    CROSSINGS_WHERE_CHANGED,
    /* Of each pair one triangle has a vertex at which something was changed. */
    CROSSINGS_AT_CHANGES,
};

/* Pairs of triangles whose insides have a place in common, decided exactly for the coordinates as they are. `changed` is by vertex; NULL: none.
 * So is `crossed`, which is set at their corners; NULL: nobody asks. */
size_t crossings_count(const struct mesh *mesh, const struct grid *grid, enum crossings_among among,
                       const bool *changed, bool *crossed, struct halves *halves);

/* True if the insides of two triangles have a place in common. */
bool crossings_are_crossed(double (*vertices)[3], const uint32_t a[3], const uint32_t b[3]);

#endif

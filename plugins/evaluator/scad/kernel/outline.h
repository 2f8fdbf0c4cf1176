/* SPDX-License-Identifier: MIT */
/* Edges of one plane between what is surface and what is not, or which faces the other way. */
#ifndef SCAD_KERNEL_OUTLINE_H
#define SCAD_KERNEL_OUTLINE_H

#include "kernel/arrangement.h"

struct border {
    uint32_t from, to; /* vertices of the outline, the one that comes first in the sweep first */
    uint32_t carrier;
    signed char below, above; /* labels of the faces */
};

struct outline {
    const struct group *group;
    uint32_t *vertices; /* points, in the order of the sweep */
    uint32_t vertex_count;
    struct border *borders;
    uint32_t border_count;
};

/* The borders of a group between faces with different labels. `places` has room for a number for each of its vertices. */
struct outline outline_of(const struct arrangement *arrangement, const struct group *group,
                          const signed char *labels, struct arena *arena, uint32_t *places);

/* Marks the points at which a border of the outline turns, begins, or meets others. */
void outline_mark_essential(const struct scene *scene, const struct outline *outline,
                            struct arena *arena, bool *essential);

/* Triangulates an outline into triangles that face as its labels say; vertices that are not `essential` (by point) are left
 * out where an edge passes straight through them. */
struct surface;
void monotone_triangulate(struct surface *surface, const struct scene *scene,
                          const struct outline *outline, const bool *essential,
                          struct arena *scratch);

#endif

/* SPDX-License-Identifier: MIT */
/* Edges of one plane between what is surface and what is not, or which faces the other way; and where the surface touches itself. */
#ifndef SCAD_KERNEL_OUTLINE_H
#define SCAD_KERNEL_OUTLINE_H

#include "kernel/seams.h"

struct border {
    uint32_t from, to; /* vertices of the outline, the one that comes first in the sweep first */
    uint32_t carrier;
    signed char below, above; /* labels of the faces; the same if it is a seam */
};

struct outline {
    const struct group *group;
    uint32_t *vertices; /* points, in the order of the sweep; some may be at no border */
    uint32_t vertex_count;
    struct border *borders;
    uint32_t border_count;
};

/* The borders of a group between faces with different labels, and its seams (NULL: there is no other plane). `places` has room
 * for a number for each of its vertices. */
struct outline outline_of(const struct arrangement *arrangement, const struct group *group,
                          const signed char *labels, const struct seams *seams, struct arena *arena,
                          uint32_t *places);

/* Which points are needed, by point. */
struct needs {
    bool *essential;
    /* A point on a border that passes straight through in one of the planes, or NOTHING. NULL: there is one plane only. */
    uint32_t *along;
};

/* Marks the points at which a border of the outline turns, begins, or meets others, which are inside it, or where borders of several
 * planes go straight on in different directions. */
void outline_mark_essential(const struct scene *scene, const struct outline *outline,
                            struct arena *arena, struct needs *needs);

/* Triangulates an outline into triangles that face as its labels say; vertices that are not `essential` (by point) are left
 * out where an edge passes straight through them. */
struct surface;
void monotone_triangulate(struct surface *surface, const struct scene *scene,
                          const struct outline *outline, const bool *essential,
                          struct arena *scratch);

#endif

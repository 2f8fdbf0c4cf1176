/* SPDX-License-Identifier: MIT */
/* A convex leaf as the halfspaces that it is in, in doubles: whether a part of space is well inside it or well outside. */
#ifndef SCAD_KERNEL_CONVEX_H
#define SCAD_KERNEL_CONVEX_H

#include "kernel/relevance.h"

struct convex;

struct convex *convex_describe(const struct scene *scene, const struct leaf *leaf,
                               struct arena *arena);

/* True if all of the probe is inside, more than rounding away from the surface; and if all of it is outside. */
bool convex_holds(struct convex *convex, const struct probe *probe);
bool convex_misses(struct convex *convex, const struct probe *probe);

#endif

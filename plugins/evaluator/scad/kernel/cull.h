/* SPDX-License-Identifier: MIT */
/* Triangles that cannot be part of the result's surface, found before anything is cut. */
#ifndef SCAD_KERNEL_CULL_H
#define SCAD_KERNEL_CULL_H

#include "kernel/relevance.h"

/* Marks in scene->culled the triangles around which their leaf is not relevant: nothing can be seen of them, and whether they cut
 * others does not matter. */
void cull_triangles(struct scene *scene, struct relevance *relevance);

#endif

/* SPDX-License-Identifier: MIT */
/* Triangles that cannot be part of the result's surface, found before anything is cut. */
#ifndef SCAD_KERNEL_CULL_H
#define SCAD_KERNEL_CULL_H

#include "kernel/halves.h"
#include "kernel/relevance.h"

/* Marks in scene->culled the triangles around which their leaf is not relevant: nothing can be seen of them, and whether they cut
 * others does not matter. There is a relevance for each half. */
void cull_triangles(struct scene *scene, struct halves *halves,
                    struct relevance *const relevances[2]);

#endif

/* SPDX-License-Identifier: MIT */
/* Triangles that cannot be part of the result's surface, found before anything is cut. */
#ifndef SCAD_KERNEL_CULL_H
#define SCAD_KERNEL_CULL_H

#include "kernel/scene.h"

/* Marks in scene->culled what lies outside the box in which its leaf can matter, and what is well inside a convex leaf
 * that settles the value of the tree there. Such triangles still cut others. */
void cull_triangles(struct scene *scene);

#endif

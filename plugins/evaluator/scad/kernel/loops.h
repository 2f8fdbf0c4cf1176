/* SPDX-License-Identifier: MIT */
/* The borders of a shape in the plane as closed lines. */
#ifndef SCAD_KERNEL_LOOPS_H
#define SCAD_KERNEL_LOOPS_H

#include "kernel/outline.h"
#include "kernel/planar.h"
#include "kernel/surface.h"

/* Fills a zeroed result with the essential points of the outline, the lines around what has the label 1, and the triangles. */
void loops_collect(const struct scene *scene, const struct outline *outline, const bool *essential,
                   const struct surface *surface, struct arena *scratch, struct arena *arena,
                   struct planar_result *result);

#endif

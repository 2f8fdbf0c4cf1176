/* SPDX-License-Identifier: MIT */
/* Triangles without an area: whole numbers may put three different corners on one line. */
#ifndef SCAD_KERNEL_FLAT_H
#define SCAD_KERNEL_FLAT_H

#include "kernel/scene.h"

/* Turns the longest edge of each triangle that has fallen into a line, so that its neighbour is split at its middle
 * corner. The surface stays where it is, but who was that near to falling into a line may have been turned over: its leaf is rough. Neighbours must be known, planes are not yet. False for a leaf (*culprit)
 * that is nothing but lines tangled beyond use. */
bool flat_remove(struct scene *scene, uint32_t *culprit);

#endif

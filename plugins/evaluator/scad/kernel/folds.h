/* SPDX-License-Identifier: MIT */
/* Walls and cracks without thickness, taken out of a closed mesh. */
#ifndef SCAD_KERNEL_FOLDS_H
#define SCAD_KERNEL_FOLDS_H

#include "kernel/skin.h"
#include "kernel/walls.h"

/* Where the triangle and one beside it lie on each other, face to face or back to back, but for the tolerance, takes away what lies
 * there, or some of it: true if something was. Each edge is looked at from one side only, those between two triangles before
 * `first_cut` not at all. What cannot be taken away becomes the wall if it is higher. */
bool folds_unfold(struct skin *skin, uint32_t triangle, uint32_t first_cut, struct wall *wall);

#endif

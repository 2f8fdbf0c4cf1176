/* SPDX-License-Identifier: MIT */
/* Triangles that are next to nothing, taken out before rounding turns them over. */
#ifndef SCAD_KERNEL_SLIVERS_H
#define SCAD_KERNEL_SLIVERS_H

#include "kernel/skin.h"

/* Removes a vertex of the triangle or turns an edge if it is less than two tolerances high, as long as the surface stays within
 * a tolerance of where it was. */
void slivers_remove(struct skin *skin, uint32_t triangle);

/* Puts the vertex where one of its neighbours is, within the same bounds; false if it may be nowhere else. */
bool slivers_collapse(struct skin *skin, uint32_t vertex);

#endif

/* SPDX-License-Identifier: MIT */
/* Where a face can be entered: beside one of its vertices, in a direction that leads into it. */
#ifndef SCAD_KERNEL_ENTRY_H
#define SCAD_KERNEL_ENTRY_H

#include "kernel/arrangement.h"

struct entry {
    uint32_t point;
    int64_t along[3]; /* in the plane of the face; less than 2^62 */
};

/* Into an untouched triangle, `share` of its angle from one of its sides. */
struct entry entry_of_triangle(const struct scene *scene, uint32_t triangle, double share);

/* Into a face, beside the first vertex of an edge that it is above or below, `share` of the angle there (0 to 1) away from what
 * is below. False if the face is so narrow there that no direction is found, or does not begin there. */
bool entry_beside_edge(const struct arrangement *arrangement, uint32_t edge, uint32_t face,
                       double share, struct entry *entry);

#endif

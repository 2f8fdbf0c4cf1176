/* SPDX-License-Identifier: MIT */
/* The overlays of all groups, in two halves. */
#ifndef SCAD_KERNEL_OVERLAYS_H
#define SCAD_KERNEL_OVERLAYS_H

#include "kernel/arrangement.h"

/* The triangles of group t, which is named by its first triangle, are members[begin[t]] up to members[begin[t + 1]]. */
void overlays_make(struct arrangement *arrangement, struct contacts *contacts,
                   const uint32_t *members, const uint32_t *begin);

#endif

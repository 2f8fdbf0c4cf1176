/* SPDX-License-Identifier: MIT */
/* Which faces are part of the result's surface, and which way they face. */
#ifndef SCAD_KERNEL_LABEL_H
#define SCAD_KERNEL_LABEL_H

#include "kernel/arrangement.h"

/* By face: 1 if the result is behind it, -1 if in front, 0 if on both sides or on none. */
signed char *label_faces(struct arrangement *arrangement, struct arena *arena);

#endif

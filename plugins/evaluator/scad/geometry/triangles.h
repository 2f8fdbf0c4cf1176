/* SPDX-License-Identifier: MIT */
/* A growing list of triangles. */
#ifndef SCAD_GEOMETRY_TRIANGLES_H
#define SCAD_GEOMETRY_TRIANGLES_H

#include "base/arena.h"

#include <stdint.h>

/* Each is three indices of vertices. */
struct triangles {
    uint32_t (*items)[3];
    size_t count, capacity;
};

void triangles_add(struct arena *arena, struct triangles *triangles, size_t a, size_t b, size_t c);

#endif

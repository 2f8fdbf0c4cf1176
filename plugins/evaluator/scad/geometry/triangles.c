/* SPDX-License-Identifier: MIT */
/* Triangles one after the other. */
#include "geometry/triangles.h"

#include "base/list.h"

void triangles_add(struct arena *arena, struct triangles *triangles, size_t a, size_t b, size_t c)
{
    arena_poll(arena);
    if (triangles->count == triangles->capacity)
        list_make_room(arena, triangles);
    uint32_t *triangle = triangles->items[triangles->count++];
    triangle[0] = (uint32_t)a;
    triangle[1] = (uint32_t)b;
    triangle[2] = (uint32_t)c;
}

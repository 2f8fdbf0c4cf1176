/* SPDX-License-Identifier: MIT */
/* The result's surface: triangles over exact points. */
#ifndef SCAD_KERNEL_SURFACE_H
#define SCAD_KERNEL_SURFACE_H

#include "kernel/arrangement.h"

struct facet {
    uint32_t corners[3]; /* points, counter-clockwise from outside */
    uint32_t plane : 31; /* that it lies in */
    uint32_t turned : 1; /* it faces the plane's back */
};

struct surface {
    struct arena *arena;
    struct facet *items;
    size_t count, capacity;
    size_t untouched; /* so many at the beginning are triangles of leaves that nothing touched */
};

/* Takes the faces that are part of the surface, without the vertices that no edge turns at, and triangulates them. */
void surface_build(struct surface *surface, const struct arrangement *arrangement,
                   const signed char *labels, struct arena *arena);

/* Adds the triangle a, b, c, counter-clockwise as the plane is seen from its front, or, `turned`, its back. */
void surface_add(struct surface *surface, uint32_t plane, bool turned, uint32_t a, uint32_t b,
                 uint32_t c);

#endif

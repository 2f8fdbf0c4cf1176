/* SPDX-License-Identifier: MIT */
/* Planes through points of the grid, exactly: normal . x + offset, positive on the outer side. With coordinates
 * of 30 bits a normal has 61, the offset 92. */
#ifndef SCAD_KERNEL_PLANE_H
#define SCAD_KERNEL_PLANE_H

#include "kernel/int128.h"

#include <stdint.h>

struct plane {
    int64_t normal[3];
    double offset_near; /* the offset as a double, for filters */
    int128 offset;
};

/* The plane that sees a, b, c counter-clockwise from outside; no normal if they are on one line. */
struct plane plane_through(const int32_t a[3], const int32_t b[3], const int32_t c[3]);

/* The plane with that normal through the point. */
struct plane plane_at(const int64_t normal[3], const int32_t point[3]);

/* Positive outside, 0 on the plane, negative inside; 92 bits. */
static inline int128 plane_side(const struct plane *plane, const int32_t point[3])
{
    return (int128)plane->normal[0] * point[0] + (int128)plane->normal[1] * point[1] +
           (int128)plane->normal[2] * point[2] + plane->offset;
}

/* The normals' scalar product: its sign says whether two parallel planes look the same way. */
static inline int128 plane_dot(const struct plane *a, const struct plane *b)
{
    int128 sum = 0;
    for (int k = 0; k < 3; k++)
        sum += (int128)a->normal[k] * b->normal[k];
    return sum;
}

/* Coordinate k of the normals' vector product. */
static inline int128 plane_cross(const struct plane *a, const struct plane *b, int k)
{
    int i = (k + 1) % 3, j = (k + 2) % 3;
    return (int128)a->normal[i] * b->normal[j] - (int128)a->normal[j] * b->normal[i];
}

/* The axis along which the normal is longest. */
int plane_axis(const struct plane *plane);

#endif

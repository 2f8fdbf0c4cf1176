/* SPDX-License-Identifier: MIT */
/* Planes from three points, or from a normal and one. */
#include "kernel/plane.h"

#include <math.h>

struct plane plane_at(const int64_t normal[3], const int32_t point[3])
{
    struct plane plane = { { normal[0], normal[1], normal[2] }, 0, 0 };
    plane.offset = -plane_side(&plane, point);
    plane.offset_near = (double)plane.offset;
    return plane;
}

struct plane plane_through(const int32_t a[3], const int32_t b[3], const int32_t c[3])
{
    int64_t u[3], v[3], normal[3];
    for (int k = 0; k < 3; k++) {
        u[k] = (int64_t)b[k] - a[k];
        v[k] = (int64_t)c[k] - a[k];
    }
    for (int k = 0; k < 3; k++) {
        int i = (k + 1) % 3, j = (k + 2) % 3;
        normal[k] = u[i] * v[j] - u[j] * v[i];
    }
    return plane_at(normal, a);
}

int plane_axis(const struct plane *plane)
{
    int axis = 0;
    for (int k = 1; k < 3; k++)
        if (fabs((double)plane->normal[k]) > fabs((double)plane->normal[axis]))
            axis = k;
    return axis;
}

/* SPDX-License-Identifier: MIT */
/* Lengths, heights and areas of triangles in doubles: for what is judged by tolerances, not for what decides topology. */
#ifndef SCAD_KERNEL_MEASURES_H
#define SCAD_KERNEL_MEASURES_H

#include <math.h>

static inline double measures_dot(const double a[3], const double b[3])
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

static inline double measures_square_distance(const double a[3], const double b[3])
{
    double sum = 0;
    for (int k = 0; k < 3; k++)
        sum += (a[k] - b[k]) * (a[k] - b[k]);
    return sum;
}

/* As long as twice the triangle's area. */
static inline void measures_normal(const double a[3], const double b[3], const double c[3],
                                   double normal[3])
{
    double u[3], v[3];
    for (int k = 0; k < 3; k++) {
        u[k] = b[k] - a[k];
        v[k] = c[k] - a[k];
    }
    for (int k = 0; k < 3; k++) {
        int i = (k + 1) % 3, j = (k + 2) % 3;
        normal[k] = u[i] * v[j] - u[j] * v[i];
    }
}

static inline double measures_double_area(const double a[3], const double b[3], const double c[3])
{
    double normal[3];
    measures_normal(a, b, c, normal);
    return sqrt(measures_dot(normal, normal));
}

static inline double measures_longest_square(const double a[3], const double b[3],
                                             const double c[3])
{
    return fmax(measures_square_distance(a, b),
                fmax(measures_square_distance(b, c), measures_square_distance(c, a)));
}

/* The square of the smallest height of a triangle. */
static inline double measures_square_height(const double a[3], const double b[3], const double c[3])
{
    double normal[3], longest = measures_longest_square(a, b, c);
    measures_normal(a, b, c, normal);
    return longest > 0 ? measures_dot(normal, normal) / longest : 0;
}

#endif

/* SPDX-License-Identifier: MIT */
/* Numbers with 113 bits, for what happens at almost the same time: what the coordinates' own rounding keeps apart stays apart. */
#ifndef SCAD_GEOMETRY_ROOF_WIDE_H
#define SCAD_GEOMETRY_ROOF_WIDE_H

#include <float.h>
#include <math.h>

#if LDBL_MANT_DIG >= 113
typedef long double roof_wide;
#else
__extension__ typedef __float128 roof_wide;
#endif

static inline roof_wide roof_wide_abs(roof_wide value)
{
    return value < 0 ? -value : value;
}

/* Of what is within the range of doubles. */
static inline roof_wide roof_wide_root(roof_wide value)
{
    roof_wide root = sqrt((double)value);
    for (int i = 0; i < 2; i++)
        root = (root + value / root) / 2;
    return root;
}

static inline roof_wide roof_wide_dot(const roof_wide a[2], const roof_wide b[2])
{
    return a[0] * b[0] + a[1] * b[1];
}

static inline roof_wide roof_wide_cross(const roof_wide a[2], const roof_wide b[2])
{
    return a[0] * b[1] - a[1] * b[0];
}

#endif

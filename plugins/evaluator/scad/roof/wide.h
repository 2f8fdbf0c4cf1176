/* SPDX-License-Identifier: MIT */
/* Numbers with 113 bits, for what must be rounded once only. */
#ifndef SCAD_ROOF_WIDE_H
#define SCAD_ROOF_WIDE_H

#include <float.h>
#include <math.h>

#if LDBL_MANT_DIG >= 113
typedef long double wide;
#else
__extension__ typedef __float128 wide;
#endif

/* Twice Newton from a double. */
static inline wide wide_root(wide square)
{
    wide root = sqrt((double)square);
    for (int i = 0; i < 2 && root > 0; i++)
        root = (root + square / root) / 2;
    return root;
}

#endif

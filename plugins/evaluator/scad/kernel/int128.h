/* SPDX-License-Identifier: MIT */
/* Whole numbers of 128 bits: what three coordinates of 30 bits make when they are multiplied. */
#ifndef SCAD_KERNEL_INT128_H
#define SCAD_KERNEL_INT128_H

__extension__ typedef __int128 int128;
__extension__ typedef unsigned __int128 uint128;

/* -1, 0 or 1. */
static inline int int128_sign(int128 number)
{
    return (number > 0) - (number < 0);
}

#endif

/* SPDX-License-Identifier: MIT */
/* Whole numbers of up to 640 bits, for the few decisions that doubles cannot make. The widest is the
 * orientation of three points that are each where three planes meet: 217 + 217 + 186 bits, three times. */
#ifndef SCAD_KERNEL_BIG_H
#define SCAD_KERNEL_BIG_H

#include "kernel/int128.h"

#include <stdint.h>

enum { BIG_LIMBS = 10 };

struct big {
    int sign;                  /* -1, 0 or 1 */
    unsigned count;            /* of limbs; the last one is not 0 */
    uint64_t limbs[BIG_LIMBS]; /* the least significant first; those from count on mean nothing */
};

struct big big_of(int128 number);

/* The number whose magnitude is in the limbs. */
struct big big_from_limbs(const uint64_t *limbs, unsigned count, int sign);

struct big big_product(const struct big *a, const struct big *b);
struct big big_sum(const struct big *a, const struct big *b);
struct big big_difference(const struct big *a, const struct big *b);

/* -1, 0 or 1 as a is less than b, equal, or more. */
int big_compare(const struct big *a, const struct big *b);

/* The nearest double, but for a few units in the last place. */
double big_double(const struct big *number);

#endif

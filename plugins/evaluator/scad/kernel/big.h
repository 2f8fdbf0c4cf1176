/* SPDX-License-Identifier: MIT */
/* Whole numbers of up to 640 bits, for the few decisions that doubles cannot make. The widest is the
 * orientation of three points that are each where three planes meet: 217 + 217 + 186 bits, three times. */
#ifndef SCAD_KERNEL_BIG_H
#define SCAD_KERNEL_BIG_H

#include "kernel/int128.h"

#include <stdbool.h>
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

/* A sum of products of magnitudes, of at most 384 bits, as a two's complement: for sums that are only asked for their sign. */
enum { SUM_LIMBS = 6 };

struct sum {
    uint64_t limbs[SUM_LIMBS];
};

/* Adds, or subtracts if `negative`, the product of a and b. Limbs beyond the sum's must be 0 in the product. */
static inline void sum_add_product(struct sum *sum, const uint64_t *a, unsigned a_count,
                                   const uint64_t *b, unsigned b_count, bool negative)
{
    uint64_t product[SUM_LIMBS + 2] = { 0 };
    for (unsigned i = 0; i < a_count; i++) {
        uint64_t carry = 0;
        for (unsigned j = 0; j < b_count; j++) {
            uint128 digit = (uint128)a[i] * b[j] + product[i + j] + carry;
            product[i + j] = (uint64_t)digit;
            carry = (uint64_t)(digit >> 64);
        }
        product[i + b_count] = carry;
    }
    uint64_t carry = negative;
    for (unsigned i = 0; i < SUM_LIMBS; i++) {
        uint128 digit = (uint128)sum->limbs[i] + (negative ? ~product[i] : product[i]) + carry;
        sum->limbs[i] = (uint64_t)digit;
        carry = (uint64_t)(digit >> 64);
    }
}

static inline int sum_sign(const struct sum *sum)
{
    if (sum->limbs[SUM_LIMBS - 1] >> 63)
        return -1;
    for (unsigned i = 0; i < SUM_LIMBS; i++)
        if (sum->limbs[i])
            return 1;
    return 0;
}

/* The nearest double, but for a few units in the last place. */
double big_double(const struct big *number);

#endif

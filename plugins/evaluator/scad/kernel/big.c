/* SPDX-License-Identifier: MIT */
/* Sign and magnitude, multiplied as at school. */
#include "kernel/big.h"

#include <assert.h>

struct big big_from_limbs(const uint64_t *limbs, unsigned count, int sign)
{
    struct big number;
    while (count > 0 && limbs[count - 1] == 0)
        count--;
    number.count = count;
    number.sign = count ? sign : 0;
    for (unsigned i = 0; i < count; i++)
        number.limbs[i] = limbs[i];
    return number;
}

struct big big_of(int128 number)
{
    uint128 magnitude = number < 0 ? -(uint128)number : (uint128)number;
    uint64_t limbs[2] = { (uint64_t)magnitude, (uint64_t)(magnitude >> 64) };
    return big_from_limbs(limbs, 2, int128_sign(number));
}

struct big big_product(const struct big *a, const struct big *b)
{
    struct big product;
    unsigned count = a->count + b->count;
    product.sign = a->sign * b->sign;
    if (product.sign == 0)
        return (struct big){ 0 };
    assert(count <= BIG_LIMBS);
    for (unsigned i = 0; i < b->count; i++)
        product.limbs[i] = 0;
    for (unsigned i = 0; i < a->count; i++) {
        uint64_t carry = 0;
        for (unsigned j = 0; j < b->count; j++) {
            uint128 sum = (uint128)a->limbs[i] * b->limbs[j] + product.limbs[i + j] + carry;
            product.limbs[i + j] = (uint64_t)sum;
            carry = (uint64_t)(sum >> 64);
        }
        product.limbs[i + b->count] = carry;
    }
    product.count = product.limbs[count - 1] ? count : count - 1;
    return product;
}

static int compare_magnitudes(const struct big *a, const struct big *b)
{
    if (a->count != b->count)
        return a->count < b->count ? -1 : 1;
    for (unsigned i = a->count; i-- > 0;)
        if (a->limbs[i] != b->limbs[i])
            return a->limbs[i] < b->limbs[i] ? -1 : 1;
    return 0;
}

/* |a| + |b|, with the sign of a. */
static struct big add_magnitudes(const struct big *a, const struct big *b)
{
    if (a->count < b->count) {
        const struct big *longer = b;
        b = a;
        a = longer;
    }
    struct big sum;
    uint64_t carry = 0;
    for (unsigned i = 0; i < a->count; i++) {
        uint128 digit = (uint128)a->limbs[i] + (i < b->count ? b->limbs[i] : 0) + carry;
        sum.limbs[i] = (uint64_t)digit;
        carry = (uint64_t)(digit >> 64);
    }
    sum.count = a->count;
    sum.sign = a->sign;
    if (carry) {
        assert(sum.count < BIG_LIMBS);
        sum.limbs[sum.count++] = carry;
    }
    return sum;
}

/* |a| - |b|, which must not be negative, with the sign of a. */
static struct big subtract_magnitudes(const struct big *a, const struct big *b)
{
    uint64_t limbs[BIG_LIMBS], borrow = 0;
    for (unsigned i = 0; i < a->count; i++) {
        uint128 digit = (uint128)a->limbs[i] - (i < b->count ? b->limbs[i] : 0) - borrow;
        limbs[i] = (uint64_t)digit;
        borrow = (uint64_t)(digit >> 64) & 1;
    }
    return big_from_limbs(limbs, a->count, a->sign);
}

struct big big_sum(const struct big *a, const struct big *b)
{
    if (a->sign == 0)
        return *b;
    if (b->sign == 0)
        return *a;
    if (a->sign == b->sign)
        return add_magnitudes(a, b);
    int order = compare_magnitudes(a, b);
    if (order == 0)
        return (struct big){ 0 };
    return order > 0 ? subtract_magnitudes(a, b) : subtract_magnitudes(b, a);
}

struct big big_difference(const struct big *a, const struct big *b)
{
    struct big negative = *b;
    negative.sign = -negative.sign;
    return big_sum(a, &negative);
}

int big_compare(const struct big *a, const struct big *b)
{
    if (a->sign != b->sign)
        return a->sign < b->sign ? -1 : 1;
    return a->sign * compare_magnitudes(a, b);
}

double big_double(const struct big *number)
{
    double magnitude = 0;
    for (unsigned i = number->count; i-- > 0;)
        magnitude = magnitude * 0x1p64 + (double)number->limbs[i];
    return number->sign * magnitude;
}

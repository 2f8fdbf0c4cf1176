/* SPDX-License-Identifier: MIT */
/* M. Matsumoto and T. Nishimura's Mersenne twister, and how OpenSCAD draws from it. */
#include "evaluate/random.h"

#include <math.h>

#define WORDS 624
#define SHIFT 397

void random_seed(struct random *random, uint32_t seed)
{
    random->state[0] = seed;
    for (uint32_t i = 1; i < WORDS; i++) {
        uint32_t before = random->state[i - 1];
        random->state[i] = 1812433253u * (before ^ before >> 30) + i;
    }
    random->next = WORDS;
}

static void twist(struct random *random)
{
    uint32_t *state = random->state;
    for (uint32_t i = 0; i < WORDS; i++) {
        uint32_t mixed = (state[i] & 0x80000000u) | (state[(i + 1) % WORDS] & 0x7FFFFFFFu);
        state[i] = state[(i + SHIFT) % WORDS] ^ mixed >> 1 ^ (mixed & 1 ? 0x9908B0DFu : 0);
    }
    random->next = 0;
}

static uint32_t draw(struct random *random)
{
    if (random->next == WORDS)
        twist(random);
    uint32_t word = random->state[random->next++];
    word ^= word >> 11;
    word ^= word << 7 & 0x9D2C5680u;
    word ^= word << 15 & 0xEFC60000u;
    return word ^ word >> 18;
}

/* Two words make one number of 53 bits, the first one the lower part. */
double random_between(struct random *random, double low, double high)
{
    double lower = draw(random);
    double upper = draw(random);
    double unit = (lower + upper * 0x1p32) * 0x1p-64;
    if (unit >= 1)
        unit = nextafter(1, 0);
    return unit * (high - low) + low;
}

/* The number modulo 2^31 - 1, as if it were a fraction there: equal numbers give equal seeds. */
uint32_t random_seed_of(double number)
{
    const uint32_t modulus = 0x7FFFFFFF;
    if (isnan(number))
        return 0;
    if (isinf(number))
        return number > 0 ? 314159u : -314159u;
    int exponent;
    double fraction = fabs(frexp(number, &exponent));
    uint32_t sum = 0;
    while (fraction > 0) {
        sum = (sum << 28 & modulus) | sum >> 3;
        fraction *= 0x1p28;
        exponent -= 28;
        uint32_t digits = (uint32_t)fraction;
        fraction -= digits;
        sum += digits;
        if (sum >= modulus)
            sum -= modulus;
    }
    exponent = exponent >= 0 ? exponent % 31 : 30 - (-1 - exponent) % 31;
    sum = (sum << exponent & modulus) | sum >> (31 - exponent);
    return number < 0 ? -sum : sum;
}

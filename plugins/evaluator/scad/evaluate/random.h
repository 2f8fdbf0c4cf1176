/* SPDX-License-Identifier: MIT */
/* The random numbers of rands(): the Mersenne twister mt19937. */
#ifndef SCAD_EVALUATE_RANDOM_H
#define SCAD_EVALUATE_RANDOM_H

#include <stdint.h>

struct random {
    uint32_t state[624];
    uint32_t next;
};

void random_seed(struct random *random, uint32_t seed);

/* The seed that a number stands for. */
uint32_t random_seed_of(double number);

/* A number from [low, high). */
double random_between(struct random *random, double low, double high);

#endif

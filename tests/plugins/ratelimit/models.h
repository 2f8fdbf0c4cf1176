/* SPDX-License-Identifier: MIT */
/* Plain models of the algorithms, against which whatever decides is held. */
#pragma once

#include "limiter.h"

/* Who is compared: the state of one key, wherever it is kept. */
struct models_subject {
    void (*begin)(void *context, const struct limiter *limiter); /* with a key never seen */
    struct limiter_decision (*decide)(void *context, uint64_t now_ns, uint64_t cost);
    void (*give_back)(void *context); /* what was charged last, unless it was given back already */
    void *context;
    uint64_t grain_ns; /* its clock moves by multiples of that */
    int steps;
};

/* A repeatable source of numbers (xorshift64*). */
uint64_t models_draw(uint64_t *seed);

/* Mostly 1, now and then nothing, or more than there is. */
uint64_t models_draw_cost(uint64_t *seed, uint64_t limit);

/* Each fails the test at the first difference. */
void models_compare_bucket(const struct models_subject *subject, uint64_t seed, int64_t count,
                           int64_t period_ms, int64_t burst);
void models_compare_window(const struct models_subject *subject, uint64_t seed, uint64_t limit,
                           uint64_t period_ms);
void models_compare_memory(const struct models_subject *subject, uint64_t seed, int64_t limit,
                           int64_t period_s);

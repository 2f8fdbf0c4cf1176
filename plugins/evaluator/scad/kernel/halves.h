/* SPDX-License-Identifier: MIT */
/* Work in two halves, on two threads or one after the other. What each half finds is its own, and is put together in the order of the
 * halves: so the result does not depend on who was faster, nor on whether there was a second thread at all. */
#ifndef SCAD_KERNEL_HALVES_H
#define SCAD_KERNEL_HALVES_H

#include "base/arena.h"

struct halves {
    struct arena *outer; /* all that the first half takes memory of is within it, or it itself */
    struct arena *arenas[2]; /* one for each half; the same one without a second thread */
    bool beside;             /* on two threads */
};

/* The arenas are closed with the halves. */
void halves_open(struct halves *halves, struct arena *outer, bool beside);
void halves_close(struct halves *halves);

/* Does both halves of a work, 0 and 1. The second takes memory of its own arena only. Is memory exhausted in one of them, the other
 * is waited for before it is said. */
void halves_do(struct halves *halves, void (*work)(void *context, int half), void *context);

enum { HALVES_RUNS = 512 };

/* Which half does the i-th of so many things. They are dealt out in runs: each half gets as much of each part of the model, and what
 * is near each other in memory is worked on one after the other. */
static inline int halves_of(size_t i, size_t count)
{
    size_t runs = count < HALVES_RUNS ? count : HALVES_RUNS;
    return i * runs / count % 2;
}

/* Sets what both halves may set and none reads. */
static inline void halves_mark(bool *flag)
{
    __atomic_store_n(flag, true, __ATOMIC_RELAXED);
}

#endif

/* SPDX-License-Identifier: MIT */
/* Some work, done once as a whole and then left at some of its questions, from the first to the last. */
#ifndef TEST_SCAD_TRIAL_H
#define TEST_SCAD_TRIAL_H

#include "base/arena.h"

/* A loop over all of a model without a question is at least about as long: they have some ten thousand triangles each. On a slow machine
 * a step takes some nanoseconds. */
enum { TRIAL_MOST_STEPS = 300000, TRIAL_CANCELS = 6 };

struct trial {
    const char *name, *part; /* for messages */
    void (*work)(void *context, struct arena *arena);
    void *context;
    bool
        gives_back; /* at its end, what it was done with: as long as that took memory, and without a question */
};

/* Fails if the work goes on too long between two questions, or does not end at one that is answered with no. */
void trial_check(const struct trial *trial);

#endif

/* SPDX-License-Identifier: MIT */
/* Random outlines to build roofs over, of several sorts; the same seed makes the same outlines. */
#ifndef SCAD_TESTS_PLANS_H
#define SCAD_TESTS_PLANS_H

#include "../geometry/bench.h"

struct roof_random {
    uint64_t state;
    double turn; /* by so many degrees the outlines are turned in the end */
};

struct roof_sort {
    const char *name;
    struct tree_node *(*grow)(struct bench *bench, struct roof_random *random);
};

extern const struct roof_sort roof_sorts[];
extern const size_t roof_sort_count;

/* Outlines of a sort; those that are turned may be had as they were before. */
struct tree_node *roof_plan_grow(struct bench *bench, const struct roof_sort *sort, uint64_t seed,
                                 bool turned);

#endif

/* SPDX-License-Identifier: MIT */
/* Whether what a leaf does somewhere can be told from the value of the whole tree there. Asked of small parts of space before
 * anything is cut there: most of a deep tree decides nothing in most places. */
#ifndef SCAD_KERNEL_RELEVANCE_H
#define SCAD_KERNEL_RELEVANCE_H

#include "kernel/scene.h"

/* A part of space: a box, or with `corner_count` what is between some points in the box. */
struct probe {
    struct extent box;
    unsigned corner_count;
    double corners[3][3];
};

struct relevance;

/* Lives as long as the arena. */
struct relevance *relevance_open(const struct scene *scene, struct arena *arena);

/* The same for another thread, with hope of its own, and an arena of its own. It lives no longer than the first. */
struct relevance *relevance_open_beside(const struct relevance *relevance, struct arena *arena);

/* True if it is known that where the leaf has its surface in the probe, the tree's value is the same on both sides of it. Then the
 * same is true of all parts of the probe. */
bool relevance_is_none(struct relevance *relevance, uint32_t leaf, const struct probe *probe);

/* Says that what is asked next is about another leaf, or another pair of them: there is new hope. Where almost nothing is known to make
 * no difference, not much time is spent on finding out. */
void relevance_look_elsewhere(struct relevance *relevance);

#endif

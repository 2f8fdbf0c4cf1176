/* SPDX-License-Identifier: MIT */
/* In which leaves a place is, found by a ray; and that knowledge moved from place to place. */
#ifndef SCAD_KERNEL_WINDING_H
#define SCAD_KERNEL_WINDING_H

#include "kernel/scene.h"

/* A place on a face: how often each leaf winds around the space just in front of it and just behind it. Only a few
 * leaves do; the others' numbers are 0. */
struct winding {
    struct scene *scene;
    int32_t *around[2]; /* by formula_side, by leaf */
    uint32_t *listed;   /* the leaves whose numbers may not be 0 */
    uint32_t listed_count;
    bool *is_listed;
    uint32_t faces; /* leaves whose numbers in front and behind differ: whose face this is */
    uint32_t random;
};

void winding_open(struct winding *winding, struct scene *scene);

/* Goes to the place beside the point `at` in the direction `along`, in the plane, whose normal is to the front.
 * Coordinates of `along` are less than 2^62. False if `along` leads along another face, so that nothing can be said. */
bool winding_locate(struct winding *winding, uint32_t at, const int64_t along[3],
                    const struct plane *plane);

/* Adds to a leaf's numbers in front and behind. */
void winding_add(struct winding *winding, uint32_t leaf, int front, int back);

/* Leaves the place: all numbers are 0 again. */
void winding_leave(struct winding *winding);

/* 1 if the result is behind the place and not in front, -1 if in front and not behind, else 0. */
static inline int winding_surface(const struct winding *winding)
{
    const struct formula *formula = winding->scene->formula;
    return (int)formula_value(formula, FORMULA_BACK) - (int)formula_value(formula, FORMULA_FRONT);
}

#endif

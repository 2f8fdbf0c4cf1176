/* SPDX-License-Identifier: MIT */
/* Axis-parallel boxes around things. */
#ifndef SCAD_MODEL_BOX_H
#define SCAD_MODEL_BOX_H

#include <math.h>
#include <stdbool.h>

struct box {
    double low[3], high[3];
};

/* A box around nothing: everything makes it grow, and it is apart from all. */
static inline struct box box_of_nothing(void)
{
    return (struct box){ { INFINITY, INFINITY, INFINITY }, { -INFINITY, -INFINITY, -INFINITY } };
}

static inline void box_include(struct box *box, double x, double y, double z)
{
    const double point[3] = { x, y, z };
    for (int i = 0; i < 3; i++) {
        box->low[i] = fmin(box->low[i], point[i]);
        box->high[i] = fmax(box->high[i], point[i]);
    }
}

static inline void box_include_box(struct box *box, const struct box *other)
{
    for (int i = 0; i < 3; i++) {
        box->low[i] = fmin(box->low[i], other->low[i]);
        box->high[i] = fmax(box->high[i], other->high[i]);
    }
}

/* True if the boxes do not even touch. */
static inline bool box_is_apart(const struct box *a, const struct box *b)
{
    for (int i = 0; i < 3; i++)
        if (a->high[i] < b->low[i] || b->high[i] < a->low[i])
            return true;
    return false;
}

#endif

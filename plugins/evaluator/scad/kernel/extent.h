/* SPDX-License-Identifier: MIT */
/* Boxes on the grid, both ends within. */
#ifndef SCAD_KERNEL_EXTENT_H
#define SCAD_KERNEL_EXTENT_H

#include <stdbool.h>
#include <stdint.h>

struct extent {
    int32_t low[3], high[3];
};

/* Around nothing: whatever is included makes it grow, and it meets nothing. */
static inline struct extent extent_of_nothing(void)
{
    return (struct extent){ { INT32_MAX, INT32_MAX, INT32_MAX },
                            { INT32_MIN, INT32_MIN, INT32_MIN } };
}

static inline bool extent_is_empty(const struct extent *extent)
{
    return extent->low[0] > extent->high[0];
}

static inline void extent_include(struct extent *extent, const int32_t at[3])
{
    for (int k = 0; k < 3; k++) {
        if (at[k] < extent->low[k])
            extent->low[k] = at[k];
        if (at[k] > extent->high[k])
            extent->high[k] = at[k];
    }
}

static inline void extent_unite(struct extent *extent, const struct extent *other)
{
    for (int k = 0; k < 3; k++) {
        if (other->low[k] < extent->low[k])
            extent->low[k] = other->low[k];
        if (other->high[k] > extent->high[k])
            extent->high[k] = other->high[k];
    }
}

static inline void extent_intersect(struct extent *extent, const struct extent *other)
{
    for (int k = 0; k < 3; k++) {
        if (other->low[k] > extent->low[k])
            extent->low[k] = other->low[k];
        if (other->high[k] < extent->high[k])
            extent->high[k] = other->high[k];
    }
}

/* True if they have a point in common. */
static inline bool extent_meets(const struct extent *a, const struct extent *b)
{
    return a->low[0] <= b->high[0] && b->low[0] <= a->high[0] && a->low[1] <= b->high[1] &&
           b->low[1] <= a->high[1] && a->low[2] <= b->high[2] && b->low[2] <= a->high[2];
}

/* True if `inner` is all within `outer`. */
static inline bool extent_holds(const struct extent *outer, const struct extent *inner)
{
    for (int k = 0; k < 3; k++)
        if (inner->low[k] < outer->low[k] || inner->high[k] > outer->high[k])
            return false;
    return true;
}

#endif

/* SPDX-License-Identifier: MIT */
/* Every point of one arrangement once, exactly: corners of the grid, and places where an edge meets a plane
 * or three planes meet, as homogeneous whole numbers. A filter in doubles decides first; what it cannot
 * decide is computed with all digits.
 *
 * Grid: |coordinate| < 2^29. Edge and plane: 124 bits over 95. Three planes: 217 over 186. */
#ifndef SCAD_KERNEL_POINTS_H
#define SCAD_KERNEL_POINTS_H

#include "base/arena.h"
#include "kernel/big.h"
#include "kernel/plane.h"

#include <stdbool.h>
#include <stddef.h>

/* coordinates / weight, the weight positive. */
struct exact {
    uint64_t limbs[4][4]; /* three coordinates and the weight */
    signed char sign[3];
};

struct point {
    double at[3];  /* each coordinate within 2^-20; exact if whole */
    int32_t exact; /* which of points->exact; -1: the point is a corner of the grid */
};

/* A place where an edge meets a plane, not yet a point: many are computed to be compared only. */
struct crossing {
    double at[3];
    int128 coordinates[3], weight; /* weight > 0 */
};

struct points {
    struct arena *arena;
    struct point *items;
    size_t count, capacity;
    struct exact *exact;
    size_t exact_count, exact_capacity;
    int32_t (
        *whole)[3]; /* the first whole_count items as whole numbers: the corners of the leaves */
    size_t whole_count, whole_capacity;
    uint32_t *by_corner, corner_slots, corners; /* hash of grid points by their coordinates */
    uint32_t *by_place, place_slots, places;    /* hash of the others by where they nearly are */
    /* Those that were there before, with lower numbers, and do not change meanwhile; or NULL. */
    const struct points *base;
    uint32_t first;      /* the number of items[0]: 0, unless they were opened beside others */
    int32_t first_exact; /* what items call exact[0] */
};

static inline const struct point *points_at(const struct points *points, uint32_t number)
{
    return number < points->first ? &points->base->items[number]
                                  : &points->items[number - points->first];
}

void points_open(struct points *points, struct arena *arena, size_t expected);

/* For points that another thread finds: with numbers of their own, from that on which the next point would have. If the others are
 * `settled` they are found as well; else none of them may be looked at but corners. */
void points_open_beside(struct points *beside, const struct points *points, bool settled,
                        struct arena *arena);

/* Adds what was found beside; the point with the number `beside->first` + i has from now on the i-th of the numbers. */
uint32_t *points_add_all(struct points *points, const struct points *beside, struct arena *arena);

/* The point at that corner of the grid. All of the leaves' come first, before any other point. */
uint32_t points_corner(struct points *points, const int32_t at[3]);

/* Where the edge from `from` to `to`, which are on different sides of a plane (their sides: plane_side), meets it. */
struct crossing points_cross(const struct points *points, uint32_t from, uint32_t to,
                             int128 from_side, int128 to_side);

/* The point of a crossing. */
uint32_t points_of_crossing(struct points *points, const struct crossing *crossing);

/* The point where three planes meet, none parallel to another. */
uint32_t points_of_planes(struct points *points, const struct plane *a, const struct plane *b,
                          const struct plane *c);

/* -1, 0 or 1: on which side of the plane the point is. */
int points_side(const struct points *points, const struct plane *plane, uint32_t point);

/* -1, 0 or 1 as coordinate `axis` of a is less than that of b, equal, or more. */
int points_compare(const struct points *points, uint32_t a, uint32_t b, int axis);

/* 1 if a, b, c turn left as seen along axes x and y, -1 if right, 0 if they are on one line. */
int points_turn(const struct points *points, uint32_t a, uint32_t b, uint32_t c, int x, int y);

/* True if all three are on one line. */
bool points_on_line(const struct points *points, uint32_t a, uint32_t b, uint32_t c);

#endif

/* SPDX-License-Identifier: MIT */
/* Places in the plane where lines between corners of the grid meet, exactly, and on which side of such a line they are.
 *
 * A coordinate is a whole number and a fraction. With |coordinate| < 2^29 of the corners a fraction has 61 bits above and
 * below, and no decision needs more than 128. */
#ifndef SCAD_PLANAR_PLACE_H
#define SCAD_PLANAR_PLACE_H

#include "kernel/int128.h"

#include <stdint.h>

/* A line that begins in a corner and leads to another one, which comes later in the order of places. */
struct course {
    int32_t at[2], by[2];
};

/* whole + rest / weight, 0 <= rest < weight. */
struct place {
    int32_t whole[2];
    uint64_t rest[2], weight;
};

static inline struct place place_of_corner(const int32_t at[2])
{
    return (struct place){ { at[0], at[1] }, { 0, 0 }, 1 };
}

static inline int place_compare_along(const struct place *a, const struct place *b, int axis)
{
    if (a->whole[axis] != b->whole[axis])
        return a->whole[axis] < b->whole[axis] ? -1 : 1;
    if (a->rest[axis] == 0 && b->rest[axis] == 0)
        return 0;
    uint128 left = (uint128)a->rest[axis] * b->weight, right = (uint128)b->rest[axis] * a->weight;
    return (left > right) - (left < right);
}

/* -1, 0 or 1 in the order in which a sweep comes to them: by x, then by y. */
static inline int place_compare(const struct place *a, const struct place *b)
{
    int order = place_compare_along(a, b, 0);
    return order != 0 ? order : place_compare_along(a, b, 1);
}

/* The coordinate as a double: the same for equal places, whichever courses they were found with. */
double place_near(const struct place *place, int axis);

/* More than 0 if b turns left from a, 0 if they are parallel. */
static inline int64_t course_turn(const struct course *a, const struct course *b)
{
    return (int64_t)a->by[0] * b->by[1] - (int64_t)a->by[1] * b->by[0];
}

/* The same of a corner that is seen from where the course begins. */
static inline int64_t course_turn_to(const struct course *course, const int32_t at[2])
{
    return (int64_t)course->by[0] * (at[1] - course->at[1]) -
           (int64_t)course->by[1] * (at[0] - course->at[0]);
}

/* 1 if the place is above the course, 0 on its line, -1 below; left of one that leads straight up is above. */
static inline int course_side(const struct course *course, const struct place *place)
{
    /* What the fractions add is less than this times the weight. */
    const int64_t most = (int64_t)1 << 31;
    int64_t turn = course_turn_to(course, place->whole);
    if (turn > most || turn < -most || (place->rest[0] == 0 && place->rest[1] == 0))
        return (turn > 0) - (turn < 0);
    return int128_sign((int128)turn * (int128)place->weight +
                       (int128)course->by[0] * (int128)place->rest[1] -
                       (int128)course->by[1] * (int128)place->rest[0]);
}

/* Where two courses cross, which are not parallel. */
struct place course_meet(const struct course *a, const struct course *b);

#endif

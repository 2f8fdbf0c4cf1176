/* SPDX-License-Identifier: MIT */
/* Walls that move inward are planes in the plane and time, and what happens, happens where three of them meet: exactly, in whole
 * numbers. */
#ifndef SCAD_ROOF_PLACE_H
#define SCAD_ROOF_PLACE_H

#include "kernel/big.h"

/* Coordinates are less than 2^60 steps from the middle of the outlines: of doubles nothing is lost. Where three walls meet, x and y
 * are numbers of 310 bits over one of 249; which of two such places comes first along a wall is a question of 620. */
enum { ROOF_PLACE_BITS = 60, ROOF_SPEED_BITS = 62 };

/* A place is inside by normal . place + offset - speed * time, in units of the speed. Time counts in 2^-62 steps: what rounding takes
 * from the length of the normal is 2^-62 of one of its steps. Walls in one direction have one normal and one speed. */
struct roof_wall {
    int64_t normal[2];
    int128 offset, speed;
    double along[2], near_offset; /* one long; about, as roof_wall_inside has them */
};

/* Where and when: over a weight above 0. */
struct roof_place {
    struct big at[2], time, weight;
    double near[2], near_time; /* in steps */
};

/* The wall from one corner of the grid to another, which is elsewhere. */
struct roof_wall roof_wall_between(const int64_t from[2], const int64_t to[2]);

/* More than 0 if the second turns left from the first, 0 if they are parallel. */
static inline int128 roof_wall_turn(const struct roof_wall *a, const struct roof_wall *b)
{
    return (int128)a->normal[0] * b->normal[1] - (int128)a->normal[1] * b->normal[0];
}

static inline bool roof_wall_equals(const struct roof_wall *a, const struct roof_wall *b)
{
    return a->normal[0] == b->normal[0] && a->normal[1] == b->normal[1] && a->offset == b->offset;
}

/* How the place between two walls that are not parallel moves. */
void roof_wall_velocity(const struct roof_wall *before, const struct roof_wall *after,
                        double velocity[2]);

/* 1 if the place is inside of the wall then, 0 if the wall goes through it, -1 if it has passed. */
int roof_place_side(const struct roof_place *place, const struct roof_wall *wall);

struct roof_place roof_place_of(const int64_t at[2]);

/* False if the walls do not meet in one place. */
bool roof_place_meet(const struct roof_wall *a, const struct roof_wall *b,
                     const struct roof_wall *c, struct roof_place *place);

/* -1, 0 or 1 as the first is earlier, or comes first along the wall. */
int roof_place_compare_times(const struct roof_place *a, const struct roof_place *b);
int roof_place_compare_along(const struct roof_wall *wall, const struct roof_place *a,
                             const struct roof_place *b);

#endif

/* SPDX-License-Identifier: MIT */
/* The outlines as they shrink: walls that all move inward at the same speed, and the corners between them. Coordinates and times
 * are steps of a grid around the middle of the outlines. */
#ifndef SCAD_ROOF_FRONT_H
#define SCAD_ROOF_FRONT_H

#include "roof/creases.h"
#include "roof/place.h"

/* A corner moves straight on from where and when it began until it meets something. */
struct roof_corner {
    uint32_t before, after;  /* walls */
    uint32_t previous, next; /* corners */
    uint32_t point;          /* of the creases, where it began */
    uint32_t event;          /* in which it began; 0: with the outlines */
    bool alive, reflex;
    bool
        closing; /* its walls have met all along: it stays until what is nearest is taken care of */
    struct roof_place begin;
    double velocity[2], speed; /* about */
};

struct roof_front {
    struct arena *arena;
    struct roof_wall *walls;
    struct {
        struct roof_corner *items;
        size_t count, capacity;
    } corners;
    double middle[2], step;
};

/* Begins with the corners of the plan that turn. */
void roof_front_open(struct roof_front *front, struct arena *arena, const struct region *plan);

/* A corner between two walls that begins there; it is not linked yet. */
uint32_t roof_front_add(struct roof_front *front, uint32_t before, uint32_t after,
                        const struct roof_place *begin);

/* Makes one corner the next of another. */
void roof_front_link(struct roof_front *front, uint32_t corner, uint32_t next);

/* Are the walls one and the same? */
bool roof_front_joins(const struct roof_front *front, uint32_t before, uint32_t after);

/* Where the wall between a corner and another, its next, has shrunk to nothing. False if it does not from now on. */
bool roof_front_collapse(const struct roof_front *front, uint32_t corner, uint32_t next,
                         struct roof_place *place);

/* Where a reflex corner is on the line of the wall after another corner; where it begins, if it does so on that line. */
bool roof_front_crash(const struct roof_front *front, uint32_t reflex, uint32_t corner,
                      struct roof_place *place);

/* Is that to be looked for, and is it between the corner and its next, from now on? */
bool roof_front_may_crash(const struct roof_front *front, uint32_t reflex, uint32_t corner);
bool roof_front_crashes(const struct roof_front *front, uint32_t reflex, uint32_t corner,
                        const struct roof_place *now, struct roof_place *place);

/* Of two corners beside one whose walls have met all along, the nearer one, and where it is. */
uint32_t roof_front_nearest(const struct roof_front *front, uint32_t closing,
                            struct roof_place *place);

/* True if a corner is at a place then. */
bool roof_front_is_at(const struct roof_front *front, uint32_t corner,
                      const struct roof_place *place);

/* True if the wall between a corner and the next goes through a place then, and neither is there. */
bool roof_front_passes(const struct roof_front *front, uint32_t corner,
                       const struct roof_place *place);

/* 1 if b is later, and so on. */
int roof_front_compare_times(const struct roof_place *a, const struct roof_place *b);

/* In the coordinates of the plan. */
uint32_t roof_front_point(const struct roof_front *front, const struct roof_place *place,
                          struct roof_creases *creases);

#endif

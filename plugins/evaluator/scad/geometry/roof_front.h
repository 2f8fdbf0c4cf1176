/* SPDX-License-Identifier: MIT */
/* The outlines as they shrink: walls that all move inward at the same speed, and the corners between them. */
#ifndef SCAD_GEOMETRY_ROOF_FRONT_H
#define SCAD_GEOMETRY_ROOF_FRONT_H

#include "geometry/roof_creases.h"
#include "geometry/roof_wide.h"

/* At time t its line is where (-along[1], along[0]) times the place is `offset` + t. */
struct roof_wall {
    roof_wide along[2], offset;
    double near_along[2], near_offset;
};

/* A corner moves straight on from where and when it began until it meets something. */
struct roof_corner {
    uint32_t before, after;  /* walls */
    uint32_t previous, next; /* corners */
    uint32_t point;          /* of the creases, where it began */
    uint32_t event;          /* in which it began */
    bool alive, reflex;
    bool
        closing; /* its walls have met all along: it stays where it is, until what is nearest is taken care of */
    roof_wide at[2], velocity[2], since;
    double near_at[2], near_velocity[2], near_since, speed;
};

struct roof_front {
    struct arena *arena;
    struct roof_wall *walls;
    struct {
        struct roof_corner *items;
        size_t count, capacity;
    } corners;
    double nothing; /* what is nearer than this is at one place, or at one time */
    double
        haste; /* as a part of it, how uncertain the times are that fast corners make places of */
};

void roof_front_open(struct roof_front *front, struct arena *arena, const struct region *plan,
                     double haste);

/* A corner between two walls that begins there; it is not linked yet. */
uint32_t roof_front_add(struct roof_front *front, uint32_t before, uint32_t after,
                        const roof_wide at[2], roof_wide since);

/* Makes one corner the next of another. */
void roof_front_link(struct roof_front *front, uint32_t corner, uint32_t next);

void roof_front_place(const struct roof_corner *corner, roof_wide time, roof_wide at[2]);

/* When the wall between a corner and the next has shrunk to nothing; INFINITY if never. */
roof_wide roof_front_collapse(const struct roof_front *front, uint32_t corner, roof_wide now);

/* When a reflex corner runs into the wall between another corner and the next; INFINITY if never. */
roof_wide roof_front_crash(const struct roof_front *front, uint32_t reflex, uint32_t corner,
                           roof_wide now);

/* True if a corner is at a place then. */
bool roof_front_is_at(const struct roof_front *front, uint32_t corner, const roof_wide at[2],
                      roof_wide time);

/* True if the wall between a corner and the next goes through a place then, and neither is there. */
bool roof_front_passes(const struct roof_front *front, uint32_t corner, const roof_wide at[2],
                       roof_wide time);

#endif

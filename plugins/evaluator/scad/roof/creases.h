/* SPDX-License-Identifier: MIT */
/* What is known of a roof before it has faces: points with heights, and lines between them that the faces must not pass. */
#ifndef SCAD_ROOF_CREASES_H
#define SCAD_ROOF_CREASES_H

#include "geometry/region.h"

#define ROOF_NONE UINT32_MAX

struct roof_point {
    double at[2], height;
    uint32_t next; /* of those in its cell */
};

struct roof_line {
    uint32_t from, to;
};

struct roof_creases {
    struct arena *arena;
    double near, share; /* points that are nearer to each other than roof_creases_near are one */
    struct {
        struct roof_point *items; /* those of the outlines first, at height 0 */
        size_t count, capacity;
    } points;
    struct {
        struct roof_line *items;
        size_t count, capacity;
    } lines;
    uint32_t *cells; /* by hash of the cell: the last of its points */
    size_t cell_count;
};

/* Begins with the points of the outlines, by their own numbers. What is nearer than `near` is one point, or than doubles
 * can tell, or than a share of how high it is: high up there are no walls near. */
void roof_creases_open(struct roof_creases *creases, struct arena *arena, const struct region *plan,
                       double near, double share);

/* How near to a point of a height another one is the same. */
static inline double roof_creases_near(const struct roof_creases *creases, double height)
{
    double near = creases->share * height;
    return near > creases->near ? near : creases->near;
}

/* The first of the points that are near; ROOF_NONE if there is none, or it is out of all bounds. */
uint32_t roof_creases_find(const struct roof_creases *creases, const double at[2], double height);

/* The point there, if need be a new one; of several that are near the first. ROOF_NONE if it is out of all bounds. */
uint32_t roof_creases_point(struct roof_creases *creases, const double at[2], double height);

/* A line between two points, unless they are one or one is ROOF_NONE. */
void roof_creases_line(struct roof_creases *creases, uint32_t from, uint32_t to);

#endif

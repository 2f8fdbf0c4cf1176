/* SPDX-License-Identifier: MIT */
/* Loose lines, joined where their ends meet. Ends meet in the cells of a grid of 1/1024, as in OpenSCAD: what is in one cell
 * or in one next to it is in one place. */
#ifndef SCAD_READERS_JOINTS_H
#define SCAD_READERS_JOINTS_H

#include "readers/drawing.h"

#include <stdint.h>

#define JOINTS_NONE UINT32_MAX

/* No coordinate may be larger: cells are whole numbers. */
#define JOINTS_LARGEST 1e12

/* One place, and the lines that end there. */
struct joint {
    int64_t cell[2];
    uint32_t next; /* in its bucket */
    uint32_t first_end,
        last_end;       /* numbers of ends: two times the line, and one more for its second end */
    uint32_t open_ends; /* of lines that are not yet part of an outline */
};

struct joints {
    struct arena *arena;
    struct {
        struct joint *items;
        size_t count, capacity;
    } places;
    struct {
        struct joint_line {
            uint32_t places[2];
            uint32_t next[2]; /* the next end at each place */
            bool used;
        } * items;
        size_t count, capacity;
    } lines;
    struct {
        uint32_t *items; /* lines that may have become loose */
        size_t count, capacity;
    } loosened;
    uint32_t *buckets;
    size_t bucket_count;
};

struct joints joints_in(struct arena *arena);

/* The place of a point within JOINTS_LARGEST; a new one if none is near. Its coordinates are those of its cell. */
uint32_t joints_place(struct joints *joints, double x, double y);

void joints_position(const struct joints *joints, uint32_t place, double point[2]);

void joints_add_line(struct joints *joints, uint32_t from, uint32_t to);

/* Adds the outlines to the drawing: first those that begin at an end where no other line is, then the closed ones. Open ones
 * are closed by a straight line. False if the drawing gets too large. */
bool joints_draw(struct joints *joints, struct drawing *drawing);

#endif

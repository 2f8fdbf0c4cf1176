/* SPDX-License-Identifier: MIT */
/* A surface as a file has it: points, and faces counter-clockwise as seen from outside. Nothing is known about it yet. */
#ifndef SCAD_READERS_SOUP_H
#define SCAD_READERS_SOUP_H

#include "base/list.h"

#include <stdint.h>

struct soup {
    struct arena *arena;
    struct {
        double (*items)[3];
        size_t count, capacity;
    } points;
    struct {
        uint32_t *items; /* indices of points, face behind face */
        size_t count, capacity;
    } corners;
    struct {
        size_t *items; /* how many corners there are up to the end of each face */
        size_t count, capacity;
    } ends;
    size_t objects;  /* that may overlap each other */
    uint32_t *slots; /* of a hash table of the points: their indices and one more, 0 is free */
    size_t slot_count;
};

struct soup soup_in(struct arena *arena);

/* What follows is another object. */
void soup_begin_object(struct soup *soup);

/* Adds a point. A file has fewer than 2^32. */
uint32_t soup_add_point(struct soup *soup, const double point[3]);

/* The point that is equal to the bit (0 and -0 are one), added if there is none. Not to be mixed with the other. */
uint32_t soup_place(struct soup *soup, const double point[3]);

void soup_add_corner(struct soup *soup, uint32_t point);

/* The corners since the last face are one. Fewer than three are none. */
void soup_end_face(struct soup *soup);

void soup_add_triangle(struct soup *soup, uint32_t a, uint32_t b, uint32_t c);

#endif

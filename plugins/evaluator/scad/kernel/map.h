/* SPDX-License-Identifier: MIT */
/* The plane, divided by the strokes of a sketch: vertices, edges that nothing crosses, and the faces between them. */
#ifndef SCAD_KERNEL_MAP_H
#define SCAD_KERNEL_MAP_H

#include "kernel/sketch.h"

struct map_vertex {
    struct place place;
    uint32_t corner; /* of the sketch, or NOTHING */
};

struct map_edge {
    uint32_t from, to;     /* vertices */
    uint32_t stroke;       /* one of those that it is a part of */
    uint32_t below, above; /* faces */
};

/* How much more often a leaf winds around what is above an edge than around what is below. */
struct map_change {
    uint32_t leaf;
    int turn;
};

/* Each face but the first, which is what is outside of everything, was come into from one below. What is one face to the eye may
 * be several, with the same windings. */
struct map_face {
    uint32_t below;                 /* NOTHING: the first */
    uint32_t changes, change_count; /* on the way from there */
    uint32_t child,
        next; /* the latest that has this one below it, the one before with the same below, or NOTHING */
};

struct map {
    const struct sketch *sketch;
    struct {
        struct map_vertex *items;
        size_t count, capacity;
    } vertices; /* in the order of the sweep */
    struct {
        struct map_edge *items;
        size_t count, capacity;
    } edges; /* by where they begin, and there from the lowest to the highest */
    struct {
        struct map_change *items;
        size_t count, capacity;
    } changes;
    struct {
        struct map_face *items;
        size_t count, capacity;
    } faces;
};

/* False if the work was cancelled. */
bool map_make(struct map *map, const struct sketch *sketch, const volatile int *cancelled,
              struct arena *arena);

#endif

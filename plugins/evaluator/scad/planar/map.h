/* SPDX-License-Identifier: MIT */
/* The plane, divided by the strokes of a sketch: vertices, edges that nothing crosses, and the faces between them. */
#ifndef SCAD_PLANAR_MAP_H
#define SCAD_PLANAR_MAP_H

#include "planar/sketch.h"

/* Where most crossings are is of no interest afterwards: it is not kept. */
struct map_vertex {
    uint32_t number;  /* of a corner of the sketch, or of a stroke */
    uint32_t crosses; /* that crosses this one here; NOTHING: it is a corner */
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
    uint32_t below; /* NOTHING: the first */
    /* On the way from there. If their count is 0, it is what one stroke changes, with that number. */
    uint32_t changes, change_count;
    /* The latest face that has this one below it, and the one before this with the same below; or NOTHING. */
    uint32_t child, next;
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

/* The corner of the sketch that is there, or NULL. */
static inline const struct corner *map_corner(const struct map *map, size_t number)
{
    const struct map_vertex *vertex = &map->vertices.items[number];
    return vertex->crosses == NOTHING ? &map->sketch->corners[vertex->number] : NULL;
}

static inline struct place map_place(const struct map *map, size_t number)
{
    const struct corner *corner = map_corner(map, number);
    if (corner)
        return place_of_corner(corner->at);
    const struct map_vertex *vertex = &map->vertices.items[number];
    const struct stroke *strokes = map->sketch->strokes;
    return course_meet(&strokes[vertex->number].course, &strokes[vertex->crosses].course);
}

void map_make(struct map *map, const struct sketch *sketch, struct arena *arena);

#endif

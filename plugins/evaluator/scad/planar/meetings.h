/* SPDX-License-Identifier: MIT */
/* Places where two strokes will cross, the nearest first, as long as nothing comes between them. */
#ifndef SCAD_PLANAR_MEETINGS_H
#define SCAD_PLANAR_MEETINGS_H

#include "base/arena.h"
#include "planar/place.h"

#include <stddef.h>

struct meeting {
    struct place place;
    uint32_t below, above; /* strokes, as they are before it */
    uint32_t rank;         /* among those that wait: its place in the heap */
};

struct meetings {
    struct arena *arena;
    struct {
        struct meeting *items;
        size_t count, capacity;
    } all; /* those that wait, and vacant ones */
    struct {
        uint32_t *items;
        size_t count, capacity;
    } vacant;
    struct {
        struct waiting {
            int32_t x; /* of the place, the whole part: enough to compare most */
            uint32_t number;
        } * items; /* a heap */
        size_t count, capacity;
    } waiting;
};

void meetings_open(struct meetings *meetings, struct arena *arena);

/* Where two strokes will cross. Returns the meeting's number, which is its own until it is removed. */
uint32_t meetings_add(struct meetings *meetings, const struct place *place, uint32_t below,
                      uint32_t above);

/* The first one, or NULL; good until one is added or removed. */
static inline const struct meeting *meetings_first(const struct meetings *meetings)
{
    return meetings->waiting.count ? &meetings->all.items[meetings->waiting.items[0].number] : NULL;
}

void meetings_remove(struct meetings *meetings, uint32_t number);

#endif

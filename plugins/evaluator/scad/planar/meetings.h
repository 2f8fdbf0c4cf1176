/* SPDX-License-Identifier: MIT */
/* Places where two strokes will cross, the nearest first. */
#ifndef SCAD_PLANAR_MEETINGS_H
#define SCAD_PLANAR_MEETINGS_H

#include "base/arena.h"
#include "planar/place.h"

#include <stddef.h>

struct meeting {
    struct place place;
    uint32_t below, above; /* strokes, as they are before it */
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

void meetings_add(struct meetings *meetings, const struct meeting *meeting);

/* The first one, or NULL; good until the next call. */
static inline const struct meeting *meetings_first(const struct meetings *meetings)
{
    return meetings->waiting.count ? &meetings->all.items[meetings->waiting.items[0].number] : NULL;
}

void meetings_drop_first(struct meetings *meetings);

#endif

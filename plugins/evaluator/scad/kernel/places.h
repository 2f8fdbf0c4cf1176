/* SPDX-License-Identifier: MIT */
/* Counting sort, which can be cancelled: what has the same key comes to stand together, in the order in which it came. The keys are counted, the places laid
 * out, and then each thing takes its own: begin[k] up to, not including, begin[k + 1] are those of key k. */
#ifndef SCAD_KERNEL_PLACES_H
#define SCAD_KERNEL_PLACES_H

#include "base/arena.h"

#include <stdint.h>
#include <string.h>

/* 0-initialised; can be used again and again. */
struct places {
    uint32_t *
        begin; /* by key; while things are counted two further on, while they take their places one */
    size_t count, capacity;
    struct arena *arena;
};

/* For keys 0 ... keys - 1. */
static inline void places_open(struct places *places, struct arena *arena, size_t keys)
{
    places->arena = arena;
    places->count = keys + 2;
    if (places->count > places->capacity) {
        size_t room = sizeof *places->begin;
        size_t wanted = places->count > 2 * places->capacity ? places->count : 2 * places->capacity;
        places->begin = arena_grow(arena, places->begin, places->capacity * room, wanted * room);
        places->capacity = wanted;
    }
    memset(places->begin, 0, places->count * sizeof *places->begin);
}

static inline void places_count(struct places *places, uint32_t key)
{
    arena_poll(places->arena);
    places->begin[key + 2]++;
}

static inline void places_lay_out(struct places *places)
{
    for (size_t i = 2; i < places->count; i++) {
        arena_poll(places->arena);
        places->begin[i] += places->begin[i - 1];
    }
}

static inline uint32_t places_take(struct places *places, uint32_t key)
{
    arena_poll(places->arena);
    return places->begin[key + 1]++;
}

#endif

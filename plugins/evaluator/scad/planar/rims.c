/* SPDX-License-Identifier: MIT */
/* Rims stay in the order of the edges, by which loops begin. */
#include "planar/rims.h"

#include <string.h>

static bool is_rim(const struct map_edge *edge, const bool *insides)
{
    return insides[edge->below] != insides[edge->above];
}

static void take_edges(struct rims *rims, struct arena *arena)
{
    const struct map *map = rims->map;
    size_t count = 0;
    for (size_t i = 0; i < map->edges.count; i++) {
        arena_poll(arena);
        count += is_rim(&map->edges.items[i], rims->insides);
    }
    rims->edges = arena_take(arena, count * sizeof *rims->edges);
    for (uint32_t i = 0; i < map->edges.count; i++) {
        arena_poll(arena);
        if (is_rim(&map->edges.items[i], rims->insides))
            rims->edges[rims->count++] = i;
    }
}

/* Both on one line, along the same side of the inside. */
static bool goes_straight(const struct rims *rims, uint32_t coming, uint32_t going)
{
    const struct map_edge *a = &rims->map->edges.items[coming], *b = &rims->map->edges.items[going];
    const struct stroke *strokes = rims->map->sketch->strokes;
    return rims_inside_is_above(rims, a) == rims_inside_is_above(rims, b) &&
           course_turn(&strokes[a->stroke].course, &strokes[b->stroke].course) == 0;
}

/* What more than one rim comes to, or goes from, is needed. */
static void note(uint32_t edge, uint32_t *noted, bool *needed)
{
    *needed = *needed || *noted != NOTHING;
    *noted = edge;
}

void rims_find(struct rims *rims, const struct map *map, const bool *insides, bool keep_points,
               struct arena *arena)
{
    struct arena *scratch = arena_within(arena);
    size_t count = map->vertices.count;
    uint32_t *coming = arena_take(scratch, count * sizeof *coming);
    uint32_t *going = arena_take(scratch, count * sizeof *going);
    memset(coming, 0xff, count * sizeof *coming);
    memset(going, 0xff, count * sizeof *going);
    *rims = (struct rims){ .map = map, .insides = insides, .needed = arena_take(arena, count) };
    take_edges(rims, arena);
    for (uint32_t i = 0; i < rims->count; i++) {
        arena_poll(arena);
        const struct map_edge *edge = rims_edge(rims, i);
        note(rims->edges[i], &going[edge->from], &rims->needed[edge->from]);
        note(rims->edges[i], &coming[edge->to], &rims->needed[edge->to]);
    }
    for (size_t i = 0; i < count; i++) {
        arena_poll(arena);
        if (coming[i] != NOTHING && going[i] != NOTHING)
            rims->needed[i] = rims->needed[i] || !goes_straight(rims, coming[i], going[i]) ||
                              (keep_points && map_corner(map, i));
        else
            rims->needed[i] = coming[i] != NOTHING || going[i] != NOTHING;
    }
    arena_close(scratch);
}

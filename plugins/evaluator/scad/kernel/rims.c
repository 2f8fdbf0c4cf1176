/* SPDX-License-Identifier: MIT */
/* Rims stay in the order of the edges, by which loops begin. */
#include "kernel/rims.h"

static bool is_rim(const struct map_edge *edge, const bool *insides)
{
    return insides[edge->below] != insides[edge->above];
}

static void take_rims(struct rims *rims, const bool *insides, struct arena *arena)
{
    const struct map *map = rims->map;
    size_t count = 0;
    for (size_t i = 0; i < map->edges.count; i++)
        count += is_rim(&map->edges.items[i], insides);
    rims->items = arena_take(arena, count * sizeof *rims->items);
    for (size_t i = 0; i < map->edges.count; i++) {
        const struct map_edge *edge = &map->edges.items[i];
        if (!is_rim(edge, insides))
            continue;
        rims->items[rims->count++] =
            (struct rim){ edge->from, edge->to, edge->stroke, insides[edge->above] };
    }
}

/* What rims do at a vertex. */
struct visit {
    uint32_t count;
    const struct rim *coming, *going;
};

/* One comes and one goes, on one line, along the same side of the inside. */
static bool goes_straight(const struct map *map, const struct visit *visit)
{
    if (visit->count != 2 || !visit->coming || !visit->going ||
        visit->coming->above != visit->going->above)
        return false;
    const struct stroke *strokes = map->sketch->strokes;
    return course_turn(&strokes[visit->coming->stroke].course,
                       &strokes[visit->going->stroke].course) == 0;
}

void rims_find(struct rims *rims, const struct map *map, const bool *insides, bool keep_points,
               struct arena *arena)
{
    struct arena *scratch = arena_within(arena);
    struct visit *visits = arena_take(scratch, map->vertices.count * sizeof *visits);
    *rims = (struct rims){ .map = map };
    take_rims(rims, insides, arena);
    for (uint32_t i = 0; i < rims->count; i++) {
        const struct rim *rim = &rims->items[i];
        visits[rim->from].count++;
        visits[rim->from].going = rim;
        visits[rim->to].count++;
        visits[rim->to].coming = rim;
    }
    rims->needed = arena_take(arena, map->vertices.count);
    for (size_t i = 0; i < map->vertices.count; i++)
        rims->needed[i] =
            visits[i].count > 0 && (!goes_straight(map, &visits[i]) ||
                                    (keep_points && map->vertices.items[i].corner != NOTHING));
    arena_close(scratch);
}

/* SPDX-License-Identifier: MIT */
/* Rims are followed with the inside on their left. Where several meet, a line keeps to the part of the inside that it is
 * along: parts that only touch in a point are apart. */
#include "planar/loops.h"

#include <string.h>

/* Rims from one needed vertex to the next, in the direction in which the inside is on their left. */
struct way {
    uint32_t from, to; /* vertices */
    uint32_t stroke;   /* that it lies on */
    uint32_t other;    /* a way that begins in the same vertex, or NOTHING */
    bool back;         /* it runs against the stroke */
    bool taken;
};

struct ways {
    struct arena *arena;
    const struct rims *rims;
    const uint32_t *numbers; /* of the result's points, by vertex */
    struct way *items;
    size_t count;
    uint32_t *begin; /* by vertex: the latest way that begins there */
};

/* Where the way leads, or where it comes from. */
static struct course direction(const struct ways *ways, const struct way *way, bool back)
{
    struct course course = ways->rims->map->sketch->strokes[way->stroke].course;
    if (way->back != back)
        course.by[0] = -course.by[0], course.by[1] = -course.by[1];
    return course;
}

static void add_way(struct ways *ways, const struct map_edge *edge, uint32_t to)
{
    bool along = rims_inside_is_above(ways->rims, edge);
    uint32_t from = along ? edge->from : to;
    ways->items[ways->count] = (struct way){ .from = from,
                                             .to = along ? to : edge->from,
                                             .stroke = edge->stroke,
                                             .other = ways->begin[from],
                                             .back = !along };
    ways->begin[from] = (uint32_t)ways->count++;
}

static void take_ways(struct ways *ways, struct arena *scratch)
{
    const struct rims *rims = ways->rims;
    size_t vertices = rims->map->vertices.count;
    uint32_t *goes_on = arena_take(scratch, vertices * sizeof *goes_on);
    ways->items = arena_take(scratch, rims->count * sizeof *ways->items);
    ways->begin = arena_take(scratch, vertices * sizeof *ways->begin);
    memset(ways->begin, 0xff, vertices * sizeof *ways->begin);
    for (uint32_t i = 0; i < rims->count; i++) {
        arena_poll(scratch);
        goes_on[rims_edge(rims, i)->from] = rims_edge(rims, i)->to;
    }
    for (uint32_t i = 0; i < rims->count; i++) {
        arena_poll(scratch);
        const struct map_edge *edge = rims_edge(rims, i);
        if (!rims->needed[edge->from])
            continue;
        uint32_t to = edge->to;
        while (!rims->needed[to])
            to = goes_on[to];
        add_way(ways, edge, to);
    }
}

/* From `back` clockwise: is `a` met before `b`? None of the three directions are the same. */
static bool comes_first(const struct course *back, const struct course *a, const struct course *b)
{
    bool a_left = course_turn(back, a) > 0, b_left = course_turn(back, b) > 0;
    if (a_left != b_left)
        return b_left; /* what is to the right of `back` is met in the first half of the turn */
    return course_turn(b, a) > 0;
}

/* The way that goes on along the same part of the inside. */
static uint32_t next_way(const struct ways *ways, const struct way *way)
{
    uint32_t best = ways->begin[way->to], other = ways->items[best].other;
    const struct course back = direction(ways, way, true);
    for (; other != NOTHING; other = ways->items[other].other) {
        struct course a = direction(ways, &ways->items[other], false),
                      b = direction(ways, &ways->items[best], false);
        if (comes_first(&back, &a, &b))
            best = other;
    }
    return best;
}

static void follow(struct ways *ways, uint32_t first, struct planar_result *result, size_t *used)
{
    struct planar_loop *loop = &result->loops[result->loop_count++];
    loop->first = *used;
    for (uint32_t at = first; !ways->items[at].taken; at = next_way(ways, &ways->items[at])) {
        arena_poll(ways->arena);
        result->order[(*used)++] = ways->numbers[ways->items[at].from];
        ways->items[at].taken = true;
    }
    loop->count = *used - loop->first;
}

/* Needed vertices get numbers, in the order of the sweep. */
static const uint32_t *take_points(const struct rims *rims, struct arena *scratch,
                                   struct arena *arena, struct planar_result *result)
{
    const struct map *map = rims->map;
    uint32_t *numbers = arena_take(scratch, map->vertices.count * sizeof *numbers);
    for (size_t i = 0; i < map->vertices.count; i++) {
        arena_poll(scratch);
        if (rims->needed[i])
            numbers[i] = (uint32_t)result->point_count++;
    }
    result->points = arena_take(arena, result->point_count * sizeof *result->points);
    result->given = arena_take(arena, result->point_count * sizeof *result->given);
    for (size_t i = 0; i < map->vertices.count; i++) {
        arena_poll(scratch);
        if (!rims->needed[i])
            continue;
        const struct corner *corner = map_corner(map, i);
        const struct place place = map_place(map, i);
        for (int axis = 0; axis < 2; axis++)
            result->points[numbers[i]][axis] = place_near(&place, axis) / map->sketch->steps;
        result->given[numbers[i]] = corner ? corner->given : NOTHING;
    }
    return numbers;
}

const uint32_t *loops_collect(const struct rims *rims, struct arena *scratch, struct arena *arena,
                              struct planar_result *result)
{
    struct ways ways = { .arena = scratch, .rims = rims };
    size_t used = 0;
    ways.numbers = take_points(rims, scratch, arena, result);
    take_ways(&ways, scratch);
    result->order = arena_take(arena, ways.count * sizeof *result->order);
    result->loops = arena_take(arena, ways.count / 3 * sizeof *result->loops);
    for (uint32_t i = 0; i < ways.count; i++)
        if (!ways.items[i].taken)
            follow(&ways, i, result, &used);
    return ways.numbers;
}

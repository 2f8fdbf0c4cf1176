/* SPDX-License-Identifier: MIT */
/* Borders are followed with the inside on their left. Where several meet, a line keeps to the part of the inside that it is
 * along: parts that only touch in a point are apart. */
#include "kernel/loops.h"

#include "base/list.h"

#include <string.h>

/* A border in the direction in which the inside is on its left, and which comes after it. */
struct way {
    uint32_t from, to; /* points */
    uint32_t next;
};

struct ways {
    const struct points *points;
    struct way *items;
    size_t count, capacity;
    uint32_t *
        out; /* ways by where they begin: out[begin[p]] up to out[begin[p + 1]], p a number in the result */
    uint32_t *begin;
    uint32_t *numbers; /* by point */
};

static void take_ways(struct ways *ways, const struct outline *outline, const bool *essential,
                      struct arena *scratch)
{
    const struct border **goes_on = arena_take(scratch, outline->vertex_count * sizeof *goes_on);
    for (uint32_t i = 0; i < outline->border_count; i++)
        if (!essential[outline->vertices[outline->borders[i].from]])
            goes_on[outline->borders[i].from] = &outline->borders[i];
    for (uint32_t i = 0; i < outline->border_count; i++) {
        const struct border *border = &outline->borders[i];
        uint32_t from = border->from, to = border->to;
        if (!essential[outline->vertices[from]])
            continue;
        while (!essential[outline->vertices[to]])
            to = goes_on[to]->to;
        bool left_is_inside = border->above > 0;
        struct way way = { outline->vertices[left_is_inside ? from : to],
                           outline->vertices[left_is_inside ? to : from], NOTHING };
        list_append(scratch, ways, way);
    }
}

/* Essential points get numbers, in the order of the sweep. */
static uint32_t number_points(struct ways *ways, const struct outline *outline,
                              const bool *essential, size_t point_count, struct arena *scratch)
{
    uint32_t count = 0;
    ways->numbers = arena_take(scratch, point_count * sizeof *ways->numbers);
    for (uint32_t i = 0; i < outline->vertex_count; i++)
        if (essential[outline->vertices[i]])
            ways->numbers[outline->vertices[i]] = count++;
    return count;
}

static void sort_by_begin(struct ways *ways, uint32_t number_count, struct arena *scratch)
{
    ways->begin = arena_take(scratch, ((size_t)number_count + 2) * sizeof *ways->begin);
    ways->out = arena_take(scratch, ways->count * sizeof *ways->out);
    for (size_t i = 0; i < ways->count; i++)
        ways->begin[ways->numbers[ways->items[i].from] + 2]++;
    for (uint32_t i = 0; i < number_count; i++)
        ways->begin[i + 2] += ways->begin[i + 1];
    for (uint32_t i = 0; i < ways->count; i++)
        ways->out[ways->begin[ways->numbers[ways->items[i].from] + 1]++] = i;
}

static bool is_left(const struct ways *ways, uint32_t a, uint32_t b, uint32_t c)
{
    return points_turn(ways->points, a, b, c, 0, 1) > 0;
}

/* From `back` clockwise about `at`: is `a` met before `b`? None of the three directions are the same. */
static bool comes_first(const struct ways *ways, uint32_t at, uint32_t back, uint32_t a, uint32_t b)
{
    bool a_left = is_left(ways, at, back, a), b_left = is_left(ways, at, back, b);
    if (a_left != b_left)
        return b_left; /* what is to the right of `back` is met in the first half of the turn */
    return is_left(ways, at, b, a);
}

/* The way that goes on along the same part of the inside. */
static uint32_t next_way(const struct ways *ways, const struct way *way)
{
    uint32_t number = ways->numbers[way->to], best = ways->out[ways->begin[number]];
    for (uint32_t i = ways->begin[number] + 1; i < ways->begin[number + 1]; i++) {
        uint32_t other = ways->out[i];
        if (comes_first(ways, way->to, way->from, ways->items[other].to, ways->items[best].to))
            best = other;
    }
    return best;
}

static void follow(struct ways *ways, uint32_t first, struct planar_result *result, size_t *used)
{
    struct planar_loop *loop = &result->loops[result->loop_count++];
    loop->first = *used;
    for (uint32_t at = first; ways->items[at].next == NOTHING;) {
        struct way *way = &ways->items[at];
        result->order[(*used)++] = ways->numbers[way->from];
        way->next = next_way(ways, way);
        at = way->next;
    }
    loop->count = *used - loop->first;
}

static void take_points(const struct scene *scene, const struct outline *outline,
                        const bool *essential, struct planar_result *result)
{
    size_t next = 0;
    for (uint32_t i = 0; i < outline->vertex_count; i++) {
        uint32_t point = outline->vertices[i];
        if (!essential[point])
            continue;
        double at[3];
        grid_unsnap(&scene->grid, scene->points.items[point].at, at);
        memcpy(result->points[next++], at, sizeof *result->points);
    }
}

void loops_collect(const struct scene *scene, const struct outline *outline, const bool *essential,
                   const struct surface *surface, struct arena *scratch, struct arena *arena,
                   struct planar_result *result)
{
    struct ways ways = { .points = &scene->points };
    take_ways(&ways, outline, essential, scratch);
    uint32_t count = number_points(&ways, outline, essential, scene->points.count, scratch);
    sort_by_begin(&ways, count, scratch);
    result->points = arena_take(arena, count * sizeof *result->points);
    result->point_count = count;
    take_points(scene, outline, essential, result);
    result->order = arena_take(arena, ways.count * sizeof *result->order);
    result->loops = arena_take(arena, ways.count / 3 * sizeof *result->loops);
    size_t used = 0;
    for (uint32_t i = 0; i < ways.count; i++)
        if (ways.items[i].next == NOTHING)
            follow(&ways, i, result, &used);
    result->triangles = arena_take(arena, surface->count * sizeof *result->triangles);
    result->triangle_count = surface->count;
    for (size_t i = 0; i < surface->count; i++)
        for (int k = 0; k < 3; k++)
            result->triangles[i][k] = ways.numbers[surface->items[i][k]];
}

/* SPDX-License-Identifier: MIT */
/* From a point of the tiling straight on, tile after tile, to where the next point is to be; then the sides that were crossed
 * are turned until none is left. */
#include "roof/paths.h"

#include "base/list.h"

#include <math.h>

enum arrival {
    ARRIVED_AT,      /* the point itself */
    ARRIVED_WITHIN,  /* in a tile that has the side */
    ARRIVED_ON,      /* on the side */
    ARRIVED_THROUGH, /* at another point first: the side begins there */
    ARRIVED_NOWHERE,
};

struct paths {
    struct work *work;
    struct roof_tiling *tiling;
    struct {
        uint32_t *items; /* sides that were crossed */
        size_t count, capacity;
    } crossed;
    uint32_t *first, *lines; /* by point: the first of its lines; the lines */
    uint32_t *queue;         /* points from which to go on */
    size_t queued;
    bool fixing; /* lines stay: all points are there */
};

/* Crossed sides are turned at most so often; never so often was needed. */
enum { MOST_ROUNDS = 1000 };

/* True if c, on the line through a and b, is not beyond b as seen from a. */
static bool is_within(const struct roof_tiling *tiling, uint32_t a, uint32_t b, uint32_t c)
{
    const struct roof_point *points = tiling->creases->points.items;
    int axis = fabs(points[b].at[0] - points[a].at[0]) < fabs(points[b].at[1] - points[a].at[1]);
    double from = points[a].at[axis], to = points[b].at[axis], at = points[c].at[axis];
    return from < to ? at <= to : at >= to;
}

/* True if c is as good as on the way from a to b, and not at its ends. */
static bool is_on_the_way(const struct roof_tiling *tiling, uint32_t a, uint32_t b, uint32_t c)
{
    const struct roof_point *points = tiling->creases->points.items;
    double x = points[b].at[0] - points[a].at[0], y = points[b].at[1] - points[a].at[1];
    double u = points[c].at[0] - points[a].at[0], v = points[c].at[1] - points[a].at[1];
    double length = hypot(x, y), near = roof_creases_near(tiling->creases, points[c].height);
    double along = (x * u + y * v) / length, away = (x * v - y * u) / length;
    return fabs(away) <= near && along > near && along < length - near;
}

/* True if the way to a point leads into the tile of a side, away from where the side begins, or along the side. */
static bool leads_into(const struct roof_tiling *tiling, uint32_t side, uint32_t to)
{
    uint32_t from = tiling->origins[side], apex = tiling->origins[roof_tiling_previous(side)];
    return roof_tiling_turn(tiling, from, roof_tiling_target(tiling, side), to) >= 0 &&
           roof_tiling_turn(tiling, from, apex, to) < 0;
}

/* The side at a point into whose tile the way leads. Where outlines touch, not all tiles at a point are side by side. */
static uint32_t find_way(struct roof_tiling *tiling, uint32_t from, uint32_t to)
{
    uint32_t start = tiling->around[from], side = start;
    do {
        if (leads_into(tiling, side, to))
            return side;
        side = tiling->twins[roof_tiling_previous(side)];
    } while (side != ROOF_NONE && side != start);
    if (side == start)
        return ROOF_NONE;
    for (side = start; tiling->twins[side] != ROOF_NONE;) {
        side = roof_tiling_next(tiling->twins[side]);
        if (leads_into(tiling, side, to))
            return side;
    }
    for (side = 0; side < tiling->side_count; side++)
        if (tiling->origins[side] == from && leads_into(tiling, side, to))
            return side;
    return ROOF_NONE;
}

/* From side to side to where a point is or is to be; on the way what is crossed is noted. */
static enum arrival cross(struct paths *paths, uint32_t from, uint32_t to, uint32_t *side)
{
    struct roof_tiling *tiling = paths->tiling;
    for (;;) {
        int turn =
            roof_tiling_turn(tiling, tiling->origins[*side], roof_tiling_target(tiling, *side), to);
        if (turn >= 0)
            return turn > 0 ? ARRIVED_WITHIN : ARRIVED_ON;
        uint32_t twin = tiling->twins[*side];
        if (twin == ROOF_NONE)
            return ARRIVED_NOWHERE;
        list_append(tiling->arena, &paths->crossed, *side);
        uint32_t before = roof_tiling_previous(twin), apex = tiling->origins[before];
        if (apex == to)
            return ARRIVED_AT;
        turn = roof_tiling_turn(tiling, from, to, apex);
        *side = turn > 0 ? roof_tiling_next(twin) : before;
        if (turn == 0)
            return is_within(tiling, from, to, apex) ? ARRIVED_THROUGH : ARRIVED_WITHIN;
    }
}

static enum arrival walk(struct paths *paths, uint32_t from, uint32_t to, uint32_t *side)
{
    struct roof_tiling *tiling = paths->tiling;
    paths->crossed.count = 0;
    *side = find_way(tiling, from, to);
    if (*side == ROOF_NONE)
        return ARRIVED_NOWHERE;
    tiling->around[from] = *side;
    uint32_t target = roof_tiling_target(tiling, *side);
    if (target == to)
        return ARRIVED_AT;
    if (roof_tiling_turn(tiling, from, target, to) == 0) {
        if (!is_within(tiling, from, to, target))
            return ARRIVED_ON;
        *side = roof_tiling_next(*side);
        return ARRIVED_THROUGH;
    }
    *side = roof_tiling_next(*side);
    return cross(paths, from, to, side);
}

/* Puts a point where it belongs, on a way from another. */
static bool insert(struct paths *paths, uint32_t from, uint32_t to)
{
    uint32_t side;
    for (;;)
        switch (walk(paths, from, to, &side)) {
        case ARRIVED_WITHIN:
            roof_tiling_split_tile(paths->tiling, side, to);
            return true;
        case ARRIVED_ON:
            return roof_tiling_split_side(paths->tiling, side, to);
        case ARRIVED_THROUGH:
            from = paths->tiling->origins[side];
            break;
        default:
            return false;
        }
}

/* True if the line between two points and the way have their ends on both sides of each other. */
static bool is_in_the_way(const struct roof_tiling *tiling, uint32_t a, uint32_t b, uint32_t from,
                          uint32_t to)
{
    return roof_tiling_turn(tiling, from, to, a) * roof_tiling_turn(tiling, from, to, b) < 0 &&
           roof_tiling_turn(tiling, a, b, from) * roof_tiling_turn(tiling, a, b, to) < 0;
}

/* True if the side is in the way still, and can be turned. */
static bool can_go(const struct roof_tiling *tiling, uint32_t side, uint32_t from, uint32_t to)
{
    return is_in_the_way(tiling, tiling->origins[side], roof_tiling_target(tiling, side), from,
                         to) &&
           roof_tiling_can_turn(tiling, side);
}

/* Turns those sides that were crossed that are not in the way then; if there is none, another, so that there is one next time. */
static void turn_crossed(struct paths *paths, uint32_t from, uint32_t to, size_t round)
{
    struct roof_tiling *tiling = paths->tiling;
    size_t count = paths->crossed.count;
    bool turned = false;
    for (size_t i = 0; i < count; i++) {
        uint32_t side = paths->crossed.items[i];
        if (!can_go(tiling, side, from, to))
            continue;
        uint32_t left = tiling->origins[roof_tiling_previous(side)],
                 right = tiling->origins[roof_tiling_previous(tiling->twins[side])];
        if (is_in_the_way(tiling, left, right, from, to))
            continue;
        roof_tiling_turn_side(tiling, side);
        turned = true;
    }
    for (size_t i = 0; i < count && !turned; i++) {
        uint32_t side = paths->crossed.items[(i + round) % count];
        turned = can_go(tiling, side, from, to);
        if (turned)
            roof_tiling_turn_side(tiling, side);
    }
}

static bool crosses_fixed(const struct paths *paths)
{
    for (size_t i = 0; i < paths->crossed.count; i++)
        if (paths->tiling->fixed[paths->crossed.items[i]])
            return true;
    return false;
}

static void fix(struct paths *paths, uint32_t side)
{
    struct roof_tiling *tiling = paths->tiling;
    tiling->fixed[side] = paths->fixing;
    if (tiling->twins[side] != ROOF_NONE)
        tiling->fixed[tiling->twins[side]] = paths->fixing;
}

/* A point that the way just walked goes by, as good as through it; ROOF_NONE if there is none. */
static uint32_t find_stop(const struct paths *paths, uint32_t from, uint32_t to)
{
    const struct roof_tiling *tiling = paths->tiling;
    for (size_t i = 0; i < paths->crossed.count; i++) {
        uint32_t side = paths->crossed.items[i];
        if (is_on_the_way(tiling, from, to, tiling->origins[side]))
            return tiling->origins[side];
        if (is_on_the_way(tiling, from, to, roof_tiling_target(tiling, side)))
            return roof_tiling_target(tiling, side);
    }
    return ROOF_NONE;
}

/* Makes sides of a line between points of the tiling. */
static bool add_line(struct paths *paths, uint32_t from, uint32_t to)
{
    uint32_t side;
    for (size_t round = 0; round < MOST_ROUNDS; round++) {
        enum arrival arrival = walk(paths, from, to, &side);
        bool arrived = arrival == ARRIVED_AT || arrival == ARRIVED_THROUGH;
        uint32_t stop = find_stop(paths, from, to);
        if (stop != ROOF_NONE)
            return add_line(paths, from, stop) && add_line(paths, stop, to);
        if (!arrived || crosses_fixed(paths))
            return false;
        turn_crossed(paths, from, to, round);
        if (arrival == ARRIVED_AT && paths->crossed.count == 0) {
            fix(paths, side);
            return true;
        }
        if (arrival == ARRIVED_THROUGH && paths->crossed.count == 0) {
            fix(paths, paths->tiling->around[from]);
            from = paths->tiling->origins[side];
        }
        if (arrival == ARRIVED_THROUGH && paths->crossed.count > 0 &&
            !add_line(paths, from, paths->tiling->origins[side]))
            return false;
    }
    return false;
}

/* --- all lines --- */

static void sort_lines(struct paths *paths, struct arena *scratch)
{
    const struct roof_creases *creases = paths->tiling->creases;
    size_t points = creases->points.count, count = creases->lines.count;
    paths->first = arena_take(scratch, (points + 2) * sizeof *paths->first);
    paths->lines = arena_take(scratch, 2 * count * sizeof *paths->lines);
    paths->queue = arena_take(scratch, points * sizeof *paths->queue);
    for (size_t i = 0; i < count; i++) {
        paths->first[creases->lines.items[i].from + 2]++;
        paths->first[creases->lines.items[i].to + 2]++;
    }
    for (size_t i = 2; i < points + 2; i++)
        paths->first[i] += paths->first[i - 1];
    for (size_t i = 0; i < count; i++) {
        paths->lines[paths->first[creases->lines.items[i].from + 1]++] = (uint32_t)i;
        paths->lines[paths->first[creases->lines.items[i].to + 1]++] = (uint32_t)i;
    }
}

/* Puts the other end of a line where it belongs, if it is not there. */
static void follow(struct paths *paths, uint32_t from, uint32_t number)
{
    const struct roof_line *line = &paths->tiling->creases->lines.items[number];
    uint32_t to = line->from == from ? line->to : line->from;
    if (paths->tiling->around[to] != ROOF_NONE || !insert(paths, from, to))
        return;
    paths->queue[paths->queued++] = to;
    add_line(paths, from, to);
}

/* All points are there before lines stay: a line that goes by a point, nearer than rounding can tell, then goes through it. */
static void add_points(struct paths *paths)
{
    for (uint32_t i = 0; i < paths->tiling->creases->points.count; i++)
        if (paths->tiling->around[i] != ROOF_NONE)
            paths->queue[paths->queued++] = i;
    for (size_t i = 0; i < paths->queued; i++)
        for (uint32_t j = paths->first[paths->queue[i]]; j < paths->first[paths->queue[i] + 1];
             j++) {
            arena_poll(paths->work->arena);
            follow(paths, paths->queue[i], paths->lines[j]);
        }
}

void roof_paths_add(struct work *work, struct roof_tiling *tiling)
{
    struct arena *scratch = arena_within(tiling->arena);
    struct paths paths = { .work = work, .tiling = tiling };
    sort_lines(&paths, scratch);
    add_points(&paths);
    paths.fixing = true;
    for (size_t i = 0; i < tiling->creases->lines.count; i++) {
        const struct roof_line *line = &tiling->creases->lines.items[i];
        arena_poll(scratch);
        if (tiling->around[line->from] != ROOF_NONE && tiling->around[line->to] != ROOF_NONE)
            add_line(&paths, line->from, line->to);
    }
    arena_close(scratch);
}

/* SPDX-License-Identifier: MIT */
/* Each question is asked in doubles first, where they can say no; then in whole numbers. */
#include "roof/front.h"

#include "base/list.h"

#include <math.h>

/* What doubles may be wrong by, as a part of all the steps there are, and of what is computed. */
static const double doubt = 1e-13;

static double slack(void)
{
    return doubt * (double)((int64_t)1 << ROOF_PLACE_BITS);
}

/* --- how it begins --- */

static void choose_grid(struct roof_front *front, const struct region *plan)
{
    struct box box = region_box(plan);
    double reach = 0;
    for (int k = 0; k < 2; k++) {
        front->middle[k] = (box.low[k] + box.high[k]) / 2;
        reach = fmax(reach, fmax(box.high[k] - front->middle[k], front->middle[k] - box.low[k]));
    }
    int power;
    frexp(reach, &power);
    front->step = ldexp(1, power - ROOF_PLACE_BITS);
}

static void snap(const struct roof_front *front, const double point[2], int64_t at[2])
{
    for (int k = 0; k < 2; k++)
        at[k] = llrint((point[k] - front->middle[k]) / front->step);
}

/* The walls of an outline, with the numbers of the points that they begin at. Returns how many have a length. */
static size_t add_walls(struct roof_front *front, const struct region *plan,
                        const struct outline *outline, uint32_t *walls)
{
    size_t count = 0;
    for (size_t k = 0; k < outline->count; k++) {
        int64_t from[2], to[2];
        snap(front, plan->points[outline->first + k], from);
        snap(front, plan->points[outline->first + (k + 1) % outline->count], to);
        if (from[0] == to[0] && from[1] == to[1])
            continue;
        walls[count] = (uint32_t)(outline->first + k);
        front->walls[walls[count++]] = roof_wall_between(from, to);
    }
    return count;
}

static void add_outline(struct roof_front *front, const struct region *plan,
                        const struct outline *outline, uint32_t *walls)
{
    size_t count = add_walls(front, plan, outline, walls);
    uint32_t first = (uint32_t)front->corners.count;
    for (size_t k = 0; k < count; k++) {
        uint32_t before = walls[(k + count - 1) % count];
        int64_t at[2];
        if (roof_front_joins(front, before, walls[k]))
            continue;
        snap(front, plan->points[walls[k]], at);
        const struct roof_place begin = roof_place_of(at);
        roof_front_add(front, before, walls[k], &begin);
    }
    uint32_t end = (uint32_t)front->corners.count;
    for (uint32_t number = first; number < end; number++)
        roof_front_link(front, number, number + 1 < end ? number + 1 : first);
}

void roof_front_open(struct roof_front *front, struct arena *arena, const struct region *plan)
{
    *front = (struct roof_front){ .arena = arena };
    choose_grid(front, plan);
    front->walls = arena_take(arena, plan->point_count * sizeof *front->walls);
    uint32_t *walls = arena_take(arena, plan->point_count * sizeof *walls);
    for (size_t i = 0; i < plan->outline_count; i++)
        add_outline(front, plan, &plan->outlines[i], walls);
}

bool roof_front_joins(const struct roof_front *front, uint32_t before, uint32_t after)
{
    return roof_wall_equals(&front->walls[before], &front->walls[after]);
}

uint32_t roof_front_add(struct roof_front *front, uint32_t before, uint32_t after,
                        const struct roof_place *begin)
{
    const struct roof_wall *in = &front->walls[before], *out = &front->walls[after];
    struct roof_corner corner = {
        .before = before, .after = after, .alive = true, .begin = *begin
    };
    int128 turn = roof_wall_turn(in, out);
    corner.reflex = turn < 0;
    corner.closing = turn == 0;
    if (!corner.closing)
        roof_wall_velocity(in, out, corner.velocity);
    corner.speed = hypot(corner.velocity[0], corner.velocity[1]);
    list_append(front->arena, &front->corners, corner);
    return (uint32_t)front->corners.count - 1;
}

void roof_front_link(struct roof_front *front, uint32_t corner, uint32_t next)
{
    front->corners.items[corner].next = next;
    front->corners.items[next].previous = corner;
}

/* --- when --- */

int roof_front_compare_times(const struct roof_place *a, const struct roof_place *b)
{
    double apart = a->near_time - b->near_time;
    if (fabs(apart) > 1e-13 * (fabs(a->near_time) + fabs(b->near_time)))
        return apart < 0 ? -1 : 1;
    return roof_place_compare_times(a, b);
}

bool roof_front_collapse(const struct roof_front *front, uint32_t number, uint32_t next,
                         struct roof_place *place)
{
    const struct roof_corner *a = &front->corners.items[number], *b = &front->corners.items[next];
    return roof_place_meet(&front->walls[a->before], &front->walls[a->after],
                           &front->walls[b->after], place);
}

bool roof_front_may_crash(const struct roof_front *front, uint32_t number, uint32_t other)
{
    const struct roof_corner *reflex = &front->corners.items[number];
    const struct roof_corner *ends[2] = { &front->corners.items[other] };
    ends[1] = &front->corners.items[ends[0]->next];
    const struct roof_wall *wall = &front->walls[ends[0]->after];
    const double *along = wall->along;
    if (number == other || number == ends[0]->next || ends[0]->closing || ends[1]->closing)
        return false;
    double away = along[0] * reflex->begin.near[1] - along[1] * reflex->begin.near[0] -
                  wall->near_offset - reflex->begin.near_time;
    double approach = 1 - along[0] * reflex->velocity[1] + along[1] * reflex->velocity[0];
    double vague = doubt * (1 + reflex->speed), off = slack();
    if (away < -off || approach < -vague)
        return false;
    if (approach <= 2 * vague)
        return true;
    double wait = away / approach, wait_off = (off + vague * fabs(wait)) / (approach - vague);
    double place = along[0] * (reflex->begin.near[0] + wait * reflex->velocity[0]) +
                   along[1] * (reflex->begin.near[1] + wait * reflex->velocity[1]);
    double time = reflex->begin.near_time + wait;
    double more = off + (1 + reflex->speed) * (wait_off + doubt * fabs(wait));
    for (int k = 0; k < 2; k++) {
        const struct roof_corner *end = ends[k];
        double from_begin = time - end->begin.near_time, at = 0;
        for (int axis = 0; axis < 2; axis++)
            at += along[axis] * (end->begin.near[axis] + from_begin * end->velocity[axis]);
        double end_off = more + (1 + end->speed) * (wait_off + doubt * fabs(from_begin));
        if (k == 0 ? place < at - end_off : place > at + end_off)
            return false;
    }
    return true;
}

bool roof_front_crash(const struct roof_front *front, uint32_t number, uint32_t other,
                      struct roof_place *place)
{
    const struct roof_corner *reflex = &front->corners.items[number];
    const struct roof_wall *wall = &front->walls[front->corners.items[other].after];
    int side = roof_place_side(&reflex->begin, wall);
    *place = reflex->begin;
    if (side == 0)
        return reflex->event == 0;
    return side > 0 && roof_place_meet(&front->walls[reflex->before], &front->walls[reflex->after],
                                       wall, place);
}

/* A place on the line of a wall is not beyond the line of the other one, seen from where they meet; with `strictly`, not on it. */
static bool is_within(const struct roof_front *front, const struct roof_place *place, uint32_t line,
                      int128 turn, bool strictly)
{
    int side = roof_place_side(place, &front->walls[line]);
    return strictly ? side == int128_sign(turn) : side * int128_sign(turn) >= 0;
}

/* Is a place on the line of the wall between a corner and its next between them? */
static bool is_between(const struct roof_front *front, const struct roof_corner *corner,
                       const struct roof_place *place, bool strictly)
{
    const struct roof_corner *next = &front->corners.items[corner->next];
    const struct roof_wall *wall = &front->walls[corner->after];
    bool after = corner->closing
                     ? roof_place_compare_along(wall, &corner->begin, place) < 0
                     : is_within(front, place, corner->before,
                                 roof_wall_turn(&front->walls[corner->before], wall), strictly);
    if (!after || next->closing)
        return after && roof_place_compare_along(wall, place, &next->begin) < 0;
    return is_within(front, place, next->after, roof_wall_turn(wall, &front->walls[next->after]),
                     strictly);
}

bool roof_front_crashes(const struct roof_front *front, uint32_t number, uint32_t other,
                        const struct roof_place *now, struct roof_place *place)
{
    const struct roof_corner *reflex = &front->corners.items[number];
    if (!roof_front_crash(front, number, other, place) || roof_front_compare_times(place, now) < 0)
        return false;
    if (reflex->event != 0 && roof_front_compare_times(place, &reflex->begin) <= 0)
        return false;
    return is_between(front, &front->corners.items[other], place, false);
}

/* --- where --- */

/* Where a corner beside one that is closing is: on the line that both its walls have become. */
static void find_beside(const struct roof_front *front, const struct roof_corner *corner,
                        uint32_t wall, struct roof_place *place)
{
    *place = corner->begin;
    if (!corner->closing)
        roof_place_meet(&front->walls[corner->before], &front->walls[corner->after],
                        &front->walls[wall], place);
}

uint32_t roof_front_nearest(const struct roof_front *front, uint32_t closing,
                            struct roof_place *place)
{
    const struct roof_corner *corner = &front->corners.items[closing];
    struct roof_place other;
    find_beside(front, &front->corners.items[corner->previous], corner->after, &other);
    find_beside(front, &front->corners.items[corner->next], corner->before, place);
    if (roof_place_compare_along(&front->walls[corner->after], place, &other) <= 0)
        return corner->next;
    *place = other;
    return corner->previous;
}

bool roof_front_is_at(const struct roof_front *front, uint32_t number,
                      const struct roof_place *place)
{
    const struct roof_corner *corner = &front->corners.items[number];
    double wait = place->near_time - corner->begin.near_time;
    double off = slack() * (1 + corner->speed);
    for (int k = 0; k < 2; k++)
        if (fabs(corner->begin.near[k] + wait * corner->velocity[k] - place->near[k]) > off)
            return false;
    if (roof_place_side(place, &front->walls[corner->before]) != 0 ||
        roof_place_side(place, &front->walls[corner->after]) != 0)
        return false;
    return !corner->closing ||
           roof_place_compare_along(&front->walls[corner->after], &corner->begin, place) == 0;
}

bool roof_front_passes(const struct roof_front *front, uint32_t number,
                       const struct roof_place *place)
{
    const struct roof_corner *corner = &front->corners.items[number];
    const struct roof_wall *wall = &front->walls[corner->after];
    double away = wall->along[0] * place->near[1] - wall->along[1] * place->near[0] -
                  wall->near_offset - place->near_time;
    return fabs(away) <= slack() && roof_place_side(place, wall) == 0 &&
           is_between(front, corner, place, true);
}

uint32_t roof_front_point(const struct roof_front *front, const struct roof_place *place,
                          struct roof_creases *creases)
{
    const double at[2] = { front->middle[0] + front->step * place->near[0],
                           front->middle[1] + front->step * place->near[1] };
    return roof_creases_point(creases, at, front->step * place->near_time);
}

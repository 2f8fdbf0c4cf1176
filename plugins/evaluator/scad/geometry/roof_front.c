/* SPDX-License-Identifier: MIT */
/* Each question is asked in doubles first, where they can say no. */
#include "geometry/roof_front.h"

#include "base/list.h"

#include <math.h>

/* As parts of the outlines' extent: what counts as nothing, and what doubles may be wrong by. */
static const double nothing_of_extent = 1e-22, doubt = 1e-7;

/* Walls whose directions differ by less are parallel. */
static const double parallel = 1e-22;

static struct roof_wall wall_of(const double from[2], const double to[2])
{
    struct roof_wall wall;
    roof_wide x = (roof_wide)to[0] - from[0], y = (roof_wide)to[1] - from[1];
    roof_wide length = roof_wide_root(x * x + y * y);
    wall.along[0] = x / length;
    wall.along[1] = y / length;
    wall.offset = wall.along[0] * from[1] - wall.along[1] * from[0];
    wall.near_along[0] = (double)wall.along[0];
    wall.near_along[1] = (double)wall.along[1];
    wall.near_offset = (double)wall.offset;
    return wall;
}

void roof_front_open(struct roof_front *front, struct arena *arena, const struct region *plan,
                     double haste)
{
    struct box box = region_box(plan);
    double extent = fmax(box.high[0] - box.low[0], box.high[1] - box.low[1]);
    *front = (struct roof_front){ .arena = arena,
                                  .nothing = nothing_of_extent * extent,
                                  .haste = haste };
    front->walls = arena_take(arena, plan->point_count * sizeof *front->walls);
    for (size_t i = 0; i < plan->outline_count; i++) {
        const struct outline *outline = &plan->outlines[i];
        for (size_t k = 0; k < outline->count; k++)
            front->walls[outline->first + k] =
                wall_of(plan->points[outline->first + k],
                        plan->points[outline->first + (k + 1) % outline->count]);
    }
}

/* The velocity between two walls: away from both at their speed. */
static void set_velocity(struct roof_corner *corner, const struct roof_wall *before,
                         const struct roof_wall *after)
{
    roof_wide cosine = roof_wide_dot(before->along, after->along);
    roof_wide sine = roof_wide_cross(before->along, after->along);
    corner->reflex = sine < 0;
    corner->closing = cosine < 0 && roof_wide_abs(sine) < parallel;
    for (int k = 0; k < 2 && !corner->closing; k++) {
        int other = 1 - k, sign = k == 0 ? -1 : 1;
        corner->velocity[k] =
            cosine > 0 ? sign * (before->along[other] + after->along[other]) / (1 + cosine)
                       : (after->along[k] - before->along[k]) / sine;
    }
}

/* Where the walls' lines meet then, if they do in a place that can be told; else the place is left as it is, but for the
 * distance from the first. */
static void meet(const struct roof_wall *before, const struct roof_wall *after, roof_wide time,
                 roof_wide at[2])
{
    roof_wide sine = roof_wide_cross(before->along, after->along);
    roof_wide p = before->offset + time, q = after->offset + time;
    if (roof_wide_abs(sine) > 1e-12) {
        for (int k = 0; k < 2; k++)
            at[k] = (p * after->along[k] - q * before->along[k]) / sine;
        return;
    }
    roof_wide off = p - (before->along[0] * at[1] - before->along[1] * at[0]);
    at[0] -= before->along[1] * off;
    at[1] += before->along[0] * off;
}

uint32_t roof_front_add(struct roof_front *front, uint32_t before, uint32_t after,
                        const roof_wide at[2], roof_wide since)
{
    struct roof_corner corner = { .before = before,
                                  .after = after,
                                  .alive = true,
                                  .at = { at[0], at[1] },
                                  .since = since,
                                  .near_since = (double)since };
    set_velocity(&corner, &front->walls[before], &front->walls[after]);
    if (!corner.closing)
        meet(&front->walls[before], &front->walls[after], since, corner.at);
    for (int k = 0; k < 2; k++) {
        corner.near_at[k] = (double)corner.at[k];
        corner.near_velocity[k] = (double)corner.velocity[k];
    }
    corner.speed = hypot(corner.near_velocity[0], corner.near_velocity[1]);
    list_append(front->arena, &front->corners, corner);
    return (uint32_t)front->corners.count - 1;
}

void roof_front_link(struct roof_front *front, uint32_t corner, uint32_t next)
{
    front->corners.items[corner].next = next;
    front->corners.items[next].previous = corner;
}

void roof_front_place(const struct roof_corner *corner, roof_wide time, roof_wide at[2])
{
    for (int k = 0; k < 2; k++)
        at[k] = corner->at[k] + (time - corner->since) * corner->velocity[k];
}

static void near_place(const struct roof_corner *corner, double time, double at[2])
{
    for (int k = 0; k < 2; k++)
        at[k] = corner->near_at[k] + (time - corner->near_since) * corner->near_velocity[k];
}

roof_wide roof_front_collapse(const struct roof_front *front, uint32_t number, roof_wide now)
{
    const struct roof_corner *corner = &front->corners.items[number];
    const struct roof_corner *next = &front->corners.items[corner->next];
    const roof_wide *along = front->walls[corner->after].along;
    roof_wide from[2], to[2];
    if (corner->closing || next->closing)
        return INFINITY;
    roof_front_place(corner, now, from);
    roof_front_place(next, now, to);
    roof_wide length = roof_wide_dot(along, to) - roof_wide_dot(along, from);
    roof_wide growth =
        roof_wide_dot(along, next->velocity) - roof_wide_dot(along, corner->velocity);
    if (!(growth < 0))
        return INFINITY;
    return length > 0 ? now - length / growth : now;
}

/* False if the corner surely does not run into the wall. */
static bool may_crash(const struct roof_front *front, const struct roof_corner *reflex,
                      const struct roof_corner *corner)
{
    const struct roof_corner *next = &front->corners.items[corner->next];
    const struct roof_wall *wall = &front->walls[corner->after];
    const double *along = wall->near_along;
    double extent = front->nothing / nothing_of_extent;
    double slack = doubt * extent;
    double away = along[0] * reflex->near_at[1] - along[1] * reflex->near_at[0] -
                  wall->near_offset - reflex->near_since;
    double approach =
        1 - (along[0] * reflex->near_velocity[1] - along[1] * reflex->near_velocity[0]);
    if (away < -slack || approach < -doubt)
        return false;
    double time = reflex->near_since + away / approach, at[2], from[2], to[2];
    if (approach < doubt)
        return true;
    near_place(reflex, time, at);
    near_place(corner, time, from);
    near_place(next, time, to);
    slack *= (1 + reflex->speed + corner->speed + next->speed) / approach;
    double place = along[0] * at[0] + along[1] * at[1];
    return place >= along[0] * from[0] + along[1] * from[1] - slack &&
           place <= along[0] * to[0] + along[1] * to[1] + slack;
}

roof_wide roof_front_crash(const struct roof_front *front, uint32_t number, uint32_t other,
                           roof_wide now)
{
    const struct roof_corner *reflex = &front->corners.items[number];
    const struct roof_corner *corner = &front->corners.items[other];
    const struct roof_corner *next = &front->corners.items[corner->next];
    const struct roof_wall *wall = &front->walls[corner->after];
    if (number == other || number == corner->next || corner->closing || next->closing ||
        !may_crash(front, reflex, corner))
        return INFINITY;
    roof_wide away = roof_wide_cross(wall->along, reflex->at) - wall->offset - reflex->since;
    roof_wide approach = 1 - roof_wide_cross(wall->along, reflex->velocity);
    if (away < -front->nothing || !(approach > 0))
        return INFINITY;
    roof_wide time = reflex->since + away / approach, at[2], from[2], to[2];
    bool at_once = roof_wide_abs(time - reflex->since) < front->nothing;
    if (time < now - front->nothing ||
        (at_once && (reflex->event == corner->event || reflex->event == next->event)))
        return INFINITY;
    time = time < now ? now : time;
    roof_front_place(reflex, time, at);
    roof_front_place(corner, time, from);
    roof_front_place(next, time, to);
    roof_wide place = roof_wide_dot(wall->along, at);
    bool within = place >= roof_wide_dot(wall->along, from) - front->nothing &&
                  place <= roof_wide_dot(wall->along, to) + front->nothing;
    return within ? time : INFINITY;
}

bool roof_front_is_at(const struct roof_front *front, uint32_t number, const roof_wide at[2],
                      roof_wide time)
{
    const struct roof_corner *corner = &front->corners.items[number];
    double near[2], slack = doubt * front->nothing / nothing_of_extent * (1 + corner->speed);
    roof_wide place[2];
    near_place(corner, (double)time, near);
    if (fabs(near[0] - (double)at[0]) > slack || fabs(near[1] - (double)at[1]) > slack)
        return false;
    roof_front_place(corner, time, place);
    double nothing = front->nothing * (1 + front->haste * corner->speed);
    return roof_wide_abs(place[0] - at[0]) <= nothing && roof_wide_abs(place[1] - at[1]) <= nothing;
}

bool roof_front_passes(const struct roof_front *front, uint32_t number, const roof_wide at[2],
                       roof_wide time)
{
    const struct roof_corner *corner = &front->corners.items[number];
    const struct roof_wall *wall = &front->walls[corner->after];
    double away = wall->near_along[0] * (double)at[1] - wall->near_along[1] * (double)at[0] -
                  wall->near_offset - (double)time;
    roof_wide from[2], to[2];
    if (fabs(away) > doubt * front->nothing / nothing_of_extent)
        return false;
    if (roof_wide_abs(roof_wide_cross(wall->along, at) - wall->offset - time) > front->nothing)
        return false;
    roof_front_place(corner, time, from);
    roof_front_place(&front->corners.items[corner->next], time, to);
    roof_wide place = roof_wide_dot(wall->along, at);
    return place > roof_wide_dot(wall->along, from) && place < roof_wide_dot(wall->along, to);
}

/* SPDX-License-Identifier: MIT */
/* Something happens where a wall has shrunk to nothing or a corner runs into a wall. Whatever comes to the same place at the same
 * time is taken together: all that arrives there as chains of walls, the inside between them is what goes on from there. */
#include "roof/straight.h"

#include "base/list.h"
#include "roof/front.h"

#include <math.h>

/* Times that differ by less, as a part of them, may be one: doubles do not tell. */
static const double as_late = 1e-13;

enum event_kind { EVENT_COLLAPSE, EVENT_CRASH, EVENT_CLOSING };

/* Of the wall between a corner and its next; still to come if both are as they were. What closes does so at once. */
struct event {
    double near_time;
    enum event_kind kind;
    uint32_t corner, next, reflex, number;
};

/* Walls that come to the place of an event by `in`, and go on from it by `out`. */
struct chain {
    uint32_t in, out;        /* walls */
    uint32_t previous, next; /* corners that are elsewhere */
};

/* One of them, as seen from the place. */
struct ray {
    int64_t direction[2];
    uint32_t chain;
    bool out;
};

struct skeleton {
    struct work *work;
    struct arena *arena;
    struct roof_creases *creases;
    struct roof_front front;
    struct {
        struct event *items; /* a heap: the first one first */
        size_t count, capacity;
    } events;
    struct {
        uint32_t *items; /* corners */
        size_t count, capacity;
    } alive, fresh, joined; /* the walls after those last ones are longer now */
    struct {
        struct chain *items;
        size_t count, capacity;
    } chains;
    struct {
        struct ray *items;
        size_t count, capacity;
    } rays;
    uint32_t event_count;
    struct roof_place now; /* and where */
    uint32_t point;        /* of the creases, at the place */
};

static struct roof_corner *corner_of(struct skeleton *skeleton, uint32_t number)
{
    return &skeleton->front.corners.items[number];
}

/* --- what is to come --- */

static void find_place(const struct skeleton *skeleton, const struct event *event,
                       struct roof_place *place)
{
    if (event->kind == EVENT_COLLAPSE)
        roof_front_collapse(&skeleton->front, event->corner, event->next, place);
    else if (event->kind == EVENT_CRASH)
        roof_front_crash(&skeleton->front, event->reflex, event->corner, place);
    else
        roof_front_nearest(&skeleton->front, event->corner, place);
}

/* As good as at the same time is asked exactly. */
static bool is_earlier(const struct skeleton *skeleton, const struct event *a,
                       const struct event *b)
{
    double apart = a->near_time - b->near_time;
    struct roof_place places[2];
    if (a->kind == EVENT_CLOSING || b->kind == EVENT_CLOSING)
        return a->kind == b->kind ? a->number < b->number : a->kind == EVENT_CLOSING;
    if (fabs(apart) > as_late * (fabs(a->near_time) + fabs(b->near_time)))
        return apart < 0;
    find_place(skeleton, a, &places[0]);
    find_place(skeleton, b, &places[1]);
    int order = roof_place_compare_times(&places[0], &places[1]);
    return order != 0 ? order < 0 : a->number < b->number;
}

static void push(struct skeleton *skeleton, struct event event)
{
    event.number = (uint32_t)skeleton->events.count + skeleton->event_count;
    list_append(skeleton->arena, &skeleton->events, event);
    struct event *items = skeleton->events.items;
    size_t place = skeleton->events.count - 1;
    for (; place > 0 && is_earlier(skeleton, &event, &items[(place - 1) / 2]);
         place = (place - 1) / 2)
        items[place] = items[(place - 1) / 2];
    items[place] = event;
}

static struct event pop(struct skeleton *skeleton)
{
    struct event *items = skeleton->events.items, first = items[0];
    size_t count = --skeleton->events.count, place = 0;
    struct event last = items[count];
    for (size_t child; (child = 2 * place + 1) < count; place = child) {
        if (child + 1 < count && is_earlier(skeleton, &items[child + 1], &items[child]))
            child++;
        if (!is_earlier(skeleton, &items[child], &last))
            break;
        items[place] = items[child];
    }
    items[place] = last;
    return first;
}

static void expect_collapse(struct skeleton *skeleton, uint32_t corner)
{
    uint32_t next = corner_of(skeleton, corner)->next;
    struct roof_place place;
    if (corner_of(skeleton, corner)->closing || corner_of(skeleton, next)->closing ||
        !roof_front_collapse(&skeleton->front, corner, next, &place) ||
        roof_front_compare_times(&place, &skeleton->now) <= 0)
        return;
    push(skeleton, (struct event){ place.near_time, EVENT_COLLAPSE, corner, next, ROOF_NONE, 0 });
}

static void expect_crash(struct skeleton *skeleton, uint32_t reflex, uint32_t corner)
{
    struct roof_place place;
    if (roof_front_may_crash(&skeleton->front, reflex, corner) &&
        roof_front_crashes(&skeleton->front, reflex, corner, &skeleton->now, &place))
        push(skeleton, (struct event){ place.near_time, EVENT_CRASH, corner,
                                       corner_of(skeleton, corner)->next, reflex, 0 });
}

/* Of a corner that is new, or whose next is. */
static void expect_of_wall(struct skeleton *skeleton, uint32_t corner)
{
    expect_collapse(skeleton, corner);
    for (size_t i = 0; i < skeleton->alive.count; i++) {
        arena_poll(skeleton->arena);
        if (corner_of(skeleton, skeleton->alive.items[i])->reflex)
            expect_crash(skeleton, skeleton->alive.items[i], corner);
    }
}

static void expect_of_corner(struct skeleton *skeleton, uint32_t corner)
{
    if (!corner_of(skeleton, corner)->reflex)
        return;
    for (size_t i = 0; i < skeleton->alive.count; i++) {
        arena_poll(skeleton->arena);
        expect_crash(skeleton, corner, skeleton->alive.items[i]);
    }
}

static bool is_to_come(struct skeleton *skeleton, const struct event *event)
{
    const struct roof_corner *corner = corner_of(skeleton, event->corner);
    if (!corner->alive || event->kind == EVENT_CLOSING)
        return corner->alive;
    if (event->kind == EVENT_CRASH && !corner_of(skeleton, event->reflex)->alive)
        return false;
    return corner->next == event->next && corner_of(skeleton, event->next)->alive;
}

/* --- what comes to a place --- */

static bool is_here(struct skeleton *skeleton, uint32_t corner)
{
    return corner_of(skeleton, corner)->event == skeleton->event_count;
}

static void add_chain(struct skeleton *skeleton, struct chain chain)
{
    list_append(skeleton->arena, &skeleton->chains, chain);
}

/* The corner's way ends here. */
static void end_way(struct skeleton *skeleton, uint32_t number)
{
    struct roof_corner *corner = corner_of(skeleton, number);
    roof_creases_line(skeleton->creases, corner->point, skeleton->point);
    corner->alive = false;
}

/* From a corner that is here and whose previous is not, on to the last that is. */
static void follow_chain(struct skeleton *skeleton, uint32_t first)
{
    uint32_t last = first;
    while (is_here(skeleton, corner_of(skeleton, last)->next))
        last = corner_of(skeleton, last)->next;
    add_chain(skeleton,
              (struct chain){ corner_of(skeleton, first)->before, corner_of(skeleton, last)->after,
                              corner_of(skeleton, first)->previous,
                              corner_of(skeleton, last)->next });
}

static void find_chains(struct skeleton *skeleton)
{
    skeleton->chains.count = 0;
    for (size_t i = 0; i < skeleton->alive.count; i++) {
        arena_poll(skeleton->arena);
        uint32_t number = skeleton->alive.items[i];
        const struct roof_corner *corner = corner_of(skeleton, number);
        bool here = is_here(skeleton, number);
        if (here && !is_here(skeleton, corner->previous))
            follow_chain(skeleton, number);
        if (!here && !is_here(skeleton, corner->next) &&
            roof_front_passes(&skeleton->front, number, &skeleton->now))
            add_chain(skeleton,
                      (struct chain){ corner->after, corner->after, number, corner->next });
    }
}

/* Corners that are at the place are marked with the number of the event, and end there. */
static void gather(struct skeleton *skeleton)
{
    for (size_t i = 0; i < skeleton->alive.count; i++) {
        arena_poll(skeleton->arena);
        uint32_t number = skeleton->alive.items[i];
        if (roof_front_is_at(&skeleton->front, number, &skeleton->now))
            corner_of(skeleton, number)->event = skeleton->event_count;
    }
    find_chains(skeleton);
    size_t kept = 0;
    for (size_t i = 0; i < skeleton->alive.count; i++) {
        arena_poll(skeleton->arena);
        uint32_t number = skeleton->alive.items[i];
        if (is_here(skeleton, number))
            end_way(skeleton, number);
        else
            skeleton->alive.items[kept++] = number;
    }
    skeleton->alive.count = kept;
}

/* --- what goes on from there --- */

static int half_of(const struct ray *ray)
{
    return ray->direction[1] < 0 || (ray->direction[1] == 0 && ray->direction[0] < 0);
}

/* Counter-clockwise. Where one that goes out and one that comes in point the same way, nothing is between them: the one that goes
 * out comes first. What is outside is never as narrow. */
static bool is_before(const struct ray *a, const struct ray *b)
{
    if (half_of(a) != half_of(b))
        return half_of(a) < half_of(b);
    int128 turn =
        (int128)a->direction[0] * b->direction[1] - (int128)a->direction[1] * b->direction[0];
    return turn != 0 ? turn > 0 : a->out && !b->out;
}

static void add_ray(struct skeleton *skeleton, uint32_t chain, bool out)
{
    uint32_t wall = out ? skeleton->chains.items[chain].out : skeleton->chains.items[chain].in;
    const int64_t *normal = skeleton->front.walls[wall].normal;
    struct ray ray = { { out ? normal[1] : -normal[1], out ? -normal[0] : normal[0] }, chain, out };
    list_append(skeleton->arena, &skeleton->rays, ray);
    size_t place = skeleton->rays.count - 1;
    for (; place > 0 && is_before(&ray, &skeleton->rays.items[place - 1]); place--) {
        arena_poll(skeleton->arena);
        skeleton->rays.items[place] = skeleton->rays.items[place - 1];
    }
    skeleton->rays.items[place] = ray;
}

/* Walls on one line go on as one. */
static void join(struct skeleton *skeleton, const struct chain *in, const struct chain *out)
{
    roof_front_link(&skeleton->front, in->previous, out->next);
    list_append(skeleton->arena, &skeleton->joined, in->previous);
}

static void add_corner(struct skeleton *skeleton, const struct chain *in, const struct chain *out)
{
    if (roof_front_joins(&skeleton->front, in->in, out->out)) {
        join(skeleton, in, out);
        return;
    }
    uint32_t number = roof_front_add(&skeleton->front, in->in, out->out, &skeleton->now);
    roof_front_link(&skeleton->front, in->previous, number);
    roof_front_link(&skeleton->front, number, out->next);
    corner_of(skeleton, number)->point = skeleton->point;
    corner_of(skeleton, number)->event = skeleton->event_count;
    list_append(skeleton->arena, &skeleton->fresh, number);
}

/* The inside is between a wall that goes out and the next one, counter-clockwise, that comes in. False if there is none. */
static bool connect(struct skeleton *skeleton)
{
    skeleton->rays.count = skeleton->fresh.count = skeleton->joined.count = 0;
    for (uint32_t i = 0; i < skeleton->chains.count; i++) {
        arena_poll(skeleton->arena);
        add_ray(skeleton, i, true);
        add_ray(skeleton, i, false);
    }
    for (size_t i = 0; i < skeleton->rays.count; i++) {
        arena_poll(skeleton->arena);
        const struct ray *out = &skeleton->rays.items[i],
                         *in = &skeleton->rays.items[(i + 1) % skeleton->rays.count];
        if (out->out == in->out)
            return false;
        if (out->out)
            add_corner(skeleton, &skeleton->chains.items[in->chain],
                       &skeleton->chains.items[out->chain]);
    }
    return true;
}

/* Two corners with nothing between them but a line end as that. */
static void end_as_line(struct skeleton *skeleton, uint32_t number)
{
    struct roof_corner *corner = corner_of(skeleton, number);
    struct roof_corner *other = corner_of(skeleton, corner->next);
    if (!corner->alive || other->next != number)
        return;
    roof_creases_line(skeleton->creases, corner->point, other->point);
    corner->alive = other->alive = false;
}

static void drop_dead(struct skeleton *skeleton)
{
    size_t kept = 0;
    for (size_t i = 0; i < skeleton->alive.count; i++) {
        arena_poll(skeleton->arena);
        if (corner_of(skeleton, skeleton->alive.items[i])->alive)
            skeleton->alive.items[kept++] = skeleton->alive.items[i];
    }
    skeleton->alive.count = kept;
}

static void expect_closing(struct skeleton *skeleton, uint32_t number)
{
    push(skeleton, (struct event){ 0, EVENT_CLOSING, number, corner_of(skeleton, number)->next,
                                   ROOF_NONE, 0 });
}

static void expect_all_of(struct skeleton *skeleton, uint32_t number)
{
    expect_of_wall(skeleton, corner_of(skeleton, number)->previous);
    expect_of_wall(skeleton, number);
    expect_of_corner(skeleton, number);
}

static void go_on(struct skeleton *skeleton)
{
    for (size_t i = 0; i < skeleton->fresh.count; i++)
        list_append(skeleton->arena, &skeleton->alive, skeleton->fresh.items[i]);
    for (size_t i = 0; i < skeleton->fresh.count; i++)
        end_as_line(skeleton, skeleton->fresh.items[i]);
    for (size_t i = 0; i < skeleton->joined.count; i++)
        end_as_line(skeleton, skeleton->joined.items[i]);
    drop_dead(skeleton);
    for (size_t i = 0; i < skeleton->fresh.count; i++) {
        uint32_t number = skeleton->fresh.items[i];
        const struct roof_corner *corner = corner_of(skeleton, number);
        if (corner->alive && corner->closing)
            expect_closing(skeleton, number);
        else if (corner->alive)
            expect_all_of(skeleton, number);
    }
    for (size_t i = 0; i < skeleton->joined.count; i++)
        if (corner_of(skeleton, skeleton->joined.items[i])->alive)
            expect_of_wall(skeleton, skeleton->joined.items[i]);
}

/* --- all of it --- */

static bool happen(struct skeleton *skeleton, const struct event *event)
{
    find_place(skeleton, event, &skeleton->now);
    skeleton->event_count++;
    skeleton->point = roof_front_point(&skeleton->front, &skeleton->now, skeleton->creases);
    if (skeleton->point == ROOF_NONE)
        return false;
    gather(skeleton);
    if (!connect(skeleton))
        return false;
    go_on(skeleton);
    return true;
}

static void begin(struct skeleton *skeleton)
{
    uint32_t count = (uint32_t)skeleton->front.corners.count;
    skeleton->now = roof_place_of((const int64_t[2]){ 0, 0 });
    for (uint32_t i = 0; i < count; i++) {
        arena_poll(skeleton->arena);
        struct roof_corner *corner = corner_of(skeleton, i);
        corner->point = roof_front_point(&skeleton->front, &corner->begin, skeleton->creases);
        list_append(skeleton->arena, &skeleton->alive, i);
    }
    for (uint32_t i = 0; i < count; i++) {
        arena_poll(skeleton->arena);
        expect_collapse(skeleton, i);
    }
    for (uint32_t i = 0; i < count; i++) {
        arena_poll(skeleton->arena);
        expect_of_corner(skeleton, i);
    }
}

static bool run(struct skeleton *skeleton, size_t most_events)
{
    while (skeleton->events.count > 0 && skeleton->alive.count > 0) {
        arena_poll(skeleton->arena);
        struct event event = pop(skeleton);
        if (!is_to_come(skeleton, &event))
            continue;
        if (skeleton->event_count > most_events || !happen(skeleton, &event))
            return false;
    }
    return skeleton->alive.count == 0;
}

void roof_straight(struct work *work, const struct region *plan, struct roof_creases *creases)
{
    struct arena *scratch = arena_within(work->arena);
    struct skeleton skeleton = { .work = work, .arena = scratch, .creases = creases };
    roof_front_open(&skeleton.front, scratch, plan);
    begin(&skeleton);
    if (!run(&skeleton, 20 * plan->point_count))
        creases->lines.count = 0;
    arena_close(scratch);
}

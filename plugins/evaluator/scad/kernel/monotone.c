/* SPDX-License-Identifier: MIT */
/* A sweep that triangulates while it goes: between two edges there is a chain of vertices that are still to be joined, bent
 * inward all along. A vertex that comes joins all it can see; one between two edges joins the latest vertex there, and divides
 * the strip, or, if no edge begins there, lies in the chain twice. (S. Hertel and K. Mehlhorn, "Fast triangulation of simple
 * polygons", 1983.) All decisions are exact. */
#include "base/list.h"
#include "base/rows.h"
#include "kernel/outline.h"
#include "kernel/surface.h"

enum { NO_LINK = -1 };

struct link {
    uint32_t point;
    int32_t before, after; /* along the chain, from its bottom to its top */
};

/* What is above an active border, up to the next one. */
struct strip {
    int32_t bottom, top, right; /* links; `right` is the latest */
    signed char label;          /* 0: no surface, and no chain */
};

struct sweep {
    const struct scene *scene;
    const struct outline *outline;
    const bool *essential;
    struct surface *surface;
    struct arena *arena;
    struct {
        struct link *items;
        size_t count, capacity;
    } links;
    struct {
        struct border *items;
        size_t count, capacity;
    } borders; /* from essential vertex to essential vertex, by where they begin */
    signed char *slopes;
    uint32_t *begins;     /* by vertex: the first border that begins there */
    uint32_t *ends;       /* by vertex: one more than an active border that ends there, or 0 */
    struct strip *strips; /* by border: above it */
    struct rows active;   /* borders that the line crosses */
};

static const struct strip no_strip = { NO_LINK, NO_LINK, NO_LINK, 0 };

/* --- chains --- */

static int32_t new_link(struct sweep *sweep, uint32_t point)
{
    struct link link = { point, NO_LINK, NO_LINK };
    list_append(sweep->arena, &sweep->links, link);
    return (int32_t)sweep->links.count - 1;
}

static int turn(const struct sweep *sweep, uint32_t a, uint32_t b, uint32_t c)
{
    const struct group *group = sweep->outline->group;
    return points_turn(&sweep->scene->points, a, b, c, group->x, group->y);
}

/* a, b, c turn left as the group is seen. */
static void emit(struct sweep *sweep, const struct strip *strip, uint32_t a, uint32_t b, uint32_t c)
{
    surface_add(sweep->surface, sweep->outline->group->plane, strip->label < 0, a, b, c);
}

/* Adds a vertex at one end of the chain, with triangles to all that it sees from there. */
static void add_to_top(struct sweep *sweep, struct strip *strip, uint32_t point)
{
    struct link *links = sweep->links.items;
    for (;;) {
        int32_t last = strip->top, second = links[last].before;
        if (second == NO_LINK || turn(sweep, links[second].point, links[last].point, point) >= 0)
            break;
        emit(sweep, strip, links[second].point, point, links[last].point);
        links[second].after = NO_LINK;
        strip->top = second;
    }
    int32_t added = new_link(sweep, point);
    links = sweep->links.items;
    links[added].before = strip->top;
    links[strip->top].after = added;
    strip->top = strip->right = added;
}

static void add_to_bottom(struct sweep *sweep, struct strip *strip, uint32_t point)
{
    struct link *links = sweep->links.items;
    for (;;) {
        int32_t first = strip->bottom, second = links[first].after;
        if (second == NO_LINK || turn(sweep, point, links[first].point, links[second].point) >= 0)
            break;
        emit(sweep, strip, point, links[second].point, links[first].point);
        links[second].before = NO_LINK;
        strip->bottom = second;
    }
    int32_t added = new_link(sweep, point);
    links = sweep->links.items;
    links[added].after = strip->bottom;
    links[strip->bottom].before = added;
    strip->bottom = strip->right = added;
}

/* Cuts the chain at its latest vertex, which both halves keep. */
static void divide(struct sweep *sweep, const struct strip *strip, struct strip *low,
                   struct strip *high)
{
    int32_t right = strip->right, copy = new_link(sweep, sweep->links.items[right].point);
    struct link *links = sweep->links.items;
    *low = *high = *strip;
    links[copy].after = links[right].after;
    if (links[copy].after != NO_LINK)
        links[links[copy].after].before = copy;
    links[right].after = NO_LINK;
    low->top = low->right = right;
    high->bottom = high->right = copy;
    if (high->top == right)
        high->top = copy;
}

/* A vertex between the edges of a strip, or at the end of both. */
static void divide_at(struct sweep *sweep, const struct strip *strip, uint32_t point,
                      struct strip *low, struct strip *high)
{
    divide(sweep, strip, low, high);
    add_to_top(sweep, low, point);
    add_to_bottom(sweep, high, point);
}

/* Two chains that have met at a vertex become one. */
static void join(struct sweep *sweep, struct strip *low, const struct strip *high)
{
    struct link *links = sweep->links.items;
    int32_t end = low->top, next = links[high->bottom].after;
    links[end].after = next;
    if (next != NO_LINK)
        links[next].before = end;
    low->top = high->top == high->bottom ? end : high->top;
    low->right = end;
}

/* --- borders --- */

/* Goes on over vertices that are left out, and sorts by where borders begin. */
static void prepare_borders(struct sweep *sweep)
{
    const struct outline *outline = sweep->outline;
    struct arena *arena = sweep->arena;
    uint32_t count = outline->vertex_count;
    const struct border **goes_on = arena_take(arena, count * sizeof *goes_on);
    sweep->begins = arena_take(arena, ((size_t)count + 2) * sizeof *sweep->begins);
    sweep->ends = arena_take(arena, count * sizeof *sweep->ends);
    for (uint32_t i = 0; i < outline->border_count; i++) {
        arena_poll(arena);
        const struct border *border = &outline->borders[i];
        if (!sweep->essential[outline->vertices[border->from]])
            goes_on[border->from] = border;
        else
            sweep->begins[border->from + 2]++;
    }
    for (uint32_t i = 0; i < count; i++) {
        arena_poll(arena);
        sweep->begins[i + 2] += sweep->begins[i + 1];
    }
    sweep->borders.count = sweep->begins[count + 1];
    sweep->borders.items = arena_take(arena, sweep->borders.count * sizeof *sweep->borders.items);
    sweep->slopes = arena_take(arena, sweep->borders.count);
    sweep->strips = arena_take(arena, sweep->borders.count * sizeof *sweep->strips);
    for (uint32_t i = 0; i < outline->border_count; i++) {
        arena_poll(arena);
        struct border border = outline->borders[i];
        if (!sweep->essential[outline->vertices[border.from]])
            continue;
        while (!sweep->essential[outline->vertices[border.to]]) {
            arena_poll(arena);
            border.to = goes_on[border.to]->to;
        }
        sweep->borders.items[sweep->begins[border.from + 1]++] = border;
    }
}

static int above(const struct sweep *sweep, uint32_t number, uint32_t point)
{
    const struct border *border = &sweep->borders.items[number];
    const struct scene *scene = sweep->scene;
    if (sweep->slopes[number] == 0) {
        const struct group *group = sweep->outline->group;
        const struct plane *plane = scene_plane(scene, group->plane),
                           *carrier = &scene->planes.items[border->carrier];
        int128 direction = plane_cross(plane, carrier, group->x);
        if (direction == 0)
            direction = plane_cross(plane, carrier, group->y);
        sweep->slopes[number] = direction > 0 ? 1 : -1;
    }
    return -sweep->slopes[number] *
           points_side(&scene->points, &scene->planes.items[border->carrier], point);
}

static void sort_begun(struct sweep *sweep, uint32_t begin, uint32_t end)
{
    const uint32_t *vertices = sweep->outline->vertices;
    struct border *borders = sweep->borders.items;
    for (uint32_t i = begin + 1; i < end; i++) {
        arena_poll(sweep->arena);
        for (uint32_t at = i; at > begin && above(sweep, at - 1, vertices[borders[at].to]) < 0;
             at--) {
            struct border border = borders[at - 1];
            borders[at - 1] = borders[at];
            borders[at] = border;
            signed char slope = sweep->slopes[at - 1];
            sweep->slopes[at - 1] = sweep->slopes[at];
            sweep->slopes[at] = slope;
        }
    }
}

/* --- the sweep --- */

struct sight {
    const struct sweep *sweep;
    uint32_t vertex;
};

static bool is_above(const void *context, uint32_t border)
{
    const struct sight *sight = context;
    const struct sweep *sweep = sight->sweep;
    return above(sweep, border, sweep->outline->vertices[sight->vertex]) > 0;
}

static bool ends_there(const void *context, uint32_t border)
{
    const struct sight *sight = context;
    return sight->sweep->borders.items[border].to == sight->vertex;
}

/* The active borders that end at the vertex. */
static struct seat_range find_ending(const struct sweep *sweep, uint32_t vertex)
{
    const struct sight sight = { sweep, vertex };
    uint32_t known = sweep->ends[vertex];
    if (known > 0)
        return rows_span(&sweep->active, rows_find(&sweep->active, known - 1), ends_there, &sight);
    struct seat below = rows_search(&sweep->active, is_above, &sight);
    return (struct seat_range){ below, below, 0 };
}

static struct strip *strip_above(const struct sweep *sweep, struct seat seat)
{
    return &sweep->strips[rows_number(seat)];
}

/* Ends the strips between borders that end at the vertex; *low is then the strip below it, *high the one above. */
static void end_strips(struct sweep *sweep, const struct seat_range *span, uint32_t point,
                       struct strip *low, struct strip *high)
{
    *low = span->below.row ? *strip_above(sweep, span->below) : no_strip;
    if (span->count == 0) {
        *high = no_strip;
        struct strip whole = *low;
        if (whole.label != 0)
            divide_at(sweep, &whole, point, low, high);
        return;
    }
    *high = *strip_above(sweep, span->highest);
    struct seat seat = span->below;
    for (uint32_t i = 0; i + 1 < span->count; i++) {
        struct strip below, over;
        seat = rows_next(&sweep->active, seat);
        if (strip_above(sweep, seat)->label != 0)
            divide_at(sweep, strip_above(sweep, seat), point, &below, &over);
    }
    if (low->label != 0)
        add_to_top(sweep, low, point);
    if (high->label != 0)
        add_to_bottom(sweep, high, point);
}

static void begin_strips(struct sweep *sweep, struct seat_range span, uint32_t begin, uint32_t end,
                         uint32_t point, const struct strip *high)
{
    struct seat seat = span.below;
    for (uint32_t i = begin; i < end; i++) {
        arena_poll(sweep->arena);
        seat = rows_relieve(&sweep->active, seat, &span.count, i);
        sweep->ends[sweep->borders.items[i].to] = i + 1;
        sweep->strips[i] = no_strip;
        if (i + 1 == end) {
            sweep->strips[i] = *high;
        } else if (sweep->borders.items[i].above != 0) {
            int32_t link = new_link(sweep, point);
            sweep->strips[i] = (struct strip){ link, link, link, sweep->borders.items[i].above };
        }
    }
    rows_remove_above(&sweep->active, seat, span.count);
}

static void pass_vertex(struct sweep *sweep, uint32_t vertex)
{
    uint32_t point = sweep->outline->vertices[vertex];
    struct seat_range span = find_ending(sweep, vertex);
    uint32_t begin = sweep->begins[vertex], end = sweep->begins[vertex + 1];
    struct strip low, high;
    sort_begun(sweep, begin, end);
    end_strips(sweep, &span, point, &low, &high);
    if (begin == end && low.label != 0 && high.label == low.label)
        join(sweep, &low, &high);
    if (span.below.row)
        *strip_above(sweep, span.below) = low;
    begin_strips(sweep, span, begin, end, point, &high);
}

void monotone_triangulate(struct surface *surface, const struct scene *scene,
                          const struct outline *outline, const bool *essential, struct arena *arena)
{
    struct sweep sweep = { .scene = scene,
                           .outline = outline,
                           .essential = essential,
                           .surface = surface,
                           .arena = arena_within(arena) };
    prepare_borders(&sweep);
    rows_open(&sweep.active, (uint32_t)sweep.borders.count, sweep.arena);
    for (uint32_t vertex = 0; vertex < outline->vertex_count; vertex++) {
        arena_poll(sweep.arena);
        if (essential[outline->vertices[vertex]])
            pass_vertex(&sweep, vertex);
    }
    arena_close(sweep.arena);
}

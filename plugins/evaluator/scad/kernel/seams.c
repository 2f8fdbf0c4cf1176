/* SPDX-License-Identifier: MIT */
/* Few edges have surface on both sides and borders of other planes at both ends: only borders that come to the ends of these are sorted.
 * What is one edge in one plane may be several in another, where less was left out. */
#include "kernel/seams.h"

#include "base/list.h"
#include "base/sort.h"

#include <stdlib.h>

/* What is asked of the edges of one group. */
struct look {
    const struct arrangement *arrangement;
    const signed char *labels;
    const uint32_t *points; /* by vertex of the group */
    const struct edge *edges;
    uint32_t count;
};

static struct look look_at(const struct arrangement *arrangement, const signed char *labels,
                           uint32_t number)
{
    const struct group *group = &arrangement->groups.items[number];
    struct look look = { .arrangement = arrangement, .labels = labels, .count = group->edge_count };
    if (look.count > 0) { /* else there may be no lists at all */
        look.points = &arrangement->vertices.items[group->vertices];
        look.edges = &arrangement->edges.items[group->edges];
    }
    return look;
}

static bool is_border(const struct look *look, const struct edge *edge)
{
    return look->labels[edge->below] != look->labels[edge->above];
}

static void mark_borders(const struct look *look, bool *on_border)
{
    for (uint32_t i = 0; i < look->count; i++) {
        arena_poll(look->arrangement->arena);
        if (is_border(look, &look->edges[i]))
            on_border[look->points[look->edges[i].from]] =
                on_border[look->points[look->edges[i].to]] = true;
    }
}

static bool may_be_seam(const struct look *look, const struct edge *edge, const bool *on_border)
{
    return look->labels[edge->below] != 0 && !is_border(look, edge) &&
           on_border[look->points[edge->from]] && on_border[look->points[edge->to]];
}

/* Marks the ends of edges that may be seams. */
static bool mark_wanted(const struct look *look, const bool *on_border, bool *wanted)
{
    bool any = false;
    for (uint32_t i = 0; i < look->count; i++) {
        arena_poll(look->arrangement->arena);
        const struct edge *edge = &look->edges[i];
        if (may_be_seam(look, edge, on_border))
            wanted[look->points[edge->from]] = wanted[look->points[edge->to]] = any = true;
    }
    return any;
}

static void add_way(struct seams *seams, struct arena *arena, uint32_t from, uint32_t to)
{
    if (seams->ways.count == seams->ways.capacity)
        list_make_room(arena, &seams->ways);
    uint32_t *ends = seams->ways.items[seams->ways.count++];
    ends[0] = from;
    ends[1] = to;
}

static void add_border(struct seams *seams, struct arena *arena, uint32_t from, uint32_t to)
{
    add_way(seams, arena, from, to);
    add_way(seams, arena, to, from);
}

static void collect_borders(const struct look *look, const bool *wanted, struct seams *seams,
                            struct arena *arena)
{
    for (uint32_t i = 0; i < look->count; i++) {
        arena_poll(look->arrangement->arena);
        const struct edge *edge = &look->edges[i];
        uint32_t from = look->points[edge->from], to = look->points[edge->to];
        if (is_border(look, edge) && (wanted[from] || wanted[to]))
            add_border(seams, arena, from, to);
    }
}

/* The next triangle from t on that is surface, was not touched, and has a pinched corner: there the leaf may touch its own faces. */
static uint32_t next_pinched(const struct arrangement *arrangement, const signed char *labels,
                             uint32_t t)
{
    const struct scene *scene = arrangement->scene;
    for (; t < scene->triangle_count; t++) {
        arena_poll(arrangement->arena);
        const uint32_t *corners = scene->triangles[t].corners;
        uint32_t face = arrangement->component[t];
        if (face != NOTHING && labels[face] != 0 &&
            (scene->pinched[corners[0]] || scene->pinched[corners[1]] ||
             scene->pinched[corners[2]]))
            return t;
    }
    return NOTHING;
}

static void mark_pinched(const struct arrangement *arrangement, const signed char *labels,
                         bool *on_border)
{
    const struct scene *scene = arrangement->scene;
    for (uint32_t t = next_pinched(arrangement, labels, 0); t != NOTHING;
         t = next_pinched(arrangement, labels, t + 1))
        for (int k = 0; k < 3; k++)
            on_border[scene->triangles[t].corners[k]] = true;
}

static void collect_pinched(const struct arrangement *arrangement, const signed char *labels,
                            const bool *wanted, struct seams *seams, struct arena *arena)
{
    const struct scene *scene = arrangement->scene;
    for (uint32_t t = next_pinched(arrangement, labels, 0); t != NOTHING;
         t = next_pinched(arrangement, labels, t + 1))
        for (int k = 0; k < 3; k++) {
            uint32_t from = scene->triangles[t].corners[k],
                     to = scene->triangles[t].corners[(k + 1) % 3];
            if (wanted[from] || wanted[to])
                add_border(seams, arena, from, to);
        }
}

static int compare_ends(const void *left, const void *right)
{
    const uint32_t *a = left, *b = right;
    if (a[0] != b[0])
        return a[0] < b[0] ? -1 : 1;
    return a[1] < b[1] ? -1 : a[1] > b[1];
}

static void sort_ways(struct seams *seams, struct arena *arena)
{
    if (seams->ways.count > 1)
        sort_items(arena, seams->ways.items, seams->ways.count, sizeof *seams->ways.items,
                   compare_ends);
}

static void collect(const struct arrangement *arrangement, const signed char *labels,
                    const bool *wanted, struct seams *seams, struct arena *arena)
{
    seams->ways.count = 0;
    for (uint32_t i = 0; i < arrangement->groups.count; i++) {
        struct look look = look_at(arrangement, labels, i);
        collect_borders(&look, wanted, seams, arena);
    }
    collect_pinched(arrangement, labels, wanted, seams, arena);
    sort_ways(seams, arena);
}

/* --- edges that several borders cover --- */

static bool is_between(const struct points *points, uint32_t a, uint32_t b, uint32_t c)
{
    for (int axis = 0; axis < 3; axis++) {
        int order = points_compare(points, a, c, axis);
        if (order != 0)
            return points_compare(points, a, b, axis) == order &&
                   points_compare(points, b, c, axis) == order;
    }
    return false;
}

static size_t first_way(const struct seams *seams, uint32_t from)
{
    size_t low = 0, high = seams->ways.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (seams->ways.items[middle][0] < from)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Where a border leads that begins at `from` and lies on the straight way to `to`, or NOTHING. */
static uint32_t step_towards(const struct seams *seams, const struct points *points, uint32_t from,
                             uint32_t to)
{
    for (size_t i = first_way(seams, from);
         i < seams->ways.count && seams->ways.items[i][0] == from; i++) {
        uint32_t next = seams->ways.items[i][1];
        if (next == to ||
            (points_on_line(points, from, next, to) && is_between(points, from, next, to)))
            return next;
    }
    return NOTHING;
}

/* *more if it is to be asked again, with the borders to what is wanted then. */
static bool is_covered(const struct seams *seams, const struct points *points, uint32_t from,
                       uint32_t to, bool *wanted, bool *more)
{
    while (from != to) {
        from = step_towards(seams, points, from, to);
        if (from == NOTHING)
            return false;
        if (!wanted[from]) {
            wanted[from] = *more = true;
            return false;
        }
    }
    return true;
}

/* True if that showed that more borders are wanted. */
static bool add_covered(struct seams *seams, const struct look *look, bool *wanted,
                        struct arena *arena, struct seams *covered)
{
    const struct points *points = &look->arrangement->scene->points;
    bool more = false;
    for (uint32_t i = 0; i < look->count; i++) {
        const struct edge *edge = &look->edges[i];
        uint32_t from = look->points[edge->from], to = look->points[edge->to];
        if (may_be_seam(look, edge, seams->on_border) && !seams_have(seams, from, to) &&
            is_covered(seams, points, from, to, wanted, &more))
            add_border(covered, arena, from, to);
    }
    return more;
}

static bool add_all_covered(struct seams *seams, const struct arrangement *arrangement,
                            const signed char *labels, bool *wanted, struct arena *arena)
{
    struct seams covered = { 0 };
    bool more = false;
    for (uint32_t i = 0; i < arrangement->groups.count; i++) {
        struct look look = look_at(arrangement, labels, i);
        more = add_covered(seams, &look, wanted, arena, &covered) || more;
    }
    for (size_t i = 0; i < covered.ways.count; i++)
        add_way(seams, arena, covered.ways.items[i][0], covered.ways.items[i][1]);
    if (covered.ways.count > 0)
        sort_ways(seams, arena);
    return more;
}

struct seams seams_find(const struct arrangement *arrangement, const signed char *labels,
                        struct arena *arena)
{
    size_t points = arrangement->scene->points.count;
    uint32_t groups = (uint32_t)arrangement->groups.count;
    struct seams seams = { .on_border = arena_take(arena, points) };
    bool *wanted = arena_take(arena, points), more = false;
    for (uint32_t i = 0; i < groups; i++) {
        struct look look = look_at(arrangement, labels, i);
        mark_borders(&look, seams.on_border);
    }
    mark_pinched(arrangement, labels, seams.on_border);
    for (uint32_t i = 0; i < groups; i++) {
        struct look look = look_at(arrangement, labels, i);
        more = mark_wanted(&look, seams.on_border, wanted) || more;
    }
    while (more) {
        arena_poll(arena);
        collect(arrangement, labels, wanted, &seams, arena);
        more = add_all_covered(&seams, arrangement, labels, wanted, arena);
    }
    return seams;
}

bool seams_have(const struct seams *seams, uint32_t a, uint32_t b)
{
    if (seams->ways.count == 0 || !seams->on_border[a] || !seams->on_border[b])
        return false;
    const uint32_t ends[2] = { a, b };
    return bsearch(ends, seams->ways.items, seams->ways.count, sizeof *seams->ways.items,
                   compare_ends) != NULL;
}

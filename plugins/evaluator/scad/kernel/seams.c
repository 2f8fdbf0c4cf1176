/* SPDX-License-Identifier: MIT */
/* Few edges have surface on both sides and borders of other planes at both ends: only borders between the ends of these are sorted. */
#include "kernel/seams.h"

#include "base/list.h"

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
    for (uint32_t i = 0; i < look->count; i++)
        if (is_border(look, &look->edges[i]))
            on_border[look->points[look->edges[i].from]] =
                on_border[look->points[look->edges[i].to]] = true;
}

/* Marks the ends of edges that may be seams. */
static bool mark_wanted(const struct look *look, const bool *on_border, bool *wanted)
{
    bool any = false;
    for (uint32_t i = 0; i < look->count; i++) {
        const struct edge *edge = &look->edges[i];
        uint32_t from = look->points[edge->from], to = look->points[edge->to];
        if (look->labels[edge->below] == 0 || is_border(look, edge) || !on_border[from] ||
            !on_border[to])
            continue;
        wanted[from] = wanted[to] = any = true;
    }
    return any;
}

static void add_border(struct seams *seams, struct arena *arena, uint32_t from, uint32_t to)
{
    if (seams->edges.count == seams->edges.capacity)
        list_make_room(arena, &seams->edges);
    uint32_t *ends = seams->edges.items[seams->edges.count++];
    ends[0] = from < to ? from : to;
    ends[1] = from < to ? to : from;
}

static void collect_borders(const struct look *look, const bool *wanted, struct seams *seams,
                            struct arena *arena)
{
    for (uint32_t i = 0; i < look->count; i++) {
        const struct edge *edge = &look->edges[i];
        uint32_t from = look->points[edge->from], to = look->points[edge->to];
        if (is_border(look, edge) && wanted[from] && wanted[to])
            add_border(seams, arena, from, to);
    }
}

/* The next triangle from t on that is surface, was not touched, and has a pinched corner: there the leaf may touch its own faces. */
static uint32_t next_pinched(const struct arrangement *arrangement, const signed char *labels,
                             uint32_t t)
{
    const struct scene *scene = arrangement->scene;
    for (; t < scene->triangle_count; t++) {
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
            if (wanted[from] && wanted[to])
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

struct seams seams_find(const struct arrangement *arrangement, const signed char *labels,
                        struct arena *arena)
{
    size_t points = arrangement->scene->points.count;
    uint32_t groups = (uint32_t)arrangement->groups.count;
    struct seams seams = { .on_border = arena_take(arena, points) };
    bool *wanted = arena_take(arena, points), any = false;
    for (uint32_t i = 0; i < groups; i++) {
        struct look look = look_at(arrangement, labels, i);
        mark_borders(&look, seams.on_border);
    }
    mark_pinched(arrangement, labels, seams.on_border);
    for (uint32_t i = 0; i < groups; i++) {
        struct look look = look_at(arrangement, labels, i);
        any = mark_wanted(&look, seams.on_border, wanted) || any;
    }
    for (uint32_t i = 0; i < groups && any; i++) {
        struct look look = look_at(arrangement, labels, i);
        collect_borders(&look, wanted, &seams, arena);
    }
    if (any)
        collect_pinched(arrangement, labels, wanted, &seams, arena);
    if (seams.edges.count > 1)
        qsort(seams.edges.items, seams.edges.count, sizeof *seams.edges.items, compare_ends);
    return seams;
}

bool seams_have(const struct seams *seams, uint32_t a, uint32_t b)
{
    if (seams->edges.count == 0 || !seams->on_border[a] || !seams->on_border[b])
        return false;
    const uint32_t ends[2] = { a < b ? a : b, a < b ? b : a };
    return bsearch(ends, seams->edges.items, seams->edges.count, sizeof *seams->edges.items,
                   compare_ends) != NULL;
}

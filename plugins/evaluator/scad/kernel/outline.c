/* SPDX-License-Identifier: MIT */
/* Outlines of what is surface in one plane, and which of their vertices nobody needs. */
#include "kernel/outline.h"

static bool is_border(const signed char *labels, const struct seams *seams,
                      const uint32_t *vertices, const struct edge *edge)
{
    return labels[edge->below] != labels[edge->above] ||
           (seams && labels[edge->below] != 0 &&
            seams_have(seams, vertices[edge->from], vertices[edge->to]));
}

/* Vertices within the surface to which borders of other planes come. */
static void place_inner(const struct arrangement *arrangement, const struct group *group,
                        const signed char *labels, const struct seams *seams, struct arena *arena,
                        uint32_t *places)
{
    const uint32_t *vertices = &arrangement->vertices.items[group->vertices];
    for (uint32_t i = 0; i < group->edge_count; i++) {
        arena_poll(arena);
        const struct edge *edge = &arrangement->edges.items[group->edges + i];
        if (labels[edge->below] == 0 || labels[edge->below] != labels[edge->above])
            continue;
        if (seams->on_border[vertices[edge->from]])
            places[edge->from] = 0;
        if (seams->on_border[vertices[edge->to]])
            places[edge->to] = 0;
    }
    for (uint32_t i = 0; i < group->island_count; i++) {
        arena_poll(arena);
        const struct island *island = &arrangement->islands.items[group->islands + i];
        if (labels[island->face] != 0 && seams->on_border[vertices[island->vertex]])
            places[island->vertex] = 0;
    }
}

struct outline outline_of(const struct arrangement *arrangement, const struct group *group,
                          const signed char *labels, const struct seams *seams, struct arena *arena,
                          uint32_t *places)
{
    struct outline outline = { .group = group };
    for (uint32_t i = 0; i < group->vertex_count; i++) {
        arena_poll(arena);
        places[i] = NOTHING;
    }
    if (group->edge_count == 0)
        return outline; /* there may be no list of edges at all */
    const struct edge *edges = &arrangement->edges.items[group->edges];
    const uint32_t *vertices = &arrangement->vertices.items[group->vertices];
    for (uint32_t i = 0; i < group->edge_count; i++) {
        arena_poll(arena);
        if (is_border(labels, seams, vertices, &edges[i])) {
            places[edges[i].from] = places[edges[i].to] = 0;
            outline.border_count++;
        }
    }
    if (seams)
        place_inner(arrangement, group, labels, seams, arena, places);
    for (uint32_t i = 0; i < group->vertex_count; i++) {
        arena_poll(arena);
        if (places[i] != NOTHING)
            places[i] = outline.vertex_count++;
    }
    outline.vertices = arena_take(arena, outline.vertex_count * sizeof *outline.vertices);
    outline.borders = arena_take(arena, outline.border_count * sizeof *outline.borders);
    for (uint32_t i = 0; i < group->vertex_count; i++) {
        arena_poll(arena);
        if (places[i] != NOTHING)
            outline.vertices[places[i]] = vertices[i];
    }
    struct border *next = outline.borders;
    for (uint32_t i = 0; i < group->edge_count; i++) {
        arena_poll(arena);
        if (is_border(labels, seams, vertices, &edges[i]))
            *next++ = (struct border){ places[edges[i].from], places[edges[i].to], edges[i].carrier,
                                       labels[edges[i].below], labels[edges[i].above] };
    }
    return outline;
}

/* What borders do at a vertex: one that comes and one that goes, or something that needs the vertex. */
struct visit {
    uint32_t count;
    const struct border *coming, *going;
};

static bool goes_straight(const struct scene *scene, const struct outline *outline,
                          const struct visit *visit)
{
    const struct border *a = visit->coming, *b = visit->going;
    if (visit->count != 2 || !a || !b || a->below != b->below || a->above != b->above)
        return false;
    return a->carrier == b->carrier || points_side(&scene->points, &scene->planes.items[a->carrier],
                                                   outline->vertices[b->to]) == 0;
}

/* True if borders that go straight on there in planes that were seen before are on the same line. */
static bool keeps_line(const struct points *points, const struct outline *outline,
                       const struct visit *visit, uint32_t *along)
{
    uint32_t from = outline->vertices[visit->coming->from],
             at = outline->vertices[visit->going->from], to = outline->vertices[visit->going->to];
    if (along[at] == NOTHING)
        along[at] = from;
    return along[at] == from || along[at] == to || points_on_line(points, along[at], at, from);
}

void outline_mark_essential(const struct scene *scene, const struct outline *outline,
                            struct arena *arena, struct needs *needs)
{
    struct arena *scratch = arena_within(arena);
    struct visit *visits = arena_take(scratch, outline->vertex_count * sizeof *visits);
    for (uint32_t i = 0; i < outline->border_count; i++) {
        arena_poll(arena);
        const struct border *border = &outline->borders[i];
        visits[border->from].count++;
        visits[border->from].going = border;
        visits[border->to].count++;
        visits[border->to].coming = border;
    }
    for (uint32_t i = 0; i < outline->vertex_count; i++) {
        arena_poll(arena);
        uint32_t point = outline->vertices[i];
        if (!needs->essential[point] &&
            (!goes_straight(scene, outline, &visits[i]) ||
             (needs->along && !keeps_line(&scene->points, outline, &visits[i], needs->along))))
            needs->essential[point] = true;
    }
    arena_close(scratch);
}

/* SPDX-License-Identifier: MIT */
/* Outlines first, of all groups, since a vertex can go only if no group needs it; then triangles. */
#include "kernel/surface.h"

#include "base/list.h"
#include "kernel/outline.h"

void surface_add(struct surface *surface, uint32_t a, uint32_t b, uint32_t c)
{
    if (surface->count == surface->capacity)
        list_make_room(surface->arena, surface);
    uint32_t *triangle = surface->items[surface->count++];
    triangle[0] = a, triangle[1] = b, triangle[2] = c;
}

static bool is_border(const signed char *labels, const struct edge *edge)
{
    return labels[edge->below] != labels[edge->above];
}

/* `places` has room for a number for each vertex of a group. */
static struct outline outline_of(const struct arrangement *arrangement, const struct group *group,
                                 const signed char *labels, struct arena *arena, uint32_t *places)
{
    struct outline outline = { .group = group };
    const struct edge *edges = &arrangement->edges.items[group->edges];
    const uint32_t *vertices = &arrangement->vertices.items[group->vertices];
    for (uint32_t i = 0; i < group->vertex_count; i++)
        places[i] = NOTHING;
    for (uint32_t i = 0; i < group->edge_count; i++)
        if (is_border(labels, &edges[i])) {
            places[edges[i].from] = places[edges[i].to] = 0;
            outline.border_count++;
        }
    for (uint32_t i = 0; i < group->vertex_count; i++)
        if (places[i] != NOTHING)
            places[i] = outline.vertex_count++;
    outline.vertices = arena_take(arena, outline.vertex_count * sizeof *outline.vertices);
    outline.borders = arena_take(arena, outline.border_count * sizeof *outline.borders);
    for (uint32_t i = 0; i < group->vertex_count; i++)
        if (places[i] != NOTHING)
            outline.vertices[places[i]] = vertices[i];
    struct border *next = outline.borders;
    for (uint32_t i = 0; i < group->edge_count; i++)
        if (is_border(labels, &edges[i]))
            *next++ = (struct border){ places[edges[i].from], places[edges[i].to], edges[i].carrier,
                                       labels[edges[i].below], labels[edges[i].above] };
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

static void mark_essential(const struct scene *scene, const struct outline *outline,
                           struct arena *arena, bool *essential)
{
    struct arena *scratch = arena_within(arena);
    struct visit *visits = arena_take(scratch, outline->vertex_count * sizeof *visits);
    for (uint32_t i = 0; i < outline->border_count; i++) {
        const struct border *border = &outline->borders[i];
        visits[border->from].count++;
        visits[border->from].going = border;
        visits[border->to].count++;
        visits[border->to].coming = border;
    }
    for (uint32_t i = 0; i < outline->vertex_count; i++)
        if (!essential[outline->vertices[i]] && !goes_straight(scene, outline, &visits[i]))
            essential[outline->vertices[i]] = true;
    arena_close(scratch);
}

/* Triangles that nothing touched stay as they are. */
static void take_components(struct surface *surface, const struct arrangement *arrangement,
                            const signed char *labels, bool *essential)
{
    const struct scene *scene = arrangement->scene;
    for (uint32_t t = 0; t < scene->triangle_count; t++) {
        uint32_t face = arrangement->component[t];
        if (face == NOTHING || labels[face] == 0)
            continue;
        const uint32_t *corners = scene->triangles[t].corners;
        bool turned = labels[face] < 0;
        surface_add(surface, corners[0], corners[turned ? 2 : 1], corners[turned ? 1 : 2]);
        for (int i = 0; i < 3; i++)
            essential[corners[i]] = true;
    }
}

void surface_build(struct surface *surface, const struct arrangement *arrangement,
                   const signed char *labels, struct arena *arena)
{
    const struct scene *scene = arrangement->scene;
    struct arena *scratch = arena_within(arena), *inner = arena_within(scratch);
    size_t groups = arrangement->groups.count;
    uint32_t most = 0;
    *surface = (struct surface){ .arena = arena };
    bool *essential = arena_take(scratch, scene->points.count);
    struct outline *outlines = arena_take(scratch, groups * sizeof *outlines);
    take_components(surface, arrangement, labels, essential);
    for (size_t i = 0; i < groups; i++)
        if (arrangement->groups.items[i].vertex_count > most)
            most = arrangement->groups.items[i].vertex_count;
    uint32_t *places = arena_take(scratch, most * sizeof *places);
    for (size_t i = 0; i < groups; i++) {
        outlines[i] =
            outline_of(arrangement, &arrangement->groups.items[i], labels, scratch, places);
        mark_essential(scene, &outlines[i], scratch, essential);
    }
    for (size_t i = 0; i < groups; i++) {
        if (outlines[i].border_count > 0)
            monotone_triangulate(surface, scene, &outlines[i], essential, inner);
    }
    arena_close(inner);
    arena_close(scratch);
}

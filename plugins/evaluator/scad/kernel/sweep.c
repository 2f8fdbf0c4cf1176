/* SPDX-License-Identifier: MIT */
/* A line sweeps over the edges, from vertex to vertex, and gives a number to each face that it comes into. */
#include "kernel/overlay.h"

#include "base/list.h"
#include "kernel/sets.h"

static uint32_t new_face(struct overlay *overlay, int cover)
{
    uint32_t face = (uint32_t)overlay->same.count;
    list_append(overlay->arena, &overlay->same, face);
    list_append(overlay->arena, &overlay->covers, cover);
    return face;
}

static void find_begins(struct overlay *overlay)
{
    uint32_t edge = 0;
    overlay->begins.count = overlay->ends.count = 0;
    for (uint32_t vertex = 0; vertex <= overlay->vertices.count; vertex++) {
        list_append(overlay->arena, &overlay->begins, edge);
        list_append(overlay->arena, &overlay->ends, NOTHING);
        while (edge < overlay->edges.count && overlay->edges.items[edge].from == vertex) {
            arena_poll(overlay->arena);
            edge++;
        }
    }
}

struct sight {
    const struct overlay *overlay;
    uint32_t vertex;
};

static bool is_above(const void *context, uint32_t number)
{
    const struct sight *sight = context;
    const struct edge *edge = &sight->overlay->edges.items[number];
    uint32_t point = sight->overlay->vertices.items[sight->vertex];
    return overlay_above(sight->overlay, edge, point) > 0;
}

static bool ends_there(const void *context, uint32_t number)
{
    const struct sight *sight = context;
    return sight->overlay->edges.items[number].to == sight->vertex;
}

/* The active edges that end at the vertex. */
static struct seat_range find_ending(const struct overlay *overlay, uint32_t vertex)
{
    const struct sight sight = { overlay, vertex };
    uint32_t known = overlay->ends.items[vertex];
    if (known != NOTHING)
        return rows_span(&overlay->active, rows_find(&overlay->active, known), ends_there, &sight);
    struct seat below = rows_search(&overlay->active, is_above, &sight);
    return (struct seat_range){ below, below, 0 };
}

/* From the lowest to the highest as they leave the vertex. */
static void sort_begun(struct overlay *overlay, uint32_t begin, uint32_t end)
{
    struct edge *edges = overlay->edges.items;
    for (uint32_t i = begin + 1; i < end; i++) {
        arena_poll(overlay->arena);
        struct edge edge = edges[i];
        uint32_t at = i;
        for (; at > begin &&
               overlay_above(overlay, &edges[at - 1], overlay->vertices.items[edge.to]) < 0;
             at--)
            edges[at] = edges[at - 1];
        edges[at] = edge;
    }
}

static void name_faces(struct overlay *overlay, uint32_t begin, uint32_t end, uint32_t lowest,
                       uint32_t highest)
{
    for (uint32_t i = begin; i < end; i++) {
        struct edge *edge = &overlay->edges.items[i];
        edge->below = i > begin ? edge[-1].above : lowest;
        edge->above = i + 1 == end
                          ? highest
                          : new_face(overlay, overlay->covers.items[edge->below] + edge->cover);
    }
}

static void pass_vertex(struct overlay *overlay, uint32_t vertex)
{
    const struct edge *edges = overlay->edges.items;
    struct rows *active = &overlay->active;
    struct seat_range ending = find_ending(overlay, vertex);
    struct seat below = ending.below;
    uint32_t lowest = below.row ? edges[rows_number(below)].above : 0;
    uint32_t highest = ending.count > 0 ? edges[rows_number(ending.highest)].above : lowest;
    uint32_t begin = overlay->begins.items[vertex], end = overlay->begins.items[vertex + 1];
    sort_begun(overlay, begin, end);
    if (begin == end && lowest != highest)
        sets_unite(overlay->same.items, lowest, highest);
    if (begin == end && ending.count == 0)
        list_append(overlay->arena, &overlay->islands, ((struct island){ vertex, lowest }));
    name_faces(overlay, begin, end, lowest, highest);
    for (uint32_t edge = begin; edge < end; edge++) {
        below = rows_relieve(active, below, &ending.count, edge);
        overlay->ends.items[edges[edge].to] = edge;
    }
    rows_remove_above(active, below, ending.count);
}

void sweep_faces(struct overlay *overlay)
{
    overlay->same.count = overlay->covers.count = 0;
    overlay->islands.count = 0;
    rows_clear(&overlay->active, (uint32_t)overlay->edges.count);
    find_begins(overlay);
    new_face(overlay, 0);
    for (uint32_t vertex = 0; vertex < overlay->vertices.count; vertex++) {
        arena_poll(overlay->arena);
        pass_vertex(overlay, vertex);
    }
    for (size_t i = 0; i < overlay->edges.count; i++) {
        arena_poll(overlay->arena);
        struct edge *edge = &overlay->edges.items[i];
        edge->below = sets_find(overlay->same.items, edge->below);
        edge->above = sets_find(overlay->same.items, edge->above);
    }
    for (size_t i = 0; i < overlay->islands.count; i++) {
        arena_poll(overlay->arena);
        overlay->islands.items[i].face =
            sets_find(overlay->same.items, overlay->islands.items[i].face);
    }
}

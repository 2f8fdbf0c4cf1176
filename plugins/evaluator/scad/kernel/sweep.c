/* SPDX-License-Identifier: MIT */
/* A line sweeps over the edges, from vertex to vertex, and gives a number to each face that it comes into. */
#include "kernel/overlay.h"

#include "base/list.h"
#include "kernel/sets.h"

#include <string.h>

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
    overlay->begins.count = 0;
    for (uint32_t vertex = 0; vertex <= overlay->vertices.count; vertex++) {
        list_append(overlay->arena, &overlay->begins, edge);
        while (edge < overlay->edges.count && overlay->edges.items[edge].from == vertex) {
            arena_poll(overlay->arena);
            edge++;
        }
    }
}

/* The first of the active edges that the vertex is not above. */
static size_t find_active(const struct overlay *overlay, uint32_t vertex)
{
    size_t low = 0, high = overlay->active.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct edge *edge = &overlay->edges.items[overlay->active.items[middle]];
        bool above =
            edge->to != vertex && overlay_above(overlay, edge, overlay->vertices.items[vertex]) > 0;
        if (above)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
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

/* Puts edges begin ... end - 1 where `removed` active ones were. */
static void replace_active(struct overlay *overlay, size_t at, size_t removed, uint32_t begin,
                           uint32_t end)
{
    size_t added = end - begin, count = overlay->active.count;
    if (added == 0 && removed == 0)
        return;
    while (overlay->active.capacity < count + added)
        list_make_room(overlay->arena, &overlay->active);
    uint32_t *items = overlay->active.items;
    memmove(&items[at + added], &items[at + removed], (count - at - removed) * sizeof *items);
    for (uint32_t i = begin; i < end; i++)
        items[at + i - begin] = i;
    overlay->active.count = count + added - removed;
}

static void pass_vertex(struct overlay *overlay, uint32_t vertex)
{
    const struct edge *edges = overlay->edges.items;
    const uint32_t *active = overlay->active.items;
    size_t first = find_active(overlay, vertex), last = first;
    while (last < overlay->active.count && edges[active[last]].to == vertex)
        last++;
    uint32_t lowest = first > 0 ? edges[active[first - 1]].above : 0;
    uint32_t highest = last > first ? edges[active[last - 1]].above : lowest;
    uint32_t begin = overlay->begins.items[vertex], end = overlay->begins.items[vertex + 1];
    sort_begun(overlay, begin, end);
    if (begin == end && lowest != highest)
        sets_unite(overlay->same.items, lowest, highest);
    if (begin == end && first == last)
        list_append(overlay->arena, &overlay->islands, ((struct island){ vertex, lowest }));
    name_faces(overlay, begin, end, lowest, highest);
    replace_active(overlay, first, last - first, begin, end);
}

void sweep_faces(struct overlay *overlay)
{
    overlay->same.count = overlay->covers.count = overlay->active.count = 0;
    overlay->islands.count = 0;
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

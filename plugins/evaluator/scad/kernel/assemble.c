/* SPDX-License-Identifier: MIT */
/* Half-edges are paired with their twins, by angle where there are several; then each fan of triangles around a point gets
 * a vertex. Half-edge h is edge h % 3 of triangle h / 3. */
#include "kernel/assemble.h"

#include "base/list.h"
#include "base/sort.h"
#include "kernel/divide.h"
#include "kernel/hash.h"

#include <string.h>

struct pairing {
    const struct surface *surface;
    const struct scene *scene;
    struct arena *scratch;
    uint32_t *twins; /* by half-edge */
    uint32_t half_edges;
};

static uint32_t origin(const struct surface *surface, uint32_t half_edge)
{
    return surface->items[half_edge / 3].corners[half_edge % 3];
}

static uint32_t target(const struct surface *surface, uint32_t half_edge)
{
    return surface->items[half_edge / 3].corners[(half_edge % 3 + 1) % 3];
}

static uint32_t next_of(uint32_t half_edge)
{
    return half_edge % 3 == 2 ? half_edge - 2 : half_edge + 1;
}

/* --- twins --- */

/* A triangle over an edge from a to b. */
struct fan_entry {
    const struct fan *fan;
    uint32_t half_edge;
    int64_t normal[3]; /* of the triangle, if it passes the edge from a to b; else of its back */
    bool beyond;       /* half a turn or more from the fan's first triangle */
};

struct fan {
    struct fan_entry *items;
    size_t count, capacity;
    int axis, way; /* a coordinate of the edge's direction that is not 0, and its sign */
};

/* 1 if a quarter turn about the edge and less leads from one to the other, -1 if it is the other way, 0 for half a turn or none. Both
 * are at right angles to the edge, so their product has its direction. */
static int turn(const struct fan *fan, const int64_t one[3], const int64_t other[3])
{
    int i = (fan->axis + 1) % 3, j = (fan->axis + 2) % 3;
    return fan->way * int128_sign((int128)one[i] * other[j] - (int128)one[j] * other[i]);
}

static int compare_angles(const void *a, const void *b)
{
    const struct fan_entry *p = a, *q = b;
    if (p->beyond != q->beyond)
        return p->beyond ? 1 : -1;
    int order = turn(p->fan, p->normal, q->normal);
    if (order != 0)
        return -order;
    return p->half_edge < q->half_edge ? -1 : p->half_edge > q->half_edge;
}

static void find_direction(const struct pairing *pairing, uint32_t a, uint32_t b, struct fan *fan)
{
    const struct points *points = &pairing->scene->points;
    fan->axis = 0;
    while (fan->axis < 2 && points_compare(points, a, b, fan->axis) == 0)
        fan->axis++;
    fan->way = -points_compare(points, a, b, fan->axis);
}

static void describe_entry(const struct pairing *pairing, uint32_t a, const struct fan *fan,
                           struct fan_entry *entry)
{
    const struct facet *facet = &pairing->surface->items[entry->half_edge / 3];
    const struct plane *plane = scene_plane(pairing->scene, facet->plane);
    bool turned = facet->turned != (origin(pairing->surface, entry->half_edge) != a);
    for (int k = 0; k < 3; k++)
        entry->normal[k] = turned ? -plane->normal[k] : plane->normal[k];
    entry->fan = fan;
}

/* Sorts the triangles by their angle about the edge from a to b. The normals turn with them, and are whole numbers. */
static void sort_fan(const struct pairing *pairing, uint32_t a, uint32_t b, struct fan *fan)
{
    find_direction(pairing, a, b, fan);
    for (size_t i = 0; i < fan->count; i++)
        describe_entry(pairing, a, fan, &fan->items[i]);
    const int64_t *first = fan->items[0].normal;
    for (size_t i = 0; i < fan->count; i++) {
        struct fan_entry *entry = &fan->items[i];
        int order = turn(fan, first, entry->normal);
        int128 towards = 0;
        for (int k = 0; k < 3; k++)
            towards += (int128)first[k] * entry->normal[k];
        entry->beyond = order < 0 || (order == 0 && towards < 0);
    }
    sort_items(pairing->scratch, fan->items, fan->count, sizeof *fan->items, compare_angles);
}

/* Each triangle on whose side the solid lies clockwise goes with the nearest one clockwise that runs the other way. */
static void pair_fan(struct pairing *pairing, struct fan *fan)
{
    const struct surface *surface = pairing->surface;
    size_t count = fan->count;
    uint32_t a = origin(surface, fan->items[0].half_edge),
             b = target(surface, fan->items[0].half_edge);
    if (a > b) {
        uint32_t point = a;
        a = b;
        b = point;
    }
    sort_fan(pairing, a, b, fan);
    for (size_t i = 0; i < count; i++) {
        arena_poll(pairing->scratch);
        uint32_t one = fan->items[i].half_edge;
        if (origin(surface, one) != a)
            continue;
        for (size_t back = 1; back < count; back++) {
            arena_poll(pairing->scratch);
            uint32_t other = fan->items[(i + count - back) % count].half_edge;
            if (origin(surface, other) != b || pairing->twins[other] != NOTHING)
                continue;
            pairing->twins[one] = other;
            pairing->twins[other] = one;
            break;
        }
    }
}

static bool same_edge(const struct surface *surface, uint32_t a, uint32_t b)
{
    uint32_t from = origin(surface, a), to = target(surface, a);
    uint32_t other_from = origin(surface, b), other_to = target(surface, b);
    return (from == other_from && to == other_to) || (from == other_to && to == other_from);
}

/* Half-edges of the same edge become lists: heads in slots, the rest by `next`. */
static uint32_t *list_by_edge(const struct pairing *pairing, uint32_t *next, size_t *slot_count)
{
    const struct surface *surface = pairing->surface;
    size_t size = 16;
    while (size < pairing->half_edges)
        size *= 2;
    uint32_t *slots = arena_take(pairing->scratch, size * sizeof *slots);
    memset(slots, 0xff, size * sizeof *slots);
    for (uint32_t i = 0; i < pairing->half_edges; i++) {
        arena_poll(pairing->scratch);
        uint32_t a = origin(surface, i), b = target(surface, i);
        size_t slot = hash3(a < b ? a : b, a < b ? b : a, 3) & (size - 1);
        while (slots[slot] != NOTHING && !same_edge(surface, slots[slot], i))
            slot = (slot + 1) & (size - 1);
        next[i] = slots[slot];
        slots[slot] = i;
    }
    *slot_count = size;
    return slots;
}

static bool find_twins(struct pairing *pairing)
{
    size_t bytes = pairing->half_edges * sizeof(uint32_t), slot_count;
    uint32_t *next = arena_take(pairing->scratch, bytes);
    struct fan fan = { 0 };
    pairing->twins = arena_take(pairing->scratch, bytes);
    memset(pairing->twins, 0xff, bytes);
    const uint32_t *slots = list_by_edge(pairing, next, &slot_count);
    for (size_t slot = 0; slot < slot_count; slot++) {
        arena_poll(pairing->scratch);
        uint32_t first = slots[slot];
        if (first == NOTHING)
            continue;
        uint32_t second = next[first];
        if (second != NOTHING && next[second] == NOTHING) {
            if (origin(pairing->surface, first) == target(pairing->surface, second)) {
                pairing->twins[first] = second;
                pairing->twins[second] = first;
            }
            continue;
        }
        fan.count = 0;
        for (uint32_t i = first; i != NOTHING; i = next[i])
            list_append(pairing->scratch, &fan, ((struct fan_entry){ .half_edge = i }));
        if (fan.count > 1)
            pair_fan(pairing, &fan);
    }
    for (uint32_t i = 0; i < pairing->half_edges; i++) {
        arena_poll(pairing->scratch);
        if (pairing->twins[i] == NOTHING)
            return false;
    }
    return true;
}

/* --- vertices --- */

static void place_vertex(const struct pairing *pairing, uint32_t point, double at[3])
{
    grid_unsnap(&pairing->scene->grid, pairing->scene->points.items[point].at, at);
}

/* One vertex for each round of triangles about a point. */
static void number_vertices(const struct pairing *pairing, struct arena *arena, struct mesh *mesh)
{
    const struct surface *surface = pairing->surface;
    uint32_t *vertex_of = arena_take(pairing->scratch, pairing->half_edges * sizeof *vertex_of),
             count = 0;
    uint32_t *first = arena_take(pairing->scratch, pairing->half_edges * sizeof *first);
    memset(vertex_of, 0xff, pairing->half_edges * sizeof *vertex_of);
    for (uint32_t i = 0; i < pairing->half_edges; i++) {
        arena_poll(pairing->scratch);
        if (vertex_of[i] != NOTHING)
            continue;
        for (uint32_t h = i; vertex_of[h] == NOTHING; h = next_of(pairing->twins[h])) {
            arena_poll(pairing->scratch);
            vertex_of[h] = count;
        }
        first[count++] = i;
    }
    *mesh = mesh_new(arena, count, surface->count);
    for (uint32_t i = 0; i < pairing->half_edges; i++) {
        arena_poll(pairing->scratch);
        mesh->triangles[i / 3][i % 3] = vertex_of[i];
    }
    for (uint32_t i = 0; i < count; i++) {
        arena_poll(pairing->scratch);
        place_vertex(pairing, origin(surface, first[i]), mesh->vertices[i]);
    }
}

bool assemble_mesh(const struct surface *surface, const struct scene *scene, struct arena *arena,
                   struct mesh *mesh)
{
    struct pairing pairing = {
        .surface = surface,
        .scene = scene,
        .scratch = arena_within(arena),
        .half_edges = 3 * (uint32_t)surface->count,
    };
    *mesh = (struct mesh){ 0 };
    bool closed = find_twins(&pairing);
    if (closed) {
        number_vertices(&pairing, arena, mesh);
        divide_doubles(mesh, pairing.twins, arena, pairing.scratch);
    }
    arena_close(pairing.scratch);
    return closed;
}

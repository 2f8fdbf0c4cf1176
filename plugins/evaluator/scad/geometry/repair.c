/* SPDX-License-Identifier: MIT */
/* From each triangle over its edges to its neighbours, which must pass the edge the other way. */
#include "geometry/repair.h"

#include "base/sort.h"
#include "model/tree.h"

#include <string.h>

#define NONE UINT32_MAX

struct edge {
    uint32_t low, high;
    uint32_t half_edge;
};

struct turning {
    struct arena *arena;
    struct mesh *mesh;
    uint32_t
        *neighbours; /* by half-edge: the half-edge of the only other triangle there, or NONE */
    bool *reached, *turned;
    uint32_t *part; /* triangles that hang together, in the order in which they are reached */
};

static int compare_edges(const void *left, const void *right)
{
    const struct edge *a = left, *b = right;
    if (a->low != b->low)
        return a->low < b->low ? -1 : 1;
    return (a->high > b->high) - (a->high < b->high);
}

/* Half-edge h runs from corner h % 3 of triangle h / 3 to the next. */
static uint32_t begin_of(const struct turning *turning, uint32_t half_edge)
{
    return turning->mesh->triangles[half_edge / 3][half_edge % 3];
}

static uint32_t end_of(const struct turning *turning, uint32_t half_edge)
{
    return turning->mesh->triangles[half_edge / 3][(half_edge % 3 + 1) % 3];
}

static void find_neighbours(struct turning *turning, struct arena *scratch)
{
    size_t count = 3 * turning->mesh->triangle_count;
    struct edge *edges = arena_take(scratch, count * sizeof *edges);
    for (uint32_t h = 0; h < count; h++) {
        arena_poll(scratch);
        uint32_t a = begin_of(turning, h), b = end_of(turning, h);
        edges[h] = a < b ? (struct edge){ a, b, h } : (struct edge){ b, a, h };
        turning->neighbours[h] = NONE;
    }
    sort_items(scratch, edges, count, sizeof *edges, compare_edges);
    for (size_t i = 0, end; i < count; i = end) {
        arena_poll(scratch);
        for (end = i + 1; end < count && compare_edges(&edges[i], &edges[end]) == 0;)
            end++;
        if (end - i == 2) {
            turning->neighbours[edges[i].half_edge] = edges[i + 1].half_edge;
            turning->neighbours[edges[i + 1].half_edge] = edges[i].half_edge;
        }
    }
}

/* Decides for all triangles that hang together with the first whether they are turned against it. */
static size_t reach_part(struct turning *turning, uint32_t first)
{
    size_t count = 0;
    turning->part[count++] = first;
    turning->reached[first] = true;
    for (size_t i = 0; i < count; i++) {
        arena_poll(turning->arena);
        for (uint32_t h = 3 * turning->part[i]; h < 3 * turning->part[i] + 3; h++) {
            uint32_t other = turning->neighbours[h];
            if (other == NONE || turning->reached[other / 3])
                continue;
            bool alike = begin_of(turning, h) == end_of(turning, other);
            turning->turned[other / 3] = turning->turned[h / 3] != !alike;
            turning->reached[other / 3] = true;
            turning->part[count++] = other / 3;
        }
    }
    return count;
}

/* Most of a part are right. */
static void turn_few(struct turning *turning, size_t count)
{
    size_t turned = 0;
    for (size_t i = 0; i < count; i++)
        turned += turning->turned[turning->part[i]];
    bool others = 2 * turned > count;
    for (size_t i = 0; i < count; i++) {
        arena_poll(turning->arena);
        uint32_t *triangle = turning->mesh->triangles[turning->part[i]];
        if (turning->turned[turning->part[i]] == others)
            continue;
        uint32_t second = triangle[1];
        triangle[1] = triangle[2];
        triangle[2] = second;
    }
}

static void turn_alike(struct arena *arena, struct mesh *mesh)
{
    struct arena *scratch = arena_within(arena);
    size_t count = mesh->triangle_count;
    struct turning turning = {
        .arena = scratch,
        .mesh = mesh,
        .neighbours = arena_take(scratch, 3 * count * sizeof(uint32_t)),
        .reached = arena_take(scratch, count * sizeof(bool)),
        .turned = arena_take(scratch, count * sizeof(bool)),
        .part = arena_take(scratch, count * sizeof(uint32_t)),
    };
    find_neighbours(&turning, scratch);
    for (uint32_t i = 0; i < count; i++)
        if (!turning.reached[i])
            turn_few(&turning, reach_part(&turning, i));
    arena_close(scratch);
}

const struct mesh *repair_mesh(struct work *work, const struct piece *piece)
{
    if (!piece->open)
        return &piece->mesh;
    struct mesh *mesh = arena_take(work->arena, sizeof *mesh);
    *mesh = mesh_copy(work->arena, &piece->mesh);
    turn_alike(work->arena, mesh);
    if (mesh_is_closed(work->arena, mesh)) {
        mesh_turn_outward(work->arena, mesh);
        return mesh;
    }
    const struct tree_node *node = work->node;
    work->node = piece->origin;
    work_complain(work, REPORT_INVALID,
                  "%s() is not closed: it bounds no solid, and is left out where others are cut or "
                  "joined with it",
                  tree_kind_name(piece->origin->kind));
    work->node = node;
    return NULL;
}

/* SPDX-License-Identifier: MIT */
/* Half-edge h is edge h % 3 of triangle h / 3. */
#include "kernel/divide.h"

#include "kernel/hash.h"

#include <string.h>

#define NONE UINT32_MAX

static uint32_t next_of(uint32_t half_edge)
{
    return half_edge % 3 == 2 ? half_edge - 2 : half_edge + 1;
}

struct divider {
    struct arena *arena;
    struct mesh *mesh;
    uint32_t *twins;
    size_t vertex_room, triangle_room;
};

static void set_triangle(struct divider *divider, uint32_t triangle, uint32_t a, uint32_t b,
                         uint32_t c)
{
    uint32_t *corners = divider->mesh->triangles[triangle];
    corners[0] = a, corners[1] = b, corners[2] = c;
}

static uint32_t add_middle(struct divider *divider, uint32_t a, uint32_t b)
{
    struct mesh *mesh = divider->mesh;
    if (mesh->vertex_count == divider->vertex_room) {
        size_t size = sizeof *mesh->vertices;
        divider->vertex_room = 2 * mesh->vertex_count;
        mesh->vertices = arena_grow(divider->arena, mesh->vertices, mesh->vertex_count * size,
                                    divider->vertex_room * size);
    }
    for (int k = 0; k < 3; k++)
        mesh->vertices[mesh->vertex_count][k] = mesh->vertices[a][k] / 2 + mesh->vertices[b][k] / 2;
    return (uint32_t)mesh->vertex_count++;
}

static uint32_t add_triangle(struct divider *divider)
{
    struct mesh *mesh = divider->mesh;
    if (mesh->triangle_count == divider->triangle_room) {
        size_t size = sizeof *mesh->triangles, twin = 3 * sizeof *divider->twins;
        size_t room = 2 * mesh->triangle_count;
        mesh->triangles =
            arena_grow(divider->arena, mesh->triangles, mesh->triangle_count * size, room * size);
        divider->twins =
            arena_grow(divider->arena, divider->twins, mesh->triangle_count * twin, room * twin);
        divider->triangle_room = room;
    }
    return (uint32_t)mesh->triangle_count++;
}

static void pair(struct divider *divider, uint32_t a, uint32_t b)
{
    divider->twins[a] = b;
    divider->twins[b] = a;
}

/* Cuts the triangle of half-edge h, whose edge gets the vertex `middle`: h keeps the first half. Returns the second. */
static uint32_t cut_triangle(struct divider *divider, uint32_t h, uint32_t middle)
{
    uint32_t added = add_triangle(divider), next = next_of(h), last = next_of(next);
    uint32_t(*triangles)[3] = divider->mesh->triangles;
    uint32_t to = triangles[next / 3][next % 3], top = triangles[last / 3][last % 3];
    uint32_t beyond = divider->twins[next];
    triangles[next / 3][next % 3] = middle;
    set_triangle(divider, added, middle, to, top);
    pair(divider, 3 * added + 1, beyond);
    pair(divider, 3 * added + 2, next);
    return 3 * added;
}

static void divide_edge(struct divider *divider, uint32_t h)
{
    const struct mesh *mesh = divider->mesh;
    uint32_t back = divider->twins[h], next = next_of(h);
    uint32_t middle =
        add_middle(divider, mesh->triangles[h / 3][h % 3], mesh->triangles[next / 3][next % 3]);
    uint32_t second = cut_triangle(divider, h, middle),
             back_second = cut_triangle(divider, back, middle);
    pair(divider, h, back_second);
    pair(divider, second, back);
}

static void ends_of(const struct mesh *mesh, uint32_t h, uint32_t ends[2])
{
    uint32_t next = next_of(h), a = mesh->triangles[h / 3][h % 3],
             b = mesh->triangles[next / 3][next % 3];
    ends[0] = a < b ? a : b;
    ends[1] = a < b ? b : a;
}

/* The pairs of ends that two edges have. */
struct doubles {
    uint32_t *slots; /* half-edges, by the ends */
    bool *doubled;   /* by slot */
    size_t size;
};

static size_t find_slot(const struct doubles *doubles, const struct mesh *mesh,
                        const uint32_t ends[2])
{
    size_t slot = hash3(ends[0], ends[1], 11) & (doubles->size - 1);
    for (; doubles->slots[slot] != NONE; slot = (slot + 1) & (doubles->size - 1)) {
        uint32_t others[2];
        ends_of(mesh, doubles->slots[slot], others);
        if (ends[0] == others[0] && ends[1] == others[1])
            break;
    }
    return slot;
}

/* False if there are none. */
static bool find_doubles(const struct mesh *mesh, const uint32_t *twins, struct arena *scratch,
                         struct doubles *doubles)
{
    uint32_t half_edges = 3 * (uint32_t)mesh->triangle_count;
    for (doubles->size = 16; doubles->size < half_edges;)
        doubles->size *= 2;
    doubles->slots = arena_take(scratch, doubles->size * sizeof *doubles->slots);
    doubles->doubled = arena_take(scratch, doubles->size);
    memset(doubles->slots, 0xff, doubles->size * sizeof *doubles->slots);
    bool any = false;
    for (uint32_t h = 0; h < half_edges; h++) {
        arena_poll(scratch);
        uint32_t ends[2];
        if (twins[h] < h)
            continue;
        ends_of(mesh, h, ends);
        size_t slot = find_slot(doubles, mesh, ends);
        if (doubles->slots[slot] != NONE)
            doubles->doubled[slot] = any = true;
        else
            doubles->slots[slot] = h;
    }
    return any;
}

void divide_doubles(struct mesh *mesh, uint32_t *twins, struct arena *arena, struct arena *scratch)
{
    struct doubles doubles;
    if (!find_doubles(mesh, twins, scratch, &doubles))
        return;
    /* The ends are kept by themselves: half-edges move while edges are divided. */
    uint32_t(*ends)[2] = arena_take(scratch, doubles.size * sizeof *ends);
    for (size_t slot = 0; slot < doubles.size; slot++) {
        arena_poll(scratch);
        if (doubles.slots[slot] != NONE)
            ends_of(mesh, doubles.slots[slot], ends[slot]);
    }
    struct divider divider = { arena, mesh, twins, mesh->vertex_count, mesh->triangle_count };
    for (uint32_t h = 0; h < 3 * mesh->triangle_count; h++) {
        arena_poll(scratch);
        uint32_t own[2];
        ends_of(mesh, h, own);
        size_t slot = hash3(own[0], own[1], 11) & (doubles.size - 1);
        while (doubles.slots[slot] != NONE && (ends[slot][0] != own[0] || ends[slot][1] != own[1]))
            slot = (slot + 1) & (doubles.size - 1);
        if (doubles.slots[slot] != NONE && doubles.doubled[slot])
            divide_edge(&divider, h);
    }
}

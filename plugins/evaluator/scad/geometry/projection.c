/* SPDX-License-Identifier: MIT */
/* A section is followed from triangle to triangle. */
#include "geometry/projection.h"

#include "geometry/shadow.h"
#include "kernel/hash.h"

#include <string.h>

#define NONE UINT32_MAX

/* Half-edge h is edge h % 3 of triangle h / 3. Of each triangle that the plane cuts, the section comes in over one edge and goes
 * out over another, with the solid on its left. */
struct section {
    const struct mesh *mesh;
    uint32_t *slots; /* half-edges over which the section comes in, by their ends */
    size_t size;
    bool *done; /* by triangle */
};

static bool is_above(const struct section *section, uint32_t vertex)
{
    return section->mesh->vertices[vertex][2] > 0;
}

static uint32_t origin(const struct section *section, uint32_t h)
{
    return section->mesh->triangles[h / 3][h % 3];
}

static uint32_t target(const struct section *section, uint32_t h)
{
    return section->mesh->triangles[h / 3][(h % 3 + 1) % 3];
}

/* The half-edge of a triangle that goes up through the plane, or down; NONE if the plane does not cut it. */
static uint32_t passage(const struct section *section, uint32_t triangle, bool up)
{
    for (uint32_t h = 3 * triangle; h < 3 * triangle + 3; h++)
        if (is_above(section, origin(section, h)) != up &&
            is_above(section, target(section, h)) == up)
            return h;
    return NONE;
}

static size_t slot_of(const struct section *section, uint32_t from, uint32_t to)
{
    size_t slot = hash3(from, to, 13) & (section->size - 1);
    while (section->slots[slot] != NONE &&
           (origin(section, section->slots[slot]) != from ||
            target(section, section->slots[slot]) != to || section->done[section->slots[slot] / 3]))
        slot = (slot + 1) & (section->size - 1);
    return slot;
}

static void enter_passages(struct section *section, struct arena *arena)
{
    size_t count = section->mesh->triangle_count;
    for (section->size = 16; section->size < 2 * count;)
        section->size *= 2;
    section->slots = arena_take(arena, section->size * sizeof *section->slots);
    section->done = arena_take(arena, count);
    memset(section->slots, 0xff, section->size * sizeof *section->slots);
    for (uint32_t i = 0; i < count; i++) {
        arena_poll(arena);
        uint32_t h = passage(section, i, false);
        if (h == NONE)
            continue;
        size_t slot = hash3(origin(section, h), target(section, h), 13) & (section->size - 1);
        while (section->slots[slot] != NONE)
            slot = (slot + 1) & (section->size - 1);
        section->slots[slot] = h;
    }
}

/* Where the edge meets the plane, the same from both sides of it. */
static void cut_edge(const struct section *section, uint32_t a, uint32_t b, double point[2])
{
    const double *p = section->mesh->vertices[a < b ? a : b],
                 *q = section->mesh->vertices[a < b ? b : a];
    double share = p[2] / (p[2] - q[2]);
    for (int k = 0; k < 2; k++)
        point[k] = p[2] == 0 ? p[k] : q[2] == 0 ? q[k] : p[k] + share * (q[k] - p[k]);
}

static void add_section(struct work *work, const struct mesh *mesh, struct region *region)
{
    struct section section = { .mesh = mesh };
    enter_passages(&section, work->arena);
    double(*points)[2] = arena_take(work->arena, mesh->triangle_count * sizeof *points);
    for (uint32_t i = 0; i < mesh->triangle_count; i++) {
        arena_poll(work->arena);
        size_t count = 0;
        uint32_t in = passage(&section, i, false);
        while (in != NONE && !section.done[in / 3]) {
            arena_poll(work->arena);
            uint32_t out = passage(&section, in / 3, true);
            section.done[in / 3] = true;
            cut_edge(&section, origin(&section, out), target(&section, out), points[count++]);
            in = section.slots[slot_of(&section, target(&section, out), origin(&section, out))];
        }
        region_add_raw(work->arena, region, (const double(*)[2])points, count);
    }
}

bool projection_add(struct work *work, const struct mesh *mesh, bool cut, struct region *region)
{
    if (cut)
        add_section(work, mesh, region);
    else
        shadow_add(work->arena, mesh, region);
    return work_take_vertices(work, region->point_count);
}

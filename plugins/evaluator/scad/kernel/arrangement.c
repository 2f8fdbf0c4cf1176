/* SPDX-License-Identifier: MIT */
/* Touched triangles are gathered by plane and overlaid; the others make faces as they are. Then it is found where the
 * surface of each leaf goes on from one to the next. */
#include "kernel/arrangement.h"

#include "base/list.h"
#include "kernel/hash.h"
#include "kernel/overlays.h"
#include "kernel/places.h"
#include "kernel/sets.h"

#include <string.h>

/* --- groups: touched triangles, and those of their leaf beside them in their plane --- */

struct stack {
    uint32_t *items;
    size_t count, capacity;
};

static bool is_coplanar_beyond(const struct scene *scene, uint32_t triangle, int k)
{
    uint32_t corner = scene_corner_beyond(scene, triangle, k);
    return plane_side(scene_plane(scene, triangle), scene->points.whole[corner]) == 0;
}

static void gather(struct scene *scene, struct contacts *contacts, struct arena *scratch)
{
    struct stack stack = { NULL, 0, 0 };
    for (uint32_t t = 0; t < scene->triangle_count; t++) {
        arena_poll(scratch);
        if (contacts->touched[t])
            list_append(scratch, &stack, t);
    }
    while (stack.count > 0) {
        arena_poll(scratch);
        uint32_t t = stack.items[--stack.count];
        for (int k = 0; k < 3; k++) {
            uint32_t beyond = scene->triangles[t].beside[k];
            if (!is_coplanar_beyond(scene, t, k))
                continue;
            sets_unite(contacts->coplanar, t, beyond);
            if (!contacts->touched[beyond]) {
                contacts->touched[beyond] = true;
                list_append(scratch, &stack, beyond);
            }
        }
    }
}

/* Touched triangles sorted by the first of their group. */
static uint32_t *sort_members(const struct scene *scene, const struct contacts *contacts,
                              struct arena *scratch, struct places *places)
{
    uint32_t *members = arena_take(scratch, scene->triangle_count * sizeof *members);
    places_open(places, scratch, scene->triangle_count);
    for (uint32_t t = 0; t < scene->triangle_count; t++) {
        arena_poll(scratch);
        if (contacts->touched[t])
            places_count(places, sets_find(contacts->coplanar, t));
    }
    places_lay_out(places);
    for (uint32_t t = 0; t < scene->triangle_count; t++) {
        arena_poll(scratch);
        if (contacts->touched[t])
            members[places_take(places, sets_find(contacts->coplanar, t))] = t;
    }
    return members;
}

static void overlay_groups(struct arrangement *arrangement, struct contacts *contacts)
{
    struct scene *scene = arrangement->scene;
    struct arena *scratch = arena_within(arrangement->arena);
    struct places places = { NULL, 0, 0 };
    gather(scene, contacts, scratch);
    const uint32_t *members = sort_members(scene, contacts, scratch, &places);
    overlays_make(arrangement, contacts, members, places.begin);
    arena_close(scratch);
}

/* --- what nothing touches --- */

static void fill_component(struct arrangement *arrangement, const struct contacts *contacts,
                           struct arena *scratch, struct stack *stack, uint32_t triangle)
{
    const struct scene *scene = arrangement->scene;
    struct component component = { .triangle = triangle };
    uint32_t face = (uint32_t)arrangement->faces.count;
    list_append(arrangement->arena, &arrangement->faces, ((struct face){ NOTHING, 1 }));
    arrangement->component[triangle] = face;
    list_append(scratch, stack, triangle);
    while (stack->count > 0) {
        arena_poll(scratch);
        uint32_t t = stack->items[--stack->count];
        component.blurred = component.blurred || scene->blurred[t];
        for (int k = 0; k < 3; k++) {
            uint32_t beyond = scene->triangles[t].beside[k];
            component.hidden = component.hidden || scene->culled[beyond];
            if (contacts->touched[beyond] || scene->culled[beyond] ||
                arrangement->component[beyond] != NOTHING)
                continue;
            arrangement->component[beyond] = face;
            list_append(scratch, stack, beyond);
        }
    }
    list_append(arrangement->arena, &arrangement->components, component);
}

static void find_components(struct arrangement *arrangement, const struct contacts *contacts)
{
    const struct scene *scene = arrangement->scene;
    struct arena *scratch = arena_within(arrangement->arena);
    struct stack stack = { NULL, 0, 0 };
    arrangement->first_component = (uint32_t)arrangement->faces.count;
    arrangement->component =
        arena_take(arrangement->arena, scene->triangle_count * sizeof *arrangement->component);
    memset(arrangement->component, 0xff, scene->triangle_count * sizeof *arrangement->component);
    for (uint32_t t = 0; t < scene->triangle_count; t++) {
        arena_poll(scratch);
        if (!contacts->touched[t] && !scene->culled[t] && arrangement->component[t] == NOTHING)
            fill_component(arrangement, contacts, scratch, &stack, t);
    }
    arena_close(scratch);
}

/* --- where a surface goes on --- */

struct mates {
    struct arrangement *arrangement;
    uint32_t *slots; /* edges that wait for their mate */
    size_t size;
};

static void ends_of(const struct arrangement *arrangement, const struct edge *edge,
                    uint32_t ends[2])
{
    const struct group *group =
        &arrangement->groups.items[arrangement->faces.items[edge->below].group];
    const uint32_t *vertices = &arrangement->vertices.items[group->vertices];
    uint32_t a = vertices[edge->from], b = vertices[edge->to];
    ends[0] = a < b ? a : b;
    ends[1] = a < b ? b : a;
}

/* The edge in the group of the triangle beyond that has the same ends, and the same two triangles. */
static void find_mate(struct mates *mates, uint32_t number)
{
    struct edge *edges = mates->arrangement->edges.items, *edge = &edges[number];
    uint32_t beyond = edge->mate, ends[2], others[2];
    ends_of(mates->arrangement, edge, ends);
    uint32_t low = edge->own < beyond ? edge->own : beyond,
             high = edge->own < beyond ? beyond : edge->own;
    size_t slot = (hash3(ends[0], ends[1], low) ^ high * 0x9E3779B97F4A7C15u) & (mates->size - 1);
    for (; mates->slots[slot] != NOTHING; slot = (slot + 1) & (mates->size - 1)) {
        struct edge *other = &edges[mates->slots[slot]];
        if (other->own != beyond || other->mate != edge->own || other->mate_kind != MATE_NONE)
            continue;
        ends_of(mates->arrangement, other, others);
        if (others[0] != ends[0] || others[1] != ends[1])
            continue;
        edge->mate_kind = other->mate_kind = MATE_EDGE;
        edge->mate = mates->slots[slot];
        other->mate = number;
        return;
    }
    mates->slots[slot] = number;
}

static void find_mates(struct arrangement *arrangement)
{
    struct arena *scratch = arena_within(arrangement->arena);
    struct mates mates = { arrangement, NULL, 16 };
    while (mates.size < 2 * arrangement->edges.count)
        mates.size *= 2;
    mates.slots = arena_take(scratch, mates.size * sizeof *mates.slots);
    memset(mates.slots, 0xff, mates.size * sizeof *mates.slots);
    for (uint32_t i = 0; i < arrangement->edges.count; i++) {
        arena_poll(scratch);
        struct edge *edge = &arrangement->edges.items[i];
        if (edge->own == NOTHING || arrangement->scene->culled[edge->own])
            continue;
        if (arrangement->component[edge->mate] != NOTHING) {
            edge->mate_kind = MATE_FACE;
            edge->mate = arrangement->component[edge->mate];
        } else if (!arrangement->scene->culled[edge->mate]) {
            find_mate(&mates, i);
        }
    }
    arena_close(scratch);
}

void arrangement_append(struct arrangement *arrangement, const struct division *division)
{
    uint32_t first_face = (uint32_t)arrangement->faces.count,
             first_change = (uint32_t)arrangement->changes.count;
    for (size_t i = 0; i < division->vertex_count; i++)
        list_append(arrangement->arena, &arrangement->vertices, division->vertices[i]);
    for (size_t i = 0; i < division->change_count; i++)
        list_append(arrangement->arena, &arrangement->changes, division->changes[i]);
    for (size_t i = 0; i < division->edge_count; i++) {
        struct edge edge = division->edges[i];
        edge.below += first_face;
        edge.above += first_face;
        edge.changes += first_change;
        list_append(arrangement->arena, &arrangement->edges, edge);
    }
    for (size_t i = 0; i < division->island_count; i++) {
        struct island island = division->islands[i];
        island.face += first_face;
        list_append(arrangement->arena, &arrangement->islands, island);
    }
}

void arrangement_build(struct arrangement *arrangement, struct scene *scene,
                       struct contacts *contacts, struct arena *arena)
{
    *arrangement = (struct arrangement){ .scene = scene, .arena = arena };
    overlay_groups(arrangement, contacts);
    find_components(arrangement, contacts);
    find_mates(arrangement);
}

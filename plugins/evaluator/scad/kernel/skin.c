/* SPDX-License-Identifier: MIT */
/* Half-edges are paired once, by the numbers of their ends; each step keeps the pairs. */
#include "kernel/skin.h"

#include "kernel/hash.h"

#include <string.h>

static bool find_twins(struct skin *skin)
{
    uint32_t count = 3 * (uint32_t)skin->mesh->triangle_count;
    size_t size = 16;
    while (size < 2 * (size_t)count)
        size *= 2;
    uint32_t *slots = arena_take(skin->scratch, size * sizeof *slots);
    memset(slots, 0xff, size * sizeof *slots);
    memset(skin->twins, 0xff, count * sizeof *skin->twins);
    uint32_t alone = 0;
    for (uint32_t h = 0; h < count; h++) {
        arena_poll(skin->scratch);
        uint32_t a = skin_origin(skin, h), b = skin_target(skin, h);
        skin->leaves[a] = h;
        size_t slot = hash3(a < b ? a : b, a < b ? b : a, 5) & (size - 1);
        for (; slots[slot] != SKIN_NONE; slot = (slot + 1) & (size - 1)) {
            uint32_t other = slots[slot];
            if (skin_origin(skin, other) == b && skin_target(skin, other) == a &&
                skin->twins[other] == SKIN_NONE)
                break;
        }
        if (slots[slot] == SKIN_NONE) {
            slots[slot] = h;
            alone++;
        } else {
            skin_join(skin, h, slots[slot]);
            alone--;
        }
    }
    return alone == 0;
}

bool skin_open(struct skin *skin, struct mesh *mesh, double tolerance, struct arena *arena,
               struct arena *scratch)
{
    *skin = (struct skin){ .mesh = mesh, .tolerance = tolerance, .scratch = scratch };
    skin->twins = arena_take(scratch, 3 * mesh->triangle_count * sizeof *skin->twins);
    skin->leaves = arena_take(scratch, mesh->vertex_count * sizeof *skin->leaves);
    skin->changed = arena_take(arena, mesh->vertex_count);
    skin->stays = arena_take(scratch, mesh->vertex_count);
    skin->gone = arena_take(scratch, mesh->triangle_count * sizeof *skin->gone);
    memset(skin->leaves, 0xff, mesh->vertex_count * sizeof *skin->leaves);
    return find_twins(skin);
}

void skin_keep(struct skin *skin, const bool *kept, struct arena *arena)
{
    skin->kept = kept;
    skin->was = arena_take(arena, skin->mesh->vertex_count * sizeof *skin->was);
}

void skin_close(struct skin *skin)
{
    struct mesh *mesh = skin->mesh;
    uint32_t *numbers = arena_take(skin->scratch, mesh->vertex_count * sizeof *numbers), used = 0;
    size_t kept = 0;
    for (size_t i = 0; i < mesh->triangle_count; i++) {
        arena_poll(skin->scratch);
        if (!skin->gone[i])
            memmove(mesh->triangles[kept++], mesh->triangles[i], sizeof *mesh->triangles);
    }
    mesh->triangle_count = kept;
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        arena_poll(skin->scratch);
        if (skin->leaves[i] == SKIN_NONE)
            continue;
        memmove(mesh->vertices[used], mesh->vertices[i], sizeof *mesh->vertices);
        skin->changed[used] = skin->changed[i];
        if (skin->was)
            skin->was[used] = (uint32_t)i;
        numbers[i] = used++;
    }
    mesh->vertex_count = used;
    for (size_t i = 0; i < 3 * kept; i++) {
        arena_poll(skin->scratch);
        mesh->triangles[i / 3][i % 3] = numbers[mesh->triangles[i / 3][i % 3]];
    }
}

/* --- looking around --- */

bool skin_find_ring(const struct skin *skin, uint32_t vertex, struct ring *ring)
{
    uint32_t first = skin->leaves[vertex], at = first;
    ring->count = 0;
    if (first == SKIN_NONE)
        return false;
    do {
        if (ring->count == SKIN_MOST_AROUND)
            return false;
        ring->items[ring->count++] = at;
        at = skin->twins[skin_before(at)];
    } while (at != first);
    return true;
}

bool skin_keeps_ring(const struct skin *skin, const struct ring *ring)
{
    for (unsigned i = 0; skin->kept && i < ring->count; i++)
        if (skin->kept[skin_target(skin, ring->items[i])])
            return true;
    return false;
}

uint32_t skin_way(const struct skin *skin, uint32_t from, uint32_t to)
{
    struct ring ring;
    if (!skin_find_ring(skin, from, &ring))
        return SKIN_NONE;
    for (unsigned i = 0; i < ring.count; i++)
        if (skin_target(skin, ring.items[i]) == to)
            return ring.items[i];
    return SKIN_NONE;
}

bool skin_has_edge(const struct skin *skin, uint32_t a, uint32_t b)
{
    struct ring ring;
    if (!skin_find_ring(skin, a, &ring))
        return true;
    for (unsigned i = 0; i < ring.count; i++)
        if (skin_target(skin, ring.items[i]) == b)
            return true;
    return false;
}

/* --- steps --- */

bool skin_may_collapse(const struct skin *skin, const struct ring *ring, uint32_t to)
{
    struct ring others;
    unsigned common = 0;
    if (!skin_find_ring(skin, to, &others))
        return false;
    for (unsigned i = 0; i < ring->count; i++)
        for (unsigned j = 0; j < others.count; j++)
            common += skin_target(skin, ring->items[i]) == skin_target(skin, others.items[j]);
    return common == 2;
}

void skin_loosen(struct skin *skin, const struct ring *ring)
{
    for (unsigned i = 0; i < ring->count; i++)
        skin->stays[skin_target(skin, ring->items[i])] = false;
}

void skin_collapse(struct skin *skin, const struct ring *ring, uint32_t vertex, uint32_t way)
{
    uint32_t to = skin_target(skin, way), back = skin->twins[way];
    uint32_t left = skin_origin(skin, skin_before(way)),
             right = skin_origin(skin, skin_before(back));
    uint32_t a = skin->twins[skin_next(way)], b = skin->twins[skin_before(way)];
    uint32_t c = skin->twins[skin_next(back)], d = skin->twins[skin_before(back)];
    for (unsigned i = 0; i < ring->count; i++)
        *skin_corner(skin, ring->items[i]) = to;
    skin_loosen(skin, ring);
    skin->stays[to] = false;
    skin_join(skin, a, b);
    skin_join(skin, c, d);
    skin->gone[way / 3] = skin->gone[back / 3] = true;
    skin->leaves[vertex] = SKIN_NONE;
    skin->leaves[left] = skin_origin(skin, a) == left ? a : b;
    skin->leaves[right] = skin_origin(skin, c) == right ? c : d;
    skin->leaves[to] = skin_origin(skin, a) == to ? a : b;
    skin->changed[to] = true;
    skin->changes++;
}

void skin_flip(struct skin *skin, uint32_t edge)
{
    const struct hinge hinge = skin_hinge(skin, edge);
    uint32_t a = hinge.a, b = hinge.b, x = hinge.x, y = hinge.y, back = skin->twins[edge];
    uint32_t bx = skin->twins[skin_next(edge)], xa = skin->twins[skin_before(edge)];
    uint32_t ay = skin->twins[skin_next(back)], yb = skin->twins[skin_before(back)];
    uint32_t one = edge / 3 * 3, other = back / 3 * 3;
    const uint32_t first[3] = { x, a, y }, second[3] = { y, b, x };
    memcpy(skin->mesh->triangles[edge / 3], first, sizeof first);
    memcpy(skin->mesh->triangles[back / 3], second, sizeof second);
    skin_join(skin, one, xa);
    skin_join(skin, one + 1, ay);
    skin_join(skin, other, yb);
    skin_join(skin, other + 1, bx);
    skin_join(skin, one + 2, other + 2);
    skin->leaves[x] = one;
    skin->leaves[a] = one + 1;
    skin->leaves[y] = other;
    skin->leaves[b] = other + 1;
    skin->changed[x] = skin->changed[y] = true;
    skin->stays[a] = skin->stays[b] = skin->stays[x] = skin->stays[y] = false;
    skin->changes++;
}

void skin_drop(struct skin *skin, uint32_t triangle)
{
    for (uint32_t edge = 3 * triangle; edge < 3 * triangle + 3; edge++) {
        uint32_t back = skin->twins[edge];
        skin->leaves[skin_origin(skin, edge)] = SKIN_NONE;
        skin->leaves[skin_origin(skin, skin_before(back))] = SKIN_NONE;
        skin->gone[back / 3] = true;
    }
    skin->gone[triangle] = true;
    skin->changes++;
}

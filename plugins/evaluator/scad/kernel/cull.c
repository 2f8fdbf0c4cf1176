/* SPDX-License-Identifier: MIT */
/* Down each leaf's hierarchy, as far as it may still make a difference. */
#include "kernel/cull.h"

#include <string.h>

static void cull_all(struct scene *scene, struct arena *arena, const struct hierarchy *hierarchy,
                     uint32_t node)
{
    uint32_t begin, end;
    hierarchy_range(hierarchy, node, &begin, &end);
    for (uint32_t i = begin; i < end; i++) {
        arena_poll(arena);
        scene->culled[hierarchy->order[i]] = true;
    }
}

static struct probe probe_of_triangle(const struct scene *scene, uint32_t triangle)
{
    struct probe probe = { .box = scene->extents[triangle], .corner_count = 3 };
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++)
            probe.corners[i][k] = scene_corner(scene, triangle, i)[k];
    return probe;
}

static void cull_in_bucket(struct scene *scene, struct relevance *relevance, uint32_t leaf,
                           uint32_t node)
{
    const struct hierarchy *hierarchy = &scene->leaves[leaf].hierarchy;
    uint32_t end = hierarchy_begin(hierarchy, node + 1);
    for (uint32_t i = hierarchy_begin(hierarchy, node); i < end; i++) {
        struct probe probe = probe_of_triangle(scene, hierarchy->order[i]);
        scene->culled[hierarchy->order[i]] = relevance_is_none(relevance, leaf, &probe);
    }
}

static void cull_leaf(struct scene *scene, struct arena *arena, struct relevance *relevance,
                      uint32_t leaf)
{
    const struct hierarchy *hierarchy = &scene->leaves[leaf].hierarchy;
    uint32_t waiting[HIERARCHY_STACK], count = 0;
    if (hierarchy->count == 0)
        return;
    waiting[count++] = 1;
    while (count > 0) {
        uint32_t node = waiting[--count];
        const struct probe probe = { .box = hierarchy->nodes[node] };
        if (relevance_is_none(relevance, leaf, &probe)) {
            cull_all(scene, arena, hierarchy, node);
        } else if (hierarchy_is_bucket(hierarchy, node)) {
            cull_in_bucket(scene, relevance, leaf, node);
        } else {
            waiting[count++] = 2 * node;
            waiting[count++] = 2 * node + 1;
        }
    }
}

/* Marks the nodes of the leaf's hierarchy that have only culled triangles below them. */
static void mark_dead(const struct scene *scene, struct leaf *leaf, struct arena *arena)
{
    struct hierarchy *hierarchy = &leaf->hierarchy;
    for (uint32_t node = 2 * hierarchy->buckets - 1; node >= 1; node--) {
        arena_poll(arena);
        bool dead = true;
        if (hierarchy_is_bucket(hierarchy, node))
            for (uint32_t i = hierarchy_begin(hierarchy, node);
                 i < hierarchy_begin(hierarchy, node + 1); i++)
                dead = dead && scene->culled[hierarchy->order[i]];
        else
            dead = hierarchy->dead[2 * node] && hierarchy->dead[2 * node + 1];
        hierarchy->dead[node] = dead;
    }
}

struct culling {
    struct scene *scene;
    struct halves *halves;
    struct relevance *const *relevances;
};

static void cull_half(void *context, int half)
{
    const struct culling *culling = context;
    struct scene *scene = culling->scene;
    struct relevance *relevance = culling->relevances[half];
    for (uint32_t i = 0; i < scene->leaf_count; i++) {
        if (halves_of(i, scene->leaf_count) != half)
            continue;
        relevance_look_elsewhere(relevance);
        cull_leaf(scene, culling->halves->arenas[half], relevance, i);
        mark_dead(scene, &scene->leaves[i], culling->halves->arenas[half]);
    }
}

void cull_triangles(struct scene *scene, struct halves *halves,
                    struct relevance *const relevances[2])
{
    struct culling culling = { scene, halves, relevances };
    for (uint32_t i = 0; i < scene->leaf_count; i++) {
        arena_poll(scene->arena);
        struct hierarchy *hierarchy = &scene->leaves[i].hierarchy;
        hierarchy->dead = arena_take(scene->arena, 2 * (size_t)hierarchy->buckets);
        hierarchy->blurred = arena_take(scene->arena, 2 * (size_t)hierarchy->buckets);
    }
    halves_do(halves, cull_half, &culling);
}

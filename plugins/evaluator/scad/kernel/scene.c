/* SPDX-License-Identifier: MIT */
/* Leaves become triangles on the grid. */
#include "kernel/scene.h"

#include "base/list.h"
#include "kernel/flat.h"
#include "kernel/hash.h"

#include <math.h>
#include <string.h>

enum { BUCKET_SIZE = 4 };

static void count_all(const struct kernel_model *model, size_t *vertices, size_t *triangles)
{
    *vertices = *triangles = 0;
    for (uint32_t i = 0; i < model->leaf_count; i++) {
        *vertices += model->leaves[i].mesh->vertex_count;
        *triangles += model->leaves[i].mesh->triangle_count;
    }
}

/* Triangles that have fallen into a line or a point on the grid are left out: their neighbours close over them. */
static void add_triangles(struct scene *scene, const struct mesh *mesh, uint32_t leaf,
                          const uint32_t *corners)
{
    for (size_t i = 0; i < mesh->triangle_count; i++) {
        const uint32_t *t = mesh->triangles[i];
        uint32_t a = corners[t[0]], b = corners[t[1]], c = corners[t[2]];
        arena_poll(scene->arena);
        if (a == b || b == c || c == a)
            continue;
        scene->triangles[scene->triangle_count++] =
            (struct triangle){ leaf, { a, b, c }, { NO_TRIANGLE, NO_TRIANGLE, NO_TRIANGLE } };
    }
}

static void snap(struct scene *scene, const struct kernel_model *model)
{
    struct arena *scratch = arena_within(scene->arena);
    uint32_t *corners = NULL;
    size_t room = 0;
    for (uint32_t i = 0; i < model->leaf_count; i++) {
        arena_poll(scene->arena);
        const struct mesh *mesh = model->leaves[i].mesh;
        if (mesh->vertex_count > room) {
            room = mesh->vertex_count;
            corners = arena_take(scratch, room * sizeof *corners);
        }
        for (size_t j = 0; j < mesh->vertex_count; j++) {
            arena_poll(scene->arena);
            int32_t at[3];
            grid_snap(&scene->grid, mesh->vertices[j], at);
            corners[j] = points_corner(&scene->points, at);
        }
        struct leaf *leaf = &scene->leaves[i];
        leaf->node = model->leaves[i].node;
        leaf->rough = model->leaves[i].rough;
        leaf->first = scene->triangle_count;
        add_triangles(scene, mesh, i, corners);
        leaf->count = scene->triangle_count - leaf->first;
        leaf->rough = leaf->rough || leaf->count < mesh->triangle_count;
    }
    arena_close(scratch);
}

static void measure(struct scene *scene)
{
    scene->extents = arena_take(scene->arena, scene->triangle_count * sizeof *scene->extents);
    for (uint32_t t = 0; t < scene->triangle_count; t++) {
        arena_poll(scene->arena);
        struct plane plane = plane_through(scene_corner(scene, t, 0), scene_corner(scene, t, 1),
                                           scene_corner(scene, t, 2));
        list_append(scene->arena, &scene->planes, plane);
        scene->extents[t] = extent_of_nothing();
        for (int k = 0; k < 3; k++)
            extent_include(&scene->extents[t], scene_corner(scene, t, k));
    }
}

/* --- neighbours --- */

struct edge_table {
    uint32_t *slots; /* 3 * triangle of the leaf + edge */
    uint32_t size;   /* a power of two */
};

static uint32_t edge_slot(const struct edge_table *table, uint32_t from, uint32_t to)
{
    return (uint32_t)hash3(from, to, 7) & (table->size - 1);
}

static void enter_edges(const struct scene *scene, const struct leaf *leaf,
                        const struct edge_table *table)
{
    memset(table->slots, 0xff, table->size * sizeof *table->slots);
    for (uint32_t i = 0; i < leaf->count; i++) {
        arena_poll(scene->arena);
        const struct triangle *t = &scene->triangles[leaf->first + i];
        for (uint32_t k = 0; k < 3; k++) {
            uint32_t slot = edge_slot(table, t->corners[k], t->corners[(k + 1) % 3]);
            while (table->slots[slot] != UINT32_MAX)
                slot = (slot + 1) & (table->size - 1);
            table->slots[slot] = 3 * i + k;
        }
    }
}

/* Another triangle of the leaf with this edge the other way round, which has no neighbour yet. */
static bool join_over_edge(struct scene *scene, const struct leaf *leaf,
                           const struct edge_table *table, uint32_t triangle, uint32_t k)
{
    struct triangle *t = &scene->triangles[triangle];
    uint32_t from = t->corners[(k + 1) % 3], to = t->corners[k];
    uint32_t slot = edge_slot(table, from, to);
    for (; table->slots[slot] != UINT32_MAX; slot = (slot + 1) & (table->size - 1)) {
        uint32_t other = leaf->first + table->slots[slot] / 3, edge = table->slots[slot] % 3;
        struct triangle *u = &scene->triangles[other];
        if (u->corners[edge] != from || u->corners[(edge + 1) % 3] != to ||
            u->beside[edge] != NO_TRIANGLE)
            continue;
        t->beside[k] = other;
        u->beside[edge] = triangle;
        return true;
    }
    return false;
}

uint32_t scene_corner_beyond(const struct scene *scene, uint32_t triangle, int k)
{
    const struct triangle *t = &scene->triangles[triangle];
    const struct triangle *u = &scene->triangles[t->beside[k]];
    for (int i = 0; i < 3; i++)
        if (u->corners[i] != t->corners[k] && u->corners[i] != t->corners[(k + 1) % 3])
            return u->corners[i];
    return u->corners[0];
}

/* True if the corner beyond the edge is at most a step and a half outside the triangle's plane. */
static bool bends_outward(const struct scene *scene, uint32_t triangle, int k)
{
    const struct plane *plane = scene_plane(scene, triangle);
    uint32_t corner = scene_corner_beyond(scene, triangle, k);
    double side = (double)plane_side(plane, scene->points.whole[corner]), square = 0;
    for (int i = 0; i < 3; i++)
        square += (double)plane->normal[i] * (double)plane->normal[i];
    return side <= 0 || side <= 1.5 * sqrt(square);
}

/* False if it is not closed. */
static bool join_leaf(struct scene *scene, const struct leaf *leaf, const struct edge_table *table)
{
    enter_edges(scene, leaf, table);
    for (uint32_t t = leaf->first; t < leaf->first + leaf->count; t++) {
        arena_poll(scene->arena);
        for (uint32_t k = 0; k < 3; k++)
            if (scene->triangles[t].beside[k] == NO_TRIANGLE &&
                !join_over_edge(scene, leaf, table, t, k))
                return false;
    }
    return true;
}

static void find_convex(struct scene *scene)
{
    for (uint32_t i = 0; i < scene->leaf_count; i++) {
        struct leaf *leaf = &scene->leaves[i];
        leaf->convex = !leaf->rough;
        for (uint32_t t = leaf->first; t < leaf->first + leaf->count && leaf->convex; t++) {
            arena_poll(scene->arena);
            for (int k = 0; k < 3; k++)
                if (t < scene->triangles[t].beside[k] && !bends_outward(scene, t, k))
                    leaf->convex = false;
        }
    }
}

/* False if a leaf is not closed, *culprit is then it. */
static bool join_neighbours(struct scene *scene, uint32_t *culprit)
{
    struct arena *scratch = arena_within(scene->arena);
    struct edge_table table = { NULL, 0 };
    uint32_t room = 0;
    bool closed = true;
    for (uint32_t i = 0; i < scene->leaf_count && closed; i++) {
        struct leaf *leaf = &scene->leaves[i];
        for (table.size = 16; table.size < 6 * (uint64_t)leaf->count;)
            table.size *= 2;
        if (table.size > room) {
            room = table.size;
            table.slots = arena_take(scratch, room * sizeof *table.slots);
        }
        closed = join_leaf(scene, leaf, &table);
        if (!closed && culprit)
            *culprit = i;
    }
    arena_close(scratch);
    return closed;
}

/* --- where a leaf touches itself --- */

/* By corner of the grid, for one leaf after the other. */
struct rounds {
    uint32_t *seen; /* the last leaf that was there, from 1 on */
    uint32_t *met;  /* the last corner that has met this one on its round, from 1 on */
    uint32_t
        *missing; /* triangles of the leaf there that are not in the round of the first of them */
};

/* Once around corner k of the triangle, over the leaf's edges. An edge that is met twice has more than two triangles. */
static void go_round(struct scene *scene, struct rounds *rounds, uint32_t triangle, int k)
{
    uint32_t corner = scene->triangles[triangle].corners[k], at = triangle;
    rounds->missing[corner] = 0;
    do {
        const struct triangle *t = &scene->triangles[at];
        while (t->corners[k] != corner)
            k = (k + 1) % 3;
        uint32_t *met = &rounds->met[t->corners[(k + 1) % 3]];
        if (*met == corner + 1)
            scene->pinched[corner] = scene->pinched[t->corners[(k + 1) % 3]] = true;
        *met = corner + 1;
        rounds->missing[corner]--;
        at = t->beside[(k + 2) % 3];
    } while (at != triangle);
}

static void find_pinched_of(struct scene *scene, struct rounds *rounds, uint32_t number)
{
    const struct leaf *leaf = &scene->leaves[number];
    for (uint32_t t = leaf->first; t < leaf->first + leaf->count; t++) {
        arena_poll(scene->arena);
        for (int k = 0; k < 3; k++) {
            uint32_t corner = scene->triangles[t].corners[k];
            if (rounds->seen[corner] != number + 1)
                go_round(scene, rounds, t, k);
            rounds->seen[corner] = number + 1;
            rounds->missing[corner]++;
        }
    }
    for (uint32_t t = leaf->first; t < leaf->first + leaf->count; t++) {
        arena_poll(scene->arena);
        for (int k = 0; k < 3; k++)
            if (rounds->missing[scene->triangles[t].corners[k]] != 0)
                scene->pinched[scene->triangles[t].corners[k]] = true;
    }
}

static void find_pinched(struct scene *scene)
{
    struct arena *scratch = arena_within(scene->arena);
    size_t bytes = scene->points.whole_count * sizeof(uint32_t);
    struct rounds rounds = { arena_take(scratch, bytes), arena_take(scratch, bytes),
                             arena_take(scratch, bytes) };
    scene->pinched = arena_take(scene->arena, scene->points.whole_count);
    for (uint32_t i = 0; i < scene->leaf_count; i++)
        find_pinched_of(scene, &rounds, i);
    arena_close(scratch);
}

/* --- the whole --- */

static void build_hierarchies(struct scene *scene)
{
    struct extent *extents = arena_take(scene->arena, scene->leaf_count * sizeof *extents);
    for (uint32_t i = 0; i < scene->leaf_count; i++) {
        arena_poll(scene->arena);
        struct leaf *leaf = &scene->leaves[i];
        hierarchy_build(&leaf->hierarchy, scene->arena, scene->extents, leaf->first, leaf->count,
                        BUCKET_SIZE);
        extents[i] = leaf->extent = leaf->hierarchy.nodes[1];
    }
    hierarchy_build(&scene->hierarchy, scene->arena, extents, 0, scene->leaf_count, 1);
}

enum kernel_result scene_build(struct scene *scene, const struct kernel_model *model,
                               struct arena *arena, uint32_t *culprit)
{
    size_t vertices, triangles;
    count_all(model, &vertices, &triangles);
    if (vertices > INT32_MAX / 8 || triangles > INT32_MAX / 8)
        return KERNEL_TOO_LARGE;
    *scene = (struct scene){
        .arena = arena,
        .grid = grid_choose(arena, model->leaves, model->leaf_count),
        .formula = model->formula,
        .leaf_count = model->leaf_count,
        .two_threads = model->two_threads,
    };
    points_open(&scene->points, arena, vertices);
    scene->leaves = arena_take(arena, scene->leaf_count * sizeof *scene->leaves);
    scene->triangles = arena_take(arena, triangles * sizeof *scene->triangles);
    snap(scene, model);
    if (!join_neighbours(scene, culprit) || !flat_remove(scene, culprit))
        return KERNEL_OPEN_LEAF;
    scene->culled = arena_take(arena, scene->triangle_count * sizeof *scene->culled);
    scene->blurred = arena_take(arena, scene->triangle_count * sizeof *scene->blurred);
    measure(scene);
    find_convex(scene);
    find_pinched(scene);
    build_hierarchies(scene);
    return KERNEL_DONE;
}

/* SPDX-License-Identifier: MIT */
/* Edge flips, and pairs of triangles that lie on each other taken out. */
#include "kernel/flat.h"

#include "base/list.h"

enum { FLIPS_EACH = 16 };

struct flats {
    uint32_t *items;
    size_t count, capacity;
};

static bool is_flat(const struct scene *scene, uint32_t triangle)
{
    struct plane plane =
        plane_through(scene_corner(scene, triangle, 0), scene_corner(scene, triangle, 1),
                      scene_corner(scene, triangle, 2));
    return plane.normal[0] == 0 && plane.normal[1] == 0 && plane.normal[2] == 0;
}

static bool is_gone(const struct scene *scene, uint32_t triangle)
{
    return scene->triangles[triangle].leaf == UINT32_MAX;
}

static double square_length(const struct scene *scene, uint32_t triangle, int edge)
{
    const int32_t *a = scene_corner(scene, triangle, edge);
    const int32_t *b = scene_corner(scene, triangle, (edge + 1) % 3);
    double square = 0;
    for (int k = 0; k < 3; k++)
        square += ((double)b[k] - a[k]) * ((double)b[k] - a[k]);
    return square;
}

static int longest_edge(const struct scene *scene, uint32_t triangle)
{
    int longest = 0;
    for (int edge = 1; edge < 3; edge++)
        if (square_length(scene, triangle, edge) > square_length(scene, triangle, longest))
            longest = edge;
    return longest;
}

/* The edge of `triangle` over which `other` lies and which begins at the corner `from`. */
static int edge_from(const struct triangle *triangle, uint32_t from)
{
    int edge = 0;
    while (edge < 2 && triangle->corners[edge] != from)
        edge++;
    return edge;
}

/* Makes two triangles neighbours over an edge that begins at `from` in `a`, and at `to` in `b`. */
static void join(struct scene *scene, uint32_t a, uint32_t from, uint32_t b, uint32_t to)
{
    struct triangle *t = &scene->triangles[a], *u = &scene->triangles[b];
    t->beside[edge_from(t, from)] = b;
    u->beside[edge_from(u, to)] = a;
}

/* Both have the same three corners: their other neighbours meet where they were. */
static void take_out(struct scene *scene, uint32_t flat, uint32_t over)
{
    struct triangle *t = &scene->triangles[flat], *u = &scene->triangles[over];
    for (int k = 0; k < 3; k++) {
        uint32_t from = t->corners[k], to = t->corners[(k + 1) % 3];
        uint32_t a = t->beside[k], b = u->beside[edge_from(u, to)];
        if (a != over && b != flat)
            join(scene, a, to, b, from);
    }
    t->leaf = u->leaf = UINT32_MAX;
}

/* The flat triangle (from, to, middle) and the one over its longest edge (to, from, top) become (from, top, middle) and
 * (to, middle, top). */
static void flip(struct scene *scene, uint32_t flat, int edge, uint32_t over, int over_edge)
{
    struct triangle *t = &scene->triangles[flat], *u = &scene->triangles[over];
    uint32_t from = t->corners[edge], to = t->corners[(edge + 1) % 3];
    uint32_t middle = t->corners[(edge + 2) % 3], top = u->corners[(over_edge + 2) % 3];
    uint32_t to_middle = t->beside[(edge + 1) % 3], middle_from = t->beside[(edge + 2) % 3];
    uint32_t from_top = u->beside[(over_edge + 1) % 3], top_to = u->beside[(over_edge + 2) % 3];
    *t = (struct triangle){ t->leaf, { from, top, middle }, { from_top, over, middle_from } };
    *u = (struct triangle){ u->leaf, { to, middle, top }, { to_middle, flat, top_to } };
    join(scene, flat, from, from_top, top);
    join(scene, over, to, to_middle, middle);
}

static bool straighten(struct scene *scene, struct arena *scratch, struct flats *flats,
                       uint32_t *culprit)
{
    size_t limit = flats->count * FLIPS_EACH + FLIPS_EACH;
    for (size_t i = 0; i < flats->count; i++) {
        arena_poll(scratch);
        uint32_t flat = flats->items[i];
        if (is_gone(scene, flat) || !is_flat(scene, flat))
            continue;
        int edge = longest_edge(scene, flat);
        const struct triangle *t = &scene->triangles[flat];
        uint32_t over = t->beside[edge];
        const struct triangle *u = &scene->triangles[over];
        int over_edge = edge_from(u, t->corners[(edge + 1) % 3]);
        if (u->corners[(over_edge + 2) % 3] == t->corners[(edge + 2) % 3]) {
            take_out(scene, flat, over);
            continue;
        }
        if (limit-- == 0) {
            if (culprit)
                *culprit = t->leaf;
            return false;
        }
        flip(scene, flat, edge, over, over_edge);
        list_append(scratch, flats, flat);
        list_append(scratch, flats, over);
    }
    return true;
}

/* Closes the gaps that triangles left which were taken out. */
static void close_ranks(struct scene *scene, struct arena *scratch)
{
    uint32_t *places = arena_take(scratch, scene->triangle_count * sizeof *places);
    uint32_t count = 0;
    for (uint32_t i = 0; i < scene->leaf_count; i++) {
        struct leaf *leaf = &scene->leaves[i];
        uint32_t end = leaf->first + leaf->count, first = count;
        for (uint32_t t = leaf->first; t < end; t++) {
            arena_poll(scratch);
            places[t] = count;
            if (!is_gone(scene, t))
                scene->triangles[count++] = scene->triangles[t];
        }
        leaf->first = first;
        leaf->count = count - first;
    }
    scene->triangle_count = count;
    for (uint32_t t = 0; t < count; t++) {
        arena_poll(scratch);
        for (int k = 0; k < 3; k++)
            scene->triangles[t].beside[k] = places[scene->triangles[t].beside[k]];
    }
}

bool flat_remove(struct scene *scene, uint32_t *culprit)
{
    struct arena *scratch = arena_within(scene->arena);
    struct flats flats = { NULL, 0, 0 };
    for (uint32_t t = 0; t < scene->triangle_count; t++) {
        arena_poll(scratch);
        if (is_flat(scene, t)) {
            list_append(scratch, &flats, t);
            scene->leaves[scene->triangles[t].leaf].rough = true;
        }
    }
    bool done = straighten(scene, scratch, &flats, culprit);
    if (done && flats.count > 0)
        close_ranks(scene, scratch);
    arena_close(scratch);
    return done;
}

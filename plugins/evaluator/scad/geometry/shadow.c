/* SPDX-License-Identifier: MIT */
/* The shadow is the union of all triangles, seen from above and turned to run one way. Where two of them go on from each other, the
 * edge between them says nothing; the others are followed until they close. */
#include "geometry/shadow.h"

#include "kernel/hash.h"
#include "kernel/places.h"

#include <math.h>

struct edge {
    uint32_t from, to;
    uint32_t count; /* how often it is there; 0 after its opposite has come */
};

struct shadow {
    struct arena *arena;
    const struct mesh *mesh;
    double blur;
    struct edge *slots;
    size_t size;
    uint32_t *first; /* by vertex: the first of its targets that is left, and behind its last one */
    uint32_t *targets;
};

/* --- triangles --- */

/* Twice the area seen from above, or 0 of a wall that stands upright but for rounding: it shades nothing that the faces above and
 * below it do not, and between its slivers there would be slits. */
static double doubled_area(const struct shadow *shadow, const uint32_t *corners)
{
    double(*vertices)[3] = shadow->mesh->vertices, girth = 0;
    const double *a = vertices[corners[0]], *b = vertices[corners[1]], *c = vertices[corners[2]];
    for (int i = 0; i < 3; i++) {
        const double *p = vertices[corners[i]], *q = vertices[corners[(i + 1) % 3]];
        girth += hypot(q[0] - p[0], q[1] - p[1]);
    }
    double area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
    return fabs(area) <= shadow->blur * girth ? 0 : area;
}

/* --- edges --- */

static struct edge *find_edge(const struct shadow *shadow, uint32_t from, uint32_t to)
{
    size_t slot = hash3(from, to, 13) & (shadow->size - 1);
    while (shadow->slots[slot].from != shadow->slots[slot].to &&
           (shadow->slots[slot].from != from || shadow->slots[slot].to != to))
        slot = (slot + 1) & (shadow->size - 1);
    return &shadow->slots[slot];
}

static void add_edge(struct shadow *shadow, uint32_t from, uint32_t to)
{
    struct edge *opposite = find_edge(shadow, to, from);
    if (opposite->count > 0) {
        opposite->count--;
        return;
    }
    struct edge *edge = find_edge(shadow, from, to);
    edge->from = from;
    edge->to = to;
    edge->count++;
}

/* What looks down shades as well as what looks up: each closes the gaps that upright walls leave in the other. */
static void add_triangles(struct shadow *shadow)
{
    size_t count = shadow->mesh->triangle_count;
    for (shadow->size = 16; shadow->size < 6 * count;)
        shadow->size *= 2;
    shadow->slots = arena_take(shadow->arena, shadow->size * sizeof *shadow->slots);
    for (size_t i = 0; i < count; i++) {
        arena_poll(shadow->arena);
        const uint32_t *corners = shadow->mesh->triangles[i];
        double area = doubled_area(shadow, corners);
        for (int k = 0; k < 3 && area != 0; k++)
            add_edge(shadow, corners[area > 0 ? k : (k + 1) % 3],
                     corners[area > 0 ? (k + 1) % 3 : k]);
    }
}

/* The targets of one vertex lie beside each other. */
static void sort_edges(struct shadow *shadow)
{
    size_t vertices = shadow->mesh->vertex_count;
    struct places places = { NULL, 0, 0 };
    places_open(&places, shadow->arena, vertices);
    for (size_t i = 0; i < shadow->size; i++) {
        arena_poll(shadow->arena);
        for (uint32_t k = 0; k < shadow->slots[i].count; k++)
            places_count(&places, shadow->slots[i].from);
    }
    places_lay_out(&places);
    shadow->targets =
        arena_take(shadow->arena, places.begin[vertices + 1] * sizeof *shadow->targets);
    for (size_t i = 0; i < shadow->size; i++) {
        arena_poll(shadow->arena);
        for (uint32_t k = 0; k < shadow->slots[i].count; k++)
            shadow->targets[places_take(&places, shadow->slots[i].from)] = shadow->slots[i].to;
    }
    shadow->first = places.begin;
}

/* --- outlines --- */

/* As many edges come in at each vertex as go out, so the way ends only where it began. */
static void follow(struct shadow *shadow, uint32_t start, uint32_t *left, double (*points)[2],
                   struct region *region)
{
    size_t count = 0;
    uint32_t at = start;
    do {
        arena_poll(shadow->arena);
        points[count][0] = shadow->mesh->vertices[at][0];
        points[count++][1] = shadow->mesh->vertices[at][1];
        at = shadow->targets[shadow->first[at] + --left[at]];
    } while (at != start);
    region_add_raw(shadow->arena, region, (const double(*)[2])points, count);
}

void shadow_add(struct arena *arena, const struct mesh *mesh, struct region *region)
{
    const struct box box = mesh_box(mesh);
    struct shadow shadow = { .arena = arena, .mesh = mesh, .blur = region_blur(&box) };
    add_triangles(&shadow);
    sort_edges(&shadow);
    uint32_t *left = arena_take(arena, mesh->vertex_count * sizeof *left);
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        arena_poll(arena);
        left[i] = shadow.first[i + 1] - shadow.first[i];
    }
    double(*points)[2] = arena_take(arena, (shadow.first[mesh->vertex_count] + 1) * sizeof *points);
    for (uint32_t i = 0; i < mesh->vertex_count; i++) {
        arena_poll(arena);
        while (left[i] > 0)
            follow(&shadow, i, left, points, region);
    }
}

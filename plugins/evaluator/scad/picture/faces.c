/* SPDX-License-Identifier: MIT */
/* Projects, lights and clips. A corner that clipping makes is computed the same for both triangles at its edge, so that what was
 * closed has no gaps. */
#include "picture/faces.h"

#include "base/list.h"
#include "base/sort.h"

#include <string.h>

static const float ambient = 0.2f;

struct seeing {
    struct arena *arena;
    const struct stage *stage;
    const struct lens *lens;
    struct faces *faces;
    double (*seen)[3];    /* the corners of the part, right, up and forward */
    uint8_t *edges;       /* of the part's triangles */
    uint32_t part, first; /* the place of its first corner */
};

/* --- light --- */

static void normal_of(const struct mesh *mesh, const uint32_t *triangle, double normal[3])
{
    const double *a = mesh->vertices[triangle[0]], *b = mesh->vertices[triangle[1]];
    const double *c = mesh->vertices[triangle[2]];
    double length = 0;
    for (int axis = 0; axis < 3; axis++) {
        int next = (axis + 1) % 3, last = (axis + 2) % 3;
        normal[axis] =
            (b[next] - a[next]) * (c[last] - a[last]) - (b[last] - a[last]) * (c[next] - a[next]);
        length = hypot(length, normal[axis]);
    }
    for (int axis = 0; axis < 3; axis++)
        normal[axis] = length > 0 ? normal[axis] / length : 0;
}

/* One lamp is behind the camera, to the left and above; another one opposite to it. */
static float light_of(const struct seeing *seeing, const struct mesh *mesh,
                      const uint32_t *triangle)
{
    double normal[3], seen[3];
    if (seeing->stage->is_flat)
        return 1;
    normal_of(mesh, triangle, normal);
    lens_turn(seeing->lens, normal, seen);
    return ambient + (float)(fabs(seen[1] - seen[0] - seen[2]) / sqrt(3));
}

/* --- edges --- */

struct mesh_edge {
    uint32_t low, high, triangle;
    int corner; /* opposite */
};

static int compare_edges(const void *left, const void *right)
{
    const struct mesh_edge *a = left, *b = right;
    if (a->low != b->low)
        return a->low < b->low ? -1 : 1;
    if (a->high != b->high)
        return a->high < b->high ? -1 : 1;
    return (a->triangle > b->triangle) - (a->triangle < b->triangle);
}

static bool is_bent(const struct mesh *mesh, uint32_t triangle, uint32_t other)
{
    double a[3], b[3];
    normal_of(mesh, mesh->triangles[triangle], a);
    normal_of(mesh, mesh->triangles[other], b);
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2] < 1 - 1e-9;
}

/* An edge with triangles in one plane at both sides is none. */
static void find_edges(struct arena *arena, const struct mesh *mesh, uint8_t *edges)
{
    size_t count = 3 * mesh->triangle_count;
    struct mesh_edge *sorted = arena_take(arena, count * sizeof *sorted);
    for (size_t i = 0; i < count; i++) {
        arena_poll(arena);
        const uint32_t *triangle = mesh->triangles[i / 3];
        uint32_t a = triangle[(i + 1) % 3], b = triangle[(i + 2) % 3];
        sorted[i] =
            (struct mesh_edge){ a < b ? a : b, a < b ? b : a, (uint32_t)(i / 3), (int)(i % 3) };
    }
    memset(edges, 7, mesh->triangle_count);
    sort_items(arena, sorted, count, sizeof *sorted, compare_edges);
    for (size_t i = 0; i + 1 < count; i++) {
        arena_poll(arena);
        const struct mesh_edge *a = &sorted[i], *b = &sorted[i + 1];
        if (a->low != b->low || a->high != b->high || is_bent(mesh, a->triangle, b->triangle))
            continue;
        edges[a->triangle] &= (uint8_t) ~(1U << a->corner);
        edges[b->triangle] &= (uint8_t) ~(1U << b->corner);
    }
}

/* --- faces --- */

static uint32_t add_place(struct seeing *seeing, const double seen[3])
{
    struct faces *faces = seeing->faces;
    if (faces->places.count == faces->places.capacity)
        list_make_room(seeing->arena, &faces->places);
    lens_project(seeing->lens, seen, faces->places.items[faces->places.count]);
    return (uint32_t)faces->places.count++;
}

static bool is_in_front(const struct seeing *seeing, uint32_t corner)
{
    return seeing->seen[corner][2] > seeing->lens->near;
}

/* Where the edge between a corner in front and one that is not meets the nearest plane that is seen. */
static uint32_t cut_edge(struct seeing *seeing, uint32_t a, uint32_t b)
{
    const double *from = seeing->seen[a < b ? a : b], *to = seeing->seen[a < b ? b : a];
    double part = (seeing->lens->near - from[2]) / (to[2] - from[2]);
    const double seen[3] = { from[0] + part * (to[0] - from[0]), from[1] + part * (to[1] - from[1]),
                             seeing->lens->near };
    return add_place(seeing, seen);
}

static void add_face(struct seeing *seeing, const uint32_t corners[3], float light, uint8_t edges)
{
    struct face face = { { corners[0], corners[1], corners[2] }, seeing->part, light, edges };
    list_append(seeing->arena, seeing->faces, face);
}

/* The part of a triangle that is in front: a triangle or a quadrangle. */
static void add_clipped(struct seeing *seeing, const uint32_t *triangle, float light)
{
    uint32_t corners[4];
    int count = 0;
    for (int i = 0; i < 3; i++) {
        uint32_t corner = triangle[i], next = triangle[(i + 1) % 3];
        if (is_in_front(seeing, corner))
            corners[count++] = seeing->first + corner;
        if (is_in_front(seeing, corner) != is_in_front(seeing, next))
            corners[count++] = cut_edge(seeing, corner, next);
    }
    if (count >= 3)
        add_face(seeing, corners, light, 0);
    if (count == 4)
        add_face(seeing, (const uint32_t[]){ corners[0], corners[2], corners[3] }, light, 0);
}

static void add_triangle(struct seeing *seeing, const struct mesh *mesh, size_t number)
{
    const uint32_t *triangle = mesh->triangles[number];
    float light = light_of(seeing, mesh, triangle);
    uint32_t corners[3];
    bool whole = true;
    for (int i = 0; i < 3; i++) {
        corners[i] = seeing->first + triangle[i];
        whole = whole && is_in_front(seeing, triangle[i]);
    }
    if (whole)
        add_face(seeing, corners, light, seeing->edges ? seeing->edges[number] : 0);
    else
        add_clipped(seeing, triangle, light);
}

static void see_part(struct seeing *seeing, const struct mesh *mesh, bool edges)
{
    struct arena *scratch = arena_within(seeing->arena);
    seeing->seen = arena_take(scratch, mesh->vertex_count * sizeof *seeing->seen);
    seeing->first = (uint32_t)seeing->faces->places.count;
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        arena_poll(scratch);
        lens_see(seeing->lens, mesh->vertices[i], seeing->seen[i]);
        add_place(seeing, seeing->seen[i]);
    }
    seeing->edges = edges ? arena_take(scratch, mesh->triangle_count) : NULL;
    if (edges)
        find_edges(scratch, mesh, seeing->edges);
    for (size_t i = 0; i < mesh->triangle_count; i++)
        add_triangle(seeing, mesh, i);
    arena_close(scratch);
}

void faces_see(struct arena *arena, const struct stage *stage, const struct lens *lens, bool edges,
               struct faces *faces)
{
    struct seeing seeing = { .arena = arena, .stage = stage, .lens = lens, .faces = faces };
    *faces = (struct faces){ 0 };
    for (int i = 0; i < stage->count; i++) {
        seeing.part = (uint32_t)i;
        if (stage->items[i].kind == STAGE_SOLID)
            see_part(&seeing, stage->items[i].mesh, edges);
    }
}

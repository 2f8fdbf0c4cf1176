/* SPDX-License-Identifier: MIT */
/* What can be asked of a mesh and done to it as a whole. */
#include "model/mesh.h"

#include "base/sort.h"
#include "model/matrix.h"

#include <string.h>

struct mesh mesh_new(struct arena *arena, size_t vertex_count, size_t triangle_count)
{
    struct mesh mesh = { .vertex_count = vertex_count, .triangle_count = triangle_count };
    mesh.vertices = arena_take(arena, vertex_count * sizeof *mesh.vertices);
    mesh.triangles = arena_take(arena, triangle_count * sizeof *mesh.triangles);
    return mesh;
}

struct mesh mesh_copy(struct arena *arena, const struct mesh *mesh)
{
    struct mesh copy = mesh_new(arena, mesh->vertex_count, mesh->triangle_count);
    if (mesh->vertex_count)
        memcpy(copy.vertices, mesh->vertices, mesh->vertex_count * sizeof *copy.vertices);
    if (mesh->triangle_count)
        memcpy(copy.triangles, mesh->triangles, mesh->triangle_count * sizeof *copy.triangles);
    return copy;
}

struct box mesh_box(const struct mesh *mesh)
{
    struct box box = box_of_nothing();
    for (size_t i = 0; i < mesh->vertex_count; i++)
        box_include(&box, mesh->vertices[i][0], mesh->vertices[i][1], mesh->vertices[i][2]);
    return box;
}

/* Six times the volume of the tetrahedron from `origin` to a triangle. */
static double determinant(const double *origin, const double *p, const double *q, const double *r)
{
    double a[3], b[3], c[3];
    for (int i = 0; i < 3; i++) {
        a[i] = p[i] - origin[i];
        b[i] = q[i] - origin[i];
        c[i] = r[i] - origin[i];
    }
    return a[0] * (b[1] * c[2] - b[2] * c[1]) + a[1] * (b[2] * c[0] - b[0] * c[2]) +
           a[2] * (b[0] * c[1] - b[1] * c[0]);
}

/* Measured from a vertex, so that a solid far from the origin loses no digits. */
static double signed_volume(const struct mesh *mesh, size_t triangle)
{
    const uint32_t *corners = mesh->triangles[triangle];
    return determinant(mesh->vertices[0], mesh->vertices[corners[0]], mesh->vertices[corners[1]],
                       mesh->vertices[corners[2]]);
}

double mesh_volume(const struct mesh *mesh)
{
    double sum = 0;
    for (size_t i = 0; i < mesh->triangle_count; i++)
        sum += signed_volume(mesh, i);
    return sum / 6.0;
}

double mesh_volume_polled(struct arena *arena, const struct mesh *mesh)
{
    double sum = 0;
    for (size_t i = 0; i < mesh->triangle_count; i++) {
        arena_poll(arena);
        sum += signed_volume(mesh, i);
    }
    return sum / 6.0;
}

void mesh_turn_outward(struct arena *arena, struct mesh *mesh)
{
    if (mesh_volume_polled(arena, mesh) < 0)
        mesh_turn_inside_out(mesh);
}

void mesh_turn_inside_out(struct mesh *mesh)
{
    for (size_t i = 0; i < mesh->triangle_count; i++) {
        uint32_t second = mesh->triangles[i][1];
        mesh->triangles[i][1] = mesh->triangles[i][2];
        mesh->triangles[i][2] = second;
    }
}

void mesh_transform(struct arena *arena, struct mesh *mesh, const double matrix[4][4])
{
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        arena_poll(arena);
        matrix_apply(matrix, mesh->vertices[i]);
    }
    if (matrix_determinant(matrix) < 0)
        mesh_turn_inside_out(mesh);
}

/* An edge from its smaller to its larger vertex, and which way a triangle passes it. */
struct passage {
    uint32_t low, high;
    int direction;
};

static int compare_passages(const void *left, const void *right)
{
    const struct passage *a = left, *b = right;
    if (a->low != b->low)
        return a->low < b->low ? -1 : 1;
    return (a->high > b->high) - (a->high < b->high);
}

static struct passage passage_of(uint32_t from, uint32_t to)
{
    return from < to ? (struct passage){ from, to, 1 } : (struct passage){ to, from, -1 };
}

/* All passages, those of an edge beside each other. */
static struct passage *sorted_passages(struct arena *arena, const struct mesh *mesh)
{
    size_t count = 3 * mesh->triangle_count;
    struct passage *passages = arena_take(arena, count * sizeof *passages);
    for (size_t i = 0; i < count; i++) {
        arena_poll(arena);
        const uint32_t *triangle = mesh->triangles[i / 3];
        passages[i] = passage_of(triangle[i % 3], triangle[(i + 1) % 3]);
    }
    sort_items(arena, passages, count, sizeof *passages, compare_passages);
    return passages;
}

bool mesh_is_paired(struct arena *arena, const struct mesh *mesh)
{
    size_t count = 3 * mesh->triangle_count;
    const struct passage *passages = sorted_passages(arena, mesh);
    if (count % 2)
        return false;
    for (size_t i = 0; i < count; i += 2) {
        arena_poll(arena);
        bool is_pair = compare_passages(&passages[i], &passages[i + 1]) == 0 &&
                       passages[i].direction + passages[i + 1].direction == 0;
        bool has_more = i + 2 < count && compare_passages(&passages[i], &passages[i + 2]) == 0;
        if (!is_pair || has_more)
            return false;
    }
    return true;
}

bool mesh_is_closed(struct arena *arena, const struct mesh *mesh)
{
    size_t count = 3 * mesh->triangle_count;
    const struct passage *passages = sorted_passages(arena, mesh);
    long balance = 0;
    for (size_t i = 0; i < count; i++) {
        arena_poll(arena);
        if (i > 0 && compare_passages(&passages[i - 1], &passages[i]) != 0 && balance != 0)
            return false;
        balance += passages[i].direction;
    }
    return balance == 0;
}

/* SPDX-License-Identifier: MIT */
/* Models from our own meshes and from other people's arrays. */
#include "formats/facets.h"

#include "kernel/clean.h"

#include <float.h>
#include <math.h>
#include <string.h>

static void add_normal(double (*sums)[3], const struct mesh *mesh, const uint32_t *triangle)
{
    const double *a = mesh->vertices[triangle[0]], *b = mesh->vertices[triangle[1]];
    const double *c = mesh->vertices[triangle[2]];
    for (int axis = 0; axis < 3; axis++) {
        int next = (axis + 1) % 3, last = (axis + 2) % 3;
        double length =
            (b[next] - a[next]) * (c[last] - a[last]) - (b[last] - a[last]) * (c[next] - a[next]);
        for (int corner = 0; corner < 3; corner++)
            sums[triangle[corner]][axis] += length;
    }
}

static const float (*normals_of(struct arena *arena, const struct mesh *mesh))[3]
{
    double(*sums)[3] = arena_take(arena, mesh->vertex_count * sizeof *sums);
    for (size_t i = 0; i < mesh->triangle_count; i++) {
        arena_poll(arena);
        add_normal(sums, mesh, mesh->triangles[i]);
    }
    float(*normals)[3] = arena_take(arena, mesh->vertex_count * sizeof *normals);
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        arena_poll(arena);
        double length =
            sqrt(sums[i][0] * sums[i][0] + sums[i][1] * sums[i][1] + sums[i][2] * sums[i][2]);
        bool points = isnormal(length);
        for (int axis = 0; axis < 3; axis++)
            normals[i][axis] = points ? (float)(sums[i][axis] / length) : (float)(axis == 2);
    }
    return (const float(*)[3])normals;
}

static const float (*singles(struct arena *arena, const double *values, size_t count))[3]
{
    float *result = arena_take(arena, count * sizeof *result);
    for (size_t i = 0; i < count; i++) {
        arena_poll(arena);
        result[i] = (float)values[i];
    }
    return (const float(*)[3])result;
}

struct facets facets_of_mesh(struct arena *arena, const struct mesh *mesh)
{
    return (struct facets){
        .vertex_count = mesh->vertex_count,
        .triangle_count = mesh->triangle_count,
        .vertices = singles(arena, (const double *)mesh->vertices, 3 * mesh->vertex_count),
        .normals = normals_of(arena, mesh),
        .triangles = (const uint32_t(*)[3])mesh->triangles,
    };
}

/* How far rounding may move a vertex, and a bit. */
static double rounding_of(const struct mesh *mesh)
{
    struct box box = mesh_box(mesh);
    double largest = 0;
    for (int axis = 0; axis < 3; axis++)
        largest = fmax(largest, fmax(fabs(box.low[axis]), fabs(box.high[axis])));
    return largest * (double)FLT_EPSILON;
}

static bool is_one_place(const float a[3], const float b[3])
{
    return a[0] == b[0] && a[1] == b[1] && a[2] == b[2];
}

static bool has_three_places(const float (*vertices)[3], const uint32_t *triangle)
{
    for (int corner = 0; corner < 3; corner++)
        if (is_one_place(vertices[triangle[corner]], vertices[triangle[(corner + 1) % 3]]))
            return false;
    return true;
}

struct facets facets_of_places(struct arena *arena, const struct mesh *mesh)
{
    struct mesh copy = mesh_copy(arena, mesh);
    if (copy.triangle_count && mesh_is_paired(arena, &copy))
        clean_mesh(&copy, rounding_of(&copy), copy.triangle_count, NULL, arena);
    const float(*vertices)[3] =
        singles(arena, (const double *)copy.vertices, 3 * copy.vertex_count);
    size_t kept = 0;
    for (size_t i = 0; i < copy.triangle_count; i++) {
        arena_poll(arena);
        if (has_three_places(vertices, copy.triangles[i]))
            memmove(copy.triangles[kept++], copy.triangles[i], sizeof *copy.triangles);
    }
    return (struct facets){ .vertex_count = copy.vertex_count,
                            .triangle_count = kept,
                            .vertices = vertices,
                            .triangles = (const uint32_t(*)[3])copy.triangles };
}

/* Numbers that single precision can hold; NaN fails the comparison. */
static bool are_numbers(struct arena *arena, const double *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        arena_poll(arena);
        if (!(fabs(values[i]) <= FLT_MAX))
            return false;
    }
    return true;
}

static bool are_indices(struct arena *arena, const double *values, size_t count, size_t limit)
{
    for (size_t i = 0; i < count; i++) {
        arena_poll(arena);
        if (!(values[i] >= 0 && values[i] < (double)limit && values[i] == floor(values[i])))
            return false;
    }
    return true;
}

static bool is_geometry(struct arena *arena, const struct facets_arrays *arrays)
{
    size_t vertex_count = arrays->vertices_length / 3;
    return arrays->vertices_length % 3 == 0 && arrays->indices_length % 3 == 0 &&
           vertex_count <= UINT32_MAX && arrays->indices_length / 3 <= UINT32_MAX &&
           (!arrays->normals || arrays->normals_length == arrays->vertices_length) &&
           are_numbers(arena, arrays->vertices, arrays->vertices_length) &&
           (!arrays->normals || are_numbers(arena, arrays->normals, arrays->normals_length)) &&
           are_indices(arena, arrays->indices, arrays->indices_length, vertex_count);
}

bool facets_of_arrays(struct arena *arena, const struct facets_arrays *arrays, struct mesh *mesh,
                      struct facets *facets)
{
    if (!is_geometry(arena, arrays))
        return false;
    *mesh = mesh_new(arena, arrays->vertices_length / 3, arrays->indices_length / 3);
    if (arrays->vertices_length)
        memcpy(mesh->vertices, arrays->vertices, arrays->vertices_length * sizeof(double));
    for (size_t i = 0; i < arrays->indices_length; i++) {
        arena_poll(arena);
        mesh->triangles[i / 3][i % 3] = (uint32_t)arrays->indices[i];
    }
    *facets = facets_of_mesh(arena, mesh);
    if (arrays->normals)
        facets->normals = singles(arena, arrays->normals, arrays->normals_length);
    return true;
}

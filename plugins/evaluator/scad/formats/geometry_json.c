/* SPDX-License-Identifier: MIT */
/* Flat arrays, and what can be measured. */
#include "formats/geometry_json.h"

#include "formats/facets.h"

static void write_vectors(struct sink *sink, const char *begin, const float (*vectors)[3],
                          size_t count)
{
    sink_string(sink, begin);
    for (size_t i = 0; i < 3 * count; i++) {
        if (i > 0)
            sink_string(sink, ",");
        sink_number(sink, (double)vectors[i / 3][i % 3]);
    }
    sink_string(sink, "]");
}

static void write_indices(struct sink *sink, const struct facets *facets)
{
    sink_string(sink, ",\"indices\":[");
    for (size_t i = 0; i < 3 * facets->triangle_count; i++) {
        if (i > 0)
            sink_string(sink, ",");
        sink_number(sink, (double)facets->triangles[i / 3][i % 3]);
    }
    sink_string(sink, "]");
}

static void write_corner(struct sink *sink, const char *begin, const double corner[3])
{
    sink_string(sink, begin);
    for (int axis = 0; axis < 3; axis++) {
        sink_number(sink, corner[axis]);
        sink_string(sink, axis < 2 ? "," : "]");
    }
}

static void write_bounds(struct sink *sink, const struct mesh *mesh)
{
    struct box box = { { 0 }, { 0 } };
    if (mesh->vertex_count)
        box = mesh_box(mesh);
    write_corner(sink, ",\"bounds\":{\"min\":[", box.low);
    write_corner(sink, ",\"max\":[", box.high);
    sink_string(sink, "}");
}

static double area_of(struct arena *arena, const struct mesh *mesh)
{
    double sum = 0;
    for (size_t i = 0; i < mesh->triangle_count; i++) {
        arena_poll(arena);
        const double *a = mesh->vertices[mesh->triangles[i][0]];
        const double *b = mesh->vertices[mesh->triangles[i][1]];
        const double *c = mesh->vertices[mesh->triangles[i][2]];
        sum += (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
    }
    return sum / 2.0;
}

static void write_stats(struct sink *sink, struct arena *arena, const struct shape *shape)
{
    sink_string(sink, ",\"stats\":{\"vertexCount\":");
    sink_number(sink, (double)shape->mesh.vertex_count);
    sink_string(sink, ",\"faceCount\":");
    sink_number(sink, (double)shape->mesh.triangle_count);
    sink_string(sink, ",\"volume\":");
    sink_number(sink, shape->dimension == 2 ? 0 : mesh_volume_polled(arena, &shape->mesh));
    if (shape->dimension == 2) {
        sink_string(sink, ",\"area\":");
        sink_number(sink, area_of(arena, &shape->mesh));
    }
    sink_string(sink, "}");
}

static void write_color(struct sink *sink, const float color[4])
{
    static const char *const names[4] = { "{\"r\":", ",\"g\":", ",\"b\":", ",\"a\":" };
    sink_string(sink, ",\"color\":");
    for (int i = 0; i < 4; i++) {
        sink_string(sink, names[i]);
        sink_number(sink, (double)color[i]);
    }
    sink_string(sink, "}");
}

void geometry_json_write(struct sink *sink, struct arena *arena, const struct shape *shape)
{
    struct facets facets = facets_of_mesh(arena, &shape->mesh);
    write_vectors(sink, "{\"vertices\":[", facets.vertices, facets.vertex_count);
    write_indices(sink, &facets);
    write_vectors(sink, ",\"normals\":[", facets.normals, facets.vertex_count);
    write_bounds(sink, &shape->mesh);
    write_stats(sink, arena, shape);
    if (shape->dimension == 2)
        sink_string(sink, ",\"dimension\":2");
    if (shape->colored)
        write_color(sink, shape->color);
    sink_string(sink, "}");
}

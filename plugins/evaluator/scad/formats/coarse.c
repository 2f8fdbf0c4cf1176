/* SPDX-License-Identifier: MIT */
/* Edges that shrink to a point are taken out, and with them the triangles on both their sides. Slivers are not looked for: with few
 * decimals much of a model is one, and taking them out would wear it away. */
#include "formats/coarse.h"

#include <math.h>
#include <string.h>

/* Beyond this every number is a whole one. */
static const double largest_fraction = 4503599627370496.0;

static void round_vertices(struct arena *arena, struct mesh *mesh, double steps)
{
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        arena_poll(arena);
        for (int axis = 0; axis < 3; axis++) {
            double scaled = mesh->vertices[i][axis] * steps;
            if (fabs(scaled) < largest_fraction)
                mesh->vertices[i][axis] = rint(scaled) / steps + 0.0; /* no minus zero */
        }
    }
}

/* The vertex that stands for this one; those on the way come nearer to it. */
static uint32_t head_of(uint32_t *heads, uint32_t vertex)
{
    while (heads[vertex] != vertex)
        vertex = heads[vertex] = heads[heads[vertex]];
    return vertex;
}

/* Ends of edges that are in one place now are one vertex. */
static uint32_t *join_ends(struct arena *arena, const struct mesh *mesh)
{
    uint32_t *heads = arena_take(arena, mesh->vertex_count * sizeof *heads);
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        arena_poll(arena);
        heads[i] = (uint32_t)i;
    }
    for (size_t i = 0; i < mesh->triangle_count; i++) {
        arena_poll(arena);
        for (int corner = 0; corner < 3; corner++) {
            uint32_t a = mesh->triangles[i][corner], b = mesh->triangles[i][(corner + 1) % 3];
            if (memcmp(mesh->vertices[a], mesh->vertices[b], sizeof *mesh->vertices) == 0)
                heads[head_of(heads, a)] = head_of(heads, b);
        }
    }
    return heads;
}

static void drop_points(struct arena *arena, struct mesh *mesh, uint32_t *heads)
{
    size_t kept = 0;
    for (size_t i = 0; i < mesh->triangle_count; i++) {
        arena_poll(arena);
        uint32_t corners[3];
        for (int corner = 0; corner < 3; corner++)
            corners[corner] = head_of(heads, mesh->triangles[i][corner]);
        if (corners[0] != corners[1] && corners[1] != corners[2] && corners[2] != corners[0])
            memcpy(mesh->triangles[kept++], corners, sizeof corners);
    }
    mesh->triangle_count = kept;
}

/* Numbers the vertices anew that triangles still have. */
static void drop_vertices(struct arena *arena, struct mesh *mesh)
{
    uint32_t *numbers = arena_take(arena, mesh->vertex_count * sizeof *numbers), kept = 0;
    for (size_t i = 0; i < mesh->triangle_count; i++) {
        arena_poll(arena);
        for (int corner = 0; corner < 3; corner++)
            numbers[mesh->triangles[i][corner]] = 1;
    }
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        arena_poll(arena);
        if (!numbers[i])
            continue;
        memmove(mesh->vertices[kept], mesh->vertices[i], sizeof *mesh->vertices);
        numbers[i] = kept++;
    }
    for (size_t i = 0; i < mesh->triangle_count; i++) {
        arena_poll(arena);
        for (int corner = 0; corner < 3; corner++)
            mesh->triangles[i][corner] = numbers[mesh->triangles[i][corner]];
    }
    mesh->vertex_count = kept;
}

struct mesh coarse_mesh(struct arena *arena, const struct mesh *mesh, int decimals)
{
    struct mesh coarse = mesh_copy(arena, mesh);
    round_vertices(arena, &coarse, pow(10, decimals));
    drop_points(arena, &coarse, join_ends(arena, &coarse));
    drop_vertices(arena, &coarse);
    return coarse;
}

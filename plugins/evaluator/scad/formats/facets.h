/* SPDX-License-Identifier: MIT */
/* What the writers write: the facets of a mesh in single precision, mostly with a normal for each vertex. */
#ifndef SCAD_FORMATS_FACETS_H
#define SCAD_FORMATS_FACETS_H

#include "model/mesh.h"

struct facets {
    size_t vertex_count, triangle_count;
    const float (*vertices)[3];
    const float (*normals)[3]; /* of the vertices; NULL for STL alone */
    const uint32_t (*triangles)[3];
};

/* The facets of a mesh. A normal is the sum of those of the triangles around the vertex, each as long
 * as its triangle is large, made one long; (0, 0, 1) where the sum is nothing. */
struct facets facets_of_mesh(struct arena *arena, const struct mesh *mesh);

/* The facets of a mesh, without normals, for files in which corners are told by their places alone. Slivers that single precision
 * would turn over are taken out first, and triangles that it leaves with two corners in one place afterwards: a closed mesh
 * stays closed. */
struct facets facets_of_places(struct arena *arena, const struct mesh *mesh);

/* Flat arrays from outside, as they are: nothing about them is known yet. Normals may be NULL. */
struct facets_arrays {
    const double *vertices, *indices, *normals;
    size_t vertices_length, indices_length, normals_length;
};

/* Checks them and copies them into the arena, in full and in single precision; without normals, these are made. False if they are no
 * geometry: lengths that are no triples or do not match, numbers that are not finite, indices that are
 * not whole or name no vertex. */
bool facets_of_arrays(struct arena *arena, const struct facets_arrays *arrays, struct mesh *mesh,
                      struct facets *facets);

#endif

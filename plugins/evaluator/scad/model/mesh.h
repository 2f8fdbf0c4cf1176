/* SPDX-License-Identifier: MIT */
/* Solids as triangles: shared vertices, counter-clockwise as seen from outside. */
#ifndef SCAD_MODEL_MESH_H
#define SCAD_MODEL_MESH_H

#include "base/arena.h"
#include "model/box.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Plain arrays, so that a mesh can be handed to a kernel or a writer as it is. */
struct mesh {
    double (*vertices)[3];
    size_t vertex_count;
    uint32_t (*triangles)[3];
    size_t triangle_count;
};

/* A mesh with room for that many, all zero; the counts are set. */
struct mesh mesh_new(struct arena *arena, size_t vertex_count, size_t triangle_count);

struct box mesh_box(const struct mesh *mesh);

/* Positive if the triangles face outward. */
double mesh_volume(const struct mesh *mesh);

/* The same; the arena is asked in between whether the work goes on. */
double mesh_volume_polled(struct arena *arena, const struct mesh *mesh);

/* Turns every triangle around if most of them face inward, as the volume says. */
void mesh_turn_outward(struct arena *arena, struct mesh *mesh);

/* Turns every triangle around. */
void mesh_turn_inside_out(struct mesh *mesh);

/* Moves every vertex by the upper three rows; a matrix that mirrors turns the triangles too. */
void mesh_transform(struct arena *arena, struct mesh *mesh, const double matrix[4][4]);

/* A copy whose arrays are its own. */
struct mesh mesh_copy(struct arena *arena, const struct mesh *mesh);

/* True if each edge has two triangles, which pass it in opposite directions. */
bool mesh_is_paired(struct arena *arena, const struct mesh *mesh);

/* True if as many triangles pass each edge one way as the other: no rim, no turned triangle. */
bool mesh_is_closed(struct arena *arena, const struct mesh *mesh);

#endif

/* SPDX-License-Identifier: MIT */
/* Looks at a mesh with nothing of the kernel's: closed, who meets whom, how large. All yes-or-no answers are exact. */
#ifndef CHECKER_H
#define CHECKER_H

#include "model/mesh.h"

struct check {
    size_t open;       /* edges passed more often one way than the other */
    size_t crowded;    /* edges that have not exactly two triangles */
    size_t degenerate; /* triangles without an area */
    size_t
        meeting; /* pairs of triangles that share a place which is not a vertex or an edge of both */
    size_t
        crossing; /* those of them of which an edge of one passes through the inside of the other, or which fold back */
    double volume, area;
};

/* Vertices are the same if their numbers are, or with `by_place` if their coordinates are. */
struct check check_mesh(const struct mesh *mesh, bool by_place);

/* The same by place, without looking for triangles that meet. */
struct check measure_mesh(const struct mesh *mesh);

/* How much of the surface lies on some other, face to face or back to back, no further away than that. */
double check_walls(const struct mesh *mesh, double distance);

/* Fails the running test unless the mesh is closed, each edge has two triangles, none is without an area, and no two meet. */
void check_sound(const struct mesh *mesh);

#endif

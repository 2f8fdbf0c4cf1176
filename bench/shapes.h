/* SPDX-License-Identifier: MIT */
/* Models to be built, and the CPU that it takes. */
#ifndef BENCH_SHAPES_H
#define BENCH_SHAPES_H

#include "geometry/shape.h"

typedef struct tree_node *make_model(struct arena *arena, double by);

/* Each has one part that is moved by `by`. */
make_model shapes_plate_100, shapes_plate_1000, shapes_plate_10000;
make_model shapes_spheres_100000, shapes_spheres_1000000; /* by triangles of each of two */
make_model shapes_brackets;                               /* ten concave ones with round edges */
make_model shapes_balls;                                  /* 3,000 that overlap */
make_model shapes_cubes;                                  /* 8,000 that touch */
make_model shapes_hull;                                   /* of a sphere of a million points */
make_model shapes_circles;                                /* 2,000 that overlap, in the plane */

/* Milliseconds of CPU so far. */
double shapes_cpu_ms(void);

/* Milliseconds of CPU for one build, by the best of them so far. */
void shapes_build(const struct shape_limits *limits, const struct tree_node *tree, double *best);

#endif

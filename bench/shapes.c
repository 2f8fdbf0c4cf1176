/* SPDX-License-Identifier: MIT */
/* Models as trees, without a program. */
#include "shapes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const struct tree_position nowhere;

static struct tree_node *node(struct arena *arena, enum tree_kind kind)
{
    return tree_new(arena, kind, nowhere);
}

static struct tree_node *moved(struct arena *arena, double x, double y, double z,
                               struct tree_node *child)
{
    struct tree_node *transform = node(arena, TREE_TRANSFORM);
    const double by[3] = { x, y, z };
    for (int axis = 0; axis < 3; axis++)
        transform->as.transform.matrix[axis][3] = by[axis];
    tree_append(transform, child);
    return transform;
}

static struct tree_node *block(struct arena *arena, double x, double y, double z)
{
    struct tree_node *cube = node(arena, TREE_CUBE);
    memcpy(cube->as.cube.size, (double[]){ x, y, z }, sizeof cube->as.cube.size);
    return cube;
}

static struct tree_node *ball(struct arena *arena, double radius, int sides)
{
    struct tree_node *sphere = node(arena, TREE_SPHERE);
    sphere->as.sphere.radius = radius;
    sphere->fragments.fn = sides;
    return sphere;
}

static struct tree_node *hole(struct arena *arena)
{
    struct tree_node *cylinder = node(arena, TREE_CYLINDER);
    cylinder->as.cylinder = (struct tree_cylinder){ 5, 1.7, 1.7, false };
    cylinder->fragments.fn = 32;
    return cylinder;
}

static struct tree_node *plate(struct arena *arena, int columns, int rows, double by)
{
    struct tree_node *plate = node(arena, TREE_DIFFERENCE);
    tree_append(plate, block(arena, 5 * columns, 5 * rows, 3));
    for (int i = 0; i < columns * rows; i++)
        tree_append(plate, moved(arena, 2.5 + 5 * (i % columns) + (i ? 0 : by),
                                 2.5 + 5 * (i / columns), -1, hole(arena)));
    return plate;
}

struct tree_node *shapes_plate_100(struct arena *arena, double by)
{
    return plate(arena, 10, 10, by);
}

struct tree_node *shapes_plate_1000(struct arena *arena, double by)
{
    return plate(arena, 40, 25, by);
}

struct tree_node *shapes_plate_10000(struct arena *arena, double by)
{
    return plate(arena, 100, 100, by);
}

static struct tree_node *spheres(struct arena *arena, int sides, double by)
{
    struct tree_node *both = node(arena, TREE_UNION);
    tree_append(both, ball(arena, 10, sides));
    tree_append(both, moved(arena, 5 + by, 3, 2, ball(arena, 10, sides)));
    return both;
}

struct tree_node *shapes_spheres_100000(struct arena *arena, double by)
{
    return spheres(arena, 320, by);
}

struct tree_node *shapes_spheres_1000000(struct arena *arena, double by)
{
    return spheres(arena, 1000, by);
}

struct tree_node *shapes_balls(struct arena *arena, double by)
{
    struct tree_node *all = node(arena, TREE_UNION);
    uint32_t random = 1;
    for (int i = 0; i < 3000; i++) {
        double at[4];
        for (int k = 0; k < 4; k++) {
            random = random * 1103515245u + 12345u;
            at[k] = (random >> 8) / 16777216.0;
        }
        tree_append(all, moved(arena, 20 * at[0] + (i ? 0 : by), 20 * at[1], 20 * at[2],
                               ball(arena, 2 + at[3], 24)));
    }
    return all;
}

struct tree_node *shapes_cubes(struct arena *arena, double by)
{
    struct tree_node *all = node(arena, TREE_UNION);
    for (int i = 0; i < 8000; i++)
        tree_append(
            all, moved(arena, i % 20 + (i ? 0 : by), i / 20 % 20, i / 400, block(arena, 1, 1, 1)));
    return all;
}

struct tree_node *shapes_brackets(struct arena *arena, double by)
{
    struct tree_node *all = node(arena, TREE_UNION);
    for (int i = 0; i < 10; i++) {
        struct tree_node *sum = node(arena, TREE_MINKOWSKI), *corner = node(arena, TREE_UNION);
        tree_append(corner, block(arena, 6, 2, 2));
        tree_append(corner, block(arena, 2, 6, 2));
        tree_append(sum, corner);
        tree_append(sum, ball(arena, 1, 24));
        tree_append(all, moved(arena, 4 * i + (i ? 0 : by), i, 0, sum));
    }
    return all;
}

struct tree_node *shapes_hull(struct arena *arena, double by)
{
    struct tree_node *hull = node(arena, TREE_HULL);
    tree_append(hull, ball(arena, 10 + by, 1414));
    return hull;
}

struct tree_node *shapes_circles(struct arena *arena, double by)
{
    struct tree_node *all = node(arena, TREE_UNION);
    for (int i = 0; i < 2000; i++) {
        struct tree_node *circle = node(arena, TREE_CIRCLE);
        circle->as.circle.radius = 6.5;
        circle->fragments.fn = 50;
        tree_append(all, moved(arena, 12 * (i % 50) + (i ? 0 : by), 12 * (i / 50), 0, circle));
    }
    return all;
}

double shapes_cpu_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

void shapes_build(const struct shape_limits *limits, const struct tree_node *tree, double *best)
{
    struct arena arena;
    struct shape shape;
    arena_open(&arena);
    double begun = shapes_cpu_ms();
    if (!shape_build(&arena, tree, limits, NULL, NULL, &shape))
        exit(EXIT_FAILURE);
    *best = fmin(*best, shapes_cpu_ms() - begun);
    arena_close(&arena);
}

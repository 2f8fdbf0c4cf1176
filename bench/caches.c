/* SPDX-License-Identifier: MIT */
/* What a cache of geometry saves: CPU of a model built for the first time, again, and with one part of it moved, beside the same without
 * a cache; and how soon a build stops that is cancelled. */
#include "geometry/shape.h"
#include "geometry/stock.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>

enum { ROUNDS = 5, CANCELS = 20 };

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

/* Each model has one part that is moved by `by`. */
static struct tree_node *plate(struct arena *arena, int columns, int rows, double by)
{
    struct tree_node *plate = node(arena, TREE_DIFFERENCE);
    tree_append(plate, block(arena, 5 * columns, 5 * rows, 3));
    for (int i = 0; i < columns * rows; i++)
        tree_append(plate, moved(arena, 2.5 + 5 * (i % columns) + (i ? 0 : by),
                                 2.5 + 5 * (i / columns), -1, hole(arena)));
    return plate;
}

static struct tree_node *plate_100(struct arena *arena, double by)
{
    return plate(arena, 10, 10, by);
}

static struct tree_node *plate_1000(struct arena *arena, double by)
{
    return plate(arena, 40, 25, by);
}

/* Two solids of 100,000 triangles. */
static struct tree_node *balls(struct arena *arena, double by)
{
    struct tree_node *both = node(arena, TREE_UNION);
    tree_append(both, ball(arena, 10, 320));
    tree_append(both, moved(arena, 5 + by, 3, 2, ball(arena, 10, 320)));
    return both;
}

/* A concave bracket with round edges, ten times; the first is moved. */
static struct tree_node *brackets(struct arena *arena, double by)
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

static double cpu_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Milliseconds of CPU for one build, by the best of them so far. */
static void build(const struct shape_limits *limits, const struct tree_node *tree, double *best)
{
    struct arena arena;
    struct shape shape;
    arena_open(&arena);
    double begun = cpu_ms();
    if (!shape_build(&arena, tree, limits, NULL, NULL, &shape))
        exit(EXIT_FAILURE);
    *best = fmin(*best, cpu_ms() - begun);
    arena_close(&arena);
}

typedef struct tree_node *make_model(struct arena *arena, double by);

static void measure(const char *name, make_model *make)
{
    struct arena arena;
    double bare = INFINITY, first = INFINITY, again = INFINITY, edited = INFINITY;
    arena_open(&arena);
    for (int round = 0; round < ROUNDS; round++) {
        struct shape_limits without = { 0 };
        struct shape_limits with = { .stock = stock_new(100, 64 << 20) };
        const struct tree_node *tree = make(&arena, 0);
        build(&without, tree, &bare);
        build(&with, tree, &first);
        build(&with, tree, &again);
        build(&with, make(&arena, 0.25), &edited);
        stock_free(with.stock);
    }
    printf("| %s | %.1f | %.1f | %.1f | %.1f |\n", name, bare, first, again, edited);
    arena_close(&arena);
}

/* --- cancelling --------------------------------------------------------------------------------------- */

static volatile int cancelled;
static double cancelled_ms;

static void cancel(int signal)
{
    (void)signal;
    cancelled_ms = cpu_ms();
    cancelled = 1;
}

/* How long a build goes on when it is cancelled after so much CPU. */
static double stop_after(const struct tree_node *tree, double after_ms)
{
    struct itimerval timer = { .it_value = { .tv_sec = (time_t)(after_ms / 1e3),
                                             .tv_usec =
                                                 (suseconds_t)(fmod(after_ms, 1e3) * 1e3) } };
    const struct shape_limits limits = { .cancelled = &cancelled };
    struct shape shape;
    struct arena arena;
    arena_open(&arena);
    cancelled = 0;
    setitimer(ITIMER_PROF, &timer, NULL);
    bool built = shape_build(&arena, tree, &limits, NULL, NULL, &shape);
    double late = built ? 0 : cpu_ms() - cancelled_ms;
    timer = (struct itimerval){ 0 };
    setitimer(ITIMER_PROF, &timer, NULL);
    arena_close(&arena);
    return late;
}

static void measure_cancelling(const char *name, make_model *make)
{
    struct arena arena;
    double whole = INFINITY, latest = 0;
    const struct shape_limits limits = { 0 };
    arena_open(&arena);
    const struct tree_node *tree = make(&arena, 0);
    build(&limits, tree, &whole);
    for (int i = 1; i < CANCELS; i++)
        latest = fmax(latest, stop_after(tree, whole * i / CANCELS));
    printf("| %s | %.1f | %.1f |\n", name, whole, latest);
    arena_close(&arena);
}

int main(void)
{
    static const struct {
        const char *name;
        make_model *make;
    } models[] = {
        { "plate with 100 holes", plate_100 },
        { "plate with 1,000 holes", plate_1000 },
        { "two spheres of 100,000 triangles", balls },
        { "ten brackets with round edges", brackets },
    };
    signal(SIGPROF, cancel);
    puts("| CPU, ms | no cache | first | again | one part moved |\n|---|---|---|---|---|");
    for (size_t i = 0; i < sizeof models / sizeof *models; i++)
        measure(models[i].name, models[i].make);
    puts("\n| CPU, ms | whole | after it was cancelled, at most |\n|---|---|---|");
    for (size_t i = 0; i < sizeof models / sizeof *models; i++)
        measure_cancelling(models[i].name, models[i].make);
}

/* SPDX-License-Identifier: MIT */
/* How soon a build stops that is cancelled: CPU from the moment it is told to until it says so, at the worst of many moments; and what it
 * takes to give its memory back afterwards. */
#include "shapes.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <sys/time.h>

enum { CANCELS = 24 };

static volatile int cancelled;
static double cancelled_ms;

static void cancel(int signal)
{
    (void)signal;
    cancelled_ms = shapes_cpu_ms();
    cancelled = 1;
}

/* How long builds go on when they are cancelled, and give memory back then. */
struct lateness {
    double answer, memory;
};

static void stop_after(const struct tree_node *tree, double after_ms, struct lateness *latest)
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
    double answered_ms = shapes_cpu_ms();
    arena_close(&arena);
    if (!built) {
        latest->answer = fmax(latest->answer, answered_ms - cancelled_ms);
        latest->memory = fmax(latest->memory, shapes_cpu_ms() - answered_ms);
    }
    timer = (struct itimerval){ 0 };
    setitimer(ITIMER_PROF, &timer, NULL);
}

static void measure(const char *name, make_model *make)
{
    struct arena arena;
    double whole = INFINITY;
    struct lateness latest = { 0, 0 };
    const struct shape_limits limits = { 0 };
    arena_open(&arena);
    const struct tree_node *tree = make(&arena, 0);
    shapes_build(&limits, tree, &whole);
    for (int i = 1; i < CANCELS; i++)
        stop_after(tree, whole * i / CANCELS, &latest);
    printf("| %s | %.1f | %.1f | %.1f |\n", name, whole, latest.answer, latest.memory);
    arena_close(&arena);
}

int main(void)
{
    signal(SIGPROF, cancel);
    puts("| CPU, ms | whole | from cancelled to said, at most | memory given back after that "
         "|\n|---|---|---|---|");
    measure("plate with 100 holes", shapes_plate_100);
    measure("plate with 1,000 holes", shapes_plate_1000);
    measure("plate with 10,000 holes", shapes_plate_10000);
    measure("two spheres of 100,000 triangles", shapes_spheres_100000);
    measure("two spheres of 1,000,000 triangles", shapes_spheres_1000000);
    measure("ten brackets with round edges", shapes_brackets);
    measure("3,000 overlapping balls", shapes_balls);
    measure("8,000 touching cubes", shapes_cubes);
    measure("hull of a million points", shapes_hull);
    measure("union of circles in the plane, 100,000 edges", shapes_circles);
}

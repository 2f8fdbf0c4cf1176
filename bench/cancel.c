/* SPDX-License-Identifier: MIT */
/* How soon work stops that is cancelled: CPU from the moment it is told to until it has stopped, at the worst of many moments; and what
 * it takes to give its memory back afterwards. */
#include "shapes.h"

#include "formats/catalogue.h"
#include "picture/picture.h"

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

/* Something that takes a while. */
struct job {
    const struct tree_node *tree;
    struct shape shape;
    const struct catalogue_format *format;
    struct arena *arena;
};

typedef void do_job(void *job);

/* How long work goes on when it is cancelled, and gives memory back then. */
struct lateness {
    double answer, memory;
};

/* How long it took as a whole, if it did. */
static double work(do_job *done, struct job *job, struct lateness *latest)
{
    struct arena arena;
    arena_open(&arena);
    arena.cancelled = &cancelled;
    job->arena = &arena;
    cancelled = 0;
    double begun_ms = shapes_cpu_ms();
    bool whole = arena_attempt(&arena, done, job);
    double stopped_ms = shapes_cpu_ms();
    arena.cancelled = NULL;
    arena_close(&arena);
    if (!whole) {
        latest->answer = fmax(latest->answer, stopped_ms - cancelled_ms);
        latest->memory = fmax(latest->memory, shapes_cpu_ms() - stopped_ms);
    }
    return stopped_ms - begun_ms;
}

static void set_timer(double after_ms)
{
    const struct itimerval timer = { .it_value = { .tv_sec = (time_t)(after_ms / 1e3),
                                                   .tv_usec =
                                                       (suseconds_t)(fmod(after_ms, 1e3) * 1e3) } };
    setitimer(ITIMER_PROF, &timer, NULL);
}

static void measure(const char *name, do_job *done, struct job *job)
{
    struct lateness latest = { 0, 0 };
    double whole = work(done, job, &latest);
    for (int i = 1; i < CANCELS; i++) {
        set_timer(whole * i / CANCELS);
        work(done, job, &latest);
        set_timer(0);
    }
    printf("| %s | %.1f | %.1f | %.1f |\n", name, whole, latest.answer, latest.memory);
}

/* --- builds --- */

static void build(void *context)
{
    struct job *job = context;
    const struct shape_limits limits = { 0 };
    if (!shape_build(job->arena, job->tree, &limits, NULL, NULL, &job->shape))
        arena_give_up(job->arena, 0); /* it was left within */
}

static void measure_build(const char *name, make_model *make)
{
    struct arena arena;
    arena_open(&arena);
    struct job job = { .tree = make(&arena, 0) };
    measure(name, build, &job);
    arena_close(&arena);
}

/* --- what is written --- */

static bool drop(void *context, const void *bytes, size_t length)
{
    (void)context;
    (void)bytes;
    (void)length;
    return true;
}

static void write_file(void *context)
{
    struct job *job = context;
    const struct looks looks = looks_default();
    struct sink sink;
    sink_open(&sink, job->arena, drop, NULL);
    job->format->write(&sink, job->arena, &job->shape, &looks);
    sink_close(&sink);
}

static void paint(void *context)
{
    struct job *job = context;
    struct picture picture = picture_default();
    struct stage stage;
    struct sink sink;
    picture.width = picture.height = 2048;
    picture.guides.edges = true;
    sink_open(&sink, job->arena, drop, NULL);
    stage_of_shape(job->arena, &job->shape, &stage);
    struct image image = picture_paint(job->arena, &picture, &stage);
    image_write_png(&sink, job->arena, &image);
    sink_close(&sink);
}

static void measure_files(const char *name, make_model *make)
{
    static const char *const formats[] = { "asciistl", "binstl", "3mf", "off", "json", "png" };
    char row[100];
    struct arena arena;
    arena_open(&arena);
    struct job job = { .tree = make(&arena, 0), .arena = &arena };
    build(&job);
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        snprintf(row, sizeof row, "%s as %s", name, formats[i]);
        job.format = catalogue_find(formats[i]);
        measure(row, write_file, &job);
    }
    snprintf(row, sizeof row, "%s as a picture of 2,048 by 2,048, with edges", name);
    measure(row, paint, &job);
    arena_close(&arena);
}

int main(void)
{
    signal(SIGPROF, cancel);
    puts("| CPU, ms | whole | from cancelled to stopped, at most | memory given back after that "
         "|\n|---|---|---|---|");
    measure_build("plate with 100 holes", shapes_plate_100);
    measure_build("plate with 1,000 holes", shapes_plate_1000);
    measure_build("plate with 10,000 holes", shapes_plate_10000);
    measure_build("two spheres of 100,000 triangles", shapes_spheres_100000);
    measure_build("two spheres of 1,000,000 triangles", shapes_spheres_1000000);
    measure_build("ten brackets with round edges", shapes_brackets);
    measure_build("3,000 overlapping balls", shapes_balls);
    measure_build("8,000 touching cubes", shapes_cubes);
    measure_build("hull of a million points", shapes_hull);
    measure_build("union of circles in the plane, 100,000 edges", shapes_circles);
    measure_files("two spheres of 1,000,000 triangles", shapes_spheres_1000000);
}

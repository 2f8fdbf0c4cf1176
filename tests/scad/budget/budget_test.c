/* SPDX-License-Identifier: MIT */
/* How much memory models need, by the evaluator's own count, beside what was recorded: the same on every machine. Who makes them need a
 * tenth more is told; if that is meant, `./dev budgets record` writes it down. Usage: budget FILE [record] */
#include "../evaluate/run.h"

#include "formats/catalogue.h"
#include "geometry/shape.h"

#include <inttypes.h>
#include <stdlib.h>

struct model {
    const char *name, *program;
    const char *format; /* NULL: it is built only */
};

static const struct model models[] = {
    { "plate",
      "difference() { cube([300, 300, 3]); for (x = [0:14], y = [0:14])"
      " translate([5 + 20 * x, 5 + 20 * y, -1]) cylinder(r = 3, h = 5, $fn = 16); }",
      NULL },
    { "spheres", "sphere(10, $fn = 100); translate([5, 3, 2]) sphere(10, $fn = 100);", NULL },
    { "touching-cubes",
      "for (i = [0:999]) translate([i % 10, floor(i / 10) % 10, floor(i / 100)]) cube(1);", NULL },
    { "balls", "for (i = [0:59]) translate(rands(0, 8, 3, i)) sphere(2, $fn = 12);", NULL },
    { "bars", "for (i = [0:19]) rotate([i * 9, i * 31, 0]) cube([1, 1, 40], center = true);",
      NULL },
    { "sponge",
      "difference() { cube(27); for (r = [[0, 0, 0], [90, 0, 90], [90, 90, 0]], x = [0:2], y = "
      "[0:2])"
      " multmatrix(r[0] == 0 ? 1 : r[1] == 0 ? [[0, 0, 1], [1, 0, 0], [0, 1, 0]] :"
      " [[0, 1, 0], [0, 0, 1], [1, 0, 0]]) translate([9 * x + 3, 9 * y + 3, -1])"
      " cube([3, 3, 29]); }",
      NULL },
    { "hull", "hull() { sphere(10, $fn = 160); translate([20, 0, 0]) sphere(10, $fn = 150); }",
      NULL },
    { "minkowski",
      "minkowski() { difference() { cube(10); translate([2, 2, 2]) sphere(3, $fn = 12); }"
      " sphere(1, $fn = 8); }",
      NULL },
    { "extrusion", "linear_extrude(10, twist = 360, slices = 100) circle(10, $fn = 200);", NULL },
    { "discs", "for (i = [0:199]) translate(rands(0, 50, 2, i)) circle(5, $fn = 50);", NULL },
    { "offset",
      "offset(r = 1, $fn = 50) for (i = [0:199])"
      " translate([12 * (i % 20), 12 * floor(i / 20)]) circle(5, $fn = 50);",
      NULL },
    { "roof", "roof() for (i = [0:9]) translate([30 * i, 0]) circle(10, $fn = 40);", NULL },
    { "ball-stl", "sphere(10, $fn = 200);", "stl" },
    { "ball-3mf", "sphere(10, $fn = 200);", "3mf" },
    { "ball-json", "sphere(10, $fn = 200);", "json" },
    { "ball-png", "sphere(10, $fn = 200);", "png" },
};

enum { MODELS = sizeof models / sizeof *models };

static const char *path;
static size_t recorded[MODELS];

/* --- what is needed --- */

static bool drop(void *context, const void *bytes, size_t length)
{
    (void)context;
    (void)bytes;
    (void)length;
    return true;
}

/* At any one time, for the build and what is written of it; not for the program's text and tree. */
static size_t need_of(const struct model *model)
{
    struct run run;
    struct arena arena;
    struct shape shape;
    struct sink sink;
    const struct shape_limits limits = { 0 };
    const struct looks looks = looks_default();
    run_open(&run);
    run.input.features = FEATURE_ROOF;
    run_program(&run, model->program);
    assert_string_equal(run_messages(&run), "");
    arena_open(&arena);
    assert_true(shape_build(&arena, run.result.root, &limits, NULL, NULL, &shape));
    assert_true(shape.mesh.triangle_count > 0);
    if (model->format) {
        sink_open(&sink, &arena, drop, NULL);
        catalogue_find(model->format)->write(&sink, &arena, &shape, &looks);
        assert_true(sink_close(&sink));
    }
    size_t most = arena.most_bytes;
    arena_close(&arena);
    run_close(&run);
    return most;
}

/* --- what was recorded --- */

static void read_record(void)
{
    char name[40];
    size_t bytes;
    FILE *stream = fopen(path, "r");
    assert_non_null(stream);
    while (fscanf(stream, "%39s %zu", name, &bytes) == 2)
        for (int i = 0; i < MODELS; i++)
            if (strcmp(models[i].name, name) == 0)
                recorded[i] = bytes;
    fclose(stream);
}

static int record(void)
{
    FILE *stream = fopen(path, "w");
    if (!stream)
        return EXIT_FAILURE;
    for (int i = 0; i < MODELS; i++)
        fprintf(stream, "%s %zu\n", models[i].name, need_of(&models[i]));
    return fclose(stream) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static void no_model_needs_a_tenth_more(void **state)
{
    int more = 0;
    (void)state;
    read_record();
    for (int i = 0; i < MODELS; i++) {
        size_t need = need_of(&models[i]);
        if (need <= recorded[i] + recorded[i] / 10)
            continue;
        print_error("%s needs %zu bytes, %zu were recorded\n", models[i].name, need, recorded[i]);
        more++;
    }
    assert_int_equal(more, 0);
}

int main(int count, char **arguments)
{
    if (count < 2)
        return EXIT_FAILURE;
    path = arguments[1];
    if (count > 2 && strcmp(arguments[2], "record") == 0)
        return record();
    const struct CMUnitTest tests[] = { cmocka_unit_test(no_model_needs_a_tenth_more) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

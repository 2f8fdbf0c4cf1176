/* SPDX-License-Identifier: MIT */
/* Whatever is built, it is asked often whether to go on, however large it is; and it ends wherever the answer is no. */
#include "../evaluate/run.h"
#include "meter.h"

#include "formats/catalogue.h"
#include "geometry/report.h"
#include "geometry/shape.h"
#include "geometry/stock.h"

/* A loop over all of a model without a question is at least about as long: they have some ten thousand triangles each. On a slow machine
 * a step takes some nanoseconds. */
enum { MOST_STEPS = 300000, CANCELS = 12 };

struct model {
    const char *name, *program;
};

static const struct model models[] = {
    { "plate", "difference() { cube([300, 300, 3]); for (x = [0:14], y = [0:14])"
               " translate([5 + 20 * x, 5 + 20 * y, -1]) cylinder(r = 3, h = 5, $fn = 16); }" },
    { "two spheres", "sphere(10, $fn = 160); translate([5, 3, 2]) sphere(10, $fn = 160);" },
    { "touching cubes",
      "for (i = [0:511]) translate([i % 8, floor(i / 8) % 8, floor(i / 64)]) cube(1);" },
    { "balls", "for (i = [0:39]) translate(rands(0, 8, 3, i)) sphere(2, $fn = 12);" },
    { "tree of booleans", "render() intersection() { sphere(10, $fn = 120); cube(9); }" },
    { "hull", "hull() { sphere(10, $fn = 160); translate([20, 0, 0]) sphere(10, $fn = 150); }" },
    { "minkowski, convex", "minkowski() { sphere(10, $fn = 24); sphere(1, $fn = 24); }" },
    { "minkowski, concave",
      "minkowski() { difference() { cube(10); translate([2, 2, 2]) sphere(3, $fn = 7); }"
      " sphere(1, $fn = 6); }" },
    { "minkowski, both concave",
      "minkowski() { difference() { cube(10); translate([2, 2, 2]) cube(10); }"
      " linear_extrude(1) polygon([[0, 0], [2, 0], [1, 1], [0, 2]]); }" },
    { "linear_extrude", "linear_extrude(10, twist = 360, slices = 100) circle(10, $fn = 400);" },
    { "linear_extrude to a ridge", "linear_extrude(10, scale = [0, 1]) circle(10, $fn = 5000);" },
    { "rotate_extrude", "rotate_extrude($fn = 200) translate([20, 0]) circle(10, $fn = 200);" },
    { "extruded union",
      "linear_extrude(1) for (i = [0:199]) translate(rands(0, 50, 2, i)) circle(5, $fn = 50);" },
    { "flat union", "for (i = [0:199]) translate(rands(0, 50, 2, i)) circle(5, $fn = 50);" },
    { "offset, round", "offset(r = 1, $fn = 50) for (i = [0:199])"
                       " translate([12 * (i % 20), 12 * floor(i / 20)]) circle(5, $fn = 50);" },
    { "offset, straight", "offset(delta = -1) circle(100, $fn = 10000);" },
    { "flat hull", "hull() circle(100, $fn = 20000);" },
    { "flat minkowski, convex", "minkowski() { circle(100, $fn = 300); square(1); }" },
    { "flat minkowski, concave",
      "minkowski() { difference() { circle(10, $fn = 100); circle(9, $fn = 100); }"
      " difference() { circle(2, $fn = 30); circle(1, $fn = 30); } }" },
    { "fill", "fill() difference() { circle(100, $fn = 10000); circle(90, $fn = 10000); }" },
    { "shadow", "projection() sphere(10, $fn = 150);" },
    { "section", "projection(cut = true) sphere(10, $fn = 200);" },
    { "resize", "resize([1, 2, 3]) sphere(10, $fn = 200);" },
    { "polygon", "polygon([for (i = [0:19999]) (10 + i % 2) * [cos(i * 360 / 20000), sin(i * 360 / "
                 "20000)]]);" },
    { "polyhedron, open", "polyhedron([for (y = [0:100], x = [0:100]) [x, y, x * y % 7 / 7]], [for "
                          "(y = [0:99], x = [0:99])"
                          " each [[101 * y + x, 101 * y + x + 1, 101 * y + x + 102],"
                          " [101 * y + x, 101 * y + x + 101, 101 * y + x + 102]]]); cube(50);" },
    { "polyhedron of one large face",
      "polyhedron([for (z = [0, 1], i = [0:9999]) [cos(i * 0.036), sin(i * 0.036), z]],"
      " [[for (i = [0:9999]) i], [for (i = [9999:-1:0]) 10000 + i],"
      " for (i = [0:9999]) [i, 10000 + i, 10000 + (i + 1) % 10000, (i + 1) % 10000]]);" },
    { "roof", "roof() for (i = [0:9]) translate([30 * i, 0]) circle(10, $fn = 60);" },
    { "roof, straight",
      "roof(method = \"straight\") for (i = [0:5]) translate([30 * i, 0]) circle(10, $fn = 60);" },
    { "STL", "import(\"ball.stl\");" },
    { "binary STL", "import(\"ball.binstl.stl\");" },
    { "OFF", "import(\"ball.off\");" },
    { "OBJ", "import(\"ball.obj\");" },
    { "AMF", "import(\"ball.amf\");" },
    { "3MF", "import(\"ball.3mf\");" },
    { "SVG", "import(\"discs.svg\");" },
    { "DXF", "import(\"discs.dxf\");" },
    { "surface", "surface(\"field.dat\");" },
};

enum { MODELS = sizeof models / sizeof *models };

/* --- files --- */

static bool write_to_builder(void *context, const void *bytes, size_t length)
{
    builder_bytes(context, bytes, length);
    return true;
}

static struct text field(struct arena *arena)
{
    struct builder out = builder_in(arena);
    for (int i = 0; i < 120; i++)
        for (int k = 0; k < 120; k++)
            builder_format(&out, "%d%c", i * k % 17, k == 119 ? '\n' : ' ');
    return builder_result(&out);
}

static struct text written(struct arena *arena, const char *program, const char *format)
{
    struct run run;
    struct shape shape;
    struct sink sink;
    const struct shape_limits limits = { 0 };
    const struct looks looks = looks_default();
    struct builder out = builder_in(arena);
    run_open(&run);
    run_program(&run, program);
    assert_true(shape_build(&run.arena, run.result.root, &limits, NULL, NULL, &shape));
    sink_open(&sink, arena, write_to_builder, &out);
    catalogue_find(format)->write(&sink, &run.arena, &shape, &looks);
    assert_true(sink_close(&sink));
    run_close(&run);
    return builder_result(&out);
}

/* The one file that a program names; what stands behind the first point is the format that it is written in. */
struct library {
    struct arena arena;
    struct text contents;
};

static void open_library(struct library *library, const char *program)
{
    char name[32] = "";
    *library = (struct library){ .contents = { "", 0 } };
    arena_open(&library->arena);
    if (sscanf(program, "%*[a-z](\"%31[a-z0-9.]", name) != 1)
        return;
    char format[8] = "";
    sscanf(name, "%*[a-z].%7[a-z0-9]", format);
    if (strcmp(format, "dat") == 0)
        library->contents = field(&library->arena);
    else if (name[0] == 'b')
        library->contents = written(&library->arena, "sphere(10, $fn = 120);", format);
    else
        library->contents =
            written(&library->arena,
                    "for (i = [0:99]) translate([25 * i, 0]) circle(10, $fn = 100);", format);
}

static bool read_library(void *context, const char *file, struct file_answer *answer)
{
    (void)file;
    answer->contents = ((struct library *)context)->contents;
    return answer->contents.length > 0;
}

/* --- builds --- */

struct outcome {
    bool built;
    char code[64]; /* of the last report */
    struct meter meter;
};

static void listen(void *context, const struct report *report)
{
    snprintf(context, sizeof(struct outcome){ 0 }.code, "%s", report->code);
}

/* Told to end by a poll, unless that is 0. */
static struct outcome build(const struct tree_node *tree, struct library *library,
                            struct stock *stock, uint64_t cancel_at)
{
    struct outcome outcome = { .built = false };
    const struct shape_limits limits = { .cancelled = &meter_cancelled,
                                         .files = { read_library, library },
                                         .stock = stock };
    struct shape shape;
    struct arena arena;
    arena_open(&arena);
    meter_begin(cancel_at);
    outcome.built = shape_build(&arena, tree, &limits, listen, outcome.code, &shape);
    outcome.meter = meter_end(false);
    arena_close(&arena);
    assert_int_equal(arena.held_bytes, 0);
    return outcome;
}

static void check(const struct model *model, const struct tree_node *tree, struct stock *stock)
{
    struct library library;
    open_library(&library, model->program);
    const struct outcome whole = build(tree, &library, NULL, 0);
    if (!whole.built)
        fail_msg("%s: %s", model->name, whole.code);
    if (whole.meter.longest > MOST_STEPS)
        fail_msg("%s: %llu steps, of %llu, before it was asked at 0x%zx", model->name,
                 (unsigned long long)whole.meter.longest, (unsigned long long)whole.meter.steps,
                 whole.meter.place);
    for (uint64_t i = 0; i < CANCELS; i++) {
        const struct outcome ended =
            build(tree, &library, stock, 1 + (whole.meter.polls - 2) * i / (CANCELS - 1));
        if (ended.built || strcmp(ended.code, REPORT_CANCELLED) != 0)
            fail_msg("%s: cancelled, %s", model->name, ended.built ? "built" : ended.code);
        assert_true(ended.meter.longest <= MOST_STEPS);
    }
    arena_close(&library.arena);
}

static void every_model_asks_often_and_ends_where_it_is_told_to(void **state)
{
    (void)state;
    for (size_t i = 0; i < MODELS; i++) {
        struct run run;
        run_open(&run);
        run.input.features = FEATURE_ROOF;
        run_program(&run, models[i].program);
        assert_string_equal(run_messages(&run), "");
        check(&models[i], run.result.root, NULL);
        run_close(&run);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_model_asks_often_and_ends_where_it_is_told_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

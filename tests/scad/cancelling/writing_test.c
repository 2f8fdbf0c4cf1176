/* SPDX-License-Identifier: MIT */
/* Whatever is written or painted of a model, it is asked often whether to go on. */
#include "../evaluate/run.h"
#include "trial.h"

#include "formats/catalogue.h"
#include "formats/coarse.h"
#include "geometry/silhouette.h"
#include "language/ast_json.h"
#include "picture/picture.h"

static const char solid[] =
    "difference() { sphere(10, $fn = 100); translate([5, 5, 5]) cube(10); }";
static const char area[] = "circle(10, $fn = 6000); translate([30, 0]) circle(5, $fn = 6000);";

struct model {
    struct run run;
    struct shape shape;
    const struct catalogue_format *format;
    struct looks looks;
    struct picture picture;
};

static void open_model(struct model *model, const char *program)
{
    const struct shape_limits limits = { 0 };
    *model = (struct model){ .looks = looks_default(), .picture = picture_default() };
    run_open(&model->run);
    run_program(&model->run, program);
    assert_string_equal(run_messages(&model->run), "");
    assert_true(
        shape_build(&model->run.arena, model->run.result.root, &limits, NULL, NULL, &model->shape));
}

static void close_model(struct model *model)
{
    run_close(&model->run);
}

static bool drop(void *context, const void *bytes, size_t length)
{
    (void)bytes;
    *(size_t *)context += length;
    return true;
}

static void write_format(void *context, struct arena *arena)
{
    struct model *model = context;
    struct sink sink;
    size_t length = 0;
    sink_open(&sink, arena, drop, &length);
    model->format->write(&sink, arena, &model->shape, &model->looks);
    assert_true(sink_close(&sink) && length > 0);
}

static void check_formats(const char *program, const char *const *names)
{
    struct model model;
    open_model(&model, program);
    for (; *names; names++) {
        model.format = catalogue_find(*names);
        trial_check(&(struct trial){ program, *names, write_format, &model });
    }
    model.looks.three_mf.decimals = 1;
    if (model.shape.dimension == 3)
        trial_check(&(struct trial){ program, "few decimals", write_format,
                                     &(struct model){ .shape = model.shape,
                                                      .looks = model.looks,
                                                      .format = catalogue_find("3mf") } });
    close_model(&model);
}

static void every_format_of_a_solid(void **state)
{
    static const char *const names[] = { "stl", "binstl", "off", "obj", "amf",
                                         "3mf", "json",   "png", NULL };
    (void)state;
    check_formats(solid, names);
}

static void every_format_of_an_area(void **state)
{
    static const char *const names[] = { "svg", "dxf", "pdf", "json", "png", NULL };
    (void)state;
    check_formats(area, names);
}

/* --- pictures --- */

static void paint(void *context, struct arena *arena)
{
    struct model *model = context;
    const struct shape_limits limits = { 0 };
    struct stage stage;
    if (!stage_build(arena, model->run.result.root, true, &limits, NULL, NULL, &stage))
        arena_give_up(arena, 0); /* it was left within */
    picture_paint(arena, &model->picture, &stage);
}

static void pictures(void **state)
{
    static const char *const programs[] = {
        solid,
        area,
        "for (i = [0:39]) translate([0, 0, i / 9]) rotate(i) sphere(10, $fn = 16);",
        "difference() { cube(30, center = true); for (i = [0:49]) rotate(rands(0, 360, 3, i))"
        " cylinder(r = 1, h = 60, center = true, $fn = 8); }",
    };
    (void)state;
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        struct model model;
        open_model(&model, programs[i]);
        model.picture.width = model.picture.height = 120;
        model.picture.guides = (struct guides){ true, true, true, true };
        trial_check(&(struct trial){ programs[i], "picture", paint, &model });
        close_model(&model);
    }
}

/* --- trees and outlines --- */

static void print_csg(void *context, struct arena *arena)
{
    struct model *model = context;
    struct builder out = builder_in(arena);
    csg_print(&out, model->run.result.root, true, text_of(""));
}

static void print_syntax(void *context, struct arena *arena)
{
    struct model *model = context;
    struct builder out = builder_in(arena);
    ast_json_print_file(&out, &model->run.names, model->run.input.main);
}

static void trees(void **state)
{
    struct model model;
    (void)state;
    open_model(&model, "for (i = [0:4999]) translate([i, 0, 0]) square();"
                       "x = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19];");
    trial_check(&(struct trial){ "tree", "csg", print_csg, &model });
    trial_check(&(struct trial){ "tree", "syntax", print_syntax, &model });
    close_model(&model);
}

/* What a client sent comes without outlines. */
static void find_outlines(void *context, struct arena *arena)
{
    struct model *model = context;
    struct region region = { 0 };
    assert_true(silhouette_add(arena, &model->shape.mesh, &region));
}

static void outlines(void **state)
{
    struct model model;
    (void)state;
    open_model(&model, area);
    trial_check(&(struct trial){ "triangles", "outlines", find_outlines, &model });
    close_model(&model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_format_of_a_solid),
        cmocka_unit_test(every_format_of_an_area),
        cmocka_unit_test(pictures),
        cmocka_unit_test(trees),
        cmocka_unit_test(outlines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

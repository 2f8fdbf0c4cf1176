/* SPDX-License-Identifier: MIT */
/* What a 3MF file says besides its triangles, and how many digits they have. */
#include "formats/three_mf.h"

#include "../geometry/bench.h"
#include "page.h"
#include "readers/archive.h"

static struct page page;

/* The model within the archive, which ends with a NUL. */
static const char *model_of(struct bench *bench, const struct three_mf_look *look)
{
    struct text model;
    page_open(&page);
    three_mf_write(&page.sink, &bench->arena, &bench->shape, look);
    assert_true(sink_close(&page.sink));
    struct reading reading = reading_of(&bench->arena, (struct text){ page.bytes, page.length });
    assert_true(archive_read(&reading, "3D/3dmodel.model", &model));
    return text_copy(&bench->arena, model).bytes;
}

static void assert_has(const char *model, const char *text)
{
    if (!strstr(model, text))
        fail_msg("no %s in %s", text, model);
}

static void assert_lacks(const char *model, const char *text)
{
    if (strstr(model, text))
        fail_msg("%s in %s", text, model);
}

static void a_cube_has_the_plain_color(void **state)
{
    struct bench *bench = *state;
    struct three_mf_look look = three_mf_look_default();
    assert_true(bench_build(bench, bench_cube(bench, 1, 2, 3)));
    const char *model = model_of(bench, &look);
    assert_has(model, "<model unit=\"millimeter\"");
    assert_has(model, "<metadata name=\"Application\">tenon-scad</metadata>\n");
    assert_has(model,
               "<basematerials id=\"2\"><base name=\"Default\" displaycolor=\"#F9D72CFF\"/>");
    assert_has(model, "pid=\"2\" pindex=\"0\"><mesh>");
    assert_has(model, "<vertex x=\"1\" y=\"2\" z=\"3\"/>");
    assert_lacks(model, "Title");
}

static struct tree_node *blue(struct bench *bench, struct tree_node *child)
{
    static const float half_blue[4] = { 0, 0, 1, 0.5F };
    struct tree_node *node = NODE(bench, TREE_COLOR, 1, child);
    memcpy(node->as.color.rgba, half_blue, sizeof half_blue);
    return node;
}

static void colors_are_the_models_or_the_chosen_one(void **state)
{
    struct bench *bench = *state;
    struct three_mf_look look = three_mf_look_default();
    look.chosen_color[0] = look.chosen_color[3] = 0.2F;
    assert_true(bench_build(bench, blue(bench, bench_cube(bench, 1, 1, 1))));
    assert_has(model_of(bench, &look), "#0000FF80");
    look.colors = THREE_MF_CHOSEN_COLOR;
    assert_has(model_of(bench, &look), "displaycolor=\"#33D72CFF\"");
    look.material = THREE_MF_COLOR;
    assert_has(model_of(bench, &look),
               "<m:colorgroup id=\"2\"><m:color color=\"#33D72C33\"/></m:colorgroup>");
    look.colors = THREE_MF_NO_COLORS;
    assert_lacks(model_of(bench, &look), "color=");
    assert_lacks(model_of(bench, &look), "pid=");
}

static void the_unit_does_not_change_the_numbers(void **state)
{
    struct bench *bench = *state;
    struct three_mf_look look = three_mf_look_default();
    look.unit = THREE_MF_FOOT;
    assert_true(bench_build(bench, bench_cube(bench, 1, 2, 3)));
    const char *model = model_of(bench, &look);
    assert_has(model, "<model unit=\"foot\"");
    assert_has(model, "<vertex x=\"1\" y=\"2\" z=\"3\"/>");
}

static void metadata_is_text(void **state)
{
    struct bench *bench = *state;
    struct three_mf_look look = three_mf_look_default();
    look.title = "a < b & \"c\"";
    look.designer = "M\xC3\xBCller\x01\xFF";
    look.description = "D";
    look.copyright = "C";
    look.license_terms = "L";
    look.rating = "R";
    assert_true(bench_build(bench, bench_cube(bench, 1, 1, 1)));
    const char *model = model_of(bench, &look);
    assert_has(model, "<metadata name=\"Title\">a &lt; b &amp; &quot;c&quot;</metadata>\n");
    assert_has(model, "<metadata name=\"Designer\">M\xC3\xBCller ?</metadata>\n");
    assert_has(model, "<metadata name=\"Description\">D</metadata>\n");
    assert_has(model, "<metadata name=\"Copyright\">C</metadata>\n");
    assert_has(model, "<metadata name=\"LicenseTerms\">L</metadata>\n");
    assert_has(model, "<metadata name=\"Rating\">R</metadata>\n");
    look.has_metadata = false;
    assert_lacks(model_of(bench, &look), "metadata");
}

static void digits_are_as_many_as_asked_for(void **state)
{
    struct bench *bench = *state;
    struct three_mf_look look = three_mf_look_default();
    assert_true(bench_build(bench, bench_cube(bench, 1 / 3.0, 12.3456, 7)));
    assert_has(model_of(bench, &look), "x=\"0.3333333333333333\" y=\"12.3456\" z=\"7\"");
    look.decimals = 3;
    assert_has(model_of(bench, &look), "x=\"0.333\" y=\"12.346\" z=\"7\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(a_cube_has_the_plain_color),
        BENCH_TEST(colors_are_the_models_or_the_chosen_one),
        BENCH_TEST(the_unit_does_not_change_the_numbers),
        BENCH_TEST(metadata_is_text),
        BENCH_TEST(digits_are_as_many_as_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

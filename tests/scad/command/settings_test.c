/* SPDX-License-Identifier: MIT */
/* What is understood of -O, and what is said if it is not. */
#include "command/settings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

struct bench {
    struct arena arena;
    struct looks looks;
    const char *said;
};

static bool read(struct bench *bench, const char **items, size_t count)
{
    const struct string_list list = { items, count, count };
    struct builder said = builder_in(&bench->arena);
    bool good = settings_read(&list, "folder/model.scad", &said, &bench->looks);
    bench->said = builder_result(&said).bytes;
    return good;
}

#define READ(bench, ...)                           \
    read((bench), (const char *[]){ __VA_ARGS__ }, \
         sizeof((const char *[]){ __VA_ARGS__ }) / sizeof(char *))

static void without_settings_all_is_as_usual(void **state)
{
    struct bench *bench = *state;
    assert_true(read(bench, NULL, 0));
    assert_string_equal(bench->said, "");
    assert_string_equal(bench->looks.pdf.title, "model.scad");
    assert_string_equal(bench->looks.three_mf.title, "model.scad");
    assert_null(bench->looks.pdf.file);
    assert_true(bench->looks.svg.strokes && !bench->looks.svg.fills);
    assert_true(bench->looks.svg.stroke_mm == 0.35);
}

static void values_of_every_kind(void **state)
{
    struct bench *bench = *state;
    assert_true(READ(bench, "export-svg/fill=1", "export-svg/stroke=false",
                     "export-svg/fill-color=url(#a=b)", "export-svg/stroke-width=2.5e-1",
                     "export-3mf/unit=inch", "export-3mf/decimal-precision=16",
                     "export-3mf/color=#ff000080", "export-3mf/color-mode=selected-only",
                     "export-3mf/material-type=color", "export-3mf/meta-data-rating=good",
                     "export-pdf/paper-size=tabloid", "export-pdf/show-filename=true"));
    assert_string_equal(bench->said, "");
    const struct looks *looks = &bench->looks;
    assert_true(looks->svg.fills && !looks->svg.strokes && looks->svg.stroke_mm == 0.25);
    assert_string_equal(looks->svg.fill_color, "url(#a=b)");
    assert_true(looks->three_mf.unit == THREE_MF_INCH && looks->three_mf.decimals == 16);
    assert_true(looks->three_mf.chosen_color[0] == 1 && looks->three_mf.chosen_color[2] == 0);
    assert_true(looks->three_mf.colors == THREE_MF_CHOSEN_COLOR);
    assert_true(looks->three_mf.material == THREE_MF_COLOR);
    assert_string_equal(looks->three_mf.rating, "good");
    assert_true(looks->pdf.paper == PDF_TABLOID);
    assert_string_equal(looks->pdf.file, "folder/model.scad");
}

static void an_empty_title_is_the_files(void **state)
{
    struct bench *bench = *state;
    assert_true(READ(bench, "export-3mf/meta-data-title=", "export-pdf/add-meta-data=0"));
    assert_string_equal(bench->looks.three_mf.title, "model.scad");
    assert_null(bench->looks.pdf.title);
}

static void refuses(struct bench *bench, const char *setting, const char *why)
{
    assert_false(READ(bench, setting));
    if (!strstr(bench->said, setting) || !strstr(bench->said, why))
        fail_msg("'%s' of %s", bench->said, setting);
}

static void wrong_values_are_refused_with_the_right_ones(void **state)
{
    struct bench *bench = *state;
    refuses(bench, "export-svg/fill=yes", "true or false\n");
    refuses(bench, "export-svg/fill", "true or false\n");
    refuses(bench, "export-svg/stroke-width=1000", "a number from 0 to 999\n");
    refuses(bench, "export-svg/stroke-width=nan", "a number from 0 to 999\n");
    refuses(bench, "export-svg/stroke-width=1mm", "a number from 0 to 999\n");
    refuses(bench, "export-3mf/decimal-precision=0", "a whole number from 1 to 16\n");
    refuses(bench, "export-3mf/decimal-precision=2.5", "a whole number from 1 to 16\n");
    refuses(bench, "export-3mf/unit=ell",
            "one of micron, millimeter, centimeter, meter, inch, foot\n");
    refuses(bench, "export-3mf/fill=true", "no setting of that name; --help-export");
    refuses(bench, "export-svg/fill-colors=red", "no setting of that name");
    refuses(bench, "export-svg", "no setting of that name");
}

static void all_that_is_wrong_is_said(void **state)
{
    struct bench *bench = *state;
    assert_false(READ(bench, "export-svg/fill=2", "x=1", "export-svg/stroke=0"));
    assert_non_null(strstr(bench->said, "fill=2"));
    assert_non_null(strstr(bench->said, "x=1"));
    assert_null(strstr(bench->said, "stroke"));
}

static void a_color_that_is_none_is_the_usual_one(void **state)
{
    struct bench *bench = *state;
    assert_true(READ(bench, "export-3mf/color=none"));
    assert_string_equal(bench->said,
                        "WARNING: Unable to parse color \"none\", reverting to default color.\n");
    assert_true(bench->looks.three_mf.chosen_color[3] == 1);
}

static int setup(void **state)
{
    static struct bench bench;
    arena_open(&bench.arena);
    *state = &bench;
    return 0;
}

static int teardown(void **state)
{
    struct bench *bench = *state;
    arena_close(&bench->arena);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(without_settings_all_is_as_usual), TEST(values_of_every_kind),
        TEST(an_empty_title_is_the_files),      TEST(wrong_values_are_refused_with_the_right_ones),
        TEST(all_that_is_wrong_is_said),        TEST(a_color_that_is_none_is_the_usual_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* Path data: every command, absolute and relative, and how numbers stand together. y is downward in the file. */
#include "sheet.h"

#define PATH(data) "<svg><path d='" data "'/></svg>"

static void lines(void **state)
{
    sheet_expect(*state, PATH("M 0,0 H 4 V 3 L 0 3 Z"), 12, 0, -3, 4, 0);
    sheet_expect(*state, PATH("m1 1 h4 v3 l-4 0 z"), 12, 1, -4, 5, -1);
    sheet_expect(*state, PATH("M0 0 4 0 4 3 0 3z"), 12, 0, -3, 4, 0);
    sheet_expect(*state, PATH("m0 0 4 0 0 3-4 0zm10 0 2 0 0 2-2 0z"), 16, 0, -3, 12, 0);
}

static void numbers_need_nothing_between_them(void **state)
{
    sheet_expect(*state, PATH("M0,0h1e1v.5.5L-0+1.0Z"), 10, 0, -1, 10, 0);
    sheet_expect(*state, PATH("M1E1-1e+0h-10v2H10z"), 20, 0, -1, 10, 1);
}

static void subpaths_make_holes(void **state)
{
    sheet_expect(*state, PATH("M0 0h4v4h-4z M1 1h2v2h-2z"), 12, 0, -4, 4, 0);
    sheet_expect(*state, PATH("M0 0h4v4h-4z M2 2h4v4h-4z"), 24, 0, -6, 6, 0);
}

/* A cubic curve with both control points at height 1 encloses 3/5 of its base's width, a quadratic one 2/3 of half its
 * control's height; cut into 20 lines the curves lose a little of it. */
static void curves(void **state)
{
    const double cubic = 0.5975025, quadratic = 1.33 / 2;
    sheet_expect(*state, PATH("M0 0C0-1 1-1 1 0z"), cubic, 0, 0, 1, 0.75);
    sheet_expect(*state, PATH("m0 0c0-1 1-1 1 0z"), cubic, 0, 0, 1, 0.75);
    sheet_expect(*state, PATH("M0 0Q.5-2 1 0z"), quadratic, 0, 0, 1, 1);
    sheet_expect(*state, PATH("m0 0q.5-2 1 0z"), quadratic, 0, 0, 1, 1);
}

static void smooth_curves_mirror_the_last_control(void **state)
{
    const double cubic = 0.5975025, quadratic = 1.33 / 2;
    sheet_expect(*state, PATH("M0 0C0-1 1-1 1 0S2 1 2 0z"), 2 * cubic, 0, -0.75, 2, 0.75);
    sheet_expect(*state, PATH("m0 0c0-1 1-1 1 0s1 1 1 0z"), 2 * cubic, 0, -0.75, 2, 0.75);
    sheet_expect(*state, PATH("M0 0Q.5-2 1 0T2 0z"), 2 * quadratic, 0, -1, 2, 1);
    sheet_expect(*state, PATH("m0 0q.5-2 1 0t1 0z"), 2 * quadratic, 0, -1, 2, 1);
    /* without one to mirror, the control point is where the pen is */
    sheet_expect(*state, PATH("M0 0S1-2 1 0z"), cubic, 0, 0, 1, 0.88725);
}

static void curves_are_as_fine_as_fn(void **state)
{
    struct sheet *sheet = *state;
    sheet->node->fragments.fn = 100;
    sheet_expect(sheet, PATH("M0 0Q.5-2 1 0z"), (2 - 2.0 / 10000) / 3, 0, 0, 1, 1);
}

static void arcs(void **state)
{
    struct sheet *sheet = *state;
    sheet->node->fragments.fn = 360;
    const double half = 180 * sin(M_PI / 180) / 2;
    sheet_expect(sheet, PATH("M-1 0A1 1 0 0 1 1 0z"), half, -1, 0, 1, 1);
    sheet_expect(sheet, PATH("M-1 0a1,1,0,0,0,2,0z"), half, -1, -1, 1, 0);
    sheet_expect(sheet, PATH("M-1 0a1 1 0 002 0z"), half, -1, -1, 1, 0);
    sheet_expect(sheet, PATH("M-1 0a.1 .1 0 002 0z"), half, -1, -1, 1, 0);
    sheet_expect(sheet, PATH("M-2 0A2 1 0 0 1 2 0z"), 2 * half, -2, 0, 2, 1);
    sheet_expect(sheet, PATH("M0 2A2 1 90 0 1 0-2z"), 2 * half, -1, -2, 0, 2);
    sheet_expect(sheet, PATH("M1 0A1 1 0 1 0 0 1z"), 270 * sin(M_PI / 180) / 2 + 0.5, -1, -1, 1, 1);
}

static void arcs_without_size_are_lines(void **state)
{
    sheet_expect(*state, PATH("M0 0A0 5 0 0 1 4 0L4 3H0z"), 12, 0, -3, 4, 0);
    sheet_expect(*state, PATH("M0 0H4A9 9 0 0 1 4 0L4 3H0z"), 12, 0, -3, 4, 0);
}

/* As in OpenSCAD a path that is open all along is a line, one that was closed somewhere stays an area. */
static void open_paths_are_lines(void **state)
{
    sheet_expect(*state, PATH("M0 0H4"), 4, 0, -0.5, 4, 0.5);
    sheet_expect(*state, PATH("M0 0H4M0 5H4"), 8, 0, -5.5, 4, 0.5);
    sheet_expect(*state, PATH("M0 0H4V3H0V.05"), 12, 0, -3, 4, 0);
    sheet_expect(*state, PATH("M0 0h1v1h-1zM5 0h2v2"), 3, 0, -2, 7, 0);
}

static void what_is_no_path_is_left_out(void **state)
{
    struct sheet *sheet = *state;
    sheet_expect(sheet, PATH("M0 0H4V3H0zM1 1 2"), 12, 0, -3, 4, 0);
    sheet_expect(sheet, PATH("?M0 0H4V3H0z!"), 12, 0, -3, 4, 0);
    assert_true(sheet_draw(sheet, PATH("zzzM1 1zz 7 7 Z")));
    assert_true(sheet_draw(sheet, PATH("")));
    assert_int_equal(sheet->shape.region.outline_count, 0);
    assert_true(sheet_draw(sheet, PATH("M1e999 0H4V3H0z")));
    assert_string_equal(sheet->messages, "ERROR: Coordinates are too large - removing object\n");
    assert_true(sheet_draw(sheet, PATH("M0 0A1e300 1e-300 1e300 0 1 5 5z")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SVG_TEST(lines),
        SVG_TEST(numbers_need_nothing_between_them),
        SVG_TEST(subpaths_make_holes),
        SVG_TEST(curves),
        SVG_TEST(smooth_curves_mirror_the_last_control),
        SVG_TEST(curves_are_as_fine_as_fn),
        SVG_TEST(arcs),
        SVG_TEST(arcs_without_size_are_lines),
        SVG_TEST(open_paths_are_lines),
        SVG_TEST(what_is_no_path_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

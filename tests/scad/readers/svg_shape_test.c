/* SPDX-License-Identifier: MIT */
/* Basic shapes, and lines as wide as their strokes. */
#include "sheet.h"

#define SVG(shapes) "<svg>" shapes "</svg>"

static void rectangles(void **state)
{
    struct sheet *sheet = *state;
    sheet->node->fragments.fn = 360;
    const double corners = 4 - 360 * sin(M_PI / 180) / 2;
    sheet_expect(sheet, SVG("<rect x='1' y='2' width='4' height='3'/>"), 12, 1, -5, 5, -2);
    sheet_expect(sheet, SVG("<rect width='4' height='3' rx='1'/>"), 12 - corners, 0, -3, 4, 0);
    sheet_expect(sheet, SVG("<rect width='4' height='3' ry='1' rx='.5'/>"), 12 - corners / 2, 0, -3,
                 4, 0);
    sheet_expect(sheet, SVG("<rect width='4' height='4' ry='9'/>"), 16 - 4 * corners, 0, -4, 4, 0);
    sheet_expect(sheet, SVG("<rect width='4' height='3'/><rect width='9%' height='3'/>"), 12, 0, -3,
                 4, 0);
}

static void circles_have_forty_sides_or_more(void **state)
{
    struct sheet *sheet = *state;
    const double area = 40 * sin(2 * M_PI / 40) / 2;
    sheet_expect(sheet, SVG("<circle cx='5' cy='1' r='2'/>"), 4 * area, 3, -3, 7, 1);
    sheet_expect(sheet, SVG("<ellipse rx='2' ry='3'/>"), 6 * area, -2, -3, 2, 3);
    sheet->node->fragments.fn = 360;
    sheet_expect(sheet, SVG("<circle r='1'/>"), 360 * sin(M_PI / 180) / 2, -1, -1, 1, 1);
    assert_true(sheet_draw(sheet, SVG("<circle/>")));
    assert_int_equal(sheet->shape.region.outline_count, 0);
}

static void polygons(void **state)
{
    sheet_expect(*state, SVG("<polygon points='0,0 4,0 4,3'/>"), 6, 0, -3, 4, 0);
    sheet_expect(*state, SVG("<polygon points='0 0 4 0\n4-3 9'/>"), 6, 0, 0, 4, 3);
}

static void lines_are_as_wide_as_their_stroke(void **state)
{
    sheet_expect(*state, SVG("<line x2='4' stroke-width='2'/>"), 8, 0, -1, 4, 1);
    sheet_expect(*state, SVG("<line x2='4' style='stroke-width: 2 ;fill:none'/>"), 8, 0, -1, 4, 1);
    sheet_expect(*state, SVG("<line x2='4'/><line x1='9' x2='9'/>"), 4, 0, -0.5, 4, 0.5);
    sheet_expect(*state, SVG("<line x2='3' y2='-4' stroke-width='0.005'/>"), 5, -0.4, -0.3, 3.4,
                 4.3);
}

static void caps(void **state)
{
    sheet_expect(*state, SVG("<line x2='4' stroke-width='2' stroke-linecap='butt'/>"), 8, 0, -1, 4,
                 1);
    sheet_expect(*state, SVG("<line x2='4' stroke-width='2' stroke-linecap='square'/>"), 12, -1, -1,
                 5, 1);
    struct sheet *sheet = *state;
    assert_true(
        sheet_draw(sheet, SVG("<line x2='4' stroke-width='2' style='stroke-linecap:round'/>")));
    assert_true(fabs(sheet_area(sheet) - 8 - M_PI) < 0.01);
    assert_true(region_box(&sheet->shape.region).high[0] > 4.99);
}

#define CORNER(join) \
    SVG("<polyline points='0,0 4,0 4,4' stroke-width='2' stroke-linejoin='" join "'/>")

static void joins(void **state)
{
    struct sheet *sheet = *state;
    const double cut = (sqrt(2) - 1) * (sqrt(2) - 1);
    sheet_expect(sheet, CORNER("miter"), 16, 0, -4, 5, 1);
    sheet_expect(sheet, CORNER("bevel"), 16 - cut, 0, -4, 5, 1);
    assert_true(sheet_draw(sheet, CORNER("round")));
    assert_true(fabs(sheet_area(sheet) - 15 - M_PI / 4) < 0.01);
    /* sharper than 60 degrees, a miter is cut off */
    assert_true(sheet_draw(sheet, SVG("<polyline points='0,1 9,0 0,-1'/>")));
    assert_true(region_box(&sheet->shape.region).high[0] < 9.51);
}

static void a_line_that_crosses_itself_covers_no_place_twice(void **state)
{
    sheet_expect(*state, SVG("<polyline points='0,0 9,0 9,5 4,5 4,-5'/>"), 9.5 + 5 + 5 + 8.5, 0,
                 -5.5, 9.5, 5);
}

static void other_elements_are_nothing(void **state)
{
    sheet_expect(*state,
                 SVG("<title>a</title><text x='1'>b<tspan>c</tspan></text>"
                     "<image width='9' height='9'/><rect width='1' height='1'/>"),
                 1, 0, -1, 1, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SVG_TEST(rectangles),
        SVG_TEST(circles_have_forty_sides_or_more),
        SVG_TEST(polygons),
        SVG_TEST(lines_are_as_wide_as_their_stroke),
        SVG_TEST(caps),
        SVG_TEST(joins),
        SVG_TEST(a_line_that_crosses_itself_covers_no_place_twice),
        SVG_TEST(other_elements_are_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

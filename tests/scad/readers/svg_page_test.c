/* SPDX-License-Identifier: MIT */
/* Sizes, units, view boxes and how they are fitted; centering. */
#include "sheet.h"

#define PAGE(attributes) "<svg " attributes "><rect x='10' y='20' width='10' height='10'/></svg>"

static void without_a_size_units_are_dots(void **state)
{
    struct sheet *sheet = *state;
    sheet_expect(sheet, PAGE(""), 100, 10, -30, 20, -20);
    sheet->node->as.import.dpi = 72;
    sheet_expect(sheet, PAGE(""), 100, 10, -30, 20, -20);
    sheet_expect(sheet, PAGE("height='72'"), 100, 10, 25.4 - 30, 20, 25.4 - 20);
    sheet_expect(sheet, PAGE("viewBox='0 0 72 72'"), 100 * 25.4 * 25.4 / 72 / 72, 254.0 / 72,
                 25.4 * (1 - 30.0 / 72), 508.0 / 72, 25.4 * (1 - 20.0 / 72));
}

static void units(void **state)
{
    static const char *const sizes[] = { "1in", "25.4mm", "2.54cm", "72pt",
                                         "6pc", "96px",   "25.4",   " 1 in " };
    struct sheet *sheet = *state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct builder text = builder_in(&sheet->arena);
        builder_format(&text, PAGE("width='%s' height='%s' viewBox='0 0 100 100'"), sizes[i],
                       sizes[i]);
        sheet_expect(sheet, builder_result(&text).bytes, 2.54 * 2.54, 2.54, 25.4 * 0.7, 5.08,
                     25.4 * 0.8);
    }
    /* what has another unit, or is no number, is as large as its view box */
    sheet_expect(sheet, PAGE("width='9em' height='9ex' viewBox='0,0,100,100'"), 100, 10, 70, 20,
                 80);
    sheet_expect(sheet, PAGE("width='9 apples' height='-' viewBox='0 0 100 100'"), 100, 10, 70, 20,
                 80);
    sheet_expect(sheet, PAGE("width='50%' height='50%' viewBox='0 0 100 100'"), 25, 5, 35, 10, 40);
}

static void view_boxes_are_fitted(void **state)
{
#define BOX "width='200mm' height='400mm' viewBox='0 0 100 100' preserveAspectRatio="
    sheet_expect(*state, PAGE(BOX "'xMinYMin'"), 400, 20, 340, 40, 360);
    sheet_expect(*state, PAGE(BOX "'xMidYMid meet'"), 400, 20, 240, 40, 260);
    sheet_expect(*state, PAGE(BOX "'defer xMaxYMax'"), 400, 20, 140, 40, 160);
    sheet_expect(*state, PAGE(BOX "'none'"), 800, 20, 280, 40, 320);
    sheet_expect(*state, PAGE(BOX "'xMinYMin slice'"), 1600, 40, 280, 80, 320);
    sheet_expect(*state, PAGE(BOX "'xMaxYMin slice'"), 1600, -160, 280, -120, 320);
    sheet_expect(*state, PAGE(BOX "'whatever'"), 400, 20, 240, 40, 260);
    sheet_expect(*state, PAGE("width='200mm' height='400mm' viewBox='0 0 -1 9'"), 100, 10, 370, 20,
                 380);
}

/* Upward, as OpenSCAD has it. */
static void the_origin_of_a_view_box_is_taken_off(void **state)
{
    sheet_expect(*state, PAGE("width='100' height='100' viewBox='10 5 100 100'"), 100, 0, 65, 10,
                 75);
}

static void centered(void **state)
{
    struct sheet *sheet = *state;
    sheet->node->as.import.center = true;
    sheet_expect(sheet, PAGE("width='100' height='100' viewBox='0 0 100 100'"), 100, -5, -5, 5, 5);
    sheet_expect(sheet, PAGE("width='100' height='100' viewBox='10 5 100 100'"), 100, -15, -10, -5,
                 0);
    /* what is not shown does not count, a stroke does */
    sheet_expect(sheet,
                 "<svg><line x1='5' x2='9' stroke-width='2'/>"
                 "<rect x='99' width='9' height='9' display='none'/></svg>",
                 8, -2, -1, 2, 1);
}

static void a_page_of_no_size_shows_nothing(void **state)
{
    struct sheet *sheet = *state;
    assert_true(sheet_draw(sheet, PAGE("width='100' height='100' viewBox='0 0 0 0'")));
    assert_string_equal(sheet->messages, "ERROR: Coordinates are too large - removing object\n");
    assert_true(sheet_draw(sheet, PAGE("width='0' height='0' viewBox='0 0 9 9'")));
    assert_string_equal(sheet->messages, "");
    assert_int_equal(sheet->shape.region.outline_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SVG_TEST(without_a_size_units_are_dots),
        SVG_TEST(units),
        SVG_TEST(view_boxes_are_fitted),
        SVG_TEST(the_origin_of_a_view_box_is_taken_off),
        SVG_TEST(centered),
        SVG_TEST(a_page_of_no_size_shows_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

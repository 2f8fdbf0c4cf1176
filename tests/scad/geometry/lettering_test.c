/* SPDX-License-Identifier: MIT */
#include "../fonts/shelf.h"
#include "bench.h"

#include <math.h>

/* What a unit of the font is at size 72; hinting moves edges by up to one. */
static const double unit = 100.0 / 2048.0;

struct page {
    struct bench bench;
    struct shelf shelf;
};

static int open_page(void **state)
{
    static struct page page;
    bench_open(&page.bench);
    shelf_open(&page.shelf);
    page.bench.limits.fonts = page.shelf.fonts;
    *state = &page;
    return 0;
}

static int close_page(void **state)
{
    struct page *page = *state;
    shelf_close(&page->shelf);
    bench_close(&page->bench);
    return 0;
}

static struct tree_node *letters(struct page *page, const char *string, double size)
{
    struct tree_node *node = LEAF(&page->bench, TREE_TEXT, 3);
    node->as.text = shelf_text(string);
    node->as.text.size = size;
    return node;
}

static double area(const struct mesh *mesh)
{
    double sum = 0;
    for (size_t i = 0; i < mesh->triangle_count; i++) {
        const double *a = mesh->vertices[mesh->triangles[i][0]];
        const double *b = mesh->vertices[mesh->triangles[i][1]];
        const double *c = mesh->vertices[mesh->triangles[i][2]];
        sum += ((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2;
    }
    return sum;
}

static double area_of(struct page *page, const struct tree_node *node)
{
    assert_true(bench_build(&page->bench, node));
    assert_int_equal(page->bench.shape.dimension, 2);
    return area(&page->bench.shape.mesh);
}

/* Two stems of 191 by 1409 and a bar of 762 by 160. */
static void an_h_is_three_bars(void **state)
{
    struct page *page = *state;
    double expected = (2 * 191 * 1409 + 762 * 160) * unit * unit;
    assert_float_equal(area_of(page, letters(page, "H", 72)), expected, 0.3);
    assert_int_equal(page->bench.shape.region.outline_count, 1);
    assert_int_equal(page->bench.shape.region.point_count, 12);
    struct box box = region_box(&page->bench.shape.region);
    assert_float_equal(box.low[0], 168 * unit, 0.06);
    assert_float_equal(box.high[0], 1311 * unit, 0.06);
    assert_float_equal(box.high[1], 1409 * unit, 0.06);
    assert_int_equal(page->bench.reports, 0);
}

/* Segments of a curve: an eighth of what a circle of the size has, and one more; at least 2. */
static void curves_have_the_segments_asked_for(void **state)
{
    struct page *page = *state;
    struct tree_node *coarse = letters(page, "o", 10), *fine = letters(page, "o", 10);
    coarse->fragments.fn = 8;
    fine->fragments.fn = 80;
    double coarse_area = area_of(page, coarse);
    size_t coarse_points = page->bench.shape.region.point_count;
    double fine_area = area_of(page, fine);
    size_t fine_points = page->bench.shape.region.point_count;
    assert_int_equal(page->bench.shape.region.outline_count, 2);
    assert_int_equal(fine_points * 2, coarse_points * 11);
    assert_float_equal(fine_area, coarse_area, 0.1 * fine_area);
    assert_true(fine_area != coarse_area);
}

/* As far as letters lie upon each other, they count once. */
static void letters_may_overlap(void **state)
{
    struct page *page = *state;
    double one = area_of(page, letters(page, "H", 72));
    struct tree_node *both = letters(page, "HH", 72);
    both->as.text.spacing = 0;
    assert_float_equal(area_of(page, both), one, 1e-6 * one);
    both->as.text.spacing =
        0.1; /* the second begins 148 units on: stems of 339, but the same bar, longer */
    double expected = (2 * (191 + 147.9) * 1409 + (762 - 147.9) * 160) * unit * unit;
    assert_float_equal(area_of(page, both), expected, 0.5);
}

static void a_size_below_zero_turns_the_text(void **state)
{
    struct page *page = *state;
    double upright = area_of(page, letters(page, "H", 10));
    assert_float_equal(area_of(page, letters(page, "H", -10)), upright, 1e-9);
    struct box box = region_box(&page->bench.shape.region);
    assert_true(box.high[0] < 0 && box.low[1] < 0);
}

static void nothing_to_draw_is_an_empty_shape(void **state)
{
    struct page *page = *state;
    assert_true(area_of(page, letters(page, "", 10)) == 0);
    assert_true(area_of(page, letters(page, "   ", 10)) == 0);
    assert_true(area_of(page, letters(page, "H", 0)) == 0);
    assert_int_equal(page->bench.reports, 0);
}

static void sizes_beyond_all_measure_are_left_out(void **state)
{
    static const double sizes[] = { NAN, INFINITY, -INFINITY, 1e300, -1e31 };
    struct page *page = *state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        assert_true(area_of(page, letters(page, "H", sizes[i])) == 0);
        assert_string_equal(page->bench.code, REPORT_REMOVED);
        assert_int_equal(page->bench.line, 3);
    }
}

static void too_much_is_refused_before_it_is_drawn(void **state)
{
    struct page *page = *state;
    struct tree_node *node = letters(page, "o", 10);
    node->fragments.fn = 1e9;
    assert_false(bench_build(&page->bench, node));
    assert_string_equal(page->bench.code, REPORT_TOO_LARGE);
    static char string[LAYOUT_TEXT_BYTES_MAX + 2];
    memset(string, 'H', sizeof string - 1);
    assert_false(bench_build(&page->bench, letters(page, string, 1)));
    assert_string_equal(page->bench.code, REPORT_TOO_LARGE);
    assert_string_equal(page->bench.message, "text() takes at most 1048576 bytes of text");
}

static void a_font_that_is_not_there_is_named(void **state)
{
    struct page *page = *state;
    struct tree_node *node = letters(page, "H", 10);
    node->as.text.font = "Other:style=Bold";
    assert_true(bench_build(&page->bench, node));
    assert_int_equal(page->bench.severity, REPORT_WARNING);
    assert_string_equal(page->bench.code, REPORT_NO_FONT);
    assert_string_equal(page->bench.message, "Can't get font Other:style=Bold");
    page->bench.limits.fonts = NULL;
    node->as.text.font = "";
    assert_true(bench_build(&page->bench, node));
    assert_string_equal(page->bench.message, "Can't get font ");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_page, close_page)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_h_is_three_bars),
        TEST(curves_have_the_segments_asked_for),
        TEST(letters_may_overlap),
        TEST(a_size_below_zero_turns_the_text),
        TEST(nothing_to_draw_is_an_empty_shape),
        TEST(sizes_beyond_all_measure_are_left_out),
        TEST(too_much_is_refused_before_it_is_drawn),
        TEST(a_font_that_is_not_there_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* SVG with y pointing down. */
#include "formats/svg.h"

#include "../geometry/bench.h"
#include "page.h"

static struct page page;

static void write_square(struct bench *bench, const struct svg_look *look)
{
    assert_true(bench_build(bench, bench_square(bench, 2, 3)));
    page_open(&page);
    svg_write(&page.sink, &bench->shape.region, look);
    assert_true(sink_close(&page.sink));
}

static void a_square(void **state)
{
    struct svg_look look = svg_look_default();
    write_square(*state, &look);
    assert_string_equal(page.bytes, "<?xml version=\"1.0\" standalone=\"no\"?>\n"
                                    "<svg width=\"4mm\" height=\"5mm\" viewBox=\"-1,-4,4,5\" "
                                    "xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\">\n"
                                    "<path d=\"\n"
                                    "M 0,0 L 2,0 L 2,-3 L 0,-3 z\n"
                                    "\" stroke=\"black\" fill=\"none\" stroke-width=\"0.35\"/>\n"
                                    "</svg>\n");
}

static void a_filled_square_needs_no_room_around_it(void **state)
{
    struct svg_look look = svg_look_default();
    look.fills = true;
    look.strokes = false;
    look.fill_color = "\"<&>";
    look.stroke_mm = 7;
    write_square(*state, &look);
    assert_non_null(strstr(page.bytes, "width=\"2mm\" height=\"3mm\" viewBox=\"0,-3,2,3\""));
    assert_non_null(
        strstr(page.bytes, "stroke=\"none\" fill=\"&quot;&lt;&amp;&gt;\" stroke-width=\"7\""));
}

static void a_wide_stroke_needs_room(void **state)
{
    struct svg_look look = svg_look_default();
    look.stroke_mm = 4.5;
    look.stroke_color = "#123";
    write_square(*state, &look);
    assert_non_null(strstr(page.bytes, "viewBox=\"-3,-6,8,9\""));
    assert_non_null(strstr(page.bytes, "stroke=\"#123\" fill=\"none\" stroke-width=\"4.5\""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(a_square),
        BENCH_TEST(a_filled_square_needs_no_room_around_it),
        BENCH_TEST(a_wide_stroke_needs_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

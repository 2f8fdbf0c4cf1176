/* SPDX-License-Identifier: MIT */
/* SVG with y pointing down. */
#include "formats/svg.h"

#include "../geometry/bench.h"
#include "page.h"

static struct page page;

static void a_square(void **state)
{
    struct bench *bench = *state;
    assert_true(bench_build(bench, bench_square(bench, 2, 3)));
    page_open(&page);
    svg_write(&page.sink, &bench->shape.region);
    assert_true(sink_close(&page.sink));
    assert_string_equal(page.bytes, "<?xml version=\"1.0\" standalone=\"no\"?>\n"
                                    "<svg width=\"4mm\" height=\"5mm\" viewBox=\"-1,-4,4,5\" "
                                    "xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\">\n"
                                    "<path d=\"\n"
                                    "M 0,0 L 2,0 L 2,-3 L 0,-3 z\n"
                                    "\" stroke=\"black\" fill=\"none\" stroke-width=\"0.35\"/>\n"
                                    "</svg>\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = { BENCH_TEST(a_square) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

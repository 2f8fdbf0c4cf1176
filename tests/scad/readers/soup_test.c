/* SPDX-License-Identifier: MIT */
/* Equal points are one, and short faces none. */
#include "bench.h"

static void equal_points_are_one(void **state)
{
    struct bench *bench = *state;
    struct soup soup = soup_in(&bench->arena);
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 1000; i++) {
            double point[3] = { i % 10, i / 10 % 10, i / 100 };
            assert_int_equal(soup_place(&soup, point), i);
        }
    assert_int_equal(soup.points.count, 1000);
    const double negative_zero[3] = { -0.0, 0, -0.0 };
    assert_int_equal(soup_place(&soup, negative_zero), 0);
    const double near[3] = { 1e-300, 0, 0 };
    assert_int_equal(soup_place(&soup, near), 1000);
}

static void faces_have_three_corners(void **state)
{
    struct bench *bench = *state;
    struct soup soup = soup_in(&bench->arena);
    soup_add_corner(&soup, 0);
    soup_add_corner(&soup, 1);
    soup_end_face(&soup);
    assert_int_equal(soup.corners.count, 0);
    soup_add_triangle(&soup, 0, 1, 2);
    soup_add_triangle(&soup, 0, 2, 3);
    assert_int_equal(soup.ends.count, 2);
    assert_int_equal(soup.ends.items[1], 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(equal_points_are_one),
        BENCH_TEST(faces_have_three_corners),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* Exact points: found again however they are reached, and decisions that doubles get wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kernel/points.h"

#include "model.h"

static void corners_are_found_again(void **state)
{
    (void)state;
    struct arena arena;
    struct points points;
    arena_open(&arena);
    points_open(&points, &arena, 4);
    for (int pass = 0; pass < 2; pass++)
        for (int32_t i = 0; i < 1000; i++) {
            const int32_t at[3] = { i % 10, i / 10 % 10, -i / 100 };
            assert_int_equal(points_corner(&points, at), i);
        }
    assert_int_equal(points.whole_count, 1000);
    arena_close(&arena);
}

/* A plane z = 1/3 over (0,0,0) and (0,0,1) and the like. */
static struct plane plane_of(const int32_t a[3], const int32_t b[3], const int32_t c[3])
{
    return plane_through(a, b, c);
}

static uint32_t cross(struct points *points, uint32_t from, uint32_t to, const struct plane *plane)
{
    int128 a = plane_side(plane, points->whole[from]), b = plane_side(plane, points->whole[to]);
    struct crossing crossing = points_cross(points, from, to, a, b);
    return points_of_crossing(points, &crossing);
}

/* The same place as the crossing of an edge and a plane, in both directions, and as the meeting of three planes. */
static void a_place_is_one_point(void **state)
{
    (void)state;
    struct arena arena;
    struct points points;
    arena_open(&arena);
    points_open(&points, &arena, 64);
    const int32_t ends[2][3] = { { 0, 0, 0 }, { 3, 6, 9 } };
    const int32_t flat[3][3] = { { 0, 0, 7 }, { 5, 0, 7 }, { 0, 5, 7 } };
    uint32_t a = points_corner(&points, ends[0]), b = points_corner(&points, ends[1]);
    struct plane plane = plane_of(flat[0], flat[1], flat[2]);
    uint32_t point = cross(&points, a, b, &plane);
    assert_int_equal(cross(&points, b, a, &plane), point);
    const int32_t side[2][3] = { { 1, 0, 0 }, { 0, 1, 0 } };
    struct plane one = plane_of(ends[0], ends[1], side[0]),
                 other = plane_of(ends[0], ends[1], side[1]);
    assert_int_equal(points_of_planes(&points, &plane, &one, &other), point);
    assert_int_equal(points_of_planes(&points, &other, &plane, &one), point);
    assert_int_equal(points_side(&points, &plane, point), 0);
    assert_int_equal(points_side(&points, &one, point), 0);
    assert_float_equal(points.items[point].at[0], 7.0 / 3, 1e-12);
    /* One that is whole is the corner of the grid. */
    const int32_t low[3][3] = { { 0, 0, 6 }, { 5, 0, 6 }, { 0, 5, 6 } }, corner[3] = { 2, 4, 6 };
    struct plane whole = plane_of(low[0], low[1], low[2]);
    uint32_t found = cross(&points, a, b, &whole);
    assert_int_equal(points.items[found].exact, -1);
    assert_true(points.items[found].at[0] == corner[0] && points.items[found].at[1] == corner[1] &&
                points.items[found].at[2] == corner[2]);
    arena_close(&arena);
}

/* Coordinates of 29 bits, and places that differ by less than a double can tell. */
static void near_places_are_told_apart(void **state)
{
    (void)state;
    struct arena arena;
    struct points points;
    arena_open(&arena);
    points_open(&points, &arena, 64);
    const int32_t m = (1 << 29) - 5,
                  ends[4][3] = { { -m, -m, -m }, { m, m, m - 1 }, { -m, -m, -m + 1 }, { m, m, m } };
    const int32_t wall[3][3] = { { 1, -m, 0 }, { 1, m, 1 }, { 2, 0, m } };
    uint32_t a = points_corner(&points, ends[0]), b = points_corner(&points, ends[1]);
    uint32_t c = points_corner(&points, ends[2]), d = points_corner(&points, ends[3]);
    struct plane plane = plane_of(wall[0], wall[1], wall[2]);
    uint32_t low = cross(&points, a, b, &plane), high = cross(&points, c, d, &plane);
    assert_int_not_equal(low, high);
    assert_int_equal(points_compare(&points, low, high, 2), -1);
    assert_int_equal(points_compare(&points, high, low, 2), 1);
    assert_int_equal(points_compare(&points, low, low, 2), 0);
    struct plane through = plane_of(ends[0], ends[1], wall[2]);
    assert_int_equal(points_side(&points, &through, low), 0);
    assert_int_not_equal(points_side(&points, &through, high), 0);
    arena_close(&arena);
}

static void turns(void **state)
{
    (void)state;
    struct arena arena;
    struct points points;
    arena_open(&arena);
    points_open(&points, &arena, 64);
    const int32_t m = (1 << 29) - 5,
                  corners[4][3] = { { -m, -m, 0 }, { m, m - 1, 0 }, { 0, 0, 0 }, { 0, -1, 0 } };
    uint32_t p[4];
    for (int i = 0; i < 4; i++)
        p[i] = points_corner(&points, corners[i]);
    assert_int_equal(points_turn(&points, p[0], p[1], p[2], 0, 1), 1);
    assert_int_equal(points_turn(&points, p[0], p[1], p[3], 0, 1), -1);
    assert_int_equal(points_turn(&points, p[0], p[1], p[0], 0, 1), 0);
    assert_int_equal(points_turn(&points, p[1], p[0], p[2], 0, 1), -1);
    arena_close(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(corners_are_found_again),
        cmocka_unit_test(a_place_is_one_point),
        cmocka_unit_test(near_places_are_told_apart),
        cmocka_unit_test(turns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

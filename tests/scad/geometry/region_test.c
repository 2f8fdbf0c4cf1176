/* SPDX-License-Identifier: MIT */
/* Outlines are cleaned when they come in and run the way they should. */
#include "geometry/region.h"

#include "bench.h"

static size_t points_left(struct bench *bench, const double (*points)[2], size_t count)
{
    struct region region = { 0 };
    region_add_outline(&bench->arena, &region, points, count);
    return region.point_count;
}

static void needless_points_go(void **state)
{
    static const double straight[][2] = { { 0, 0 }, { 1, 0 }, { 2, 0 }, { 2, 2 }, { 0, 2 } };
    static const double repeated[][2] = { { 0, 0 }, { 2, 0 }, { 2, 0 }, { 2, 2 }, { 0, 0 } };
    static const double nearly[][2] = { { 0, 0 }, { 2, 0 }, { 2, 1e-9 }, { 2, 2 }, { 1e-12, 0 } };
    static const double spike[][2] = { { 0, 0 }, { 2, 0 }, { 2, 2 }, { 5, 5 }, { 2, 2 }, { 0, 2 } };
    static const double line[][2] = { { 0, 0 }, { 1, 1 }, { 2, 2 }, { 3, 3 } };
    static const double fine[][2] = { { 0, 0 }, { 1e-6, 0 }, { 0, 1e-6 } };
    assert_int_equal(points_left(*state, straight, 5), 4);
    assert_int_equal(points_left(*state, repeated, 5), 3);
    assert_int_equal(points_left(*state, nearly, 5), 3);
    assert_int_equal(points_left(*state, spike, 6), 4);
    assert_int_equal(points_left(*state, line, 4), 0);
    assert_int_equal(points_left(*state, fine, 3), 3);
    assert_int_equal(points_left(*state, fine, 0), 0);
}

/* A path out and back on its own trace folds away from its tip, however long it is: in one go, or this
 * test would take minutes. */
static void a_long_spike_folds_away(void **state)
{
    enum { COUNT = 200000 };
    struct bench *bench = *state;
    double(*points)[2] = arena_take(&bench->arena, (2 * COUNT + 2) * sizeof *points);
    size_t count = 0;
    for (size_t i = 0; i < COUNT; i++)
        memcpy(points[count++], (double[2]){ 10 + (double)i, (double)(i % 3) }, sizeof *points);
    for (size_t i = COUNT - 1; i-- > 0;)
        memcpy(points[count++], points[i], sizeof *points);
    memcpy(points[count++], (double[2]){ 0, 10 }, sizeof *points);
    memcpy(points[count++], (double[2]){ 0, -10 }, sizeof *points);
    assert_int_equal(points_left(bench, (const double(*)[2])points, count), 3);
}

static double area_of(const struct region *region, size_t index)
{
    const struct outline *outline = &region->outlines[index];
    double sum = 0;
    for (size_t i = 0; i < outline->count; i++) {
        const double *a = region->points[outline->first + i];
        const double *b = region->points[outline->first + (i + 1) % outline->count];
        sum += a[0] * b[1] - a[1] * b[0];
    }
    return sum / 2;
}

static void outlines_run_the_right_way(void **state)
{
    static const double clockwise[][2] = { { 0, 0 }, { 0, 9 }, { 9, 9 }, { 9, 0 } };
    static const double hole[][2] = { { 2, 2 }, { 4, 2 }, { 4, 4 } };
    struct bench *bench = *state;
    struct work work = { .arena = &bench->arena };
    struct region region = { 0 };
    region_add_outline(&bench->arena, &region, clockwise, 4);
    region_add_outline(&bench->arena, &region, hole, 3);
    assert_int_equal(region_orient(&work, &region), TRIANGULATION_DONE);
    assert_true(area_of(&region, 0) == 81);
    assert_true(area_of(&region, 1) == -2);
    const double mirror[4][4] = { { -1 }, { 0, 1 }, { 0, 0, 1 }, { 0, 0, 0, 1 } };
    region_transform(&region, mirror);
    assert_true(area_of(&region, 0) == 81 && region.points[2][0] <= 0);
    assert_true(area_of(&region, 1) == -2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(needless_points_go),
        BENCH_TEST(a_long_spike_folds_away),
        BENCH_TEST(outlines_run_the_right_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

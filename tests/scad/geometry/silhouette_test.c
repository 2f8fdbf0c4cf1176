/* SPDX-License-Identifier: MIT */
/* Triangles in the plane have one outline, however they lie and whichever way they turn. */
#include "geometry/silhouette.h"

#include "bench.h"

static double area_of(const struct region *region)
{
    double sum = 0;
    for (size_t i = 0; i < region->outline_count; i++) {
        const struct outline *outline = &region->outlines[i];
        for (size_t j = 0; j < outline->count; j++) {
            const double *a = region->points[outline->first + j];
            const double *b = region->points[outline->first + (j + 1) % outline->count];
            sum += a[0] * b[1] - a[1] * b[0];
        }
    }
    return sum / 2;
}

static struct region outlines_of(struct bench *bench, double (*vertices)[3], size_t vertex_count,
                                 uint32_t (*triangles)[3], size_t triangle_count)
{
    struct mesh mesh = { vertices, vertex_count, triangles, triangle_count };
    struct region region = { 0 };
    assert_true(silhouette_add(&bench->arena, &mesh, &region));
    return region;
}

static void a_square_has_four_points(void **state)
{
    double corners[4][3] = { { 0, 0, 0 }, { 2, 0, 0 }, { 2, 2, 0 }, { 0, 2, 0 } };
    uint32_t triangles[2][3] = { { 0, 1, 2 }, { 0, 2, 3 } };
    struct region region = outlines_of(*state, corners, 4, triangles, 2);
    assert_int_equal(region.outline_count, 1);
    assert_int_equal(region.point_count, 4);
    assert_true(area_of(&region) == 4);
}

/* Its eight triangles leave the middle out. */
static void a_frame_has_a_hole(void **state)
{
    double corners[8][3] = { { 0, 0, 0 }, { 3, 0, 0 }, { 3, 3, 0 }, { 0, 3, 0 },
                             { 1, 1, 0 }, { 2, 1, 0 }, { 2, 2, 0 }, { 1, 2, 0 } };
    uint32_t triangles[8][3] = { { 0, 1, 4 }, { 1, 5, 4 }, { 1, 2, 5 }, { 2, 6, 5 },
                                 { 2, 3, 6 }, { 3, 7, 6 }, { 3, 0, 7 }, { 0, 4, 7 } };
    struct region region = outlines_of(*state, corners, 8, triangles, 8);
    assert_int_equal(region.outline_count, 2);
    assert_true(region.outlines[0].hole != region.outlines[1].hole);
    assert_true(area_of(&region) == 8);
}

static void triangles_that_overlap_and_turn_back_are_one(void **state)
{
    double corners[6][3] = { { 0, 0, 5 }, { 4, 0, 0 }, { 0, 4, 0 },
                             { 1, 1, 0 }, { 0, 0, 0 }, { 0, 0, 0 } };
    uint32_t triangles[4][3] = { { 0, 1, 2 }, { 0, 2, 1 }, { 3, 1, 2 }, { 4, 5, 4 } };
    struct region region = outlines_of(*state, corners, 6, triangles, 4);
    assert_int_equal(region.outline_count, 1);
    assert_int_equal(region.point_count, 3);
    assert_true(area_of(&region) == 8);
}

static void nothing_has_no_outline(void **state)
{
    struct region region = outlines_of(*state, NULL, 0, NULL, 0);
    assert_int_equal(region.outline_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(a_square_has_four_points),
        BENCH_TEST(a_frame_has_a_hole),
        BENCH_TEST(triangles_that_overlap_and_turn_back_are_one),
        BENCH_TEST(nothing_has_no_outline),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

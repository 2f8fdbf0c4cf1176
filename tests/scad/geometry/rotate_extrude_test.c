/* SPDX-License-Identifier: MIT */
/* Whole and partial turns, on both sides of the axis and at it. */
#include "geometry/rotate_extrude.h"

#include "bench.h"

static struct tree_node *turned(struct bench *bench, double angle, double start, double fn,
                                struct tree_node *child)
{
    struct tree_node *node = NODE(bench, TREE_ROTATE_EXTRUDE, 9, child);
    node->as.rotate_extrude.angle = angle;
    node->as.rotate_extrude.start = start;
    node->fragments.fn = fn;
    return node;
}

/* By Pappus, with the circle of so many sides in place of the round one. */
static double ring_volume(double sides, double share, double inner, double outer, double height)
{
    return share * sides / 2 * sin(2 * M_PI / sides) * (outer * outer - inner * inner) * height;
}

static struct tree_node *box_at(struct bench *bench, double x, double width, double height)
{
    return bench_move(bench, x, 0, 0, bench_square(bench, width, height));
}

static void whole_turns(void **state)
{
    struct bench *bench = *state;
    bench_solid(bench, turned(bench, 360, 180, 8, box_at(bench, 3, 1, 2)), 32, 64,
                ring_volume(8, 1, 3, 4, 2));
    /* Without an angle the first ring is on the far side. */
    assert_true(bench->shape.mesh.vertices[0][0] == -3);
    bench_solid(bench, turned(bench, 360, 0, 8, box_at(bench, -4, 1, 2)), 32, 64,
                ring_volume(8, 1, 3, 4, 2));
}

static void partial_turns(void **state)
{
    struct bench *bench = *state;
    bench_solid(bench, turned(bench, 90, 0, 8, box_at(bench, 3, 1, 2)), 12, 20,
                ring_volume(8, 0.25, 3, 4, 2));
    assert_true(bench->shape.mesh.vertices[8][0] == 0 && bench->shape.mesh.vertices[8][1] == 3);
    bench_solid(bench, turned(bench, -90, 0, 8, box_at(bench, 3, 1, 2)), 12, 20,
                ring_volume(8, 0.25, 3, 4, 2));
    bench_solid(bench, turned(bench, 90, 0, 8, box_at(bench, -4, 1, 2)), 12, 20,
                ring_volume(8, 0.25, 3, 4, 2));
    bench_solid(bench, turned(bench, -90, 30, 8, box_at(bench, -4, 1, 2)), 12, 20,
                ring_volume(8, 0.25, 3, 4, 2));
    /* OpenSCAD 2026 rounds the number of sections up. */
    assert_true(bench_build(bench, turned(bench, 100, 0, 0, bench_square(bench, 1, 1))));
    assert_int_equal(bench->shape.mesh.vertex_count, 2 + 3 * 2);
}

/* Points on the axis are one vertex, and there are no walls of no width along it. */
static void profiles_at_the_axis(void **state)
{
    struct bench *bench = *state;
    bench_solid(bench, turned(bench, 360, 0, 6, bench_square(bench, 2, 1)), 14, 24,
                ring_volume(6, 1, 0, 2, 1));
    bench_solid(bench, turned(bench, 120, 0, 6, bench_square(bench, 2, 1)), 8, 12,
                ring_volume(6, 1 / 3.0, 0, 2, 1));
    static const double cone[][2] = { { 0, 0 }, { 3, 0 }, { 0, 3 } };
    struct tree_node *polygon = LEAF(bench, TREE_POLYGON, 1);
    polygon->as.polygon = (struct tree_polygon){ .point_count = 3, .points = cone };
    bench_solid(bench, turned(bench, 360, 0, 4, polygon), 6, 8, 18);
}

static void a_profile_across_the_axis_is_left_out(void **state)
{
    struct bench *bench = *state;
    struct tree_node *bad = turned(bench, 360, 0, 6, box_at(bench, -1, 2, 1));
    bench_solid(bench, NODE(bench, TREE_GROUP, 0, bad, bench_cube(bench, 1, 1, 1)), 8, 12, 1);
    assert_int_equal(bench->severity, REPORT_ERROR);
    assert_int_equal(bench->line, 9);
    assert_string_equal(bench->message,
                        "Children of rotate_extrude() may not lie across the Y axis (Range of X "
                        "coords for all children [-1.00 : 1.00])");
}

static void senseless_angles(void **state)
{
    struct bench *bench = *state;
    const double angles[] = { 0, NAN };
    for (int i = 0; i < 2; i++) {
        struct tree_node *node = turned(bench, angles[i], 0, 6, bench_square(bench, 2, 1));
        assert_true(bench_build(bench, node));
        assert_int_equal(bench->shape.mesh.triangle_count, 0);
    }
    bench_solid(bench, turned(bench, 400, 0, 6, bench_square(bench, 2, 1)), 14, 24,
                ring_volume(6, 1, 0, 2, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(whole_turns),          BENCH_TEST(partial_turns),
        BENCH_TEST(profiles_at_the_axis), BENCH_TEST(a_profile_across_the_axis_is_left_out),
        BENCH_TEST(senseless_angles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* Straight, sheared, twisted and scaled extrusions. */
#include "geometry/linear_extrude.h"

#include "bench.h"

#include "../kernel/checker.h"

static struct tree_node *extrusion(struct bench *bench, double height, struct tree_node *child)
{
    struct tree_node *node = NODE(bench, TREE_LINEAR_EXTRUDE, 1, child);
    node->as.linear_extrude.height[2] = height;
    return node;
}

static const double *vertex(const struct bench *bench, size_t index)
{
    return bench->shape.mesh.vertices[index];
}

static void straight_ones(void **state)
{
    struct bench *bench = *state;
    bench_solid(bench, extrusion(bench, 5, bench_square(bench, 2, 3)), 8, 12, 30);
    struct tree_node *node = extrusion(bench, 5, bench_square(bench, 2, 3));
    node->as.linear_extrude.center = true;
    node->as.linear_extrude.has_slices = true;
    node->as.linear_extrude.slices = 4;
    bench_solid(bench, node, 20, 36, 30);
    assert_true(vertex(bench, 0)[2] == -2.5 && vertex(bench, 19)[2] == 2.5);
    node = extrusion(bench, 5, bench_square(bench, 2, 3));
    node->as.linear_extrude.height[0] = 4;
    bench_solid(bench, node, 8, 12, 30);
    assert_true(vertex(bench, 4)[0] == 4);
}

/* Several children, one of them with a hole. */
static void profiles_with_holes(void **state)
{
    static const double points[][2] = { { 0, 0 }, { 10, 0 }, { 10, 10 }, { 0, 10 },
                                        { 2, 2 }, { 4, 2 },  { 4, 4 },   { 2, 4 } };
    static const size_t outer[] = { 0, 1, 2, 3 }, inner[] = { 4, 5, 6, 7 };
    static const struct tree_path paths[] = { { 4, outer }, { 4, inner } };
    struct bench *bench = *state;
    struct tree_node *polygon = LEAF(bench, TREE_POLYGON, 1);
    polygon->as.polygon = (struct tree_polygon){ 8, points, true, 2, paths, 1 };
    struct tree_node *beside = bench_move(bench, 20, 0, 0, bench_square(bench, 1, 1));
    struct tree_node *node = NODE(bench, TREE_LINEAR_EXTRUDE, 1, polygon, beside);
    node->as.linear_extrude.height[2] = 2;
    bench_solid(bench, node, 24, 32 + 12, 194);
}

static void scaled_to_nothing(void **state)
{
    struct bench *bench = *state;
    struct tree_node *node = extrusion(bench, 3, bench_square(bench, 2, 2));
    node->as.linear_extrude.scale[0] = node->as.linear_extrude.scale[1] = 0;
    bench_solid(bench, node, 5, 6, 4);
    node = extrusion(bench, 3, bench_circle(bench, 1, 6));
    node->as.linear_extrude.scale[0] = node->as.linear_extrude.scale[1] = 0;
    bench_solid(bench, node, 7, 10, 6 / 2.0 * sin(M_PI / 3));
}

/* A ridge: the vertices of the top lie on a line, whose pieces the walls on both sides share. */
static void scaled_to_a_ridge(void **state)
{
    struct bench *bench = *state;
    static const double triangle[][2] = { { 1, 0 }, { 9, 2 }, { 4, 7 } };
    struct tree_node *polygon = LEAF(bench, TREE_POLYGON, 1);
    polygon->as.polygon = (struct tree_polygon){ .point_count = 3, .points = triangle };
    for (int axis = 0; axis < 2; axis++) {
        struct tree_node *node = extrusion(bench, 6, polygon);
        node->as.linear_extrude.scale[axis] = 0;
        node->as.linear_extrude.has_slices = node->as.linear_extrude.has_segments = true;
        polygon->next = NULL;
        assert_true(bench_build(bench, node));
        assert_int_equal(bench->shape.mesh.vertex_count, 6);
        assert_int_equal(bench->shape.mesh.triangle_count, 1 + 3 + 4);
        assert_true(mesh_is_closed(&bench->arena, &bench->shape.mesh));
        assert_true(bench_has_no_sliver(&bench->shape.mesh));
        assert_true(mesh_volume(&bench->shape.mesh) > 0);
    }
}

/* Which way the walls are divided below a ridge decides how large the solid is: as in OpenSCAD. */
static void below_a_ridge(void **state)
{
    struct bench *bench = *state;
    static const double points[][2] = { { 0, 1 }, { 3, 2 }, { 4, 5 }, { 1, 4 } };
    for (int axis = 0; axis < 2; axis++) {
        struct tree_node *polygon = LEAF(bench, TREE_POLYGON, 1);
        polygon->as.polygon = (struct tree_polygon){ .point_count = 4, .points = points };
        struct tree_node *node = extrusion(bench, 1, polygon);
        node->as.linear_extrude.scale[axis] = 0;
        assert_true(bench_build(bench, node));
        assert_true(fabs(mesh_volume(&bench->shape.mesh) - 4) < 1e-9);
    }
}

/* Alone, with nothing to be united with: its walls pass through each other, and it is put in order for that. */
static void walls_below_a_ridge_may_cross(void **state)
{
    static const double bent[][2] = { { 1.48, 0.7 },   { -0.03, 1.03 }, { -1.45, 1.12 },
                                      { -5.64, 1.39 }, { -4.89, -3.2 }, { 5.48, -4.88 },
                                      { 1.95, -2.37 } };
    struct bench *bench = *state;
    struct tree_node *node = extrusion(bench, 5, bench_square(bench, 4, 2));
    node->as.linear_extrude.twist = 45;
    node->as.linear_extrude.scale[0] = 0;
    node->as.linear_extrude.has_slices = true;
    assert_true(bench_build(bench, node));
    check_sound(&bench->shape.mesh);
    assert_true(fabs(mesh_volume(&bench->shape.mesh) - 18.047) < 0.01);
    struct tree_node *polygon = LEAF(bench, TREE_POLYGON, 1);
    polygon->as.polygon = (struct tree_polygon){ .point_count = 7, .points = bent };
    node = extrusion(bench, 5, polygon);
    node->as.linear_extrude.scale[0] = 0;
    node->as.linear_extrude.scale[1] = 2;
    assert_true(bench_build(bench, node));
    check_sound(&bench->shape.mesh);
    assert_true(fabs(mesh_volume(&bench->shape.mesh) - 124.97) < 0.1);
}

/* On a grid it would have no place: that would be looked for without an end. */
static void an_infinite_ridge_is_left_as_it_is(void **state)
{
    struct bench *bench = *state;
    struct tree_node *node = extrusion(bench, 5, bench_square(bench, 10, 10));
    node->as.linear_extrude.scale[0] = 0;
    node->as.linear_extrude.scale[1] = 1e308;
    node->as.linear_extrude.has_slices = node->as.linear_extrude.has_segments = true;
    assert_true(bench_build(bench, node));
    assert_int_equal(bench->shape.mesh.triangle_count, 6);
}

static void scaled_evenly(void **state)
{
    struct bench *bench = *state;
    struct tree_node *node = extrusion(bench, 6, bench_square(bench, 2, 2));
    node->as.linear_extrude.scale[0] = node->as.linear_extrude.scale[1] = 2;
    bench_solid(bench, node, 8, 12, 6 / 3.0 * (4 + 8 + 16));
}

/* Positive twist turns clockwise as seen from above; slices and segments as OpenSCAD 2026 cuts. */
static void twisted(void **state)
{
    struct bench *bench = *state;
    struct tree_node *node = extrusion(bench, 10, bench_square(bench, 4, 3));
    node->as.linear_extrude.twist = 90;
    assert_true(bench_build(bench, node));
    const struct mesh *mesh = &bench->shape.mesh;
    /* Seven slices; $fs = 2 makes two pieces of each side. */
    assert_int_equal(mesh->vertex_count, 8 * 8);
    assert_true(mesh_is_closed(&bench->arena, mesh));
    assert_true(vertex(bench, 56 + 2)[0] == 0 && vertex(bench, 56 + 2)[1] == -4);
    assert_true(vertex(bench, 56 + 2)[2] == 10);
    node->as.linear_extrude.has_slices = node->as.linear_extrude.has_segments = true;
    node->as.linear_extrude.slices = 3;
    assert_true(bench_build(bench, node));
    assert_int_equal(bench->shape.mesh.vertex_count, 4 * 4);
    assert_true(fabs(mesh_volume(&bench->shape.mesh) - 120) < 30);
}

static void segments_are_shared_out_evenly(void **state)
{
    struct bench *bench = *state;
    struct tree_node *node = extrusion(bench, 1, bench_square(bench, 4, 2));
    node->as.linear_extrude.has_segments = true;
    node->as.linear_extrude.segments = 8;
    /* The long sides are cut first, both; then all four, as they are equal by then. */
    bench_solid(bench, node, 16, 28, 8);
    node->as.linear_extrude.segments = 7;
    bench_solid(bench, node, 12, 20, 8);
}

static void nothing_to_draw_out(void **state)
{
    struct bench *bench = *state;
    const double heights[] = { 0, -1, NAN };
    for (int i = 0; i < 3; i++) {
        assert_true(bench_build(bench, extrusion(bench, heights[i], bench_square(bench, 1, 1))));
        assert_int_equal(bench->shape.mesh.triangle_count, 0);
    }
    assert_true(bench_build(bench, LEAF(bench, TREE_LINEAR_EXTRUDE, 1)));
    assert_int_equal(bench->shape.mesh.triangle_count, 0);
}

static void too_many_slices_are_refused(void **state)
{
    struct bench *bench = *state;
    struct tree_node *node = extrusion(bench, 1, bench_square(bench, 4, 2));
    node->as.linear_extrude.has_slices = true;
    node->as.linear_extrude.slices = 2000000000;
    assert_false(bench_build(bench, node));
    assert_string_equal(bench->code, REPORT_TOO_LARGE);
    node = extrusion(bench, 1, bench_square(bench, 4, 2));
    node->as.linear_extrude.twist = 1e300;
    assert_false(bench_build(bench, node));
    assert_string_equal(bench->code, REPORT_TOO_LARGE);
    /* Uneven scale looks at each slice of each edge: that must not begin either. */
    node = extrusion(bench, 1, bench_square(bench, 4, 2));
    node->as.linear_extrude.scale[0] = 1e9;
    assert_false(bench_build(bench, node));
    assert_string_equal(bench->code, REPORT_TOO_LARGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(straight_ones),
        BENCH_TEST(profiles_with_holes),
        BENCH_TEST(scaled_to_nothing),
        BENCH_TEST(scaled_to_a_ridge),
        BENCH_TEST(below_a_ridge),
        BENCH_TEST(walls_below_a_ridge_may_cross),
        BENCH_TEST(an_infinite_ridge_is_left_as_it_is),
        BENCH_TEST(scaled_evenly),
        BENCH_TEST(twisted),
        BENCH_TEST(segments_are_shared_out_evenly),
        BENCH_TEST(nothing_to_draw_out),
        BENCH_TEST(too_many_slices_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

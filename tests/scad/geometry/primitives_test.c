/* SPDX-License-Identifier: MIT */
/* OpenSCAD's vertices: how many, where, in which order; and volumes by formula. */
#include "geometry/primitives.h"

#include "bench.h"

static bool is_at(const struct bench *bench, size_t vertex, double x, double y, double z)
{
    const double *found = bench->shape.mesh.vertices[vertex];
    return found[0] == x && found[1] == y && found[2] == z;
}

static void cubes(void **state)
{
    struct bench *bench = *state;
    bench_solid(bench, bench_cube(bench, 10, 10, 10), 8, 12, 1000);
    assert_true(is_at(bench, 0, 0, 0, 0) && is_at(bench, 7, 10, 10, 10));
    struct tree_node *centred = bench_cube(bench, 1, 2, 3);
    centred->as.cube.center = true;
    bench_solid(bench, centred, 8, 12, 6);
    assert_true(is_at(bench, 1, 0.5, -1, -1.5));
}

/* A regular polygon with unit radius. */
static double polygon_area(double sides)
{
    return sides / 2 * sin(2 * M_PI / sides);
}

static double frustum(double sides, double height, double r1, double r2)
{
    return polygon_area(sides) * height / 3 * (r1 * r1 + r1 * r2 + r2 * r2);
}

static struct tree_node *sphere(struct bench *bench, double radius, double fn)
{
    struct tree_node *node = LEAF(bench, TREE_SPHERE, 1);
    node->as.sphere.radius = radius;
    node->fragments.fn = fn;
    return node;
}

static double sphere_volume(int sides, double radius)
{
    int rings = (sides + 1) / 2;
    double volume = 0;
    for (int i = 0; i + 1 < rings; i++) {
        double upper = M_PI * (i + 0.5) / rings, lower = M_PI * (i + 1.5) / rings;
        volume += frustum(sides, radius * (cos(upper) - cos(lower)), radius * sin(upper),
                          radius * sin(lower));
    }
    return volume;
}

static void spheres(void **state)
{
    struct bench *bench = *state;
    bench_solid(bench, sphere(bench, 10, 0), 450, 896, sphere_volume(30, 10));
    bench_solid(bench, sphere(bench, 3, 7), 28, 52, sphere_volume(7, 3));
    bench_solid(bench, sphere(bench, 1, 3), 6, 8, sphere_volume(3, 1));
    /* Two rings at 45 degrees: half a step off the poles. */
    assert_true(is_at(bench, 0, sqrt(0.5), 0, sqrt(0.5)));
    assert_true(is_at(bench, 3, sqrt(0.5), 0, -sqrt(0.5)));
}

static struct tree_node *cylinder(struct bench *bench, double h, double r1, double r2, double fn)
{
    struct tree_node *node = LEAF(bench, TREE_CYLINDER, 1);
    node->as.cylinder = (struct tree_cylinder){ h, r1, r2, false };
    node->fragments.fn = fn;
    return node;
}

static void cylinders(void **state)
{
    struct bench *bench = *state;
    bench_solid(bench, cylinder(bench, 5, 10, 10, 0), 60, 116, frustum(30, 5, 10, 10));
    bench_solid(bench, cylinder(bench, 5, 3, 2, 0), 20, 36, frustum(10, 5, 3, 2));
    bench_solid(bench, cylinder(bench, 5, 3, 0, 6), 7, 10, frustum(6, 5, 3, 0));
    assert_true(is_at(bench, 0, 3, 0, 0) && is_at(bench, 6, 0, 0, 5));
    bench_solid(bench, cylinder(bench, 5, 0, 3, 8), 9, 14, frustum(8, 5, 3, 0));
    assert_true(is_at(bench, 0, 0, 0, 0) && is_at(bench, 1, 3, 0, 5));
    struct tree_node *centred = cylinder(bench, 4, 1, 1, 4);
    centred->as.cylinder.center = true;
    bench_solid(bench, centred, 8, 12, 8);
    assert_true(is_at(bench, 5, 0, 1, 2));
}

static void flat_ones(void **state)
{
    struct bench *bench = *state;
    assert_true(bench_build(bench, bench_square(bench, 3, 2)));
    assert_int_equal(bench->shape.dimension, 2);
    assert_int_equal(bench->shape.mesh.vertex_count, 4);
    assert_int_equal(bench->shape.mesh.triangle_count, 2);
    assert_true(is_at(bench, 2, 3, 2, 0));
    assert_true(bench_build(bench, bench_circle(bench, 10, 0)));
    assert_int_equal(bench->shape.mesh.vertex_count, 30);
    assert_int_equal(bench->shape.mesh.triangle_count, 28);
    assert_true(is_at(bench, 0, 10, 0, 0) && is_at(bench, 15, -10, 0, 0));
}

/* They are empty, and do not spoil what stands beside them. */
static void sizes_without_a_body(void **state)
{
    struct bench *bench = *state;
    const double bad[] = { 0, -1, INFINITY, -INFINITY, NAN };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct tree_node *group =
            NODE(bench, TREE_GROUP, 0, bench_cube(bench, 1, bad[i], 1), sphere(bench, bad[i], 0),
                 cylinder(bench, bad[i], 1, 1, 0), cylinder(bench, 1, bad[i], bad[i], 0),
                 cylinder(bench, 1, 0, 0, 0), bench_cube(bench, 2, 2, 2));
        bench_solid(bench, group, 8, 12, 8);
        struct tree_node *flat = NODE(bench, TREE_GROUP, 0, bench_square(bench, bad[i], 1),
                                      bench_circle(bench, bad[i], 0));
        assert_true(bench_build(bench, flat));
        assert_int_equal(bench->shape.mesh.triangle_count, 0);
    }
}

static void hostile_fragments_are_refused_before_they_cost_anything(void **state)
{
    struct bench *bench = *state;
    const double many[] = { 1e9, 1e300, 4e6 };
    for (size_t i = 0; i < 3; i++) {
        size_t before = bench->arena.held_bytes;
        assert_false(bench_build(bench, sphere(bench, 1, many[i])));
        assert_string_equal(bench->code, REPORT_TOO_LARGE);
        assert_int_equal(bench->line, 1);
        assert_true(bench->arena.held_bytes < before + (1 << 20));
    }
    assert_true(bench_build(bench, sphere(bench, 1, INFINITY)));
    assert_int_equal(bench->shape.mesh.vertex_count, 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(cubes),
        BENCH_TEST(spheres),
        BENCH_TEST(cylinders),
        BENCH_TEST(flat_ones),
        BENCH_TEST(sizes_without_a_body),
        BENCH_TEST(hostile_fragments_are_refused_before_they_cost_anything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* Few decimals, and a mesh that is as closed as before. */
#include "formats/coarse.h"

#include "../geometry/bench.h"

static bool has_decimals(const struct mesh *mesh, double steps)
{
    const double *numbers = (const double *)mesh->vertices;
    for (size_t i = 0; i < 3 * mesh->vertex_count; i++)
        if (numbers[i] != rint(numbers[i] * steps) / steps ||
            signbit(numbers[i]) != (numbers[i] < 0))
            return false;
    return true;
}

/* The hole is thinner at its ends than the decimals are. */
static void a_closed_mesh_stays_closed(void **state)
{
    struct bench *bench = *state;
    struct tree_node *ball = LEAF(bench, TREE_SPHERE, 1);
    struct tree_node *hole = bench_move(bench, 0.3, 0, -20, bench_cube(bench, 0.04, 0.4, 40));
    ball->as.sphere.radius = 10;
    ball->fragments.fn = 100;
    assert_true(bench_build(bench, NODE(bench, TREE_DIFFERENCE, 1, ball, hole)));
    const struct mesh *fine = &bench->shape.mesh;
    for (int decimals = 1; decimals < 8; decimals++) {
        struct mesh coarse = coarse_mesh(&bench->arena, fine, decimals);
        assert_true(has_decimals(&coarse, pow(10, decimals)));
        assert_true(mesh_is_closed(&bench->arena, &coarse));
        assert_true(coarse.triangle_count > 100);
        double gone = fabs(mesh_volume(&coarse) - mesh_volume(fine));
        assert_true(gone <= 1100 * pow(10, -decimals));
    }
}

static void too_few_decimals_leave_nothing(void **state)
{
    struct bench *bench = *state;
    assert_true(bench_build(bench, bench_cube(bench, 0.2, 0.2, 0.2)));
    struct mesh coarse = coarse_mesh(&bench->arena, &bench->shape.mesh, 0);
    assert_int_equal(coarse.triangle_count, 0);
    assert_int_equal(coarse.vertex_count, 0);
}

static void what_is_large_has_no_decimals(void **state)
{
    struct bench *bench = *state;
    assert_true(bench_build(bench, bench_cube(bench, 1e30, 1e20, 3e15)));
    struct mesh coarse = coarse_mesh(&bench->arena, &bench->shape.mesh, 15);
    assert_int_equal(coarse.triangle_count, 12);
    assert_true(mesh_box(&coarse).high[0] == 1e30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(a_closed_mesh_stays_closed),
        BENCH_TEST(too_few_decimals_leave_nothing),
        BENCH_TEST(what_is_large_has_no_decimals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

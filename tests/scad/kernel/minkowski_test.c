/* SPDX-License-Identifier: MIT */
/* Minkowski sums of solids whose sums are known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checker.h"
#include "kernel/minkowski.h"
#include "model.h"

#define AT(x, y, z) ((const double[3]){ x, y, z })

/* The union of the sum's parts. */
static struct mesh solve_sum(struct model *model, const struct mesh *a, const struct mesh *b,
                             size_t *parts)
{
    struct minkowski sum;
    assert_int_equal(minkowski_sum(a, b, &model->arena, &sum), KERNEL_DONE);
    *parts = sum.count;
    model_node(model, FORMULA_UNION, FORMULA_NO_NODE);
    for (size_t i = 0; i < sum.count; i++)
        model_add(model, 0, sum.items[i], NULL);
    struct mesh mesh = model_solve(model);
    check_sound(&mesh);
    return mesh;
}

static double volume_of_sum(struct model *model, const struct mesh *a, const struct mesh *b,
                            size_t *parts)
{
    const struct mesh mesh = solve_sum(model, a, b, parts);
    return check_mesh(&mesh, false).volume;
}

static void two_boxes(void **state)
{
    (void)state;
    struct model model;
    size_t parts;
    model_open(&model, 0);
    struct mesh a = model_box(&model, AT(0, 0, 0), AT(1, 2, 3)),
                b = model_box(&model, AT(-1, -1, -1), AT(2, 2, 2));
    assert_float_equal(volume_of_sum(&model, &a, &b, &parts), 60, 1e-9);
    assert_int_equal(parts, 1);
    model_close(&model);
}

/* The union of boxes, with arrays of the model. */
static struct mesh make_joined(struct model *model, const double (*boxes)[2][3], int count)
{
    struct model own;
    model_open(&own, 0);
    model_node(&own, FORMULA_UNION, FORMULA_NO_NODE);
    for (int i = 0; i < count; i++)
        model_add_box(&own, 0, boxes[i][0], boxes[i][1]);
    struct mesh mesh = model_solve(&own), copy = mesh_copy(&model->arena, &mesh);
    model_close(&own);
    return copy;
}

/* An L of three cubes: concave. */
static struct mesh make_corner(struct model *model)
{
    static const double boxes[2][2][3] = { { { 0, 0, 0 }, { 3, 1, 1 } },
                                           { { 0, 0, 0 }, { 1, 3, 1 } } };
    return make_joined(model, boxes, 2);
}

static void a_corner_and_a_box(void **state)
{
    (void)state;
    for (int order = 0; order < 2; order++) {
        struct model model;
        size_t parts;
        model_open(&model, 0);
        struct mesh a = make_corner(&model), b = model_box(&model, AT(0, 0, 0), AT(1, 1, 1));
        double volume =
            order ? volume_of_sum(&model, &a, &b, &parts) : volume_of_sum(&model, &b, &a, &parts);
        assert_float_equal(volume, (4 * 2 + 2 * 2) * 2, 1e-9);
        assert_true(parts > 1);
        model_close(&model);
    }
}

static void two_corners(void **state)
{
    (void)state;
    struct model model;
    size_t parts;
    model_open(&model, 0);
    struct mesh a = make_corner(&model), b = make_corner(&model);
    /* Seen from above: 6 by 2 and 2 by 6 and 4 by 4, in a corner. */
    assert_float_equal(volume_of_sum(&model, &a, &b, &parts), (16 + 2 * 2 * 2) * 2, 1e-9);
    model_close(&model);
}

/* Triangles as OpenSCAD has them, volumes by Manifold. */
static void a_prism_and_a_ball(void **state)
{
    (void)state;
    struct model model;
    size_t parts;
    model_open(&model, 0);
    struct mesh a = model_prism(&model, 10, 6, 18), b = model_ball(&model, 2, 32);
    struct mesh mesh = solve_sum(&model, &a, &b, &parts);
    assert_int_equal(parts, 1);
    assert_int_equal(mesh.triangle_count, 1596);
    assert_float_equal(check_mesh(&mesh, false).volume, 4314.432332, 1e-3);
    model_close(&model);
}

static void a_comb_and_a_ball(void **state)
{
    (void)state;
    static const double boxes[7][2][3] = {
        { { 0, 0, 0 }, { 30, 5, 6 } },  { { 0, 5, 0 }, { 10, 5, 6 } },
        { { 15, 5, 0 }, { 5, 5, 6 } },  { { 25, 5, 0 }, { 5, 5, 6 } },
        { { 0, 10, 0 }, { 5, 10, 6 } }, { { 0, 20, 0 }, { 30, 5, 6 } },
        { { 0, 25, 0 }, { 15, 5, 6 } },
    };
    struct model model;
    size_t parts;
    model_open(&model, 0);
    struct mesh a = make_joined(&model, boxes, 7), b = model_ball(&model, 2, 16);
    struct mesh mesh = solve_sum(&model, &a, &b, &parts);
    assert_int_equal(mesh.triangle_count, 988);
    assert_float_equal(check_mesh(&mesh, false).volume, 8656.520828, 1e-3);
    model_close(&model);
}

/* No side of a turned corner is quite a plane: its ends are on the grid. */
static void a_turned_corner_and_box(void **state)
{
    (void)state;
    struct model model;
    size_t parts;
    model_open(&model, 0);
    struct mesh a = make_corner(&model), b = model_box(&model, AT(0, 0, 0), AT(1, 1, 1));
    double matrix[4][4] = { [3][3] = 1 };
    model_turn(matrix, AT(10, 20, 30), AT(0, 0, 0));
    mesh_transform(&model.arena, &a, (const double(*)[4])matrix);
    mesh_transform(&model.arena, &b, (const double(*)[4])matrix);
    assert_float_equal(volume_of_sum(&model, &a, &b, &parts), (4 * 2 + 2 * 2) * 2, 1e-5);
    assert_int_equal(parts, 4 + 2 + 2 * 2 + 1);
    model_close(&model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_boxes),         cmocka_unit_test(a_corner_and_a_box),
        cmocka_unit_test(two_corners),       cmocka_unit_test(a_prism_and_a_ball),
        cmocka_unit_test(a_comb_and_a_ball), cmocka_unit_test(a_turned_corner_and_box),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

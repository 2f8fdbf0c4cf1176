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

/* The volume of the union of the sum's parts. */
static double volume_of_sum(struct model *model, const struct mesh *a, const struct mesh *b,
                            size_t *parts)
{
    struct minkowski sum;
    assert_int_equal(minkowski_sum(a, b, &model->arena, NULL, &sum), KERNEL_DONE);
    *parts = sum.count;
    model_node(model, FORMULA_UNION, FORMULA_NO_NODE);
    for (size_t i = 0; i < sum.count; i++)
        model_add(model, 0, sum.items[i], NULL);
    struct mesh mesh = model_solve(model);
    check_sound(&mesh);
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

/* An L of three cubes: concave. */
static struct mesh make_corner(struct model *model)
{
    struct model own;
    model_open(&own, 0);
    model_node(&own, FORMULA_UNION, FORMULA_NO_NODE);
    model_add_box(&own, 0, AT(0, 0, 0), AT(3, 1, 1));
    model_add_box(&own, 0, AT(0, 0, 0), AT(1, 3, 1));
    struct mesh mesh = model_solve(&own),
                copy = mesh_new(&model->arena, mesh.vertex_count, mesh.triangle_count);
    for (size_t i = 0; i < 3 * mesh.vertex_count; i++)
        copy.vertices[i / 3][i % 3] = mesh.vertices[i / 3][i % 3];
    for (size_t i = 0; i < 3 * mesh.triangle_count; i++)
        copy.triangles[i / 3][i % 3] = mesh.triangles[i / 3][i % 3];
    model_close(&own);
    return copy;
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_boxes),
        cmocka_unit_test(a_corner_and_a_box),
        cmocka_unit_test(two_corners),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

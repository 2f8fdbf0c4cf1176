/* SPDX-License-Identifier: MIT */
/* Models as large as people wait for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checker.h"
#include "model.h"

#include <math.h>

#define AT(x, y, z) ((const double[3]){ x, y, z })

enum { ROOT = 0, SIDES = 32 };

static const double nowhere[3] = { 0, 0, 0 };

static void open_model(struct model *model, enum formula_operation operation)
{
    model_open(model, 0);
    model_node(model, operation, FORMULA_NO_NODE);
}

static void add_moved(struct model *model, struct mesh mesh, const double shift[3])
{
    double matrix[3][4];
    model_turn(matrix, nowhere, shift);
    model_add(model, ROOT, mesh, (const double(*)[4])matrix);
}

/* Each side of a hole has two triangles; a plane with holes has as many as its corners, twice the holes and less two for the rim. */
static void assert_plate(int columns, int rows, double depth)
{
    struct model model;
    open_model(&model, FORMULA_DIFFERENCE);
    size_t holes = (size_t)columns * (size_t)rows;
    model_add_box(&model, ROOT, nowhere, AT(5 * columns, 5 * rows, 3));
    for (int i = 0; i < columns * rows; i++)
        add_moved(&model, model_prism(&model, 1.7, 3 + 2 * depth, SIDES),
                  AT(2.5 + 5 * (i % columns), 2.5 + 5 * (i / columns), -depth));
    struct mesh mesh = model_solve(&model);
    double hole = SIDES / 2.0 * 1.7 * 1.7 * sin(2 * acos(-1) / SIDES) * 3;
    struct check check = measure_mesh(&mesh);
    assert_int_equal(check.open + check.crowded + check.degenerate, 0);
    assert_float_equal(check.volume, 75.0 * (double)holes - (double)holes * hole,
                       1e-6 * check.volume);
    assert_int_equal(mesh.triangle_count, 12 + holes * (2 * SIDES + 2 * (SIDES + 2)));
    model_close(&model);
}

static void plates_with_thousands_of_holes(void **state)
{
    (void)state;
    assert_plate(40, 25, 1);
    assert_plate(40, 25, 0);
    assert_plate(100, 100, 1);
}

static void a_sponge_four_levels_deep(void **state)
{
    (void)state;
    struct model model;
    open_model(&model, FORMULA_DIFFERENCE);
    model_add_sponge(&model, ROOT, 4);
    struct mesh mesh = model_solve(&model);
    check_sound(&mesh);
    assert_float_equal(check_mesh(&mesh, false).volume, pow(20.0 / 27, 4), 1e-8);
    model_close(&model);
}

/* Volumes by Manifold. */
static void two_balls_of_a_hundred_thousand_triangles(void **state)
{
    (void)state;
    static const struct {
        enum formula_operation operation;
        double volume;
    } cases[] = { { FORMULA_UNION, 6063.2047 },
                  { FORMULA_INTERSECTION, 2313.030049 },
                  { FORMULA_DIFFERENCE, 1875.087325 } };
    for (int i = 0; i < 3; i++) {
        struct model model;
        open_model(&model, cases[i].operation);
        add_moved(&model, model_ball(&model, 10, 320), nowhere);
        add_moved(&model, model_ball(&model, 10, 320), AT(5, 3, 2));
        struct mesh mesh = model_solve(&model);
        check_sound(&mesh);
        assert_float_equal(check_mesh(&mesh, false).volume, cases[i].volume, 1e-5);
        model_close(&model);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plates_with_thousands_of_holes),
        cmocka_unit_test(a_sponge_four_levels_deep),
        cmocka_unit_test(two_balls_of_a_hundred_thousand_triangles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

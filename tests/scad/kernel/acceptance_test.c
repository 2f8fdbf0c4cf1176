/* SPDX-License-Identifier: MIT */
/* Models that other kernels are known to get wrong: coincident faces that leave shards, results that depend on the place or on the
 * way a solid was reached, needles, and meshes that open when they are written with fewer digits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checker.h"
#include "model.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define AT(x, y, z) ((const double[3]){ x, y, z })

enum { ROOT = 0 };

static const double nowhere[3] = { 0, 0, 0 };

static void open_model(struct model *model, enum formula_operation operation)
{
    model_open(model, 0);
    model_node(model, operation, FORMULA_NO_NODE);
}

static void add_turned(struct model *model, uint32_t parent, struct mesh mesh,
                       const double degrees[3], const double shift[3])
{
    double matrix[3][4];
    model_turn(matrix, degrees, shift);
    model_add(model, parent, mesh, (const double(*)[4])matrix);
}

/* --- coincident faces --- */

static void a_block_of_cubes_is_one_box(void **state)
{
    (void)state;
    struct model model;
    open_model(&model, FORMULA_UNION);
    for (int i = 0; i < 1728; i++)
        model_add_box(&model, ROOT, AT(i % 12, i / 12 % 12, i / 144), AT(1, 1, 1));
    struct mesh mesh = model_solve(&model);
    check_sound(&mesh);
    assert_int_equal(mesh.triangle_count, 12);
    model_close(&model);
}

/* Touching hexagons: their corners are not on the grid, and rounding leaves gaps and overlaps (elalish/manifold 1430). */
static void touching_hexagons_leave_no_shards(void **state)
{
    (void)state;
    struct model model;
    open_model(&model, FORMULA_UNION);
    for (int i = 0; i < 400; i++)
        add_turned(&model, ROOT, model_prism(&model, 1, 1, 6), nowhere,
                   AT(1.5 * (i / 20), sqrt(3) * (i % 20 + i / 20 % 2 * 0.5), 0));
    struct mesh mesh = model_solve(&model);
    struct check check = check_mesh(&mesh, false);
    assert_int_equal(check.open + check.crowded + check.degenerate + check.crossing, 0);
    assert_true(mesh.triangle_count <= 640);
    assert_float_equal(check.volume, 600 * sqrt(3), 1e-4);
    model_close(&model);
}

/* Holes as deep as the plate leave no skin, and as many triangles as holes that go further. */
static void flush_holes_leave_no_skin(void **state)
{
    (void)state;
    size_t triangles[2];
    for (int flush = 0; flush < 2; flush++) {
        struct model model;
        open_model(&model, FORMULA_DIFFERENCE);
        model_add_box(&model, ROOT, nowhere, AT(25, 25, 3));
        for (int i = 0; i < 25; i++)
            add_turned(&model, ROOT, model_prism(&model, 1.7, flush ? 3 : 5, 32), nowhere,
                       AT(2.5 + 5 * (i % 5), 2.5 + 5 * (i / 5), flush ? 0 : -1));
        struct mesh mesh = model_solve(&model);
        check_sound(&mesh);
        double hole = 16 * 1.7 * 1.7 * sin(acos(-1) / 16) * 3;
        assert_float_equal(check_mesh(&mesh, false).volume, 1875 - 25 * hole, 1e-3);
        triangles[flush] = mesh.triangle_count;
        model_close(&model);
    }
    assert_int_equal(triangles[0], triangles[1]);
}

/* Boxes as they are, all turned, and each made in another way: the same triangles (elalish/manifold 676, 1656). */
static void boxes_are_the_same_however_they_are_reached(void **state)
{
    (void)state;
    size_t triangles[3];
    for (int way = 0; way < 3; way++) {
        struct model model;
        open_model(&model, FORMULA_UNION);
        for (int i = 0; i < 200; i++) {
            double low[3], size[3], half[3];
            for (int k = 0; k < 3; k++) {
                low[k] = model_random(&model, 20);
                size[k] = 1 + model_random(&model, 8);
                half[k] = -size[k] / 2;
            }
            const double *degrees = way == 0 ? nowhere : AT(10, 20, 30);
            double turn[3][4], shift[3] = { low[0], low[1], low[2] };
            struct mesh mesh = model_box(&model, way == 2 && i % 2 ? half : nowhere, size);
            for (int k = 0; k < 3 && way == 2 && i % 2; k++)
                shift[k] += size[k] / 2;
            model_turn(turn, degrees, nowhere);
            double moved[3];
            for (int k = 0; k < 3; k++)
                moved[k] = turn[k][0] * shift[0] + turn[k][1] * shift[1] + turn[k][2] * shift[2];
            add_turned(&model, ROOT, mesh, degrees, moved);
        }
        struct mesh mesh = model_solve(&model);
        struct check check = check_mesh(&mesh, false);
        assert_int_equal(check.open + check.crowded + check.degenerate + check.crossing, 0);
        triangles[way] = mesh.triangle_count;
        model_close(&model);
    }
    assert_int_equal(triangles[0], triangles[1]);
    assert_int_equal(triangles[0], triangles[2]);
}

/* --- a sponge --- */

static void add_squares(struct model *model, uint32_t parent, const double degrees[3], double width,
                        double x, double y, int depth)
{
    width /= 3;
    double matrix[3][4], at[3] = { x - width / 2, y - width / 2, -0.5 };
    model_turn(matrix, degrees, nowhere);
    model_add(model, parent, model_box(model, at, AT(width, width, 1)), (const double(*)[4])matrix);
    for (int i = 0; i < 9 && depth > 1; i++)
        if (i != 4)
            add_squares(model, parent, degrees, width, x + (i % 3 - 1) * width,
                        y + (i / 3 - 1) * width, depth - 1);
}

static void a_sponge_has_the_volume_that_it_should(void **state)
{
    (void)state;
    static const double turns[3][3] = { { 0, 0, 0 }, { 90, 0, 0 }, { 0, 90, 0 } };
    for (int depth = 1; depth <= 3; depth++) {
        struct model model;
        open_model(&model, FORMULA_DIFFERENCE);
        model_add_box(&model, ROOT, AT(-0.5, -0.5, -0.5), AT(1, 1, 1));
        for (int i = 0; i < 3; i++)
            add_squares(&model, model_node(&model, FORMULA_UNION, ROOT), turns[i], 1, 0, 0, depth);
        struct mesh mesh = model_solve(&model);
        check_sound(&mesh);
        assert_float_equal(check_mesh(&mesh, false).volume, pow(20.0 / 27, depth), 1e-8);
        model_close(&model);
    }
}

/* --- thin, tiny, far apart in size --- */

static void a_thin_plate_has_its_volume(void **state)
{
    (void)state;
    struct model model;
    open_model(&model, FORMULA_DIFFERENCE);
    model_add_box(&model, ROOT, nowhere, AT(200, 200, 0.001));
    for (int i = 0; i < 16; i++)
        add_turned(&model, ROOT, model_prism(&model, 6, 1, 48), nowhere,
                   AT(25 + 50 * (i % 4), 25 + 50 * (i / 4), -0.5));
    struct mesh mesh = model_solve(&model);
    check_sound(&mesh);
    double hole = 24 * 36 * sin(acos(-1) / 24);
    assert_float_equal(check_mesh(&mesh, false).volume, (40000 - 16 * hole) * 0.001, 1e-6);
    model_close(&model);
}

static void tiny_studs_on_a_large_plate_stay(void **state)
{
    (void)state;
    struct model model;
    open_model(&model, FORMULA_UNION);
    model_add_box(&model, ROOT, nowhere, AT(1000, 1000, 10));
    for (int i = 0; i < 50; i++)
        add_turned(&model, ROOT, model_prism(&model, 0.005, 0.02, 16), nowhere,
                   AT(13.7 + 19.3 * i, 500, 9.99));
    struct mesh mesh = model_solve(&model);
    check_sound(&mesh);
    assert_true(mesh.triangle_count > 50 * 46);
    assert_float_equal(check_mesh(&mesh, false).volume, 1e7, 1e-3);
    model_close(&model);
}

/* --- laws of place --- */

/* Two balls and a box, mirrored or moved by whole steps. */
static double volume_of_placed(double mirror, double shift)
{
    struct model model;
    open_model(&model, FORMULA_DIFFERENCE);
    const double matrix[3][4] = { { mirror, 0, 0, shift },
                                  { 0, 1, 0, shift },
                                  { 0, 0, 1, -shift } };
    struct mesh solids[3] = { model_ball(&model, 5, 20), model_ball(&model, 4, 14),
                              model_box(&model, AT(1, 1, 1), AT(9, 2, 3)) };
    for (int i = 0; i < 3; i++) {
        for (size_t t = 0; t < solids[i].triangle_count && mirror < 0; t++) {
            uint32_t *corners = solids[i].triangles[t], kept = corners[1];
            corners[1] = corners[2];
            corners[2] = kept;
        }
        for (size_t v = 0; v < solids[i].vertex_count; v++)
            solids[i].vertices[v][0] += 2 * i;
        model_add(&model, ROOT, solids[i], matrix);
    }
    struct mesh mesh = model_solve(&model);
    check_sound(&mesh);
    double volume = check_mesh(&mesh, false).volume;
    model_close(&model);
    return volume;
}

static void mirrored_and_moved_solids_stay_as_large(void **state)
{
    (void)state;
    double volume = volume_of_placed(1, 0);
    assert_float_equal(volume_of_placed(-1, 0), volume, 1e-5);
    assert_float_equal(volume_of_placed(1, 40), volume, 1e-5);
}

/* --- fewer digits --- */

static struct mesh knurled(struct model *model)
{
    open_model(model, FORMULA_DIFFERENCE);
    model_add(model, ROOT, model_prism(model, 20, 40, 60), NULL);
    for (int i = 0; i < 24; i++) {
        double lean[3][4], turn[3][4], both[3][4];
        model_turn(lean, AT(i % 2 ? 30 : -30, 0, 0), AT(20, 0, 0));
        model_turn(turn, AT(0, 0, 15.0 * i), nowhere);
        for (int r = 0; r < 3; r++)
            for (int c = 0; c < 4; c++)
                both[r][c] =
                    turn[r][0] * lean[0][c] + turn[r][1] * lean[1][c] + turn[r][2] * lean[2][c];
        model_add(model, ROOT, model_box(model, AT(-1, -0.5, -40), AT(2, 1, 80)),
                  (const double(*)[4])both);
    }
    return model_solve(model);
}

static double as_single(double number)
{
    return (float)number;
}

static double as_six_digits(double number)
{
    char text[40];
    snprintf(text, sizeof text, "%.6g", number);
    return strtod(text, NULL);
}

/* A file keeps places, not vertices: what is in one place becomes one. */
static void what_is_written_with_fewer_digits_stays_closed(void **state)
{
    (void)state;
    double (*const roundings[])(double) = { as_single, as_six_digits };
    for (int i = 0; i < 2; i++) {
        struct model model;
        struct mesh mesh = knurled(&model);
        check_sound(&mesh);
        for (size_t at = 0; at < 3 * mesh.vertex_count; at++)
            mesh.vertices[at / 3][at % 3] = roundings[i](mesh.vertices[at / 3][at % 3]);
        struct check check = check_mesh(&mesh, true);
        assert_int_equal(check.open, 0);
        assert_int_equal(check.crowded, 0);
        assert_int_equal(check.degenerate, 0);
        model_close(&model);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_block_of_cubes_is_one_box),
        cmocka_unit_test(touching_hexagons_leave_no_shards),
        cmocka_unit_test(flush_holes_leave_no_skin),
        cmocka_unit_test(boxes_are_the_same_however_they_are_reached),
        cmocka_unit_test(a_sponge_has_the_volume_that_it_should),
        cmocka_unit_test(a_thin_plate_has_its_volume),
        cmocka_unit_test(tiny_studs_on_a_large_plate_stay),
        cmocka_unit_test(mirrored_and_moved_solids_stay_as_large),
        cmocka_unit_test(what_is_written_with_fewer_digits_stays_closed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

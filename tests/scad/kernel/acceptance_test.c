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
#include "written.h"

#include <math.h>
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
    for (int i = 0; i < 8000; i++)
        model_add_box(&model, ROOT, AT(i % 20, i / 20 % 20, i / 400), AT(1, 1, 1));
    struct mesh mesh = model_solve(&model);
    check_sound(&mesh);
    assert_int_equal(mesh.triangle_count, 12);
    assert_float_equal(check_mesh(&mesh, false).volume, 8000, 1e-9);
    model_close(&model);
}

/* A row of cubes is one bar, however far it is from the origin, and turned or not, though 51 times 0.0999 is no double
 * (elalish/manifold 676). */
static void whether_cubes_touch_does_not_depend_on_the_place(void **state)
{
    (void)state;
    const double *turns[] = { nowhere, AT(10, 20, 30) };
    for (int i = 0; i < 2; i++)
        for (int first = 1; first < 1000; first *= 7) {
            struct model model;
            double matrix[3][4];
            open_model(&model, FORMULA_UNION);
            model_turn(matrix, turns[i], nowhere);
            for (int k = 0; k < 51; k++)
                model_add(
                    &model, ROOT,
                    model_box(&model, AT(0.0999 * (first + k), 0, 0), AT(0.0999, 0.0999, 0.0999)),
                    (const double(*)[4])matrix);
            struct mesh mesh = model_solve(&model);
            check_sound(&mesh);
            assert_int_equal(mesh.triangle_count, 12);
            assert_float_equal(check_mesh(&mesh, false).volume, 51 * pow(0.0999, 3), 1e-7);
            model_close(&model);
        }
}

static struct mesh tetrahedron(struct model *model, const double corners[5][3], int apex,
                               bool turned)
{
    static const uint32_t faces[4][3] = { { 0, 1, 2 }, { 1, 0, 3 }, { 2, 1, 3 }, { 0, 2, 3 } };
    struct mesh mesh = mesh_new(&model->arena, 4, 4);
    memcpy(mesh.vertices, corners, 3 * sizeof *mesh.vertices);
    memcpy(mesh.vertices[3], corners[apex], sizeof *mesh.vertices);
    memcpy(mesh.triangles, faces, sizeof faces);
    if (turned)
        mesh_turn_inside_out(&mesh);
    return mesh;
}

/* Two tetrahedra on both sides of one triangle: a solid of six triangles, and nothing is left between them (elalish/manifold 1656). */
static void tetrahedra_over_one_triangle_become_one(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 200; seed++) {
        struct model model;
        double corners[5][3];
        model_open(&model, seed);
        model_node(&model, FORMULA_UNION, FORMULA_NO_NODE);
        for (int i = 0; i < 15; i++)
            corners[i / 3][i % 3] = 1e-4 * model_random(&model, 1000000) - 50;
        bool turned = mesh_volume((struct mesh[]){
                          tetrahedron(&model, (const double(*)[3])corners, 3, false) }) < 0;
        for (int k = 0; k < 3; k++) /* on the other side, and seen from there within the triangle */
            corners[4][k] =
                1.1 * (corners[0][k] + corners[1][k] + corners[2][k]) / 3 - 0.1 * corners[3][k];
        for (int apex = 3; apex < 5; apex++)
            model_add(&model, ROOT,
                      tetrahedron(&model, (const double(*)[3])corners, apex, turned == (apex == 3)),
                      NULL);
        double volume =
            mesh_volume(model.leaves.items[0].mesh) + mesh_volume(model.leaves.items[1].mesh);
        struct mesh mesh = model_solve(&model);
        check_sound(&mesh);
        assert_int_equal(mesh.triangle_count, 6);
        assert_float_equal(check_mesh(&mesh, false).volume, volume, 1e-2);
        model_close(&model);
    }
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
    check_sound(&mesh);
    assert_true(mesh.triangle_count <= 640);
    assert_float_equal(check_mesh(&mesh, false).volume, 600 * sqrt(3), 1e-4);
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
        model_add_box(&model, ROOT, nowhere, AT(50, 50, 3));
        for (int i = 0; i < 100; i++)
            add_turned(&model, ROOT, model_prism(&model, 1.7, flush ? 3 : 5, 32), nowhere,
                       AT(2.5 + 5 * (i % 10), 2.5 + 5 * (i / 10), flush ? 0 : -1));
        struct mesh mesh = model_solve(&model);
        check_sound(&mesh);
        double hole = 16 * 1.7 * 1.7 * sin(acos(-1) / 16) * 3;
        assert_float_equal(check_mesh(&mesh, false).volume, 7500 - 100 * hole, 1e-3);
        triangles[flush] = mesh.triangle_count;
        model_close(&model);
    }
    assert_int_equal(triangles[0], triangles[1]);
}

/* 500 boxes as they are, all turned, and every other one made in another way: the same triangles, and as large as their cells
 * (elalish/manifold 676, 1656). */
static void boxes_are_the_same_however_they_are_reached(void **state)
{
    (void)state;
    size_t triangles[3];
    for (int way = 0; way < 3; way++) {
        struct model model;
        open_model(&model, FORMULA_UNION);
        model.random = 88172645463325252u;
        for (int i = 0; i < 500; i++) {
            bool by_middle = way == 2 && i % 2;
            double low[3], size[3], shift[3], turn[3][4];
            for (int k = 0; k < 3; k++)
                low[k] = model_random(&model, 30);
            for (int k = 0; k < 3; k++)
                size[k] = 1 + model_random(&model, 8);
            const double *degrees = way == 0 ? nowhere : AT(10, 20, 30);
            const double *corner =
                by_middle ? AT(-size[0] / 2, -size[1] / 2, -size[2] / 2) : nowhere;
            model_turn(turn, degrees, nowhere);
            for (int k = 0; k < 3; k++) {
                shift[k] = 0;
                for (int j = 0; j < 3; j++)
                    shift[k] += turn[k][j] * (low[j] - corner[j]);
            }
            add_turned(&model, ROOT, model_box(&model, corner, size), degrees, shift);
        }
        struct mesh mesh = model_solve(&model);
        check_sound(&mesh);
        assert_float_equal(check_mesh(&mesh, false).volume, 25525, 1e-6);
        triangles[way] = mesh.triangle_count;
        model_close(&model);
    }
    assert_in_range(triangles[0], 6000, 6800);
    assert_int_equal(triangles[0], triangles[1]);
    assert_int_equal(triangles[0], triangles[2]);
}

/* --- a sponge --- */

static void a_sponge_has_the_volume_that_it_should(void **state)
{
    (void)state;
    for (int depth = 1; depth <= 3; depth++) {
        struct model model;
        open_model(&model, FORMULA_DIFFERENCE);
        model_add_sponge(&model, ROOT, depth);
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
    for (int i = 0; i < 100; i++)
        add_turned(&model, ROOT, model_prism(&model, 6, 1, 48), nowhere,
                   AT(10 + 20 * (i % 10), 10 + 20 * (i / 10), -0.5));
    struct mesh mesh = model_solve(&model);
    check_sound(&mesh);
    double hole = 24 * 36 * sin(acos(-1) / 24);
    assert_float_equal(check_mesh(&mesh, false).volume, (40000 - 100 * hole) * 0.001, 1e-6);
    model_close(&model);
}

/* A grid over a metre is fine enough for ribs and grooves of a thousandth of a millimetre. */
static void ribs_and_grooves_on_a_metre_stay(void **state)
{
    (void)state;
    struct model model;
    open_model(&model, FORMULA_DIFFERENCE);
    uint32_t whole = model_node(&model, FORMULA_UNION, ROOT);
    model_add_box(&model, whole, nowhere, AT(1000, 1000, 1000));
    for (int i = 0; i < 20; i++)
        model_add_box(&model, whole, AT(10.001 + 20 * i, 0, 1000), AT(0.001, 1000, 0.001));
    for (int i = 0; i < 20; i++)
        model_add_box(&model, ROOT, AT(500.003 + 20 * i, 0, 999.999), AT(0.001, 1000, 1));
    struct mesh mesh = model_solve(&model);
    check_sound(&mesh);
    assert_int_equal(mesh.vertex_count, 8 * 41);
    assert_float_equal(check_mesh(&mesh, false).volume, 1e9, 1e-6);
    for (size_t i = 0; i < mesh.vertex_count; i++) {
        double thousandths = mesh.vertices[i][2] * 1000;
        assert_float_equal(thousandths, nearbyint(thousandths), 1e-9);
    }
    model_close(&model);
}

/* Sizes come out as they were written, whatever else is there. */
static void a_tenth_stays_a_tenth(void **state)
{
    (void)state;
    struct model model;
    open_model(&model, FORMULA_UNION);
    model_add_box(&model, ROOT, nowhere, AT(0.1, 0.1, 0.1));
    add_turned(&model, ROOT, model_ball(&model, 3, 12), AT(11, 22, 33), AT(50, 0, 0));
    struct mesh mesh = model_solve(&model);
    check_sound(&mesh);
    unsigned corners = 0;
    for (size_t i = 0; i < mesh.vertex_count; i++) {
        const double *at = mesh.vertices[i];
        corners += (at[0] == 0 || at[0] == 0.1) && (at[1] == 0 || at[1] == 0.1) &&
                   (at[2] == 0 || at[2] == 0.1);
    }
    assert_int_equal(corners, 8);
    model_close(&model);
}

static void tiny_studs_on_a_large_plate_stay(void **state)
{
    (void)state;
    struct model model;
    open_model(&model, FORMULA_UNION);
    model_add_box(&model, ROOT, nowhere, AT(1000, 1000, 10));
    for (int i = 0; i < 500; i++)
        add_turned(&model, ROOT, model_prism(&model, 0.005, 0.02, 16), nowhere,
                   AT(13.7 + 19.3 * (i % 50), 37.1 + 90.7 * (i / 50), 9.99));
    struct mesh mesh = model_solve(&model);
    check_sound(&mesh);
    assert_true(mesh.triangle_count >= 500 * 64);
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

/* A cylinder with bars across its side, leaning to both sides. */
static void knurl(struct model *model)
{
    open_model(model, FORMULA_DIFFERENCE);
    model_add(model, ROOT, model_prism(model, 20, 40, 200), NULL);
    for (int i = 0; i < 200; i++) {
        double lean[3][4], turn[3][4], both[3][4];
        model_turn(lean, AT(i < 100 ? 30 : -30, 0, 0), AT(20, 0, 0));
        model_turn(turn, AT(0, 0, 3.6 * (i % 100)), nowhere);
        model_chain(both, (const double(*)[4])turn, (const double(*)[4])lean);
        model_add(model, ROOT, model_box(model, AT(-1, -0.5, -40), AT(2, 1, 80)),
                  (const double(*)[4])both);
    }
}

/* A cube, turned and cut, turned and cut: fifty times. */
static void chain(struct model *model)
{
    enum { LENGTH = 50 };
    double step[3][4], turns[LENGTH + 1][3][4];
    model_open(model, 0);
    model_turn(step, AT(7, 11, 13), nowhere);
    model_turn(turns[0], nowhere, nowhere);
    for (int i = 0; i < LENGTH; i++)
        model_chain(turns[i + 1], (const double(*)[4])step, (const double(*)[4])turns[i]);
    uint32_t node = FORMULA_NO_NODE;
    for (int i = 0; i < LENGTH; i++)
        node = model_node(model, FORMULA_DIFFERENCE, node);
    model_add(model, node, model_box(model, AT(-10, -10, -10), AT(20, 20, 20)),
              (const double(*)[4])turns[LENGTH]);
    for (int i = 0; i < LENGTH;
         i++) { /* nodes come with all that is below them: the first cut is the innermost */
        double moved[3][4], both[3][4];
        struct mesh tool =
            i % 2 ? model_box(model, AT(-3, -3, -3), AT(6, 6, 6)) : model_prism(model, 1.5, 40, 24);
        model_turn(moved, nowhere, i % 2 ? AT(9 + 0.1 * (i % 7), 0, 1) : AT(5, -4, -20));
        model_chain(both, (const double(*)[4])turns[LENGTH - 1 - i], (const double(*)[4])moved);
        model_add(model, (uint32_t)(LENGTH - 1 - i), tool, (const double(*)[4])both);
    }
}

/* A file keeps places, not vertices: what is in one place becomes one. Volumes by Manifold. */
static void assert_written(void (*open)(struct model *), double volume)
{
    struct model model;
    open(&model);
    struct mesh mesh = model_solve(&model);
    check_sound(&mesh);
    assert_float_equal(check_mesh(&mesh, false).volume, volume, 1e-8 * volume);
    assert_int_equal(check_written(&model.arena, &mesh, WRITTEN_SINGLE), 0);
    assert_int_equal(check_written(&model.arena, &mesh, WRITTEN_SIX_DIGITS), 0);
    model_close(&model);
}

static void what_is_written_with_fewer_digits_stays_closed(void **state)
{
    (void)state;
    assert_written(knurl, 49340.37531);
    assert_written(chain, 5369.211687);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_block_of_cubes_is_one_box),
        cmocka_unit_test(whether_cubes_touch_does_not_depend_on_the_place),
        cmocka_unit_test(tetrahedra_over_one_triangle_become_one),
        cmocka_unit_test(touching_hexagons_leave_no_shards),
        cmocka_unit_test(flush_holes_leave_no_skin),
        cmocka_unit_test(boxes_are_the_same_however_they_are_reached),
        cmocka_unit_test(a_sponge_has_the_volume_that_it_should),
        cmocka_unit_test(a_thin_plate_has_its_volume),
        cmocka_unit_test(ribs_and_grooves_on_a_metre_stay),
        cmocka_unit_test(a_tenth_stays_a_tenth),
        cmocka_unit_test(tiny_studs_on_a_large_plate_stay),
        cmocka_unit_test(mirrored_and_moved_solids_stay_as_large),
        cmocka_unit_test(what_is_written_with_fewer_digits_stays_closed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

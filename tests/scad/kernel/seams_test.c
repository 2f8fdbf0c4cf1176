/* SPDX-License-Identifier: MIT */
/* Solids that touch faces in a point or along an edge, and nowhere else: each has a vertex there, and so have the faces. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checker.h"
#include "trees.h"

#define AT(x, y, z) ((const double[3]){ x, y, z })

enum { ROOT = 0 };

/* Turned by 45 degrees and larger by the root of 2, so that all corners are whole. */
static const double along_x[3][4] = { { 1, 0, 0, -2 }, { 0, 1, -1, 0 }, { 0, 1, 1, 0 } };
static const double along_y[3][4] = { { 0, 1, -1, 0 }, { 1, 0, 0, -2 }, { 0, -1, -1, 0 } };
static const double along_z[3][4] = { { 1, -1, 0, 0 }, { 1, 1, 0, 5 }, { 0, 0, 1, -1 } };

static void open_model(struct model *model, enum formula_operation operation)
{
    model_open(model, 0);
    model_node(model, operation, FORMULA_NO_NODE);
}

static void add_turned_box(struct model *model, const double size[3], const double (*matrix)[4])
{
    model_add(model, ROOT, model_box(model, AT(0, 0, 0), size), matrix);
}

/* A pyramid with its tip at the origin. */
static struct mesh pyramid(struct model *model, double height)
{
    static const uint32_t triangles[6][3] = { { 0, 2, 1 }, { 0, 3, 2 }, { 0, 4, 3 },
                                              { 0, 1, 4 }, { 1, 2, 3 }, { 1, 3, 4 } };
    struct mesh mesh = mesh_new(&model->arena, 5, 6);
    for (uint32_t i = 1; i < 5; i++) {
        mesh.vertices[i][0] = i == 1 || i == 4 ? -1 : 1;
        mesh.vertices[i][1] = i < 3 ? -1 : 1;
        mesh.vertices[i][2] = height;
    }
    for (uint32_t i = 0; i < 18; i++)
        mesh.triangles[i / 3][i % 3] = triangles[i / 3][height < 0 ? 2 - i % 3 : i % 3];
    return mesh;
}

/* Sound, with that volume; and again if it is one leaf that everything beyond x = -0.5 is taken from. */
static void assert_touching(struct model *model, double volume, double rest)
{
    struct mesh mesh = model_solve(model);
    check_sound(&mesh);
    assert_float_equal(check_mesh(&mesh, false).volume, volume, 1e-9);
    struct model next;
    open_model(&next, FORMULA_DIFFERENCE);
    struct mesh copy = mesh_new(&next.arena, mesh.vertex_count, mesh.triangle_count);
    for (size_t i = 0; i < 3 * mesh.vertex_count; i++)
        copy.vertices[i / 3][i % 3] = mesh.vertices[i / 3][i % 3];
    for (size_t i = 0; i < 3 * mesh.triangle_count; i++)
        copy.triangles[i / 3][i % 3] = mesh.triangles[i / 3][i % 3];
    model_add(&next, ROOT, copy, NULL);
    model_add_box(&next, ROOT, AT(-9, -9, -9), AT(8.5, 30, 30));
    struct mesh again = model_solve(&next);
    check_sound(&again);
    assert_float_equal(check_mesh(&again, false).volume, rest, 1e-9);
    model_close(&next);
    model_close(model);
}

static void an_edge_that_touches_a_face_is_an_edge_of_it(void **state)
{
    (void)state;
    struct model model;
    open_model(&model, FORMULA_DIFFERENCE);
    model_add_box(&model, ROOT, AT(-1, 0, 0), AT(10, 10, 10));
    add_turned_box(&model, AT(1, 1, 12), along_z); /* its edge is in the plane x = -1 */
    assert_touching(&model, 980, 932.5);
}

static void a_tip_that_touches_a_face_is_a_vertex_of_it(void **state)
{
    (void)state;
    struct model model;
    open_model(&model, FORMULA_UNION);
    model_add_box(&model, ROOT, AT(-2, -2, -1), AT(4, 4, 1));
    model_add(&model, ROOT, pyramid(&model, 2), NULL);
    assert_touching(&model, 16 + 8.0 / 3, 10 + 8.0 / 3 - 5.0 / 12);
    open_model(&model, FORMULA_DIFFERENCE);
    model_add_box(&model, ROOT, AT(-2, -2, -4), AT(4, 4, 4));
    model_add(&model, ROOT, pyramid(&model, -2), NULL);
    assert_touching(&model, 64 - 8.0 / 3, 40 - 8.0 / 3 + 5.0 / 12);
}

/* The second leans over. */
static void two_tips_may_touch_a_face_in_one_place(void **state)
{
    (void)state;
    struct model model;
    open_model(&model, FORMULA_UNION);
    model_add_box(&model, ROOT, AT(-2, -2, -1), AT(4, 4, 1));
    model_add(&model, ROOT, pyramid(&model, 2), NULL);
    static const double leaning[3][4] = { { 1, 0, 3, 0 }, { 0, 1, 0, 0 }, { 0, 0, 1, 0 } };
    model_add(&model, ROOT, pyramid(&model, 2), leaning);
    assert_touching(&model, 16 + 16.0 / 3, 10 + 16.0 / 3 - 5.0 / 12);
}

static void edges_that_cross_have_a_vertex_there(void **state)
{
    (void)state;
    struct model model;
    open_model(&model, FORMULA_UNION);
    add_turned_box(&model, AT(4, 1, 1), along_x);
    add_turned_box(&model, AT(4, 1, 1), along_y);
    assert_touching(&model, 16, 12);
}

/* The face's plane has the edge whole, the planes of what touches it there have it in two: something passes there that matters to
 * them alone. */
static void an_edge_may_be_divided_where_the_face_is_not(void **state)
{
    (void)state;
    struct model model;
    trees_of_solids(&model, 1083, 3);
    struct mesh mesh = model_solve(&model);
    check_sound(&mesh);
    model_close(&model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_edge_that_touches_a_face_is_an_edge_of_it),
        cmocka_unit_test(a_tip_that_touches_a_face_is_a_vertex_of_it),
        cmocka_unit_test(two_tips_may_touch_a_face_in_one_place),
        cmocka_unit_test(edges_that_cross_have_a_vertex_there),
        cmocka_unit_test(an_edge_may_be_divided_where_the_face_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

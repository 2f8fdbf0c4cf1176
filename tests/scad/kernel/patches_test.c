/* SPDX-License-Identifier: MIT */
/* Patches are convex, and together as large as the surface. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kernel/grid.h"
#include "kernel/patches.h"
#include "model.h"

#include <math.h>
#include <string.h>

struct looked_at {
    struct patches patches;
    double area, surface; /* of the patches; of the mesh */
    size_t corners;       /* of the largest patch */
};

static void add_area(double sum[3], const double *a, const double *b, const double *c)
{
    for (int k = 0; k < 3; k++) {
        int i = (k + 1) % 3, j = (k + 2) % 3;
        sum[k] += ((b[i] - a[i]) * (c[j] - a[j]) - (b[j] - a[j]) * (c[i] - a[i])) / 2;
    }
}

static double length(const double v[3])
{
    return sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
}

/* Each corner turns as the whole patch does, or goes straight on. */
static double area_of_convex(const struct mesh *mesh, const uint32_t *corners, size_t count)
{
    double whole[3] = { 0 };
    for (size_t i = 2; i < count; i++)
        add_area(whole, mesh->vertices[corners[0]], mesh->vertices[corners[i - 1]],
                 mesh->vertices[corners[i]]);
    for (size_t i = 0; i < count; i++) {
        double turn[3] = { 0 };
        add_area(turn, mesh->vertices[corners[i]], mesh->vertices[corners[(i + 1) % count]],
                 mesh->vertices[corners[(i + 2) % count]]);
        assert_true(turn[0] * whole[0] + turn[1] * whole[1] + turn[2] * whole[2] >
                    -1e-5 * length(whole));
    }
    return length(whole);
}

static struct looked_at look_at(struct model *model, const struct mesh *mesh)
{
    struct looked_at looked = { 0 };
    struct grid grid = { .steps = grid_steps(100) };
    int32_t(*places)[3] = arena_take(&model->arena, mesh->vertex_count * sizeof *places);
    for (size_t i = 0; i < mesh->vertex_count; i++)
        grid_snap(&grid, mesh->vertices[i], places[i]);
    patches_make(mesh, (const int32_t(*)[3])places, &model->arena, &looked.patches);
    for (size_t i = 0; i < looked.patches.count; i++) {
        size_t first = looked.patches.starts[i], count = looked.patches.starts[i + 1] - first;
        looked.area += area_of_convex(mesh, &looked.patches.corners[first], count);
        if (looked.corners < count)
            looked.corners = count;
    }
    for (size_t i = 0; i < mesh->triangle_count; i++)
        looked.surface += area_of_convex(mesh, mesh->triangles[i], 3);
    assert_float_equal(looked.area, looked.surface, 1e-5 * looked.surface);
    return looked;
}

static void a_box_has_six(void **state)
{
    (void)state;
    struct model model;
    model_open(&model, 0);
    struct mesh box = model_box(&model, (const double[3]){ 0, 0, 0 }, (const double[3]){ 1, 2, 3 });
    struct looked_at looked = look_at(&model, &box);
    assert_int_equal(looked.patches.count, 6);
    assert_int_equal(looked.corners, 4);
    model_close(&model);
}

/* Turned, no four corners of a side are in one plane any more: the grid has moved each a little. Where a cap's first triangle is thin it
 * says little about the plane. */
static void a_turned_prism_has_two_caps(void **state)
{
    (void)state;
    struct model model;
    model_open(&model, 0);
    struct mesh prism = model_prism(&model, 10, 6, 100);
    double matrix[4][4] = { [3][3] = 1 };
    model_turn(matrix, (const double[3]){ 10, 20, 30 }, (const double[3]){ 1, 2, 3 });
    mesh_transform(&model.arena, &prism, (const double(*)[4])matrix);
    struct looked_at looked = look_at(&model, &prism);
    assert_true(looked.patches.count >= 102 && looked.patches.count < 120);
    model_close(&model);
}

/* The dent of a dart is reflex: no patch goes around it. */
static void a_dart_is_two(void **state)
{
    (void)state;
    struct model model;
    model_open(&model, 0);
    model_node(&model, FORMULA_DIFFERENCE, FORMULA_NO_NODE);
    model_add_box(&model, 0, (const double[3]){ 0, 0, 0 }, (const double[3]){ 3, 3, 1 });
    model_add_box(&model, 0, (const double[3]){ 1, 1, -1 }, (const double[3]){ 3, 3, 3 });
    struct mesh corner = model_solve(&model);
    struct looked_at looked = look_at(&model, &corner);
    assert_int_equal(looked.patches.count, 6 + 2 * 2);
    model_close(&model);
}

/* Around a hole there are several; of a ball's rings each field is one. */
static void a_sponge_and_a_ball(void **state)
{
    (void)state;
    struct model model;
    model_open(&model, 0);
    uint32_t difference = model_node(&model, FORMULA_DIFFERENCE, FORMULA_NO_NODE);
    model_add_sponge(&model, difference, 2);
    struct mesh sponge = model_solve(&model), ball = model_ball(&model, 10, 32);
    struct looked_at looked = look_at(&model, &sponge);
    assert_true(looked.patches.count < sponge.triangle_count / 2);
    looked = look_at(&model, &ball);
    assert_int_equal(looked.patches.count, 15 * 32 + 2);
    model_close(&model);
}

/* What is open, or three triangles at an edge, is left as it is. */
static void an_open_surface_is_triangles(void **state)
{
    (void)state;
    struct model model;
    model_open(&model, 0);
    struct mesh box = model_box(&model, (const double[3]){ 0, 0, 0 }, (const double[3]){ 1, 2, 3 });
    box.triangle_count--;
    assert_int_equal(look_at(&model, &box).patches.count, 11);
    model_close(&model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_box_has_six),
        cmocka_unit_test(a_turned_prism_has_two_caps),
        cmocka_unit_test(a_dart_is_two),
        cmocka_unit_test(a_sponge_and_a_ball),
        cmocka_unit_test(an_open_surface_is_triangles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

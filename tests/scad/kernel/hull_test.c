/* SPDX-License-Identifier: MIT */
/* Convex hulls: everything is inside, exactly, and they are closed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checker.h"
#include "kernel/hull.h"
#include "kernel/plane.h"
#include "model.h"

#include <math.h>
#include <string.h>

enum { MOST = 2000 };

static void assert_hull(struct model *model, int32_t (*points)[3], uint32_t count, size_t triangles)
{
    struct hull hull;
    assert_true(hull_of_corners((const int32_t(*)[3])points, count, &model->arena, NULL, &hull));
    if (triangles)
        assert_int_equal(hull.count, triangles);
    for (size_t i = 0; i < hull.count; i++) {
        const uint32_t *t = hull.triangles[i];
        struct plane plane = plane_through(points[t[0]], points[t[1]], points[t[2]]);
        for (uint32_t j = 0; j < count; j++)
            assert_true(plane_side(&plane, points[j]) <= 0);
    }
    struct mesh mesh = mesh_new(&model->arena, count, hull.count);
    for (uint32_t i = 0; i < count; i++)
        for (int k = 0; k < 3; k++)
            mesh.vertices[i][k] = points[i][k];
    memcpy(mesh.triangles, hull.triangles, hull.count * sizeof *hull.triangles);
    check_sound(&mesh);
}

static void a_cube_and_what_is_on_it(void **state)
{
    (void)state;
    struct model model;
    int32_t points[125][3];
    model_open(&model, 0);
    for (int i = 0; i < 125; i++)
        for (int k = 0; k < 3; k++)
            points[i][k] = (k == 0 ? i % 5 : k == 1 ? i / 5 % 5 : i / 25) - 2;
    assert_hull(&model, points, 125, 12);
    model_close(&model);
}

static void random_clouds(void **state)
{
    (void)state;
    static int32_t points[MOST][3];
    for (uint64_t seed = 0; seed < 20; seed++) {
        struct model model;
        model_open(&model, seed);
        uint32_t size = seed % 2 ? 8 : 100000000, count = seed < 10 ? 100 : 400;
        for (uint32_t i = 0; i < count; i++)
            for (int k = 0; k < 3; k++)
                points[i][k] = (int32_t)model_random(&model, size);
        assert_hull(&model, points, count, 0);
        model_close(&model);
    }
}

static void points_on_a_ball(void **state)
{
    (void)state;
    static int32_t points[MOST][3];
    struct model model;
    model_open(&model, 3);
    for (int i = 0; i < MOST; i++) {
        double z = 2.0 * i / (MOST - 1) - 1, angle = 2.39996323 * i, radius = sqrt(1 - z * z);
        points[i][0] = (int32_t)llrint(1e8 * radius * cos(angle));
        points[i][1] = (int32_t)llrint(1e8 * radius * sin(angle));
        points[i][2] = (int32_t)llrint(1e8 * z);
    }
    assert_hull(&model, points, MOST, 2 * MOST - 4);
    model_close(&model);
}

static void flat_clouds_have_none(void **state)
{
    (void)state;
    struct model model;
    struct hull hull;
    int32_t points[10][3] = { { 0 } };
    model_open(&model, 0);
    for (int32_t i = 0; i < 10; i++)
        points[i][0] = i, points[i][1] = i * i % 7, points[i][2] = 2 * points[i][0] + points[i][1];
    for (uint32_t count = 0; count <= 10; count++) {
        assert_true(hull_of_corners((const int32_t(*)[3])points, count, &model.arena, NULL, &hull));
        assert_int_equal(hull.count, 0);
    }
    model_close(&model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cube_and_what_is_on_it),
        cmocka_unit_test(random_clouds),
        cmocka_unit_test(points_on_a_ball),
        cmocka_unit_test(flat_clouds_have_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

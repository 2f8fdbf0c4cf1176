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
#include <stdlib.h>
#include <string.h>

enum { MOST = 2000, MANY = 100000 };

static void assert_hull(struct model *model, int32_t (*points)[3], uint32_t count, size_t triangles)
{
    struct hull hull;
    hull_of_corners((const int32_t(*)[3])points, count, &model->arena, &hull);
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

/* Along a spiral. */
static void put_on_ball(int32_t point[3], int number, int count)
{
    double z = 2.0 * number / (count - 1) - 1, angle = 2.39996323 * number,
           radius = sqrt(1 - z * z);
    point[0] = (int32_t)llrint(1e8 * radius * cos(angle));
    point[1] = (int32_t)llrint(1e8 * radius * sin(angle));
    point[2] = (int32_t)llrint(1e8 * z);
}

struct beside {
    uint64_t edge; /* its ends, the lower first */
    uint32_t triangle, beyond;
};

static int compare_edges(const void *left, const void *right)
{
    const struct beside *a = left, *b = right;
    return (a->edge > b->edge) - (a->edge < b->edge);
}

/* Each edge has two triangles, and the corner beyond it is behind the plane of the other. */
static void assert_bent_outward(struct model *model, int32_t (*points)[3], const struct hull *hull)
{
    struct beside *besides = arena_take(&model->arena, 3 * hull->count * sizeof *besides);
    for (uint32_t i = 0; i < 3 * hull->count; i++) {
        const uint32_t *t = hull->triangles[i / 3];
        uint64_t a = t[i % 3], b = t[(i + 1) % 3];
        besides[i] = (struct beside){ a < b ? a << 32 | b : b << 32 | a, i / 3, t[(i + 2) % 3] };
    }
    qsort(besides, 3 * hull->count, sizeof *besides, compare_edges);
    for (size_t i = 0; i < 3 * hull->count; i += 2) {
        const uint32_t *t = hull->triangles[besides[i].triangle];
        struct plane plane = plane_through(points[t[0]], points[t[1]], points[t[2]]);
        assert_true(besides[i].edge == besides[i + 1].edge);
        assert_true(plane_side(&plane, points[besides[i + 1].beyond]) < 0);
    }
}

static void points_on_a_ball(void **state)
{
    (void)state;
    static int32_t points[MOST][3];
    struct model model;
    model_open(&model, 3);
    for (int i = 0; i < MOST; i++)
        put_on_ball(points[i], i, MOST);
    assert_hull(&model, points, MOST, 2 * MOST - 4);
    model_close(&model);
}

/* So many that each point cannot be held against each face; but all of them are corners, and where each edge bends outward and the
 * hull is closed, nothing is outside. */
static void a_hundred_thousand_points_on_a_ball(void **state)
{
    (void)state;
    struct model model;
    struct hull hull;
    model_open(&model, 3);
    int32_t(*points)[3] = arena_take(&model.arena, MANY * sizeof *points);
    for (int i = 0; i < MANY; i++)
        put_on_ball(points[i], i, MANY);
    hull_of_corners((const int32_t(*)[3])points, MANY, &model.arena, &hull);
    assert_int_equal(hull.count, 2 * MANY - 4);
    assert_bent_outward(&model, points, &hull);
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
        hull_of_corners((const int32_t(*)[3])points, count, &model.arena, &hull);
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
        cmocka_unit_test(a_hundred_thousand_points_on_a_ball),
        cmocka_unit_test(flat_clouds_have_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

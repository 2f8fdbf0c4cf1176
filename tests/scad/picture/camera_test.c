/* SPDX-License-Identifier: MIT */
/* Where the camera stands, and where in the picture points fall. */
#include "picture/camera.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void assert_near(double value, double expected)
{
    if (!(fabs(value - expected) <= 1e-9 * fmax(1, fabs(expected))))
        fail_msg("%.17g is not %.17g", value, expected);
}

static void assert_place(const struct lens *lens, double x, double y, double z, double column,
                         double row)
{
    const double point[3] = { x, y, z };
    double seen[3], place[3];
    lens_see(lens, point, seen);
    lens_project(lens, seen, place);
    assert_near(place[0], column);
    assert_near(place[1], row);
}

static void it_starts_where_openscad_does(void **state)
{
    (void)state;
    struct camera camera = camera_default();
    assert_near(camera.rotation[0], 55);
    assert_near(camera.rotation[2], 25);
    assert_near(camera.distance, 140);
    assert_near(camera.field, 22.5);
    assert_true(camera.view_all && camera.auto_center && !camera.orthogonal);
}

static void eye_and_center_become_angles(void **state)
{
    (void)state;
    struct camera camera = camera_default();
    camera_look(&camera, (const double[]){ 10, 20, 30 }, (const double[]){ 40, 50, 60 });
    assert_near(camera.target[1], 50);
    assert_near(camera.rotation[0], 90 + atan(1 / sqrt(2)) * 180 / acos(-1));
    assert_near(camera.rotation[1], 0);
    assert_near(camera.rotation[2], 315);
    assert_near(camera.distance, sqrt(2700));
}

static void from_straight_above_y_points_up(void **state)
{
    (void)state;
    struct camera camera = camera_default();
    camera_look(&camera, (const double[]){ 1, 1, 50 }, (const double[]){ 1, 1, 0 });
    struct lens lens = lens_of(&camera, 100, 100);
    const double up[3] = { 0, 1, 0 };
    double seen[3];
    lens_turn(&lens, up, seen);
    assert_near(seen[0], 0);
    assert_near(seen[1], 1);
    assert_near(seen[2], 0);
}

static void it_steps_back_until_all_is_seen(void **state)
{
    (void)state;
    struct camera camera = camera_default();
    const struct box box = { { 10, 10, 10 }, { 12, 13, 16 } };
    camera_fit(&camera, &box);
    assert_near(camera.target[0], 11);
    assert_near(camera.target[1], 11.5);
    assert_near(camera.target[2], 13);
    assert_near(camera.distance, 3.5 / sin(11.25 * acos(-1) / 180));
}

static void without_auto_center_the_target_stays(void **state)
{
    (void)state;
    struct camera camera = camera_default();
    const struct box box = { { 10, 0, 0 }, { 10, 0, 0 } };
    camera.auto_center = false;
    camera_fit(&camera, &box);
    assert_near(camera.target[0], 0);
    assert_near(camera.distance, 10 / sin(11.25 * acos(-1) / 180));
}

static void nothing_is_looked_at_from_the_default(void **state)
{
    (void)state;
    struct camera camera = camera_default();
    const struct box box = box_of_nothing();
    camera.distance = 7;
    camera_fit(&camera, &box);
    assert_near(camera.distance, 140);
}

static void orthogonal_sizes_do_not_depend_on_depth(void **state)
{
    (void)state;
    struct camera camera = { .distance = 50, .field = 90, .orthogonal = true };
    struct lens lens = lens_of(&camera, 400, 200);
    assert_place(&lens, 0, 0, 0, 200, 100);
    assert_place(&lens, 10, 0, 0, 220, 100);
    assert_place(&lens, 10, 5, 40, 220, 90);
    assert_place(&lens, 10, 5, 400, 220, 90);
}

static void in_perspective_they_do(void **state)
{
    (void)state;
    struct camera camera = { .distance = 50, .field = 90 };
    struct lens lens = lens_of(&camera, 200, 200);
    assert_place(&lens, 10, 0, 0, 120, 100);
    assert_place(&lens, 10, 10, 25, 140, 60);
    assert_near(lens.near, 5);
}

/* $vpr = [90, 0, 90] looks along -x; y is to the right, z up. */
static void rotations_are_those_of_vpr(void **state)
{
    (void)state;
    struct camera camera = {
        .rotation = { 90, 0, 90 }, .distance = 50, .field = 90, .orthogonal = true
    };
    struct lens lens = lens_of(&camera, 200, 200);
    assert_place(&lens, 33, 10, 20, 120, 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_starts_where_openscad_does),
        cmocka_unit_test(eye_and_center_become_angles),
        cmocka_unit_test(from_straight_above_y_points_up),
        cmocka_unit_test(it_steps_back_until_all_is_seen),
        cmocka_unit_test(without_auto_center_the_target_stays),
        cmocka_unit_test(nothing_is_looked_at_from_the_default),
        cmocka_unit_test(orthogonal_sizes_do_not_depend_on_depth),
        cmocka_unit_test(in_perspective_they_do),
        cmocka_unit_test(rotations_are_those_of_vpr),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

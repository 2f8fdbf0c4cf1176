/* SPDX-License-Identifier: MIT */
/* The short values are exact and circles are symmetric to the last bit. */
#include "base/degrees.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void short_values_are_exact(void **state)
{
    (void)state;
    assert_true(degrees_sine(0) == 0 && degrees_sine(30) == 0.5 && degrees_sine(90) == 1);
    assert_true(degrees_sine(150) == 0.5 && degrees_sine(180) == 0 && degrees_sine(210) == -0.5);
    assert_true(degrees_sine(270) == -1 && degrees_sine(360) == 0 && degrees_sine(-30) == -0.5);
    assert_true(degrees_cosine(0) == 1 && degrees_cosine(60) == 0.5 && degrees_cosine(90) == 0);
    assert_true(degrees_cosine(120) == -0.5 && degrees_cosine(180) == -1);
    assert_true(degrees_cosine(270) == 0 && degrees_cosine(300) == 0.5);
    assert_true(degrees_sine(45) == degrees_cosine(45) && degrees_sine(45) == sqrt(0.5));
    assert_true(degrees_sine(60) == degrees_cosine(30) && degrees_sine(60) == sqrt(0.75));
    assert_true(degrees_sine(36000000000000090.0) == degrees_sine(fmod(36000000000000090.0, 360)));
}

static void quadrants_mirror_each_other(void **state)
{
    (void)state;
    for (int i = 1; i < 1440; i++) {
        double angle = i / 16.0;
        assert_true(degrees_sine(180 - angle) == degrees_sine(angle));
        assert_true(degrees_sine(180 + angle) == -degrees_sine(angle));
        assert_true(degrees_cosine(360 - angle) == degrees_cosine(angle));
        assert_true(degrees_cosine(180 - angle) == -degrees_cosine(angle));
        assert_true(fabs(degrees_sine(angle) - sin(angle * M_PI / 180)) < 1e-15);
        assert_true(fabs(degrees_cosine(angle) - cos(angle * M_PI / 180)) < 1e-15);
    }
}

static void senseless_angles_have_no_value(void **state)
{
    (void)state;
    assert_true(isnan(degrees_sine(INFINITY)) && isnan(degrees_cosine(-INFINITY)));
    assert_true(isnan(degrees_sine(NAN)) && isnan(degrees_cosine(1e300)));
}

static void tangents_change_their_sign_with_each_half_turn(void **state)
{
    (void)state;
    assert_true(degrees_tangent(45) == 1 && degrees_tangent(135) == -1);
    assert_true(degrees_tangent(30) == -degrees_tangent(150) && degrees_tangent(60) == sqrt(3.0));
    assert_true(degrees_tangent(90) == INFINITY && degrees_tangent(270) == -INFINITY);
    assert_true(degrees_tangent(-90) == -INFINITY && degrees_tangent(180) == 0);
    assert_true(signbit(degrees_tangent(180)) && !signbit(degrees_tangent(360)));
    assert_true(isnan(degrees_tangent(INFINITY)) && isnan(degrees_tangent(NAN)));
}

static void inverses_are_whole_where_they_can_be(void **state)
{
    (void)state;
    assert_true(degrees_arcsine(0.5) == 30 && degrees_arccosine(0.5) == 60);
    assert_true(degrees_arctangent(1) == 45 && degrees_arctangent(-INFINITY) == -90);
    assert_true(degrees_direction(1, -1) == 135 && degrees_direction(-1, 0) == -90);
    assert_true(isnan(degrees_arcsine(1.1)) && isnan(degrees_arccosine(-1.1)));
    assert_true(fabs(degrees_arcsine(0.123) - asin(0.123) * 180 / M_PI) < 1e-13);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_values_are_exact),
        cmocka_unit_test(quadrants_mirror_each_other),
        cmocka_unit_test(senseless_angles_have_no_value),
        cmocka_unit_test(tangents_change_their_sign_with_each_half_turn),
        cmocka_unit_test(inverses_are_whole_where_they_can_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* The numbers of sides that OpenSCAD gives its circles. */
#include "model/fragments.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static size_t sides(double fn, double fa, double fs, double radius)
{
    struct tree_fragments fragments = { .fn = fn, .fa = fa, .fs = fs };
    return fragments_of_circle(&fragments, radius);
}

static void circles_follow_the_rule(void **state)
{
    (void)state;
    assert_int_equal(sides(0, 12, 2, 10), 30); /* $fa */
    assert_int_equal(sides(0, 12, 2, 3), 10);  /* $fs: 9.42 */
    assert_int_equal(sides(0, 12, 2, 0.1), 5); /* never less */
    assert_int_equal(sides(0, 1, 0.1, 20), 360);
    assert_int_equal(sides(7, 12, 2, 10), 7);
    assert_int_equal(sides(2, 12, 2, 10), 3);
    assert_int_equal(sides(5.5, 12, 2, 10), 6);
    assert_int_equal(sides(0, 12, 2, 1e-9), 3);
    assert_int_equal(sides(0, 0, 0, 10), 6284); /* clamped to 0.01 */
}

static void hostile_numbers_stay_countable(void **state)
{
    (void)state;
    assert_int_equal(sides(INFINITY, 12, 2, 10), 3);
    assert_int_equal(sides(NAN, 12, 2, 10), 3);
    assert_int_equal(sides(1e300, 12, 2, 10), FRAGMENTS_MOST);
    assert_int_equal(sides(0, 12, 2, 1e300), 30);
    assert_int_equal(sides(0, NAN, NAN, 10), 6284);
}

static void arcs_take_their_share(void **state)
{
    (void)state;
    struct tree_fragments fragments = { .fn = 8, .fa = 12, .fs = 2 };
    assert_int_equal(fragments_of_arc(&fragments, 10, 360), 8);
    assert_int_equal(fragments_of_arc(&fragments, 10, -90), 2);
    assert_int_equal(fragments_of_arc(&fragments, 10, 100), 3);
    assert_int_equal(fragments_of_arc(&fragments, 10, 1), 1);
}

/* $fe says how far the middle of a side may be within the curve; it counts if it was asked for. */
static void curves_may_follow_their_error(void **state)
{
    (void)state;
    struct tree_fragments near = { .fa = 12, .fs = 2, .fe = 0.1, .by_error = true };
    assert_int_equal(fragments_of_circle(&near, 10), 23); /* 22.2 */
    assert_int_equal(fragments_of_arc(&near, 10, 270), 17);
    assert_int_equal(fragments_of_circle(&near, 0.1), 5);
    assert_int_equal(fragments_of_helix(&near, 5, 10, 90), 4);
    assert_int_equal(fragments_of_helix(&near, 0.05, 10, 500), 5);
    near.fe = 1e-12;
    assert_int_equal(fragments_of_circle(&near, 10), 30); /* too small to count */
    near.fe = INFINITY;
    assert_int_equal(fragments_of_circle(&near, 10), 3);
    near.fn = 7;
    assert_int_equal(fragments_of_circle(&near, 10), 7);
    struct tree_fragments off = { .fa = 12, .fs = 2, .fe = 0.1 };
    assert_int_equal(fragments_of_circle(&off, 10), 30);
}

static void twists_are_sliced(void **state)
{
    (void)state;
    struct tree_fragments plain = { .fn = 0, .fa = 12, .fs = 2 };
    struct tree_fragments many = { .fn = 100, .fa = 12, .fs = 2 };
    assert_int_equal(fragments_of_helix(&plain, 5, 10, -90), 7);  /* 12.71 long, by $fs */
    assert_int_equal(fragments_of_helix(&plain, 100, 10, 90), 8); /* by $fa */
    assert_int_equal(fragments_of_helix(&many, 5, 10, 90), 25);
    assert_int_equal(fragments_of_helix(&plain, 0, 10, 500), 5); /* at most 120 degrees each */
    assert_int_equal(fragments_of_slope(&plain, 3, 4), 3);
    assert_int_equal(fragments_of_slope(&many, 3, 4), 100);
    assert_int_equal(fragments_of_slope(&plain, 0, 4), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(circles_follow_the_rule), cmocka_unit_test(hostile_numbers_stay_countable),
        cmocka_unit_test(arcs_take_their_share),   cmocka_unit_test(curves_may_follow_their_error),
        cmocka_unit_test(twists_are_sliced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

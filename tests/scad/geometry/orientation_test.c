/* SPDX-License-Identifier: MIT */
/* Answers that plain double arithmetic gets wrong. */
#include "geometry/orientation.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void turns_are_seen(void **state)
{
    (void)state;
    const double a[2] = { 0, 0 }, b[2] = { 1, 0 }, c[2] = { 0, 1 };
    assert_int_equal(orientation(a, b, c), 1);
    assert_int_equal(orientation(a, c, b), -1);
    assert_int_equal(orientation(a, b, b), 0);
}

/* Points a few units in the last place beside the diagonal, against exact integers. */
static void the_last_bit_counts(void **state)
{
    (void)state;
    const double unit = ldexp(1, -53);
    const double b[2] = { 12, 12 }, c[2] = { 24, 24 };
    for (int i = 0; i < 64; i++)
        for (int j = 0; j < 64; j++) {
            const double a[2] = { 0.5 + i * unit, 0.5 + j * unit };
            /* The difference of the coordinates as doubles; equal ones are on the line. */
            int expected = (a[1] > a[0]) - (a[1] < a[0]);
            assert_int_equal(orientation(b, c, a), expected);
            assert_int_equal(orientation(a, b, c), expected);
            assert_int_equal(orientation(c, b, a), -expected);
        }
}

static void sizes_may_differ_much(void **state)
{
    (void)state;
    const double a[2] = { -1e30, -1e30 }, b[2] = { 1e30, 1e30 }, c[2] = { 0, 1e-30 };
    const double d[2] = { 1e-30, 1e-30 };
    assert_int_equal(orientation(a, b, c), 1);
    assert_int_equal(orientation(a, b, d), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(turns_are_seen),
        cmocka_unit_test(the_last_bit_counts),
        cmocka_unit_test(sizes_may_differ_much),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

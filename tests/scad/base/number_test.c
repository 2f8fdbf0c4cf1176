/* SPDX-License-Identifier: MIT */
/* Numbers come out as OpenSCAD's echo prints them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/number.h"

#include <math.h>

static void assert_printed(double number, const char *expected)
{
    struct arena arena;
    arena_open(&arena);
    struct builder builder = builder_in(&arena);
    number_print(&builder, number);
    assert_string_equal(builder_result(&builder).bytes, expected);
    arena_close(&arena);
}

static void integers_have_no_point(void **state)
{
    (void)state;
    assert_printed(0, "0");
    assert_printed(-0.0, "0");
    assert_printed(1, "1");
    assert_printed(-120, "-120");
    assert_printed(100000, "100000");
    assert_printed(999999, "999999");
}

static void six_digits_are_kept(void **state)
{
    (void)state;
    assert_printed(1.0 / 3, "0.333333");
    assert_printed(123456.7, "123457");
    assert_printed(3.14159265, "3.14159");
    assert_printed(0.1 + 0.2, "0.3");
    assert_printed(1.5, "1.5");
    assert_printed(0.00001, "0.00001");
    assert_printed(0.000012345678, "0.0000123457");
}

static void very_small_and_large_ones_have_exponents(void **state)
{
    (void)state;
    assert_printed(1e6, "1e+6");
    assert_printed(999999.5, "1e+6");
    assert_printed(1e-6, "1e-6");
    assert_printed(-1.25e-10, "-1.25e-10");
    assert_printed(1e100, "1e+100");
    assert_printed(5e-324, "4.94066e-324");
}

static void what_is_no_number_has_a_name(void **state)
{
    (void)state;
    assert_printed(INFINITY, "inf");
    assert_printed(-INFINITY, "-inf");
    assert_printed(NAN, "nan");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(integers_have_no_point),
        cmocka_unit_test(six_digits_are_kept),
        cmocka_unit_test(very_small_and_large_ones_have_exponents),
        cmocka_unit_test(what_is_no_number_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

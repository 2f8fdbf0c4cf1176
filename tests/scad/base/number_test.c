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
#include <stdio.h>

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

static void the_middle_goes_away_from_zero(void **state)
{
    (void)state;
    assert_printed(123456.5, "123457");
    assert_printed(-123456.5, "-123457");
    assert_printed(123457.5, "123458");
    assert_printed(100.0625, "100.063");
    assert_printed(1234565, "1.23457e+6");
    assert_printed(nextafter(123456.5, 0), "123456");
    assert_printed(99999.95, "99999.9"); /* a double below the middle */
    assert_printed(9999995, "1e+7");
    assert_printed(100.0635, "100.064");
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

/* Among them those that only printf can tell: the middle between two numbers of six digits, and
 * numbers beyond all exact powers of ten. */
static void assert_general(double number)
{
    char expected[NUMBER_BYTES], bytes[NUMBER_BYTES];
    int length = snprintf(expected, sizeof expected, "%g", number);
    assert_int_equal(number_format_general(number, bytes), length);
    assert_string_equal(bytes, expected);
}

static void general_numbers_are_as_printf_writes_them(void **state)
{
    (void)state;
    const double numbers[] = {
        0,          -0.0,     1,        -1,        123456, 1234565, 1e5,         999999.5,
        99999.95,   0.5,      0.0001,   0.00001,   2.5e-5, 1e-300,  1e300,       5e-324,
        1.00000e22, 100000.5, 100001.5, 1000005.0, 0.1,    1.0 / 3, 9.999995e22, 999999.49999999,
        1e-17,      1e28,     INFINITY, -INFINITY, NAN
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        assert_general(numbers[i]);
}

/* Random bits, and random numbers of a few digits, which lie on and beside the middle. */
static void all_magnitudes_are_as_printf_writes_them(void **state)
{
    (void)state;
    uint64_t bits = 88172645463325252u;
    for (int i = 0; i < 200000; i++) {
        bits ^= bits << 13;
        bits ^= bits >> 7;
        bits ^= bits << 17;
        double number;
        memcpy(&number, &bits, sizeof number);
        if (isfinite(number))
            assert_general(number);
        double whole = (double)(bits % 100000000);
        assert_general(whole * pow(10, (double)(bits >> 58) - 40));
        assert_general(nextafter(whole / 2, bits & 1 ? 0 : INFINITY));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(integers_have_no_point),
        cmocka_unit_test(six_digits_are_kept),
        cmocka_unit_test(the_middle_goes_away_from_zero),
        cmocka_unit_test(very_small_and_large_ones_have_exponents),
        cmocka_unit_test(what_is_no_number_has_a_name),
        cmocka_unit_test(general_numbers_are_as_printf_writes_them),
        cmocka_unit_test(all_magnitudes_are_as_printf_writes_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

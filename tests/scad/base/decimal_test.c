/* SPDX-License-Identifier: MIT */
/* Shortest digits, JavaScript's form, no locale. */
#include "base/decimal.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void prints(double number, const char *expected)
{
    char text[DECIMAL_BYTES];
    size_t length = decimal_print(number, text);
    assert_string_equal(text, expected);
    assert_int_equal(length, strlen(expected));
}

static void print_all(void)
{
    prints(0, "0");
    prints(-0.0, "0");
    prints(10, "10");
    prints(-1.5, "-1.5");
    prints(0.1, "0.1");
    prints((double)0.1f, "0.10000000149011612");
    prints(1.0 / 3, "0.3333333333333333");
    prints(123456789, "123456789");
    prints(1e20, "100000000000000000000");
    prints(1e21, "1e+21");
    prints(1.5e300, "1.5e+300");
    prints(0.000001, "0.000001");
    prints(1.25e-7, "1.25e-7");
    prints(5e-324, "5e-324");
    prints(-1.7976931348623157e308, "-1.7976931348623157e+308");
}

static void numbers_look_as_in_javascript(void **state)
{
    (void)state;
    print_all();
}

static void the_locale_does_not_matter(void **state)
{
    (void)state;
    const char *const commas[] = { "de_DE.UTF-8", "de_DE", "fr_FR.UTF-8", "nl_NL.UTF-8" };
    for (size_t i = 0; i < sizeof commas / sizeof *commas; i++)
        if (setlocale(LC_ALL, commas[i]))
            break;
    print_all();
    setlocale(LC_ALL, "C");
}

static uint64_t random_bits(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    return *state ^= *state << 17;
}

static void everything_reads_back(void **state)
{
    (void)state;
    uint64_t bits = 88172645463325252u;
    for (int i = 0; i < 20000; i++) {
        random_bits(&bits);
        double number;
        memcpy(&number, &bits, sizeof number);
        char text[DECIMAL_BYTES];
        if (!isfinite(number))
            continue;
        assert_true(decimal_print(number, text) < DECIMAL_BYTES);
        assert_true(strtod(text, NULL) == number);
    }
}

/* The fewest digits from fifteen on that read back, as the C library finds them; the form is that of decimal_print. */
static void expect(double number, char expected[DECIMAL_BYTES])
{
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(expected, DECIMAL_BYTES, "%.*g", digits, number);
        if (strtod(expected, NULL) == number)
            return;
    }
}

/* Where "%g" has the same form: from 1e-4 up to 1e15. */
static void the_digits_are_those_of_the_c_library(void **state)
{
    (void)state;
    uint64_t bits = 88172645463325252u;
    for (int i = 0; i < 100000; i++) {
        double whole = (double)(random_bits(&bits) >> 11);
        double number = ldexp(whole, -53 - (int)(random_bits(&bits) % 14) + (i % 4) * 13);
        double step = i % 3 == 0 ? 1 << 20 : i % 3 == 1 ? 1000 : 0;
        if (step > 0) /* short numbers, binary and decimal */
            number = floor(number * step) / step;
        char text[DECIMAL_BYTES], expected[DECIMAL_BYTES];
        if (number < 1e-4 || number >= 1e15)
            continue;
        decimal_print(number, text);
        expect(number, expected);
        assert_string_equal(text, expected);
    }
}

/* Below a power of two the next double is half as far away as above it; and what is exactly in the middle of two decimals is
 * rounded to the even one. */
static void edges_between_digits_are_exact(void **state)
{
    (void)state;
    for (int power = -13; power < 50; power++)
        for (int beside = -3; beside <= 3; beside++) {
            double number = ldexp(1, power);
            for (int i = 0; i < abs(beside); i++)
                number = nextafter(number, beside < 0 ? 0 : INFINITY);
            char text[DECIMAL_BYTES], expected[DECIMAL_BYTES];
            if (number == floor(number))
                continue;
            decimal_print(number, text);
            expect(number, expected);
            assert_string_equal(text, expected);
        }
    prints(2251799813685249.5, "2251799813685249.5");
    prints(0.00012207031250000003, "0.00012207031250000003");
    prints(9.999999999999998, "9.999999999999998");
    prints(0.3, "0.3");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_look_as_in_javascript),
        cmocka_unit_test(the_locale_does_not_matter),
        cmocka_unit_test(everything_reads_back),
        cmocka_unit_test(the_digits_are_those_of_the_c_library),
        cmocka_unit_test(edges_between_digits_are_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* Shortest digits, JavaScript's form, no locale. */
#include "base/decimal.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
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

static void everything_reads_back(void **state)
{
    (void)state;
    uint64_t bits = 88172645463325252u;
    for (int i = 0; i < 20000; i++) {
        bits ^= bits << 13;
        bits ^= bits >> 7;
        bits ^= bits << 17;
        double number;
        memcpy(&number, &bits, sizeof number);
        char text[DECIMAL_BYTES];
        if (!isfinite(number))
            continue;
        assert_true(decimal_print(number, text) < DECIMAL_BYTES);
        assert_true(strtod(text, NULL) == number);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_look_as_in_javascript),
        cmocka_unit_test(the_locale_does_not_matter),
        cmocka_unit_test(everything_reads_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

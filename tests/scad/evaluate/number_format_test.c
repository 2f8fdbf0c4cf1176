/* SPDX-License-Identifier: MIT */
#include "evaluate/number_format.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void numbers_are_written_as_openscad_does(void **state)
{
    static const struct {
        double number;
        const char *text;
    } cases[] = {
        { 0, "0" },
        { -0.0, "0" },
        { 1, "1" },
        { -17, "-17" },
        { 0.1, "0.1" },
        { -0.25, "-0.25" },
        { 100.5, "100.5" },
        { 1.0 / 3, "0.333333" },
        { 0.012345678, "0.0123457" },
        { 0.00001, "0.00001" },
        { 0.000001, "1e-6" },
        { 123456, "123456" },
        { 999999.4, "999999" },
        { 999999.5, "1e+6" },
        { 1000000, "1e+6" },
        { 1234567, "1.23457e+6" },
        { -1e100, "-1e+100" },
        { 1e-100, "1e-100" },
        { 1e21, "1e+21" },
        { INFINITY, "inf" },
        { -INFINITY, "-inf" },
        { NAN, "nan" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char bytes[NUMBER_FORMAT_BYTES];
        size_t length = number_format(cases[i].number, bytes);
        assert_string_equal(bytes, cases[i].text);
        assert_int_equal(length, strlen(cases[i].text));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(numbers_are_written_as_openscad_does) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* Any bytes become a valid JSON string, and numbers read back as they were. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"

#include <math.h>

static void assert_string(const char *bytes, size_t length, const char *expected)
{
    struct arena arena;
    arena_open(&arena);
    struct builder builder = builder_in(&arena);
    json_print_string(&builder, (struct text){ bytes, length });
    assert_string_equal(builder_result(&builder).bytes, expected);
    arena_close(&arena);
}

static void strings_are_escaped(void **state)
{
    (void)state;
    assert_string("a\"b\\c", 5, "\"a\\\"b\\\\c\"");
    assert_string("\n\t\r\x01\0", 5, "\"\\n\\t\\r\\u0001\\u0000\"");
    assert_string("\xe2\x82\xac", 3, "\"\xe2\x82\xac\"");
}

static void bytes_that_are_not_utf8_are_replaced(void **state)
{
    (void)state;
    assert_string("a\xff\x62", 3, "\"a\xef\xbf\xbd\x62\"");
    assert_string("\xe2\x82", 2, "\"\xef\xbf\xbd\xef\xbf\xbd\"");
}

static void assert_number(double number, const char *expected)
{
    struct arena arena;
    arena_open(&arena);
    struct builder builder = builder_in(&arena);
    json_print_number(&builder, number);
    assert_string_equal(builder_result(&builder).bytes, expected);
    arena_close(&arena);
}

static void numbers_are_as_short_as_they_can_be(void **state)
{
    (void)state;
    assert_number(10, "10");
    assert_number(0.1, "0.1");
    assert_number(1.0 / 3, "0.3333333333333333");
    assert_number(0.1 + 0.2, "0.30000000000000004");
    assert_number(-1e300, "-1e+300");
    assert_number(1e20, "100000000000000000000");
    assert_number(INFINITY, "null");
    assert_number(NAN, "null");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strings_are_escaped),
        cmocka_unit_test(bytes_that_are_not_utf8_are_replaced),
        cmocka_unit_test(numbers_are_as_short_as_they_can_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
#include "fonts/script.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void expect(const char *given, const char *text, const char *expected)
{
    char name[SCRIPT_BYTES];
    bool named = script_name(given, text, name);
    assert_string_equal(named ? name : "", expected);
}

static void letters_tell_the_script(void **state)
{
    (void)state;
    expect("", "Hello, World! 123", "Latn");
    expect("", "\xce\xb1\xcc\x81", "Grek"); /* a mark belongs to its letter */
    expect("", "\xe0\xa4\xa8", "Deva");
    expect("", "\xf0\x90\x8e\xa0", "Xpeo"); /* beyond the first plane */
    expect("", "", "");
    expect("", "12 + 3", "");
    expect("", "a\xce\xb1", "");
    expect("", "\xff\xfe", "");
}

static void what_is_given_comes_first(void **state)
{
    (void)state;
    expect("arab", "Hello", "Arab");
    expect("latin", "\xce\xb1", "Lati"); /* of four letters, as in OpenSCAD */
    expect("Zyyy", "Hello", "");
}

static void scripts_have_directions(void **state)
{
    (void)state;
    assert_string_equal(script_direction("", "Latn"), "ltr");
    assert_string_equal(script_direction("", "Arab"), "rtl");
    assert_string_equal(script_direction("", "Thaa"), "rtl");
    assert_string_equal(script_direction("", ""), "ltr");
    assert_string_equal(script_direction("ltr", "Hebr"), "ltr");
    assert_string_equal(script_direction("Top", "Hebr"), "ttb");
    assert_string_equal(script_direction("btt", "Latn"), "btt");
    assert_string_equal(script_direction("xyz", "Hebr"), "rtl");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_tell_the_script),
        cmocka_unit_test(what_is_given_comes_first),
        cmocka_unit_test(scripts_have_directions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

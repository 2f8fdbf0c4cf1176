/* SPDX-License-Identifier: MIT */
/* Every name has one number, and the numbers are dense. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/names.h"

#include <stdio.h>

static void equal_names_have_one_number(void **state)
{
    (void)state;
    struct arena arena;
    struct names names;
    arena_open(&arena);
    names_open(&names, &arena);
    name_id width = names_intern_string(&names, "width");
    assert_int_equal(width, 1);
    assert_int_equal(names_intern_string(&names, "height"), 2);
    assert_int_equal(names_intern(&names, (struct text){ "widths", 5 }), width);
    assert_int_equal(names_find(&names, text_of("depth")), NAME_NONE);
    assert_string_equal(names_text(&names, width).bytes, "width");
    arena_close(&arena);
}

static void many_names_are_found_again(void **state)
{
    (void)state;
    struct arena arena;
    struct names names;
    char name[16];
    arena_open(&arena);
    names_open(&names, &arena);
    for (unsigned i = 1; i <= 5000; i++) {
        snprintf(name, sizeof name, "n%u", i);
        assert_int_equal(names_intern_string(&names, name), i);
    }
    for (unsigned i = 1; i <= 5000; i++) {
        snprintf(name, sizeof name, "n%u", i);
        assert_int_equal(names_find(&names, text_of(name)), i);
    }
    arena_close(&arena);
}

static void a_dollar_sign_makes_a_name_special(void **state)
{
    (void)state;
    struct arena arena;
    struct names names;
    arena_open(&arena);
    names_open(&names, &arena);
    assert_true(names_is_special(&names, names_intern_string(&names, "$fn")));
    assert_false(names_is_special(&names, names_intern_string(&names, "fn")));
    assert_false(names_is_special(&names, NAME_NONE));
    arena_close(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_names_have_one_number),
        cmocka_unit_test(many_names_are_found_again),
        cmocka_unit_test(a_dollar_sign_makes_a_name_special),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

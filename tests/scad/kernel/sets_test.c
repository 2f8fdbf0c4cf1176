/* SPDX-License-Identifier: MIT */
/* What is united is known by its least number, whatever came first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kernel/sets.h"

enum { COUNT = 60 };

/* Numbers with the same rest are one set; the pairs are united in two orders. */
static void the_order_of_uniting_does_not_matter(void **state)
{
    (void)state;
    uint32_t forward[COUNT], backward[COUNT];
    sets_open(forward, COUNT);
    sets_open(backward, COUNT);
    for (uint32_t i = 0; i + 7 < COUNT; i++) {
        assert_true(sets_unite(forward, i, i + 7));
        assert_true(sets_unite(backward, COUNT - 1 - i, COUNT - 8 - i));
    }
    for (uint32_t i = 0; i < COUNT; i++) {
        assert_int_equal(sets_find(forward, i), i % 7);
        assert_int_equal(sets_find(backward, i), i % 7);
    }
    assert_false(sets_unite(forward, 3, 52));
    assert_true(sets_unite(forward, 6, 0));
    assert_int_equal(sets_find(forward, 55), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(the_order_of_uniting_does_not_matter) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

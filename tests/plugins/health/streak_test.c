/* SPDX-License-Identifier: MIT */
/* Rise and fall, step by step. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "streak.h"

/* Feeds results (+ good, - bad) and compares the state after each (u up, d down). */
static void follow(const char *results, const char *states, int64_t rise, int64_t fall)
{
    struct streak streak = { STREAK_UNKNOWN, 0 };
    for (size_t i = 0; results[i]; i++) {
        streak_take(&streak, results[i] == '+', rise, fall);
        assert_int_equal(streak.state, states[i] == 'u' ? STREAK_UP : STREAK_DOWN);
    }
}

static void states(void **state)
{
    (void)state;
    follow("+-++--++", "uduudduu", 1, 1);
    follow("++--+-+--", "uuuduuuud", 1, 2);
    follow("-+-++-++", "dddduddu", 2, 1);
}

static void the_first_result_is_believed(void **state)
{
    (void)state;
    follow("+", "u", 5, 5);
    follow("-", "d", 5, 5);
}

static void only_a_row_counts(void **state)
{
    (void)state;
    follow("+--+--+---", "uuuuuuuuud", 1, 3);
    follow("-++-++-+++", "dddddddddu", 3, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(states),
        cmocka_unit_test(the_first_result_is_believed),
        cmocka_unit_test(only_a_row_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

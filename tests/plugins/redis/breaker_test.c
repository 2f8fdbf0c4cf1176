/* SPDX-License-Identifier: MIT */
/* When the breaker opens and closes, and how long it waits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "breaker.h"

static struct breaker fresh(void)
{
    return (struct breaker){ .failures_max = 3, .pause_min_ms = 100, .pause_max_ms = 1000 };
}

static void only_failures_in_a_row_open_it(void **state)
{
    (void)state;
    struct breaker breaker = fresh();
    assert_false(breaker_fail(&breaker));
    assert_false(breaker_fail(&breaker));
    breaker_succeed(&breaker);
    assert_false(breaker_fail(&breaker));
    assert_false(breaker_fail(&breaker));
    assert_int_equal(breaker.state, BREAKER_CLOSED);
    assert_true(breaker_fail(&breaker));
    assert_int_equal(breaker.state, BREAKER_OPEN);
}

static void one_attempt_decides_when_it_is_half_open(void **state)
{
    (void)state;
    struct breaker breaker = fresh();
    for (int i = 0; i < 3; i++)
        breaker_fail(&breaker);
    breaker_try(&breaker);
    assert_int_equal(breaker.state, BREAKER_HALF);
    assert_true(breaker_fail(&breaker));
    assert_int_equal(breaker.state, BREAKER_OPEN);
    breaker_try(&breaker);
    breaker_succeed(&breaker);
    assert_int_equal(breaker.state, BREAKER_CLOSED);
    assert_false(breaker_fail(&breaker));
}

static void an_attempt_does_not_close_what_is_closed(void **state)
{
    (void)state;
    struct breaker breaker = fresh();
    breaker_fail(&breaker);
    breaker_try(&breaker);
    assert_int_equal(breaker.state, BREAKER_CLOSED);
}

static void pauses_double_up_to_the_longest(void **state)
{
    (void)state;
    static const int64_t longest[] = { 0, 100, 200, 400, 800, 1000, 1000 };
    struct breaker breaker = fresh();
    for (size_t i = 0; i < sizeof longest / sizeof *longest; i++) {
        breaker_fail(&breaker);
        assert_int_equal(breaker_pause_ms(&breaker, 0), longest[i]);
    }
    breaker_succeed(&breaker);
    assert_int_equal(breaker_pause_ms(&breaker, 0), 0);
}

static void chance_takes_away_a_half_at_most(void **state)
{
    (void)state;
    bool shortest = false;
    for (uint64_t chance = 0; chance < 500; chance++) {
        struct breaker breaker = fresh();
        breaker_pause_ms(&breaker, chance);
        int64_t pause_ms = breaker_pause_ms(&breaker, chance);
        assert_in_range(pause_ms, 50, 100);
        shortest = shortest || pause_ms == 50;
    }
    assert_true(shortest);
}

static void an_open_breaker_waits_before_the_first_attempt_too(void **state)
{
    (void)state;
    struct breaker breaker = fresh();
    for (int i = 0; i < 3; i++)
        breaker_fail(&breaker);
    assert_int_equal(breaker_pause_ms(&breaker, 0), 100);
}

static void absurd_pauses_do_not_overflow(void **state)
{
    (void)state;
    struct breaker breaker = { .failures_max = 1, .pause_min_ms = 60000, .pause_max_ms = 3600000 };
    for (int i = 0; i < 10000; i++)
        assert_in_range(breaker_pause_ms(&breaker, UINT64_MAX - (uint64_t)i), 0, 3600000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_failures_in_a_row_open_it),
        cmocka_unit_test(one_attempt_decides_when_it_is_half_open),
        cmocka_unit_test(an_attempt_does_not_close_what_is_closed),
        cmocka_unit_test(pauses_double_up_to_the_longest),
        cmocka_unit_test(chance_takes_away_a_half_at_most),
        cmocka_unit_test(an_open_breaker_waits_before_the_first_attempt_too),
        cmocka_unit_test(absurd_pauses_do_not_overflow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

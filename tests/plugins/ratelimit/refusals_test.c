/* SPDX-License-Identifier: MIT */
/* What is remembered of refusals, and for how long. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "refusals.h"

static const char one_limit, other_limit;
static struct refusals_row rows[REFUSALS_SIZE];

static struct refusals_row row_of(const void *limit, uint64_t place, uint64_t cost,
                                  uint64_t until_ns)
{
    return (struct refusals_row){ .question = { limit, place, cost },
                                  .decision = { .reset_ns = 500, .retry_ns = until_ns - 100 },
                                  .asked_ns = 100,
                                  .until_ns = until_ns };
}

static bool found(const void *limit, uint64_t place, uint64_t cost, uint64_t now_ns)
{
    const struct refusals_question question = { limit, place, cost };
    struct limiter_decision decision;
    return refusals_find(rows, &question, now_ns, &decision);
}

static void put(const void *limit, uint64_t place, uint64_t cost, uint64_t until_ns)
{
    struct refusals_row row = row_of(limit, place, cost, until_ns);
    refusals_put(rows, &row);
}

static int empty(void **state)
{
    (void)state;
    memset(rows, 0, sizeof rows);
    return 0;
}

static void only_the_same_question_is_found(void **state)
{
    (void)state;
    assert_false(found(&one_limit, 7, 1, 0));
    put(&one_limit, 7, 1, 1000);
    assert_true(found(&one_limit, 7, 1, 999));
    assert_false(found(&other_limit, 7, 1, 999));
    assert_false(found(&one_limit, 8, 1, 999));
    assert_false(found(&one_limit, 7, 2, 999));
}

static void it_holds_until_its_time_and_not_beyond(void **state)
{
    (void)state;
    put(&one_limit, 7, 1, 1000);
    assert_true(found(&one_limit, 7, 1, 999));
    assert_false(found(&one_limit, 7, 1, 1000));
}

static void waits_become_shorter(void **state)
{
    (void)state;
    const struct refusals_question question = { &one_limit, 7, 1 };
    struct limiter_decision decision;
    put(&one_limit, 7, 1, 1000);
    assert_true(refusals_find(rows, &question, 400, &decision));
    assert_int_equal(decision.retry_ns, 600);
    assert_int_equal(decision.reset_ns, 200);
    assert_true(refusals_find(rows, &question, 900, &decision));
    assert_int_equal(decision.reset_ns, 0);
}

static void a_later_answer_takes_the_place_of_the_first(void **state)
{
    (void)state;
    put(&one_limit, 7, 1, 1000);
    put(&one_limit, 7, 1, 500);
    assert_false(found(&one_limit, 7, 1, 600));
}

/* More than there is room for: who waits longest is remembered. */
static void a_flood_pushes_out_who_may_pass_first(void **state)
{
    (void)state;
    put(&one_limit, 0, 1, 1000000);
    for (uint64_t place = 1; place <= 20 * REFUSALS_SIZE; place++)
        put(&one_limit, place, 1, 1000 + place % 50);
    assert_true(found(&one_limit, 0, 1, 999));
    size_t kept = 0;
    for (uint64_t place = 1; place <= 20 * REFUSALS_SIZE; place++)
        kept += found(&one_limit, place, 1, 999);
    assert_true(kept <= REFUSALS_SIZE);
    assert_true(kept > REFUSALS_SIZE / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(only_the_same_question_is_found, empty),
        cmocka_unit_test_setup(it_holds_until_its_time_and_not_beyond, empty),
        cmocka_unit_test_setup(waits_become_shorter, empty),
        cmocka_unit_test_setup(a_later_answer_takes_the_place_of_the_first, empty),
        cmocka_unit_test_setup(a_flood_pushes_out_who_may_pass_first, empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* Costs and patterns of statuses, as clients and files write them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "cost.h"
#include "limiter.h"

static void numbers_are_read_and_rounded_up(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t cost;
    } rows[] = {
        { "0", 0 },     { "1", 1 },
        { "042", 42 },  { "2.0", 2 },
        { "2.01", 3 },  { "8388607", LIMITER_COUNT_MAX },
        { "0.001", 1 }, { "99999999999999999999999999", LIMITER_COUNT_MAX },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint64_t cost = 7;
        assert_true(cost_read(tn_text(rows[i].text), &cost));
        assert_int_equal(cost, rows[i].cost);
    }
}

static void what_is_no_number_is_not_read(void **state)
{
    (void)state;
    static const char *const texts[] = { "",  "-1", "+1", "1e9", "1.",   ".5",
                                         ".", "1 ", " 1", "0x1", "1.2.3" };
    uint64_t cost;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_false(cost_read(tn_text(texts[i]), &cost));
}

static void patterns_are_statuses_and_classes(void **state)
{
    (void)state;
    static const char *const good[] = { "503", "50x", "5xx", "100", "404" };
    static const char *const bad[] = {
        "", "5", "5x", "5xxx", "x", "xxx", "600", "5x3", "5XX", "-1x"
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(cost_pattern_sane(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(cost_pattern_sane(bad[i]));
    assert_true(cost_pattern_matches("5xx", 503));
    assert_true(cost_pattern_matches("50x", 503));
    assert_true(cost_pattern_matches("503", 503));
    assert_false(cost_pattern_matches("5xx", 499));
    assert_false(cost_pattern_matches("50x", 511));
    assert_false(cost_pattern_matches("503", 502));
    assert_false(cost_pattern_matches("5xx", 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read_and_rounded_up),
        cmocka_unit_test(what_is_no_number_is_not_read),
        cmocka_unit_test(patterns_are_statuses_and_classes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* The algorithms against plain models of them, in simulated time. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "limiter.h"

static const uint64_t second = 1000000000;

/* A repeatable source of numbers (xorshift64*). */
static uint64_t draw(uint64_t *seed)
{
    *seed ^= *seed >> 12;
    *seed ^= *seed << 25;
    *seed ^= *seed >> 27;
    return *seed * UINT64_C(2685821657736338717);
}

/* A bucket of credit in nanoseconds: GCRA said another way (the model). */
struct bucket {
    uint64_t credit, room, price, at;
};

static bool bucket_take(struct bucket *bucket, uint64_t now)
{
    uint64_t earned = now - bucket->at;
    bucket->at = now;
    bucket->credit =
        earned > bucket->room - bucket->credit ? bucket->room : bucket->credit + earned;
    if (bucket->credit < bucket->price)
        return false;
    bucket->credit -= bucket->price;
    return true;
}

static void compare_with_bucket(uint64_t seed, int64_t count, int64_t period_ms, int64_t burst)
{
    struct limiter limiter = limiter_make(LIMITER_GCRA, count, period_ms, burst);
    struct bucket bucket = { .price = limiter.interval_ns };
    uint64_t now = 1 + draw(&seed) % second, state = 0;
    bucket.room = bucket.credit = (uint64_t)(burst ? burst : count) * bucket.price;
    bucket.at = now;
    for (int i = 0; i < 2000; i++) {
        now += draw(&seed) % (limiter.interval_ns * 2 + 1);
        if (draw(&seed) % 97 == 0)
            now += limiter.span_ns / 3;
        struct limiter_decision decision = limiter_decide(&limiter, state, now);
        state = decision.state;
        assert_int_equal(decision.allowed, bucket_take(&bucket, now));
        assert_int_equal(decision.remaining, bucket.credit / bucket.price);
        assert_int_equal(decision.reset_ns, bucket.room - bucket.credit);
        if (!decision.remaining)
            assert_int_equal(decision.retry_ns, bucket.price - bucket.credit);
    }
}

static void gcra_is_a_bucket_of_credit(void **state)
{
    (void)state;
    uint64_t seed = 20260719;
    for (int i = 0; i < 200; i++)
        compare_with_bucket(draw(&seed) | 1, 1 + (int64_t)(draw(&seed) % 300),
                            1 + (int64_t)(draw(&seed) % 1000000), (int64_t)(draw(&seed) % 20));
}

/* The model of a window: when it began, and how many came. */
struct window {
    bool open;
    uint64_t end_ms, count;
};

static void compare_with_window(uint64_t seed, int64_t count, int64_t period_ms)
{
    struct limiter limiter = limiter_make(LIMITER_FIXED, count, period_ms, 0);
    struct window window = { false, 0, 0 };
    uint64_t now_ms = 1 + draw(&seed) % 1000000, state = 0;
    for (int i = 0; i < 2000; i++) {
        now_ms += draw(&seed) % (uint64_t)(2 * period_ms / count + 1);
        if (!window.open || now_ms >= window.end_ms)
            window = (struct window){ true, now_ms + (uint64_t)period_ms, 0 };
        bool allowed = window.count < (uint64_t)count;
        window.count += allowed;

        struct limiter_decision decision = limiter_decide(&limiter, state, now_ms * 1000000);
        state = decision.state;
        assert_int_equal(decision.allowed, allowed);
        assert_int_equal(decision.remaining, (uint64_t)count - window.count);
        assert_int_equal(decision.reset_ns, (window.end_ms - now_ms) * 1000000);
        if (!decision.remaining)
            assert_int_equal(decision.retry_ns, decision.reset_ns);
    }
}

static void fixed_is_a_window_per_key(void **state)
{
    (void)state;
    uint64_t seed = 42;
    for (int i = 0; i < 200; i++)
        compare_with_window(draw(&seed) | 1, 1 + (int64_t)(draw(&seed) % 300),
                            1 + (int64_t)(draw(&seed) % 1000000));
}

/* The model of sliding windows: every request let through is remembered, and counted again. */
struct memory {
    uint64_t at_ms[4000];
    size_t count;
};

static uint64_t memory_between(const struct memory *memory, uint64_t from_ms, uint64_t to_ms)
{
    uint64_t found = 0;
    for (size_t i = memory->count; i-- > 0 && memory->at_ms[i] >= from_ms;)
        found += memory->at_ms[i] < to_ms;
    return found;
}

/* The sum that the decision stands for, multiplied by the period so that nothing is rounded. */
static bool memory_allows(const struct memory *memory, uint64_t limit, uint64_t period_ms,
                          uint64_t now_ms)
{
    uint64_t begin_ms = now_ms / period_ms * period_ms;
    uint64_t current = memory_between(memory, begin_ms, now_ms + 1);
    uint64_t previous = memory_between(memory, begin_ms - period_ms, begin_ms);
    return previous * (begin_ms + period_ms - now_ms) + (current + 1) * period_ms <=
           limit * period_ms;
}

/* What the decision record promises: the limit in a window of the grid, less than twice of it in any
 * other. */
static void assert_bounds(const struct memory *memory, uint64_t limit, uint64_t period_ms,
                          uint64_t now_ms)
{
    uint64_t begin_ms = now_ms / period_ms * period_ms;
    assert_true(memory_between(memory, begin_ms, now_ms + 1) <= limit);
    assert_true(memory_between(memory, now_ms + 1 - period_ms, now_ms + 1) < 2 * limit);
}

static void compare_with_memory(uint64_t seed, uint64_t limit, uint64_t period_s)
{
    struct limiter limiter =
        limiter_make(LIMITER_SLIDING, (int64_t)limit, (int64_t)period_s * 1000, 0);
    struct memory memory = { .count = 0 };
    uint64_t period_ms = period_s * 1000, state = 0;
    uint64_t now_ms = 2 * period_ms + draw(&seed) % 1000000;
    for (int i = 0; i < 2000; i++) {
        now_ms += draw(&seed) % (2 * period_ms / limit + 1);
        if (draw(&seed) % 97 == 0)
            now_ms += period_ms * (draw(&seed) % 3);
        bool allowed = memory_allows(&memory, limit, period_ms, now_ms);
        struct limiter_decision decision = limiter_decide(&limiter, state, now_ms * 1000000);
        assert_int_equal(decision.allowed, allowed);
        state = decision.state;
        if (allowed)
            memory.at_ms[memory.count++] = now_ms;
        assert_bounds(&memory, limit, period_ms, now_ms);
        assert_int_equal(decision.remaining > 0, memory_allows(&memory, limit, period_ms, now_ms));
        if (decision.retry_ns) {
            uint64_t then_ms = now_ms + decision.retry_ns / 1000000;
            assert_true(memory_allows(&memory, limit, period_ms, then_ms));
            assert_false(memory_allows(&memory, limit, period_ms, then_ms - 1));
        }
        uint64_t whole_ns = now_ms * 1000000 + decision.reset_ns;
        assert_int_equal(limiter_decide(&limiter, state, whole_ns).remaining, limit - 1);
    }
}

static void sliding_weighs_the_window_before(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (int i = 0; i < 200; i++)
        compare_with_memory(draw(&seed) | 1, 1 + draw(&seed) % 100, 1 + draw(&seed) % 1000);
}

/* At a window's edge, where a fixed window would let through the limit twice at once. */
static void sliding_has_no_burst_at_the_edge(void **state)
{
    (void)state;
    struct limiter limiter = limiter_make(LIMITER_SLIDING, 100, 60000, 0);
    uint64_t key = 0, edge = 600 * second, let_through = 0;
    for (uint64_t now = edge - 300000000; now < edge + 300000000; now += 1000000) {
        struct limiter_decision decision = limiter_decide(&limiter, key, now);
        key = decision.state;
        let_through += decision.allowed;
    }
    assert_int_equal(let_through, 100);
}

static void the_hundred_and_first_is_refused_and_says_when(void **state)
{
    (void)state;
    struct limiter limiter = limiter_make(LIMITER_FIXED, 100, 900000, 0);
    struct limiter_decision decision = { 0 };
    for (int i = 0; i < 100; i++) {
        decision = limiter_decide(&limiter, decision.state, 5 * second);
        assert_true(decision.allowed);
        assert_int_equal(decision.remaining, 99 - i);
    }
    decision = limiter_decide(&limiter, decision.state, 8 * second);
    assert_false(decision.allowed);
    assert_int_equal(decision.retry_ns, 897 * second);
    decision = limiter_decide(&limiter, decision.state, 905 * second);
    assert_true(decision.allowed);
    assert_int_equal(decision.remaining, 99);
}

static void what_retry_promises_holds_to_the_nanosecond(void **state)
{
    (void)state;
    struct limiter limiter = limiter_make(LIMITER_GCRA, 7, 1000, 3);
    struct limiter_decision decision = { 0 };
    uint64_t now = second;
    while ((decision = limiter_decide(&limiter, decision.state, now)).allowed)
        now += 1000;
    assert_false(limiter_decide(&limiter, decision.state, now + decision.retry_ns - 1).allowed);
    assert_true(limiter_decide(&limiter, decision.state, now + decision.retry_ns).allowed);
}

static void a_longer_rate_of_before_locks_nobody_out(void **state)
{
    (void)state;
    struct limiter day = limiter_make(LIMITER_GCRA, 1, 86400000, 0);
    struct limiter minute = limiter_make(LIMITER_GCRA, 60, 60000, 0);
    uint64_t spent = limiter_decide(&day, 0, second).state;
    struct limiter_decision decision = limiter_decide(&minute, spent, second);
    assert_true(decision.retry_ns <= second);
    assert_true(decision.reset_ns <= 60 * second);

    day = limiter_make(LIMITER_FIXED, 1, 86400000, 0);
    minute = limiter_make(LIMITER_FIXED, 1, 60000, 0);
    spent = limiter_decide(&day, 0, second).state;
    assert_true(limiter_decide(&minute, spent, second).retry_ns <= 60 * second);

    day = limiter_make(LIMITER_SLIDING, 1, 86400000, 0);
    minute = limiter_make(LIMITER_SLIDING, 1, 60000, 0);
    spent = limiter_decide(&day, 0, second).state;
    decision = limiter_decide(&minute, spent, second);
    assert_false(decision.allowed);
    assert_true(decision.retry_ns <= 120 * second);
}

static void absurd_rates_are_cut_and_nothing_overflows(void **state)
{
    (void)state;
    uint64_t late = UINT64_C(60) * 365 * 24 * 3600 * second;
    for (int algorithm = LIMITER_GCRA; algorithm <= LIMITER_SLIDING; algorithm++) {
        struct limiter limiter = limiter_make((enum limiter_algorithm)algorithm, INT64_MAX,
                                              INT64_MAX, algorithm == LIMITER_GCRA ? INT64_MAX : 0);
        struct limiter_decision decision = limiter_decide(&limiter, 0, late);
        assert_true(decision.allowed);
        assert_true(decision.state > late / 1000000);
        assert_true(decision.reset_ns <= UINT64_MAX / 4);
        limiter = limiter_make((enum limiter_algorithm)algorithm, 1, INT64_MAX,
                               algorithm == LIMITER_GCRA ? INT64_MAX : 0);
        assert_true(limiter_decide(&limiter, 0, late).allowed);
        limiter_decide(&limiter, UINT64_MAX, late);
    }
}

static void a_larger_state_matters_longer(void **state)
{
    (void)state;
    for (int algorithm = LIMITER_GCRA; algorithm <= LIMITER_SLIDING; algorithm++) {
        struct limiter limiter = limiter_make((enum limiter_algorithm)algorithm, 10, 60000, 0);
        uint64_t once = limiter_decide(&limiter, 0, second).state;
        uint64_t twice = limiter_decide(&limiter, once, second).state;
        assert_true(twice > once);
        assert_true(limiter_decide(&limiter, 0, 62 * second).state > once);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gcra_is_a_bucket_of_credit),
        cmocka_unit_test(fixed_is_a_window_per_key),
        cmocka_unit_test(sliding_weighs_the_window_before),
        cmocka_unit_test(sliding_has_no_burst_at_the_edge),
        cmocka_unit_test(the_hundred_and_first_is_refused_and_says_when),
        cmocka_unit_test(what_retry_promises_holds_to_the_nanosecond),
        cmocka_unit_test(a_longer_rate_of_before_locks_nobody_out),
        cmocka_unit_test(absurd_rates_are_cut_and_nothing_overflows),
        cmocka_unit_test(a_larger_state_matters_longer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

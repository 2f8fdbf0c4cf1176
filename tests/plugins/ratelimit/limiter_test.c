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

/* Mostly 1, now and then nothing, or more than there is. */
static uint64_t draw_cost(uint64_t *seed, uint64_t limit)
{
    switch (draw(seed) % 8) {
    case 0:
        return 0;
    case 1:
        return 1 + draw(seed) % (limit + 2);
    case 2:
        return 2;
    default:
        return 1;
    }
}

static uint64_t wanted_of(uint64_t cost, uint64_t limit)
{
    return cost < 1 ? 1 : cost > limit ? limit : cost;
}

/* What was charged and may be given back in a later step. */
struct charge {
    uint64_t state, cost;
};

/* A bucket of credit in nanoseconds: GCRA said another way (the model). */
struct bucket {
    uint64_t credit, room, price, at;
};

static void bucket_fill(struct bucket *bucket, uint64_t credit)
{
    bucket->credit =
        credit > bucket->room - bucket->credit ? bucket->room : bucket->credit + credit;
}

static bool bucket_take(struct bucket *bucket, uint64_t now, uint64_t cost)
{
    bucket_fill(bucket, now - bucket->at);
    bucket->at = now;
    if (bucket->credit < cost * bucket->price)
        return false;
    bucket->credit -= cost * bucket->price;
    return true;
}

static void compare_with_bucket(uint64_t seed, int64_t count, int64_t period_ms, int64_t burst)
{
    struct limiter limiter = limiter_make(LIMITER_GCRA, count, period_ms, burst);
    struct bucket bucket = { .price = limiter.interval_ns };
    struct charge charge = { 0, 0 };
    uint64_t now = 1 + draw(&seed) % second, state = 0;
    uint64_t limit = (uint64_t)(burst ? burst : count);
    bucket.room = bucket.credit = limit * bucket.price;
    bucket.at = now;
    for (int i = 0; i < 2000; i++) {
        now += draw(&seed) % (limiter.interval_ns * 2 + 1);
        if (draw(&seed) % 97 == 0)
            now += limiter.span_ns / 3;
        uint64_t cost = draw_cost(&seed, limit);
        struct limiter_decision decision = limiter_decide(&limiter, state, now, cost);
        state = decision.state;
        assert_int_equal(decision.allowed, bucket_take(&bucket, now, cost));
        assert_int_equal(decision.remaining, bucket.credit / bucket.price);
        assert_int_equal(decision.reset_ns, bucket.room - bucket.credit);
        uint64_t wanted = wanted_of(cost, limit) * bucket.price;
        assert_int_equal(decision.retry_ns, wanted > bucket.credit ? wanted - bucket.credit : 0);
        if (decision.allowed)
            charge = (struct charge){ state, cost };
        if (draw(&seed) % 5 == 0) {
            state = limiter_refund(&limiter, state, charge.state, charge.cost);
            bucket_fill(&bucket, charge.cost * bucket.price);
            charge.cost = 0;
        }
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

/* The model of a window: when it ends, and how much was charged to it. */
struct window {
    uint64_t end_ms, count;
};

static bool window_take(struct window *window, uint64_t limit, uint64_t period_ms, uint64_t now_ms,
                        uint64_t cost)
{
    if (now_ms >= window->end_ms)
        *window = (struct window){ 0, 0 };
    if (cost && window->count + cost > limit)
        return false;
    if (cost && !window->end_ms)
        window->end_ms = now_ms + period_ms;
    window->count += cost;
    return true;
}

static void compare_with_window(uint64_t seed, uint64_t limit, uint64_t period_ms)
{
    struct limiter limiter = limiter_make(LIMITER_FIXED, (int64_t)limit, (int64_t)period_ms, 0);
    struct window window = { 0, 0 };
    struct charge charge = { 0, 0 };
    uint64_t now_ms = 1 + draw(&seed) % 1000000, state = 0, charged_end_ms = 0;
    for (int i = 0; i < 2000; i++) {
        now_ms += draw(&seed) % (2 * period_ms / limit + 1);
        uint64_t cost = draw_cost(&seed, limit);
        bool allowed = window_take(&window, limit, period_ms, now_ms, cost);
        struct limiter_decision decision = limiter_decide(&limiter, state, now_ms * 1000000, cost);
        state = decision.state;
        assert_int_equal(decision.allowed, allowed);
        assert_int_equal(decision.remaining, limit - window.count);
        uint64_t reset_ms = window.count ? window.end_ms - now_ms : 0;
        assert_int_equal(decision.reset_ns, reset_ms * 1000000);
        bool enough = decision.remaining >= wanted_of(cost, limit);
        assert_int_equal(decision.retry_ns, enough ? 0 : decision.reset_ns);
        if (allowed && cost) {
            charge = (struct charge){ state, cost };
            charged_end_ms = window.end_ms;
        }
        if (draw(&seed) % 5 == 0) {
            state = limiter_refund(&limiter, state, charge.state, charge.cost);
            if (charged_end_ms == window.end_ms)
                window.count -= charge.cost;
            charge.cost = 0;
        }
    }
}

static void fixed_is_a_window_per_key(void **state)
{
    (void)state;
    uint64_t seed = 42;
    for (int i = 0; i < 200; i++)
        compare_with_window(draw(&seed) | 1, 1 + draw(&seed) % 300, 1 + draw(&seed) % 1000000);
}

/* The model of sliding windows: every request let through is remembered, and counted again. */
struct memory {
    struct {
        uint64_t at_ms, cost;
    } requests[2000];
    size_t count;
};

static uint64_t memory_between(const struct memory *memory, uint64_t from_ms, uint64_t to_ms)
{
    uint64_t found = 0;
    for (size_t i = memory->count; i-- > 0 && memory->requests[i].at_ms >= from_ms;)
        if (memory->requests[i].at_ms < to_ms)
            found += memory->requests[i].cost;
    return found;
}

/* The sum that the decision stands for, multiplied by the period so that nothing is rounded. */
static bool memory_allows(const struct memory *memory, const struct limiter *limiter,
                          uint64_t now_ms, uint64_t cost)
{
    uint64_t period_ms = limiter->span_ns / 1000000, begin_ms = now_ms / period_ms * period_ms;
    uint64_t current = memory_between(memory, begin_ms, now_ms + 1);
    uint64_t previous = memory_between(memory, begin_ms - period_ms, begin_ms);
    return cost == 0 || previous * (begin_ms + period_ms - now_ms) + (current + cost) * period_ms <=
                            limiter->limit * period_ms;
}

/* What is promised: the limit in a window of the grid, less than twice of it in any other. */
static void assert_bounds(const struct memory *memory, const struct limiter *limiter,
                          uint64_t now_ms)
{
    uint64_t period_ms = limiter->span_ns / 1000000, begin_ms = now_ms / period_ms * period_ms;
    uint64_t end_ms = now_ms + 1;
    assert_true(memory_between(memory, begin_ms, end_ms) <= limiter->limit);
    assert_true(memory_between(memory, end_ms - period_ms, end_ms) < 2 * limiter->limit);
}

static void assert_foretold(const struct memory *memory, const struct limiter *limiter,
                            uint64_t now_ms, uint64_t cost, const struct limiter_decision *decision)
{
    assert_true(memory_allows(memory, limiter, now_ms, decision->remaining));
    assert_false(memory_allows(memory, limiter, now_ms, decision->remaining + 1));
    uint64_t wanted = wanted_of(cost, limiter->limit);
    uint64_t retry_ms = now_ms + decision->retry_ns / 1000000;
    assert_true(memory_allows(memory, limiter, retry_ms, wanted));
    if (retry_ms > now_ms)
        assert_false(memory_allows(memory, limiter, retry_ms - 1, wanted));
    uint64_t whole_ms = now_ms + decision->reset_ns / 1000000;
    assert_true(memory_allows(memory, limiter, whole_ms, limiter->limit));
    if (whole_ms > now_ms)
        assert_false(memory_allows(memory, limiter, whole_ms - 1, limiter->limit));
}

static void compare_with_memory(uint64_t seed, int64_t limit, int64_t period_s)
{
    struct limiter limiter = limiter_make(LIMITER_SLIDING, limit, period_s * 1000, 0);
    struct memory memory = { .count = 0 };
    struct charge charge = { 0, 0 };
    uint64_t period_ms = limiter.span_ns / 1000000, state = 0;
    uint64_t now_ms = 2 * period_ms + draw(&seed) % 1000000;
    for (int i = 0; i < 2000; i++) {
        now_ms += draw(&seed) % (2 * period_ms / limiter.limit + 1);
        if (draw(&seed) % 97 == 0)
            now_ms += period_ms * (draw(&seed) % 3);
        uint64_t cost = draw_cost(&seed, limiter.limit);
        bool allowed = memory_allows(&memory, &limiter, now_ms, cost);
        struct limiter_decision decision = limiter_decide(&limiter, state, now_ms * 1000000, cost);
        assert_int_equal(decision.allowed, allowed);
        if (allowed && cost) {
            memory.requests[memory.count].at_ms = now_ms;
            memory.requests[memory.count++].cost = cost;
        }
        assert_bounds(&memory, &limiter, now_ms);
        assert_foretold(&memory, &limiter, now_ms, cost, &decision);
        state = decision.state;
        if (allowed && cost)
            charge = (struct charge){ state, cost };
        if (memory.count && draw(&seed) % 5 == 0) {
            state = limiter_refund(&limiter, state, charge.state, charge.cost);
            memory.requests[memory.count - 1].cost = charge.cost = 0;
        }
    }
}

static void sliding_weighs_the_window_before(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (int i = 0; i < 200; i++)
        compare_with_memory(draw(&seed) | 1, 1 + (int64_t)(draw(&seed) % 100),
                            1 + (int64_t)(draw(&seed) % 1000));
}

/* At a window's edge, where a fixed window would let through the limit twice at once. */
static void sliding_has_no_burst_at_the_edge(void **state)
{
    (void)state;
    struct limiter limiter = limiter_make(LIMITER_SLIDING, 100, 60000, 0);
    uint64_t key = 0, edge = 600 * second, let_through = 0;
    for (uint64_t now = edge - 300000000; now < edge + 300000000; now += 1000000) {
        struct limiter_decision decision = limiter_decide(&limiter, key, now, 1);
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
        decision = limiter_decide(&limiter, decision.state, 5 * second, 1);
        assert_true(decision.allowed);
        assert_int_equal(decision.remaining, 99 - i);
    }
    decision = limiter_decide(&limiter, decision.state, 8 * second, 1);
    assert_false(decision.allowed);
    assert_int_equal(decision.retry_ns, 897 * second);
    decision = limiter_decide(&limiter, decision.state, 905 * second, 1);
    assert_true(decision.allowed);
    assert_int_equal(decision.remaining, 99);
}

static void what_retry_promises_holds_to_the_nanosecond(void **state)
{
    (void)state;
    struct limiter limiter = limiter_make(LIMITER_GCRA, 7, 1000, 3);
    struct limiter_decision decision = { 0 };
    uint64_t now = second;
    while ((decision = limiter_decide(&limiter, decision.state, now, 1)).allowed)
        now += 1000;
    assert_false(limiter_decide(&limiter, decision.state, now + decision.retry_ns - 1, 1).allowed);
    assert_true(limiter_decide(&limiter, decision.state, now + decision.retry_ns, 1).allowed);
}

static void a_longer_rate_of_before_locks_nobody_out(void **state)
{
    (void)state;
    struct limiter day = limiter_make(LIMITER_GCRA, 1, 86400000, 0);
    struct limiter minute = limiter_make(LIMITER_GCRA, 60, 60000, 0);
    uint64_t spent = limiter_decide(&day, 0, second, 1).state;
    struct limiter_decision decision = limiter_decide(&minute, spent, second, 1);
    assert_true(decision.retry_ns <= second);
    assert_true(decision.reset_ns <= 60 * second);

    day = limiter_make(LIMITER_FIXED, 1, 86400000, 0);
    minute = limiter_make(LIMITER_FIXED, 1, 60000, 0);
    spent = limiter_decide(&day, 0, second, 1).state;
    assert_true(limiter_decide(&minute, spent, second, 1).retry_ns <= 60 * second);

    day = limiter_make(LIMITER_SLIDING, 1, 86400000, 0);
    minute = limiter_make(LIMITER_SLIDING, 1, 60000, 0);
    spent = limiter_decide(&day, 0, second, 1).state;
    decision = limiter_decide(&minute, spent, second, 1);
    assert_false(decision.allowed);
    assert_true(decision.retry_ns <= 120 * second);
}

static void absurd_rates_are_cut_and_nothing_overflows(void **state)
{
    (void)state;
    uint64_t late = UINT64_C(60) * 365 * 24 * 3600 * second;
    for (int algorithm = LIMITER_GCRA; algorithm <= LIMITER_TOKEN_BUCKET; algorithm++) {
        struct limiter limiter =
            limiter_make((enum limiter_algorithm)algorithm, INT64_MAX, INT64_MAX,
                         limiter_trickles(algorithm) ? INT64_MAX : 0);
        struct limiter_decision decision = limiter_decide(&limiter, 0, late, 1);
        assert_true(decision.allowed);
        assert_true(decision.state > late / 1000000);
        assert_true(decision.reset_ns <= UINT64_MAX / 4);
        limiter = limiter_make((enum limiter_algorithm)algorithm, 1, INT64_MAX,
                               limiter_trickles(algorithm) ? INT64_MAX : 0);
        assert_true(limiter_decide(&limiter, 0, late, 1).allowed);
        limiter_decide(&limiter, UINT64_MAX, late, 1);
    }
}

static const char *const names[] = { "gcra", "fixed", "sliding", "token-bucket" };

/* Walks a key at random and returns its state; `spent` says whether nothing is left of it. */
static uint64_t walked(uint64_t *seed, const struct limiter *limiter, uint64_t *now, bool *spent)
{
    uint64_t state = 0, steps = draw(seed) % (2 * limiter->limit);
    for (uint64_t i = 0; i < steps; i++)
        state = limiter_decide(limiter, state, *now += draw(seed) % 1000000, 1).state;
    *spent = !limiter_decide(limiter, state, *now, 1).allowed;
    return state;
}

/* Whoever is spent is worth more than whoever is not, whenever their first requests were. */
static void what_is_spent_matters_most(void **state)
{
    (void)state;
    uint64_t seed = 11;
    for (int algorithm = LIMITER_GCRA; algorithm <= LIMITER_TOKEN_BUCKET; algorithm++)
        for (int i = 0; i < 2000; i++) {
            struct limiter limiter = limiter_make((enum limiter_algorithm)algorithm,
                                                  2 + (int64_t)(draw(&seed) % 50), 60000, 0);
            uint64_t now = 1000 * second + draw(&seed) % (100 * second);
            bool spent, other_spent;
            uint64_t one = walked(&seed, &limiter, &now, &spent);
            now += draw(&seed) % (90 * second);
            uint64_t other = walked(&seed, &limiter, &now, &other_spent);
            spent = !limiter_decide(&limiter, one, now, 1).allowed;
            uint64_t worth = limiter_worth(&limiter, one, now);
            uint64_t other_worth = limiter_worth(&limiter, other, now);
            assert_int_equal(worth >= LIMITER_WORTH_SPENT, spent);
            assert_int_equal(other_worth >= LIMITER_WORTH_SPENT, other_spent);
            if (!spent && !other_spent &&
                limiter_decide(&limiter, one, now, 0).remaining <
                    limiter_decide(&limiter, other, now, 0).remaining)
                assert_true(worth > other_worth);
            uint64_t whole = now + limiter_decide(&limiter, one, now, 0).reset_ns;
            assert_int_equal(limiter_worth(&limiter, one, whole), 0);
            if (whole > now)
                assert_true(limiter_worth(&limiter, one, whole - 1) > 0);
        }
}

/* The classic bucket, in tokens: filled by whole intervals, the rest of the time is kept. */
struct tokens {
    uint64_t tokens, size, interval_ns, filled_at;
};

static bool tokens_take(struct tokens *bucket, uint64_t now, uint64_t cost)
{
    uint64_t come = (now - bucket->filled_at) / bucket->interval_ns;
    bucket->tokens += come;
    bucket->filled_at += come * bucket->interval_ns;
    if (bucket->tokens >= bucket->size) {
        bucket->tokens = bucket->size;
        bucket->filled_at = now;
    }
    if (bucket->tokens < cost)
        return false;
    bucket->tokens -= cost;
    return true;
}

static void compare_with_tokens(uint64_t seed, int64_t count, int64_t period_ms, int64_t burst)
{
    struct limiter limiter = limiter_make(LIMITER_TOKEN_BUCKET, count, period_ms, burst);
    struct limiter gcra = limiter_make(LIMITER_GCRA, count, period_ms, burst);
    uint64_t now = 1 + draw(&seed) % second, state = 0, size = (uint64_t)(burst ? burst : count);
    struct tokens bucket = { size, size, limiter.interval_ns, now };
    for (int i = 0; i < 2000; i++) {
        now += draw(&seed) % (limiter.interval_ns * 2 + 1);
        if (draw(&seed) % 97 == 0)
            now += limiter.span_ns * (draw(&seed) % 3);
        uint64_t cost = draw_cost(&seed, size);
        struct limiter_decision decision = limiter_decide(&limiter, state, now, cost);
        struct limiter_decision same = limiter_decide(&gcra, state, now, cost);
        assert_int_equal(decision.allowed, same.allowed);
        assert_int_equal(decision.state, same.state);
        assert_int_equal(decision.remaining, same.remaining);
        assert_int_equal(decision.reset_ns, same.reset_ns);
        assert_int_equal(decision.retry_ns, same.retry_ns);
        state = decision.state;
        assert_int_equal(decision.allowed, tokens_take(&bucket, now, cost));
        assert_int_equal(decision.remaining, bucket.tokens);
    }
}

static void a_token_bucket_is_gcra(void **state)
{
    (void)state;
    uint64_t seed = 77;
    for (int i = 0; i < 200; i++)
        compare_with_tokens(draw(&seed) | 1, 1 + (int64_t)(draw(&seed) % 300),
                            1 + (int64_t)(draw(&seed) % 1000000), (int64_t)(draw(&seed) % 20));
}

/* A state from the future: the machine has been started anew under a zone that was not, or so. */
static void a_clock_far_behind_the_state_locks_out_for_a_period_at_most(void **state)
{
    (void)state;
    for (int algorithm = LIMITER_GCRA; algorithm <= LIMITER_TOKEN_BUCKET; algorithm++) {
        struct limiter limiter = limiter_make((enum limiter_algorithm)algorithm, 5, 60000, 0);
        uint64_t late = 50000 * second, early = 600 * second, spent = 0;
        for (int i = 0; i < 5; i++)
            spent = limiter_decide(&limiter, spent, late, 1).state;
        struct limiter_decision decision = limiter_decide(&limiter, spent, early, 1);
        assert_true(decision.retry_ns <= 120 * second);
        assert_true(decision.reset_ns <= 120 * second);
    }
}

/* A clock that has run on for long: everything is forgiven, and nothing but the key's own use counts. */
static void a_clock_far_ahead_forgives_all(void **state)
{
    (void)state;
    for (int algorithm = LIMITER_GCRA; algorithm <= LIMITER_TOKEN_BUCKET; algorithm++) {
        struct limiter limiter = limiter_make((enum limiter_algorithm)algorithm, 5, 60000, 0);
        uint64_t early = 600 * second, late = UINT64_C(20) * 365 * 24 * 3600 * second, spent = 0;
        for (int i = 0; i < 5; i++)
            spent = limiter_decide(&limiter, spent, early, 1).state;
        assert_int_equal(limiter_worth(&limiter, spent, late), 0);
        struct limiter_decision decision = limiter_decide(&limiter, spent, late, 1);
        assert_true(decision.allowed);
        if (decision.remaining != 4)
            fail_msg("%s leaves %llu", names[algorithm], (unsigned long long)decision.remaining);
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
        cmocka_unit_test(what_is_spent_matters_most),
        cmocka_unit_test(a_token_bucket_is_gcra),
        cmocka_unit_test(a_clock_far_behind_the_state_locks_out_for_a_period_at_most),
        cmocka_unit_test(a_clock_far_ahead_forgives_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

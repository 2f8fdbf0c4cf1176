/* SPDX-License-Identifier: MIT */
/* The algorithms against plain models of them, in simulated time. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "limiter.h"
#include "models.h"

static const uint64_t second = 1000000000;

/* The limiter's own states, kept as the zone keeps them. */
struct kept {
    struct limiter limiter;
    uint64_t state, charged, cost;
};

static void begin(void *context, const struct limiter *limiter)
{
    *(struct kept *)context = (struct kept){ .limiter = *limiter };
}

static struct limiter_decision decide(void *context, uint64_t now_ns, uint64_t cost)
{
    struct kept *kept = context;
    struct limiter_decision decision = limiter_decide(&kept->limiter, kept->state, now_ns, cost);
    kept->state = decision.state;
    if (decision.allowed && cost)
        kept->charged = kept->state, kept->cost = cost;
    return decision;
}

static void give_back(void *context)
{
    struct kept *kept = context;
    kept->state = limiter_refund(&kept->limiter, kept->state, kept->charged, kept->cost);
    kept->cost = 0;
}

static struct kept kept;
static const struct models_subject subject = { .begin = begin,
                                               .decide = decide,
                                               .give_back = give_back,
                                               .context = &kept,
                                               .grain_ns = 1,
                                               .steps = 2000 };

static void gcra_is_a_bucket_of_credit(void **state)
{
    (void)state;
    uint64_t seed = 20260719;
    for (int i = 0; i < 200; i++)
        models_compare_bucket(
            &subject, models_draw(&seed) | 1, 1 + (int64_t)(models_draw(&seed) % 300),
            1 + (int64_t)(models_draw(&seed) % 1000000), (int64_t)(models_draw(&seed) % 20));
}

static void fixed_is_a_window_per_key(void **state)
{
    (void)state;
    uint64_t seed = 42;
    for (int i = 0; i < 200; i++)
        models_compare_window(&subject, models_draw(&seed) | 1, 1 + models_draw(&seed) % 300,
                              1 + models_draw(&seed) % 1000000);
}

static void sliding_weighs_the_window_before(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (int i = 0; i < 200; i++)
        models_compare_memory(&subject, models_draw(&seed) | 1,
                              1 + (int64_t)(models_draw(&seed) % 100),
                              1 + (int64_t)(models_draw(&seed) % 1000));
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
    uint64_t state = 0, steps = models_draw(seed) % (2 * limiter->limit);
    for (uint64_t i = 0; i < steps; i++)
        state = limiter_decide(limiter, state, *now += models_draw(seed) % 1000000, 1).state;
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
                                                  2 + (int64_t)(models_draw(&seed) % 50), 60000, 0);
            uint64_t now = 1000 * second + models_draw(&seed) % (100 * second);
            bool spent, other_spent;
            uint64_t one = walked(&seed, &limiter, &now, &spent);
            now += models_draw(&seed) % (90 * second);
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
    uint64_t now = 1 + models_draw(&seed) % second, state = 0,
             size = (uint64_t)(burst ? burst : count);
    struct tokens bucket = { size, size, limiter.interval_ns, now };
    for (int i = 0; i < 2000; i++) {
        now += models_draw(&seed) % (limiter.interval_ns * 2 + 1);
        if (models_draw(&seed) % 97 == 0)
            now += limiter.span_ns * (models_draw(&seed) % 3);
        uint64_t cost = models_draw_cost(&seed, size);
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
        compare_with_tokens(models_draw(&seed) | 1, 1 + (int64_t)(models_draw(&seed) % 300),
                            1 + (int64_t)(models_draw(&seed) % 1000000),
                            (int64_t)(models_draw(&seed) % 20));
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

/* Whoever counts anew what is under way knows by the state that nothing has changed meanwhile. */
static void no_state_of_what_is_under_way_comes_again(void **state)
{
    (void)state;
    struct limiter limiter = limiter_make(LIMITER_CONCURRENT, 4, 1, 0);
    uint64_t seen[400], now_ns = 1000000;
    size_t count = 0;
    while (count <
           400) { /* two come and go, and the key is idle; each change takes some nanoseconds */
        uint64_t under_way = 0;
        for (int i = 0; i < 2; i++, now_ns += 20)
            seen[count++] = under_way = limiter_decide(&limiter, under_way, now_ns, 1).state;
        for (int i = 0; i < 2; i++, now_ns += 20)
            seen[count++] = under_way = limiter_refund(&limiter, under_way, 0, 1);
    }
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++)
            assert_true(seen[i] == 0 || seen[i] != seen[j]);
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
        cmocka_unit_test(no_state_of_what_is_under_way_comes_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

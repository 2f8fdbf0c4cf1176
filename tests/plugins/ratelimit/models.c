/* SPDX-License-Identifier: MIT */
/* The models, and a comparison with each, step by step in simulated time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "models.h"

uint64_t models_draw(uint64_t *seed)
{
    *seed ^= *seed >> 12;
    *seed ^= *seed << 25;
    *seed ^= *seed >> 27;
    return *seed * UINT64_C(2685821657736338717);
}

uint64_t models_draw_cost(uint64_t *seed, uint64_t limit)
{
    switch (models_draw(seed) % 8) {
    case 0:
        return 0;
    case 1:
        return 1 + models_draw(seed) % (limit + 2);
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

void models_compare_bucket(const struct models_subject *subject, uint64_t seed, int64_t count,
                           int64_t period_ms, int64_t burst)
{
    struct limiter limiter = limiter_make(LIMITER_GCRA, count, period_ms, burst);
    struct bucket bucket = { .price = limiter.interval_ns };
    uint64_t now = 1000000000 + models_draw(&seed) % 1000000000, charged = 0;
    uint64_t limit = (uint64_t)(burst ? burst : count);
    bucket.room = bucket.credit = limit * bucket.price;
    bucket.at = now -= now % subject->grain_ns;
    subject->begin(subject->context, &limiter);
    for (int i = 0; i < subject->steps; i++) {
        now += models_draw(&seed) % (limiter.interval_ns * 2 + 1);
        if (models_draw(&seed) % 97 == 0)
            now += limiter.span_ns / 3;
        now -= now % subject->grain_ns;
        if (now < bucket.at)
            now = bucket.at;
        uint64_t cost = models_draw_cost(&seed, limit);
        struct limiter_decision decision = subject->decide(subject->context, now, cost);
        assert_int_equal(decision.allowed, bucket_take(&bucket, now, cost));
        assert_int_equal(decision.remaining, bucket.credit / bucket.price);
        assert_int_equal(decision.reset_ns, bucket.room - bucket.credit);
        uint64_t wanted = wanted_of(cost, limit) * bucket.price;
        assert_int_equal(decision.retry_ns, wanted > bucket.credit ? wanted - bucket.credit : 0);
        if (decision.allowed && cost)
            charged = cost;
        if (charged && models_draw(&seed) % 5 == 0) {
            subject->give_back(subject->context);
            bucket_fill(&bucket, charged * bucket.price);
            charged = 0;
        }
    }
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

void models_compare_window(const struct models_subject *subject, uint64_t seed, uint64_t limit,
                           uint64_t period_ms)
{
    struct limiter limiter = limiter_make(LIMITER_FIXED, (int64_t)limit, (int64_t)period_ms, 0);
    struct window window = { 0, 0 };
    uint64_t now_ms = 1 + models_draw(&seed) % 1000000, charged = 0, charged_end_ms = 0;
    subject->begin(subject->context, &limiter);
    for (int i = 0; i < subject->steps; i++) {
        now_ms += models_draw(&seed) % (2 * period_ms / limit + 1);
        uint64_t cost = models_draw_cost(&seed, limit);
        bool allowed = window_take(&window, limit, period_ms, now_ms, cost);
        struct limiter_decision decision =
            subject->decide(subject->context, now_ms * 1000000, cost);
        assert_int_equal(decision.allowed, allowed);
        assert_int_equal(decision.remaining, limit - window.count);
        uint64_t reset_ms = window.count ? window.end_ms - now_ms : 0;
        assert_int_equal(decision.reset_ns, reset_ms * 1000000);
        bool enough = decision.remaining >= wanted_of(cost, limit);
        assert_int_equal(decision.retry_ns, enough ? 0 : decision.reset_ns);
        if (allowed && cost)
            charged = cost, charged_end_ms = window.end_ms;
        if (charged && models_draw(&seed) % 5 == 0) {
            subject->give_back(subject->context);
            if (charged_end_ms == window.end_ms)
                window.count -= charged;
            charged = 0;
        }
    }
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

void models_compare_memory(const struct models_subject *subject, uint64_t seed, int64_t limit,
                           int64_t period_s)
{
    struct limiter limiter = limiter_make(LIMITER_SLIDING, limit, period_s * 1000, 0);
    struct memory memory = { .count = 0 };
    uint64_t period_ms = limiter.span_ns / 1000000;
    uint64_t now_ms = 2 * period_ms + models_draw(&seed) % 1000000;
    bool charged = false;
    subject->begin(subject->context, &limiter);
    for (int i = 0; i < subject->steps; i++) {
        now_ms += models_draw(&seed) % (2 * period_ms / limiter.limit + 1);
        if (models_draw(&seed) % 97 == 0)
            now_ms += period_ms * (models_draw(&seed) % 3);
        uint64_t cost = models_draw_cost(&seed, limiter.limit);
        bool allowed = memory_allows(&memory, &limiter, now_ms, cost);
        struct limiter_decision decision =
            subject->decide(subject->context, now_ms * 1000000, cost);
        assert_int_equal(decision.allowed, allowed);
        if (allowed && cost) {
            charged = true;
            memory.requests[memory.count].at_ms = now_ms;
            memory.requests[memory.count++].cost = cost;
        }
        assert_bounds(&memory, &limiter, now_ms);
        assert_foretold(&memory, &limiter, now_ms, cost, &decision);
        if (charged && models_draw(&seed) % 5 == 0) {
            subject->give_back(subject->context);
            memory.requests[memory.count - 1].cost = 0;
            charged = false;
        }
    }
}

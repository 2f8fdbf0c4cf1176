/* SPDX-License-Identifier: MIT */
/* GCRA and fixed windows on one 64-bit word of state. */
#include "limiter.h"

static const uint64_t ns_per_ms = 1000000;
static const int64_t period_max_ms = INT64_C(365) * 24 * 3600 * 1000;

enum { COUNT_BITS = 23 };

static int64_t within(int64_t value, int64_t least, int64_t most)
{
    return value < least ? least : value > most ? most : value;
}

struct limiter limiter_make(enum limiter_algorithm algorithm, int64_t count, int64_t period_ms,
                            int64_t burst)
{
    count = within(count, 1, LIMITER_COUNT_MAX);
    period_ms = within(period_ms, 1, period_max_ms);
    burst = within(burst ? burst : count, 1, LIMITER_COUNT_MAX);

    struct limiter limiter = { .algorithm = algorithm, .limit = (uint64_t)count };
    limiter.span_ns = (uint64_t)period_ms * ns_per_ms;
    if (algorithm == LIMITER_GCRA) {
        /* Rounded up, so that never more than the rate is let through. */
        limiter.interval_ns = (limiter.span_ns + limiter.limit - 1) / limiter.limit;
        limiter.limit = (uint64_t)burst;
        /* A year in 23 bits' worth of requests stays below 2^63 unless the burst is absurd. */
        if (__builtin_mul_overflow(limiter.interval_ns, limiter.limit, &limiter.span_ns) ||
            limiter.span_ns > UINT64_MAX / 4)
            limiter.span_ns = UINT64_MAX / 4;
    }
    return limiter;
}

/*
 * `full` is the time at which the allowance is whole again; each request moves it by one interval,
 * and it may not move further than `span` into the future. A state from a longer rate (the file was
 * changed) is brought back into the span, so that nobody is locked out by what held before.
 */
static struct limiter_decision decide_gcra(const struct limiter *limiter, uint64_t state,
                                           uint64_t now_ns)
{
    uint64_t latest = now_ns + limiter->span_ns;
    uint64_t full = state < now_ns ? now_ns : state > latest ? latest : state;
    uint64_t next = full + limiter->interval_ns;

    struct limiter_decision decision = { .allowed = next <= latest, .state = state };
    if (decision.allowed) {
        decision.state = next;
        full = next;
    }
    decision.remaining = (latest - full) / limiter->interval_ns;
    decision.reset_ns = full - now_ns;
    if (decision.remaining == 0)
        decision.retry_ns = full + limiter->interval_ns - latest;
    return decision;
}

static struct limiter_decision decide_fixed(const struct limiter *limiter, uint64_t state,
                                            uint64_t now_ns)
{
    uint64_t now_ms = now_ns / ns_per_ms;
    uint64_t latest_ms = now_ms + limiter->span_ns / ns_per_ms;
    uint64_t end_ms = state >> COUNT_BITS;
    uint64_t count = state & LIMITER_COUNT_MAX;
    if (end_ms <= now_ms) {
        end_ms = latest_ms;
        count = 0;
    }
    if (end_ms > latest_ms)
        end_ms = latest_ms;

    struct limiter_decision decision = { .allowed = count < limiter->limit, .state = state };
    if (decision.allowed)
        decision.state = end_ms << COUNT_BITS | ++count;
    decision.remaining = count < limiter->limit ? limiter->limit - count : 0;
    decision.reset_ns = end_ms * ns_per_ms - now_ns;
    if (decision.remaining == 0)
        decision.retry_ns = decision.reset_ns;
    return decision;
}

struct limiter_decision limiter_decide(const struct limiter *limiter, uint64_t state,
                                       uint64_t now_ns)
{
    if (limiter->algorithm == LIMITER_FIXED)
        return decide_fixed(limiter, state, now_ns);
    return decide_gcra(limiter, state, now_ns);
}

/* SPDX-License-Identifier: MIT */
/* GCRA, fixed and sliding windows, and counts of what is under way, on one 64-bit word of state. */
#include "limiter.h"

static const uint64_t ns_per_ms = 1000000;
static const uint64_t span_max_ns = UINT64_MAX / 4;
static const int64_t period_max_ms = INT64_C(365) * 24 * 3600 * 1000;

enum { COUNT_BITS = 23, SLIDING_BITS = 17 };

static int64_t within(int64_t value, int64_t least, int64_t most)
{
    return value < least ? least : value > most ? most : value;
}

static uint64_t price_of(const struct limiter *limiter, uint64_t cost)
{
    uint64_t price;
    if (__builtin_mul_overflow(limiter->interval_ns, cost, &price) || price > span_max_ns)
        return span_max_ns;
    return price;
}

bool limiter_trickles(enum limiter_algorithm algorithm)
{
    return algorithm == LIMITER_GCRA || algorithm == LIMITER_TOKEN_BUCKET;
}

struct limiter limiter_make(enum limiter_algorithm algorithm, int64_t count, int64_t period_ms,
                            int64_t burst)
{
    count = within(count, 1, LIMITER_COUNT_MAX);
    period_ms = within(period_ms, 1, period_max_ms);
    burst = within(burst ? burst : count, 1, LIMITER_COUNT_MAX);

    if (algorithm == LIMITER_SLIDING) {
        count = within(count, 1, LIMITER_SLIDING_COUNT_MAX);
        period_ms += LIMITER_SLIDING_UNIT_MS - 1;
        period_ms -= period_ms % LIMITER_SLIDING_UNIT_MS;
    }

    struct limiter limiter = { .algorithm = algorithm, .limit = (uint64_t)count };
    limiter.span_ns = (uint64_t)period_ms * ns_per_ms;
    if (limiter_trickles(algorithm)) {
        /* Rounded up, so that never more than the rate is let through. */
        limiter.interval_ns = (limiter.span_ns + limiter.limit - 1) / limiter.limit;
        limiter.limit = (uint64_t)burst;
        /* A year in 23 bits' worth of requests stays below 2^63 unless the burst is absurd. */
        limiter.span_ns = price_of(&limiter, limiter.limit);
    }
    return limiter;
}

/* What is waited for: the cost of the request, or what comes nearest to it. */
static uint64_t wanted_of(const struct limiter *limiter, uint64_t cost)
{
    return cost < 1 ? 1 : cost > limiter->limit ? limiter->limit : cost;
}

/*
 * `full` is the time at which the allowance is whole again; each request moves it by one interval
 * for each of its cost, and it may not move further than `span` into the future. A state from a
 * longer rate (the file was changed) is brought back into the span, so that nobody is locked out by
 * what held before.
 */
static struct limiter_decision decide_gcra(const struct limiter *limiter, uint64_t state,
                                           uint64_t now_ns, uint64_t cost)
{
    uint64_t latest = now_ns + limiter->span_ns;
    uint64_t full = state < now_ns ? now_ns : state > latest ? latest : state;
    uint64_t price = price_of(limiter, cost);

    struct limiter_decision decision = { .state = state };
    decision.allowed = cost <= limiter->limit && full + price <= latest;
    if (decision.allowed && cost)
        decision.state = full += price;
    decision.remaining = (latest - full) / limiter->interval_ns;
    decision.reset_ns = full - now_ns;
    uint64_t next = full + price_of(limiter, wanted_of(limiter, cost));
    if (next > latest)
        decision.retry_ns = next - latest;
    return decision;
}

static bool fits(const struct limiter *limiter, uint64_t used, uint64_t cost)
{
    return cost == 0 || used + cost <= limiter->limit;
}

static struct limiter_decision decide_fixed(const struct limiter *limiter, uint64_t state,
                                            uint64_t now_ns, uint64_t cost)
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

    struct limiter_decision decision = { .allowed = fits(limiter, count, cost), .state = state };
    if (decision.allowed && cost) {
        count += cost;
        decision.state = end_ms << COUNT_BITS | count;
    }
    decision.remaining = count < limiter->limit ? limiter->limit - count : 0;
    if (count)
        decision.reset_ns = end_ms * ns_per_ms - now_ns;
    if (decision.remaining < wanted_of(limiter, cost))
        decision.retry_ns = decision.reset_ns;
    return decision;
}

/* The window of the grid that is open, and the counts of it and of the one before. */
struct grid {
    uint64_t span_ms, end_ms, current, previous;
};

/*
 * A state of another period (the file was changed) may end between two ends of this grid. It is
 * taken as that of the window it ends in, and one that ends later as the open one, so that nobody
 * begins anew by it and nobody is locked out for longer than two windows.
 */
static struct grid grid_at(const struct limiter *limiter, uint64_t state, uint64_t now_ms)
{
    struct grid grid = { .span_ms = limiter->span_ns / ns_per_ms };
    uint64_t begin_ms = now_ms - now_ms % grid.span_ms;
    uint64_t ended_ms = (state >> 2 * SLIDING_BITS) * LIMITER_SLIDING_UNIT_MS;
    uint64_t current = state >> SLIDING_BITS & LIMITER_SLIDING_COUNT_MAX;
    grid.end_ms = begin_ms + grid.span_ms;
    if (ended_ms > begin_ms) {
        grid.current = current;
        grid.previous = state & LIMITER_SLIDING_COUNT_MAX;
    } else if (ended_ms + grid.span_ms > begin_ms) {
        grid.previous = current;
    }
    return grid;
}

static uint64_t grid_state(const struct grid *grid)
{
    uint64_t end = grid->end_ms / LIMITER_SLIDING_UNIT_MS;
    return end << 2 * SLIDING_BITS | grid->current << SLIDING_BITS | grid->previous;
}

/* How far a window must be gone for `previous` requests before it to weigh at most `room`. */
static uint64_t grid_wait_ms(const struct grid *grid, uint64_t previous, uint64_t room)
{
    return previous <= room ? 0 : grid->span_ms - room * grid->span_ms / previous;
}

/* When no more than `room` will be used: in this window, or else in the next. */
static uint64_t grid_retry_ms(const struct grid *grid, uint64_t room)
{
    if (grid->current <= room) {
        uint64_t wait_ms = grid_wait_ms(grid, grid->previous, room - grid->current);
        if (wait_ms < grid->span_ms)
            return grid->end_ms - grid->span_ms + wait_ms;
    }
    return grid->end_ms + grid_wait_ms(grid, grid->current, room);
}

/*
 * The requests of the window before count as if they had come evenly, by the part of it that a
 * window ending now would still cover; rounded up. The product fits: 17 bits by 35.
 */
static struct limiter_decision decide_sliding(const struct limiter *limiter, uint64_t state,
                                              uint64_t now_ns, uint64_t cost)
{
    uint64_t now_ms = now_ns / ns_per_ms;
    struct grid grid = grid_at(limiter, state, now_ms);
    uint64_t covered = grid.previous * (grid.end_ms - now_ms);
    uint64_t used = grid.current + (covered + grid.span_ms - 1) / grid.span_ms;

    struct limiter_decision decision = { .allowed = fits(limiter, used, cost), .state = state };
    if (decision.allowed && cost) {
        used += cost, grid.current += cost;
        decision.state = grid_state(&grid);
    }
    decision.remaining = used < limiter->limit ? limiter->limit - used : 0;
    if (grid.current)
        decision.reset_ns = (grid.end_ms + grid.span_ms) * ns_per_ms - now_ns;
    else if (grid.previous)
        decision.reset_ns = grid.end_ms * ns_per_ms - now_ns;
    uint64_t wanted = wanted_of(limiter, cost);
    if (decision.remaining < wanted)
        decision.retry_ns = grid_retry_ms(&grid, limiter->limit - wanted) * ns_per_ms - now_ns;
    return decision;
}

uint64_t limiter_under_way(uint64_t state, uint64_t count)
{
    return count ? ((state >> COUNT_BITS) + 1) << COUNT_BITS | count : 0;
}

/* Nobody knows when one of those under way is over: soon. A serial begins with the time, since that of an idle key is
 * forgotten; in nanoseconds, as none of the changes that count it on takes less: no later one has had it before. */
static struct limiter_decision decide_concurrent(const struct limiter *limiter, uint64_t state,
                                                 uint64_t now_ns, uint64_t cost)
{
    static const uint64_t soon_ns = 1000000000;
    uint64_t count = state & LIMITER_COUNT_MAX;
    struct limiter_decision decision = { .allowed = fits(limiter, count, cost), .state = state };
    if (decision.allowed && cost) {
        count += cost;
        decision.state = limiter_under_way(state ? state : now_ns << COUNT_BITS, count);
    }
    decision.remaining = count < limiter->limit ? limiter->limit - count : 0;
    if (decision.remaining < wanted_of(limiter, cost))
        decision.retry_ns = decision.reset_ns = soon_ns;
    return decision;
}

static uint64_t at_most(uint64_t value, uint64_t most)
{
    return value < most ? value : most;
}

uint64_t limiter_window_state(enum limiter_algorithm algorithm, uint64_t end_ms, uint64_t current,
                              uint64_t previous)
{
    if (algorithm == LIMITER_FIXED)
        return end_ms << COUNT_BITS | at_most(current, LIMITER_COUNT_MAX);
    struct grid grid = { .end_ms = end_ms,
                         .current = at_most(current, LIMITER_SLIDING_COUNT_MAX),
                         .previous = at_most(previous, LIMITER_SLIDING_COUNT_MAX) };
    return grid_state(&grid);
}

struct limiter_decision limiter_decide(const struct limiter *limiter, uint64_t state,
                                       uint64_t now_ns, uint64_t cost)
{
    static struct limiter_decision (*const decide[])(const struct limiter *limiter, uint64_t state,
                                                     uint64_t now_ns, uint64_t cost) = {
        [LIMITER_GCRA] = decide_gcra,
        [LIMITER_FIXED] = decide_fixed,
        [LIMITER_SLIDING] = decide_sliding,
        [LIMITER_TOKEN_BUCKET] = decide_gcra,
        [LIMITER_CONCURRENT] = decide_concurrent,
    };
    return decide[limiter->algorithm](limiter, state, now_ns, cost);
}

static uint64_t less(uint64_t from, uint64_t cost)
{
    return from > cost ? from - cost : 0;
}

static uint64_t refund_fixed(uint64_t state, uint64_t charged, uint64_t cost)
{
    if (state >> COUNT_BITS != charged >> COUNT_BITS)
        return state;
    return (state & ~(uint64_t)LIMITER_COUNT_MAX) | less(state & LIMITER_COUNT_MAX, cost);
}

/* What was charged to the open window may be that of the one before by now. */
static uint64_t refund_sliding(const struct limiter *limiter, uint64_t state, uint64_t charged,
                               uint64_t cost)
{
    uint64_t end_ms = (state >> 2 * SLIDING_BITS) * LIMITER_SLIDING_UNIT_MS;
    uint64_t charged_ms = (charged >> 2 * SLIDING_BITS) * LIMITER_SLIDING_UNIT_MS;
    struct grid grid = { .end_ms = end_ms,
                         .current = state >> SLIDING_BITS & LIMITER_SLIDING_COUNT_MAX,
                         .previous = state & LIMITER_SLIDING_COUNT_MAX };
    if (end_ms == charged_ms)
        grid.current = less(grid.current, cost);
    else if (end_ms == charged_ms + limiter->span_ns / ns_per_ms)
        grid.previous = less(grid.previous, cost);
    return grid_state(&grid);
}

uint64_t limiter_refund(const struct limiter *limiter, uint64_t state, uint64_t charged,
                        uint64_t cost)
{
    if (limiter->algorithm == LIMITER_FIXED)
        return refund_fixed(state, charged, cost);
    if (limiter->algorithm == LIMITER_SLIDING)
        return refund_sliding(limiter, state, charged, cost);
    if (limiter->algorithm == LIMITER_CONCURRENT)
        return limiter_under_way(state, less(state & LIMITER_COUNT_MAX, cost));
    return less(state, price_of(limiter, cost));
}

uint64_t limiter_worth(const struct limiter *limiter, uint64_t state, uint64_t now_ns)
{
    enum { LASTING_BITS = 39 }; /* of milliseconds: seventeen years; a count takes 23 above them */
    struct limiter_decision stands = limiter_decide(limiter, state, now_ns, 0);
    if (limiter->algorithm == LIMITER_CONCURRENT)
        return UINT64_MAX;
    if (stands.reset_ns == 0)
        return 0;
    if (stands.retry_ns)
        return LIMITER_WORTH_SPENT + stands.retry_ns / ns_per_ms;
    return (limiter->limit - stands.remaining) << LASTING_BITS | (stands.reset_ns / ns_per_ms + 1);
}

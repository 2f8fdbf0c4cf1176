/* SPDX-License-Identifier: MIT */
/* The algorithms, and nothing else: (rate, state of a key, now) gives a decision and a new state.
 * Integers only. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum limiter_algorithm {
    LIMITER_GCRA,  /* the generic cell rate algorithm (ITU-T I.371): no burst at a window's edge */
    LIMITER_FIXED, /* a window per key that begins with the key's first request */
    LIMITER_SLIDING, /* windows that all keys share, the one before weighing by what is left of it */
    LIMITER_TOKEN_BUCKET, /* tokens that trickle into a bucket: GCRA by the name others know */
    LIMITER_CONCURRENT, /* how many are under way; what is charged is given back when it is over */
};

/* The most that fits: a window's count takes 23 bits of its state, GCRA follows for symmetry. */
enum { LIMITER_COUNT_MAX = (1 << 23) - 1 };

/* A sliding window has two counts of 17 bits, and ends on a whole second. */
enum { LIMITER_SLIDING_COUNT_MAX = (1 << 17) - 1, LIMITER_SLIDING_UNIT_MS = 1000 };

/* Whether the allowance comes back one by one, as if it trickled into a bucket. */
bool limiter_trickles(enum limiter_algorithm algorithm);

struct limiter {
    enum limiter_algorithm algorithm;
    uint64_t limit;       /* how many at once, or in a window */
    uint64_t interval_ns; /* GCRA: the time that earns one request, rounded up */
    uint64_t span_ns;     /* GCRA: limit * interval; else the window */
};

/*
 * The state of a key is 64 bits, and 0 is that of a key never seen. With GCRA it is the time at
 * which the key will have its whole allowance again, with a window it is the window's end in
 * milliseconds above the count, with a sliding one the end in seconds above the count and that of
 * the window before, and of requests under way their count, below a serial number that no two of
 * its changes share, so that whoever counts them anew knows whether one came between.
 */
struct limiter_decision {
    bool allowed;
    uint64_t state;     /* to be stored; the old one if nothing was charged */
    uint64_t remaining; /* how much more would be allowed now */
    uint64_t reset_ns;  /* until the whole allowance is there again */
    uint64_t retry_ns;  /* until the same request would be allowed again; 0 if now */
};

/* The state of so many requests under way, after `state`; 0 for none. Pure. */
uint64_t limiter_under_way(uint64_t state, uint64_t count);

/* The state of a window, fixed or sliding, from its parts; counts are cut where they do not fit. Pure. */
uint64_t limiter_window_state(enum limiter_algorithm algorithm, uint64_t end_ms, uint64_t current,
                              uint64_t previous);

/*
 * `count` requests in `period_ms`; with GCRA up to `burst` of them at once (0: all). Counts are cut
 * at LIMITER_COUNT_MAX and periods at a year; those of a sliding window at its own bounds.
 */
struct limiter limiter_make(enum limiter_algorithm algorithm, int64_t count, int64_t period_ms,
                            int64_t burst);

/*
 * Decides about one request of this cost at `now_ns` of a clock that never goes back. A cost of 0 is
 * always allowed, charges nothing and so shows how things stand; one above the limit never is, and
 * its `retry_ns` is when the whole allowance is there. Pure.
 */
struct limiter_decision limiter_decide(const struct limiter *limiter, uint64_t state,
                                       uint64_t now_ns, uint64_t cost);

/*
 * The state after `cost` is given back, which was charged in a decision that left the state
 * `charged`. What was charged to a window that is over stays so. Pure.
 */
uint64_t limiter_refund(const struct limiter *limiter, uint64_t state, uint64_t charged,
                        uint64_t cost);

/*
 * How much a state matters: 0 if forgetting it changes nothing; then the more, the less is left of
 * the allowance; most (from LIMITER_WORTH_SPENT) if nothing is left, and then the more, the longer
 * that lasts; and what is under way must never be forgotten (UINT64_MAX). So in a full table no key whose allowance is spent gives way to those who have some.
 * Pure.
 */
#define LIMITER_WORTH_SPENT (UINT64_C(1) << 62)
uint64_t limiter_worth(const struct limiter *limiter, uint64_t state, uint64_t now_ns);

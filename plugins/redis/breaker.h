/* SPDX-License-Identifier: MIT */
/* When to stop asking a server that fails, and when to try it again. Pure. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum breaker_state {
    BREAKER_CLOSED, /* all is well, or has failed only now and then */
    BREAKER_OPEN,   /* nobody asks */
    BREAKER_HALF,   /* one attempt is under way, and still nobody else asks */
};

struct breaker {
    int64_t failures_max;
    int64_t pause_min_ms, pause_max_ms;
    enum breaker_state state;
    int64_t failures; /* since the last success */
    int64_t attempts; /* since the last success */
};

/* Another failure. Whether the breaker is open by now. */
bool breaker_fail(struct breaker *breaker);

/* A success: as if nothing had ever failed. */
void breaker_succeed(struct breaker *breaker);

/*
 * How long to wait before the next attempt: nothing before the first, then from `pause_min_ms`
 * twice as long each time, up to `pause_max_ms`, of which a random half is taken away, so that those
 * who were cut off together do not come back together. `chance` is any random number.
 */
int64_t breaker_pause_ms(struct breaker *breaker, uint64_t chance);

/* An attempt begins. */
void breaker_try(struct breaker *breaker);

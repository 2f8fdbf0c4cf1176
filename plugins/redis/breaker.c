/* SPDX-License-Identifier: MIT */
/* Counting failures and pauses. */
#include "breaker.h"

bool breaker_fail(struct breaker *breaker)
{
    breaker->failures++;
    if (breaker->state == BREAKER_HALF || breaker->failures >= breaker->failures_max)
        breaker->state = BREAKER_OPEN;
    return breaker->state == BREAKER_OPEN;
}

void breaker_succeed(struct breaker *breaker)
{
    breaker->state = BREAKER_CLOSED;
    breaker->failures = breaker->attempts = 0;
}

int64_t breaker_pause_ms(struct breaker *breaker, uint64_t chance)
{
    if (breaker->attempts++ == 0 && breaker->state == BREAKER_CLOSED)
        return 0;
    int64_t pause_ms = breaker->pause_min_ms;
    for (int64_t i = 2; i < breaker->attempts && pause_ms < breaker->pause_max_ms; i++)
        pause_ms *= 2;
    if (pause_ms > breaker->pause_max_ms)
        pause_ms = breaker->pause_max_ms;
    return pause_ms - (int64_t)(chance % (uint64_t)(pause_ms / 2 + 1));
}

void breaker_try(struct breaker *breaker)
{
    if (breaker->state == BREAKER_OPEN)
        breaker->state = BREAKER_HALF;
}

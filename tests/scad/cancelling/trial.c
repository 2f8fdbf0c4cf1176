/* SPDX-License-Identifier: MIT */
/* Meters around arenas. */
#include "trial.h"

#include "meter.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct attempt {
    const struct trial *trial;
    struct arena arena;
};

static void work(void *context)
{
    struct attempt *attempt = context;
    attempt->trial->work(attempt->trial->context, &attempt->arena);
}

/* Told to end by that question; 0: by none. */
static bool attempt(const struct trial *trial, uint64_t cancel_at, struct meter *meter)
{
    struct attempt attempt = { .trial = trial };
    arena_open(&attempt.arena);
    attempt.arena.cancelled = &meter_cancelled;
    meter_begin(cancel_at);
    bool done = arena_attempt(&attempt.arena, work, &attempt);
    *meter = meter_end(trial->gives_back);
    attempt.arena.cancelled = NULL;
    arena_close(&attempt.arena);
    assert_int_equal(attempt.arena.held_bytes, 0);
    return done;
}

static void check_steps(const struct trial *trial, const struct meter *meter)
{
    if (meter->longest > TRIAL_MOST_STEPS)
        fail_msg("%s, %s: %llu steps, of %llu, before it was asked at 0x%zx", trial->name,
                 trial->part, (unsigned long long)meter->longest, (unsigned long long)meter->steps,
                 meter->place);
}

void trial_check(const struct trial *trial)
{
    struct meter whole, part;
    assert_true(attempt(trial, 0, &whole));
    check_steps(trial, &whole);
    for (uint64_t i = 0; i < TRIAL_CANCELS; i++) {
        uint64_t at = 1 + (whole.polls - 2) * i / (TRIAL_CANCELS - 1);
        if (attempt(trial, at, &part))
            fail_msg("%s, %s: was not left at question %llu of %llu", trial->name, trial->part,
                     (unsigned long long)at, (unsigned long long)whole.polls);
        check_steps(trial, &part);
    }
}

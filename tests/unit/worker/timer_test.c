/* SPDX-License-Identifier: MIT */
/* Timers: fired, repeated, stopped from within, stopped with their instance. */
#include "fixture.h"

#include <base/current.h>
#include <tenon/host.h>
#include <tenon/later.h>

struct fired {
    struct fixture *fixture;
    struct tn_timer *timer;
    unsigned count, stop_after;
    const char *entry, *hook;
};

static void fire(void *context)
{
    struct fired *fired = context;
    fired->entry = current.entry;
    fired->hook = current.hook;
    if (++fired->count == fired->stop_after)
        tn_timer_stop(fired->timer);
}

static void once(void **state)
{
    struct fixture *fixture = *state;
    struct fired fired = { .fixture = fixture };
    tn_timer_start(fixture->first, 1, 0, fire, &fired);
    uv_run(&fixture->worker->loop, UV_RUN_DEFAULT);
    assert_int_equal(fired.count, 1);
    assert_string_equal(fired.entry, "one");
    assert_string_equal(fired.hook, "timer");
    assert_null(current.entry);
    assert_null(attachment_of(fixture->first)->timers);
}

static void again_until_it_is_stopped_from_within(void **state)
{
    struct fixture *fixture = *state;
    struct fired fired = { .fixture = fixture, .stop_after = 3 };
    fired.timer = tn_timer_start(fixture->first, 0, 1, fire, &fired);
    uv_run(&fixture->worker->loop, UV_RUN_DEFAULT);
    assert_int_equal(fired.count, 3);
}

static void never_once_stopped(void **state)
{
    struct fixture *fixture = *state;
    struct fired fired = { .fixture = fixture }, other = { .fixture = fixture };
    struct tn_timer *timer = tn_timer_start(fixture->first, 0, 0, fire, &fired);
    tn_timer_start(fixture->first, 0, 1, fire, &other);
    tn_timer_start(fixture->second, 5, 0, fire, &other);
    tn_timer_stop(timer);
    tn_timer_stop(NULL);
    timers_stop(attachment_of(fixture->first));
    uv_run(&fixture->worker->loop, UV_RUN_DEFAULT);
    assert_int_equal(fired.count, 0);
    assert_int_equal(other.count, 1);
}

static void hear(void *context, const struct tn_record *record)
{
    char *heard = context;
    snprintf(heard, 100, "%.*s", (int)record->message.size, record->message.at);
}

static void hold(void *context)
{
    uint64_t until = tn_clock_ns() + 5000000;
    (void)context;
    while (tn_clock_ns() < until)
        continue;
}

static void hold_after(void *context, enum tn_job_end end)
{
    (void)end;
    hold(context);
}

static void nothing(void *context)
{
    (void)context;
}

static void who_holds_the_loop_is_named(void **state)
{
    struct fixture *fixture = *state;
    char heard[100] = "";
    fixture->worker->http.blocked_ms = 1;
    tn_observe_log(fixture->second, TN_WARN, hear, heard);
    tn_timer_start(fixture->first, 0, 0, hold, NULL);
    uv_run(&fixture->worker->loop, UV_RUN_DEFAULT);
    assert_non_null(strstr(heard, "entry `one`: the timer hook held the loop for "));
    tn_job(fixture->second, NULL, nothing, hold_after, NULL);
    uv_run(&fixture->worker->loop, UV_RUN_DEFAULT);
    assert_non_null(strstr(heard, "entry `two`: the job hook held the loop for "));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(once),
        FIXTURE_TEST(again_until_it_is_stopped_from_within),
        FIXTURE_TEST(never_once_stopped),
        FIXTURE_TEST(who_holds_the_loop_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

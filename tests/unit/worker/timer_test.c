/* SPDX-License-Identifier: MIT */
/* Timers: fired, repeated, stopped from within, stopped with their instance. */
#include "fixture.h"

#include <base/current.h>
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(once),
        FIXTURE_TEST(again_until_it_is_stopped_from_within),
        FIXTURE_TEST(never_once_stopped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* The wheel of deadlines, driven by hand. */
#include <http/deadline.h>

#include "cmocka_all.h"

static int fired;

static void fire(struct deadline *deadline, uint64_t now_ms)
{
    assert_true(deadline->due_ms <= now_ms);
    fired++;
}

static struct deadlines *fresh(void)
{
    static struct deadlines wheel;
    wheel = (struct deadlines){ 0 };
    deadlines_begin(&wheel, 1000000);
    fired = 0;
    return &wheel;
}

static void a_deadline_fires_once_and_not_early(void **state)
{
    (void)state;
    struct deadlines *wheel = fresh();
    struct deadline deadline = { .expired = fire };
    deadline_set(wheel, &deadline, 1000120);
    deadlines_advance(wheel, 1000119);
    assert_int_equal(fired, 0);
    deadlines_advance(wheel, 1000120 + DEADLINE_TICK_MS);
    assert_int_equal(fired, 1);
    deadlines_advance(wheel, 1100000);
    assert_int_equal(fired, 1);
    assert_int_equal(wheel->count, 0);
}

static void moving_later_and_sooner(void **state)
{
    (void)state;
    struct deadlines *wheel = fresh();
    struct deadline deadline = { .expired = fire };
    deadline_set(wheel, &deadline, 1000100);
    deadline_set(wheel, &deadline, 1060000); /* beyond one round of the wheel */
    deadlines_advance(wheel, 1059999);
    assert_int_equal(fired, 0);
    deadline_set(wheel, &deadline, 1060100);
    deadline_set(wheel, &deadline, 1060050);
    deadlines_advance(wheel, 1060200);
    assert_int_equal(fired, 1);
}

static void never_and_removed_do_not_fire(void **state)
{
    (void)state;
    struct deadlines *wheel = fresh();
    struct deadline never = { .expired = fire }, removed = { .expired = fire };
    deadline_set(wheel, &never, 1000100);
    deadline_set(wheel, &never, DEADLINE_NEVER);
    deadline_set(wheel, &removed, 1000100);
    deadline_remove(wheel, &removed);
    deadlines_advance(wheel, 2000000);
    assert_int_equal(fired, 0);
    assert_int_equal(wheel->count, 0);
}

static void many_all_fire(void **state)
{
    (void)state;
    struct deadlines *wheel = fresh();
    static struct deadline many[1000];
    for (size_t i = 0; i < 1000; i++) {
        many[i] = (struct deadline){ .expired = fire };
        deadline_set(wheel, &many[i], 1000000 + i * 97);
    }
    for (uint64_t now = 1000000; now < 1100000; now += 33)
        deadlines_advance(wheel, now);
    assert_int_equal(fired, 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_deadline_fires_once_and_not_early),
        cmocka_unit_test(moving_later_and_sooner),
        cmocka_unit_test(never_and_removed_do_not_fire),
        cmocka_unit_test(many_all_fire),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* Health: the worst of all, where those that are not required cannot do worse than degrade. */
#include "fixture.h"

#include <stdio.h>

#include <tenon/observe.h>

static void write_down(void *context, const struct tn_check_state *state)
{
    char *text = context;
    size_t at = strlen(text);
    snprintf(text + at, 400 - at, "%s %d %s\n", state->name, state->health, state->message);
}

static enum tn_health worst(struct fixture *fixture)
{
    return tn_observe_health(fixture->first, NULL, NULL);
}

static void without_checks_all_is_well(void **state)
{
    assert_int_equal(worst(*state), TN_HEALTH_UP);
}

static void the_worst_counts(void **state)
{
    struct fixture *fixture = *state;
    struct tn_check *disk = tn_check(fixture->second, "disk", false);
    struct tn_check *self = tn_check(fixture->first, NULL, true);
    assert_int_equal(worst(fixture), TN_HEALTH_DOWN); /* a required one has not reported */
    tn_check_report(self, TN_HEALTH_UP, 1.5, "fine");
    assert_int_equal(worst(fixture), TN_HEALTH_DEGRADED);
    tn_check_report(disk, TN_HEALTH_DOWN, -1, "%d left", 0);
    assert_int_equal(worst(fixture), TN_HEALTH_DEGRADED);
    tn_check_report(disk, TN_HEALTH_UP, -1, "%s", "");
    assert_int_equal(worst(fixture), TN_HEALTH_UP);
    tn_check_report(self, TN_HEALTH_DOWN, -1, "gone");
    assert_int_equal(worst(fixture), TN_HEALTH_DOWN);
    char text[400] = "";
    tn_observe_health(fixture->first, write_down, text);
    assert_string_equal(text, "one 3 gone\ntwo.disk 1 \n");
}

static void count_lines(void *context, const struct tn_record *record)
{
    (void)record;
    ++*(unsigned *)context;
}

static void only_changes_are_logged(void **state)
{
    struct fixture *fixture = *state;
    unsigned lines = 0;
    tn_observe_log(fixture->first, TN_DEBUG, count_lines, &lines);
    struct tn_check *check = tn_check(fixture->first, NULL, true);
    tn_check_report(check, TN_HEALTH_UP, -1, "a");
    tn_check_report(check, TN_HEALTH_UP, -1, "b");
    tn_check_report(check, TN_HEALTH_DOWN, -1, "c");
    assert_int_equal(lines, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(without_checks_all_is_well),
        FIXTURE_TEST(the_worst_counts),
        FIXTURE_TEST(only_changes_are_logged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

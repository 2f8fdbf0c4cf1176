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

/* Asking: what a plugin would do. */

struct plugin {
    struct tn_check *check;
    unsigned asked, aborted;
    bool answers;
    enum tn_health health;
};

static void on_ask(void *context)
{
    struct plugin *plugin = context;
    plugin->asked++;
    if (plugin->answers)
        tn_check_report(plugin->check, plugin->health, -1, "said");
}

static void on_abort(void *context)
{
    struct plugin *plugin = context;
    plugin->aborted++;
    plugin->answers = true;
    tn_check_report(plugin->check, TN_HEALTH_UP, -1, "too late");
}

static void start_asking(struct fixture *fixture, struct plugin *plugin, int64_t timeout_ms)
{
    const struct tn_asking asking = { .asking_size = sizeof asking,
                                      .required = true,
                                      .interval_ms = 1,
                                      .timeout_ms = timeout_ms,
                                      .fall = 3,
                                      .ask = on_ask,
                                      .abort = on_abort,
                                      .context = plugin };
    plugin->check = tn_check_asked(fixture->first, NULL, &asking);
}

static void run_until(struct fixture *fixture, const unsigned *count, unsigned wanted)
{
    while (*count < wanted)
        uv_run(&fixture->worker->loop, UV_RUN_ONCE);
}

static void copy(void *context, const struct tn_check_state *state)
{
    *(struct tn_check_state *)context = *state;
}

static struct tn_check_state now(struct fixture *fixture)
{
    struct tn_check_state state = { 0 };
    tn_observe_health(fixture->first, copy, &state);
    return state;
}

static void who_wants_to_be_asked_is(void **state)
{
    struct fixture *fixture = *state;
    struct plugin plugin = { .answers = true, .health = TN_HEALTH_UP };
    start_asking(fixture, &plugin, 60000);
    assert_int_equal(plugin.asked, 0); /* not within `start` */
    run_until(fixture, &plugin.asked, 3);
    assert_int_equal(now(fixture).health, TN_HEALTH_UP);
    assert_true(now(fixture).was_up);
    assert_true(now(fixture).latency_ms >= 0);
    assert_int_equal(now(fixture).reports, 3);
    plugin.health = TN_HEALTH_DOWN;
    run_until(fixture, &plugin.asked, 5);
    assert_int_equal(now(fixture).health, TN_HEALTH_UP); /* `fall` is 3 */
    run_until(fixture, &plugin.asked, 6);
    assert_int_equal(now(fixture).health, TN_HEALTH_DOWN);
    assert_int_equal(now(fixture).changes, 2);
    assert_true(now(fixture).was_up);
}

static void no_answer_in_time_is_a_bad_one(void **state)
{
    struct fixture *fixture = *state;
    struct plugin plugin = { .health = TN_HEALTH_UP };
    start_asking(fixture, &plugin, 1);
    run_until(fixture, &plugin.aborted, 1);
    assert_int_equal(plugin.asked, 1); /* not again on top, whatever the interval */
    assert_int_equal(now(fixture).health, TN_HEALTH_DOWN);
    assert_string_equal(now(fixture).message, "no answer within 1 ms");
    assert_int_equal(now(fixture).reports, 1); /* what came with `abort` did not count */
    run_until(fixture, &plugin.asked, 2);
    assert_int_equal(now(fixture).health, TN_HEALTH_UP);
}

static void the_file_has_the_last_word(void **state)
{
    struct fixture *fixture = *state;
    const struct config_check check = { .says_required = true, .fall = 1 };
    attachment_of(fixture->first)->check = &check;
    struct plugin plugin = { .answers = true, .health = TN_HEALTH_UP };
    start_asking(fixture, &plugin, 60000);
    run_until(fixture, &plugin.asked, 1);
    plugin.health = TN_HEALTH_DOWN;
    run_until(fixture, &plugin.asked, 2);
    assert_int_equal(now(fixture).health, TN_HEALTH_DOWN);
    assert_int_equal(worst(fixture), TN_HEALTH_DEGRADED); /* not required any more */
}

static void what_is_asked_at_the_end_is_given_up(void **state)
{
    struct fixture *fixture = *state;
    struct plugin plugin = { .health = TN_HEALTH_UP };
    start_asking(fixture, &plugin, 60000);
    run_until(fixture, &plugin.asked, 1);
    checks_stop(attachment_of(fixture->first));
    assert_int_equal(plugin.aborted, 1);
    assert_int_equal(now(fixture).reports, 0);
}

static void find_detail(void *context, const struct tn_record *record)
{
    for (const struct tn_field *field = record->fields; field && field->name; field++)
        if (!strcmp(field->name, "detail"))
            snprintf(context, 40, "%.*s", TN_ARG(field->value.text));
}

static void details_are_for_the_log(void **state)
{
    struct fixture *fixture = *state;
    char detail[40] = "";
    tn_observe_log(fixture->first, TN_DEBUG, find_detail, detail);
    struct tn_check *check = tn_check(fixture->first, NULL, true);
    tn_check_detail(check, "host %s", "db.internal");
    tn_check_report(check, TN_HEALTH_DOWN, -1, "refused");
    assert_string_equal(detail, "host db.internal");
    assert_string_equal(now(fixture).message, "refused");
    *detail = '\0';
    tn_check_report(check, TN_HEALTH_UP, -1, "fine");
    assert_string_equal(detail, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(without_checks_all_is_well),
        FIXTURE_TEST(the_worst_counts),
        FIXTURE_TEST(only_changes_are_logged),
        FIXTURE_TEST(who_wants_to_be_asked_is),
        FIXTURE_TEST(no_answer_in_time_is_a_bad_one),
        FIXTURE_TEST(the_file_has_the_last_word),
        FIXTURE_TEST(what_is_asked_at_the_end_is_given_up),
        FIXTURE_TEST(details_are_for_the_log),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

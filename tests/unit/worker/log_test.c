/* SPDX-License-Identifier: MIT */
/* Lines reach who listens, those that were said too early as well, and nobody else. */
#include "fixture.h"

#include <stdio.h>
#include <unistd.h>

struct heard {
    char text[1000];
};

static void write_down(void *context, const struct tn_record *record)
{
    struct heard *heard = context;
    size_t at = strlen(heard->text);
    at += (size_t)snprintf(heard->text + at, sizeof heard->text - at, "%d %s %.*s", record->level,
                           record->entry, TN_ARG(record->message));
    for (const struct tn_field *field = record->fields; field && field->name; field++)
        at += (size_t)snprintf(heard->text + at, sizeof heard->text - at, " %s=%.*s", field->name,
                               TN_ARG(field->value.text));
    snprintf(heard->text + at, sizeof heard->text - at, "\n");
}

static void early_lines_are_kept_for_each_listener(void **state)
{
    struct fixture *fixture = *state;
    struct heard all = { "" }, grave = { "" };
    char word[] = "early";
    const struct tn_field fields[] = { { "why", tn_value_text(tn_text(word)) },
                                       { NULL, tn_value_absent() } };
    tn_log(fixture->first, TN_DEBUG, "a %d", 1);
    tn_log_fields(fixture->second, NULL, TN_ERROR, fields, "b");
    memcpy(word, "XXXXX", 5);
    tn_observe_log(fixture->first, TN_DEBUG, write_down, &all);
    tn_observe_log(fixture->first, TN_WARN, write_down, &grave);
    log_print(&fixture->worker->log, TN_INFO, "c");
    assert_string_equal(all.text, "0 one a 1\n3 two b why=early\n1 tenon c\n");
    assert_string_equal(grave.text, "3 two b why=early\n");
}

static void note_plugin(void *context, const struct tn_record *record)
{
    snprintf(context, 100, "%s/%s", record->plugin, record->entry);
}

static void a_line_names_its_plugin(void **state)
{
    struct fixture *fixture = *state;
    char said[100] = "";
    tn_observe_log(fixture->first, TN_INFO, note_plugin, said);
    tn_log(fixture->second, TN_INFO, "x");
    assert_string_equal(said, "rate-limit/two");
    log_print(&fixture->worker->log, TN_INFO, "x");
    assert_string_equal(said, "tenon/tenon");
    log_relay(&fixture->worker->log, TN_INFO, 0, true, TN_TEXT("x"));
    assert_string_equal(said, "tenon/tenon");
}

static void who_is_gone_hears_nothing(void **state)
{
    struct fixture *fixture = *state;
    struct heard heard = { "" };
    tn_observe_log(fixture->first, TN_INFO, write_down, &heard);
    log_settle(&fixture->worker->log);
    assert_true(tn_log_wanted(fixture->second, TN_INFO));
    assert_false(tn_log_wanted(fixture->second, TN_DEBUG));
    log_forget(&fixture->worker->log, fixture->first);
    tn_log(fixture->second, TN_DEBUG, "nobody");
    assert_string_equal(heard.text, "");
}

/* What goes to standard error while `say` runs. */
static void capture(char *text, size_t room, void (*say)(struct fixture *fixture),
                    struct fixture *fixture)
{
    int pipes[2], before = dup(STDERR_FILENO);
    assert_int_equal(pipe(pipes), 0);
    dup2(pipes[1], STDERR_FILENO);
    close(pipes[1]);
    say(fixture);
    dup2(before, STDERR_FILENO);
    close(before);
    ssize_t size = read(pipes[0], text, room - 1);
    text[size > 0 ? size : 0] = '\0';
    close(pipes[0]);
}

static void say_lines(struct fixture *fixture)
{
    const struct tn_field fields[] = { { "n", tn_value_integer(-3) },
                                       { "x", tn_value_number(0.5) },
                                       { "yes", tn_value_boolean(true) },
                                       { "none", tn_value_absent() },
                                       { NULL, tn_value_absent() } };
    tn_log(fixture->first, TN_DEBUG, "not shown");
    tn_log(fixture->first, TN_WARN, "two\nlines \x1b[31m");
    log_settle(&fixture->worker->log);
    tn_log_fields(fixture->second, NULL, TN_INFO, fields, "facts");
}

static void without_a_listener_lines_go_to_standard_error(void **state)
{
    char text[1000];
    capture(text, sizeof text, say_lines, *state);
    const char *first = strstr(text, " warn  one: two lines  [31m\n");
    assert_non_null(first);
    assert_non_null(strstr(first, " info  two: facts n=-3 x=0.5 yes=true none=\n"));
    assert_null(strstr(text, "not shown"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(early_lines_are_kept_for_each_listener),
        FIXTURE_TEST(a_line_names_its_plugin),
        FIXTURE_TEST(who_is_gone_hears_nothing),
        FIXTURE_TEST(without_a_listener_lines_go_to_standard_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

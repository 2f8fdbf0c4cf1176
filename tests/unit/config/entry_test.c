/* SPDX-License-Identifier: MIT */
/* Entries: the plugin's key and its siblings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <config/config.h>

struct fixture {
    struct errors errors;
    struct config *config;
};

static int set_up(void **state)
{
    *state = calloc(1, sizeof(struct fixture));
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    config_free(fixture->config);
    errors_free(&fixture->errors);
    free(fixture);
    return 0;
}

static struct config *parse(struct fixture *fixture, const char *text)
{
    fixture->config = config_parse("file", tn_text(text), &fixture->errors);
    if (!fixture->config)
        errors_print(&fixture->errors, stderr);
    assert_non_null(fixture->config);
    return fixture->config;
}

static void forms(void **state)
{
    struct config *config = parse(*state, "plugins:\n- log\n- health:\n- x: { a: 1 }\n  name: y\n");
    assert_int_equal(config->entry_count, 3);
    assert_string_equal(config->entries[0].plugin, "log");
    assert_null(config->entries[0].options);
    assert_string_equal(config->entries[1].name, "health");
    assert_string_equal(config->entries[2].plugin, "x");
    assert_string_equal(config->entries[2].name, "y");
    assert_int_equal(config->entries[2].place.line, 4);
    assert_non_null(node_member(config->entries[2].options, "a"));
}

static void defaults(void **state)
{
    const struct config_entry *entry = parse(*state, "plugins: [log]")->entries;
    assert_int_equal(entry->mode, CONFIG_ENFORCE);
    assert_false(entry->skip_on_error);
    assert_true(entry->timeout.ms < 0);
    assert_true(entry->enabled);
    assert_int_equal(entry->match.count + entry->except.count + entry->uses.count, 0);
    assert_null(entry->errors);
}

static void siblings(void **state)
{
    const struct config_entry *entry =
        parse(*state, "plugins:\n- x:\n  mode: shadow\n  on_error: skip\n  timeout: 5s\n"
                      "  uses: { s: y }\n  errors: { body: $any }\n- y\n")
            ->entries;
    assert_int_equal(entry->mode, CONFIG_SHADOW);
    assert_true(entry->skip_on_error);
    assert_int_equal(entry->timeout.ms, 5000);
    const struct config_use *use = entry->uses.items;
    assert_string_equal(use->name, "s");
    assert_string_equal(use->entry, "y");
    assert_non_null(node_member(entry->errors, "body"));
}

static void conditions(void **state)
{
    const struct config_entry *entry =
        parse(*state,
              "plugins:\n- x:\n  match: /a\n  except:\n  - /b, /c\n  - { path: [/d], method: "
              "[GET, PUT], host: h*, header: { X-A: [\"1\", \"2*\"], X-B: c } }\n")
            ->entries;
    const struct config_condition *match = entry->match.items, *except = entry->except.items;
    assert_int_equal(entry->match.count, 1);
    assert_string_equal(match->path.items[0], "/a");
    assert_int_equal(entry->except.count, 2);
    assert_int_equal(except[0].path.count, 2);
    assert_int_equal(except[1].method.count, 2);
    assert_string_equal(except[1].host.items[0], "h*");
    const struct config_header *headers = except[1].header.items;
    assert_int_equal(except[1].header.count, 2);
    assert_string_equal(headers[0].name, "X-A");
    assert_string_equal(headers[0].value.items[1], "2*");
    assert_string_equal(headers[1].name, "X-B");
}

static void disabled_entries_are_gone(void **state)
{
    struct config *config =
        parse(*state, "plugins:\n- x:\n  enabled: no\n- x:\n- y:\n  mode: off\n");
    assert_int_equal(config->entry_count, 2);
    assert_int_equal(config->entries[1].mode, CONFIG_OFF);
}

static void an_empty_list(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(parse(fixture, "plugins:\n")->entry_count, 0);
    config_free(fixture->config);
    assert_int_equal(parse(fixture, "server: {}\n")->entry_count, 0);
}

static void too_many(void **state)
{
    struct fixture *fixture = *state;
    char *text = calloc(1, 16 * 1024), *at = stpcpy(text, "plugins:\n");
    for (int i = 0; i < 1001; i++)
        at += sprintf(at, "- p%d\n", i);
    assert_null(config_parse("file", tn_text(text), &fixture->errors));
    assert_string_equal(fixture->errors.first->message,
                        "`plugins` must be a list of at most 1000 entries");
    free(text);
}

static void null_names_no_entry(void **state)
{
    struct fixture *fixture = *state;
    assert_null(
        config_parse("file", TN_TEXT("plugins: [ { x: {}, uses: { s: ~ } } ]"), &fixture->errors));
    assert_string_equal(fixture->errors.first->message, "`uses.s` must be given, found `~`");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(forms),
        TEST(defaults),
        TEST(siblings),
        TEST(conditions),
        TEST(disabled_entries_are_gone),
        TEST(an_empty_list),
        TEST(too_many),
        TEST(null_names_no_entry),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

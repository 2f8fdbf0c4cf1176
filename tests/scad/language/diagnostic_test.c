/* SPDX-License-Identifier: MIT */
/* The list of messages, how it suppresses what is said too often, and its two prints. */
#include "parsing.h"

static struct position at_line(uint32_t line)
{
    return (struct position){ .line = line, .column = 4 };
}

static void a_message_is_added_five_times_in_a_row(void **state)
{
    (void)state;
    struct parsing parsing;
    parsing_open(&parsing, "");
    for (int i = 0; i < 8; i++)
        diagnostics_say(&parsing.diagnostics, SEVERITY_WARNING, at_line(1), "again");
    assert_int_equal(parsing.diagnostics.count, 5);
    diagnostics_say(&parsing.diagnostics, SEVERITY_WARNING, at_line(2), "again");
    diagnostics_say(&parsing.diagnostics, SEVERITY_WARNING, at_line(1), "again");
    assert_int_equal(parsing.diagnostics.count, 7);
    for (int i = 0; i < 8; i++)
        diagnostics_say(&parsing.diagnostics, SEVERITY_ECHO, at_line(0), "\"a\"");
    assert_int_equal(parsing.diagnostics.count, 15);
    parsing_close(&parsing);
}

static void a_deprecation_is_added_once_per_line(void **state)
{
    (void)state;
    struct parsing parsing;
    parsing_open(&parsing, "");
    diagnostics_say(&parsing.diagnostics, SEVERITY_DEPRECATED, at_line(1), "old");
    diagnostics_say(&parsing.diagnostics, SEVERITY_DEPRECATED, at_line(2), "old");
    diagnostics_say(&parsing.diagnostics, SEVERITY_DEPRECATED, at_line(1), "old");
    diagnostics_say(&parsing.diagnostics, SEVERITY_DEPRECATED, at_line(1), "older");
    assert_int_equal(parsing.diagnostics.count, 3);
    parsing_close(&parsing);
}

static void beyond_the_limit_messages_are_counted(void **state)
{
    (void)state;
    struct parsing parsing;
    parsing_open(&parsing, "");
    parsing.diagnostics.limit = 3;
    for (uint32_t line = 1; line <= 5; line++)
        diagnostics_say(&parsing.diagnostics, SEVERITY_ERROR, at_line(line), "%s", "bad");
    assert_int_equal(parsing.diagnostics.count, 3);
    assert_int_equal(parsing.diagnostics.dropped, 2);
    assert_int_equal(parsing.diagnostics.error_count, 5);
    parsing_close(&parsing);
}

static void count_message(void *context, const struct diagnostic *diagnostic)
{
    (void)diagnostic;
    ++*(int *)context;
}

static void a_listener_hears_what_is_added(void **state)
{
    (void)state;
    struct parsing parsing;
    int heard = 0;
    parsing_open(&parsing, "");
    parsing.diagnostics.listener = count_message;
    parsing.diagnostics.context = &heard;
    for (int i = 0; i < 8; i++)
        diagnostics_say(&parsing.diagnostics, SEVERITY_WARNING, at_line(1), "again");
    assert_int_equal(heard, 5);
    parsing_close(&parsing);
}

static void assert_path(const char *path, const char *folder, const char *expected)
{
    struct arena arena;
    arena_open(&arena);
    struct builder builder = builder_in(&arena);
    diagnostic_print_path(&builder, text_of(path), text_of(folder));
    assert_string_equal(builder_result(&builder).bytes, expected);
    arena_close(&arena);
}

static void paths_are_seen_from_a_folder(void **state)
{
    (void)state;
    assert_path("/a/b/c.scad", "/a/b", "c.scad");
    assert_path("/a/b/c.scad", "/a/b/", "c.scad");
    assert_path("/a/b/c.scad", "/a", "b/c.scad");
    assert_path("/a/b/c.scad", "/a/x/y", "../../b/c.scad");
    assert_path("/a/b/c.scad", "/", "a/b/c.scad");
    assert_path("/abc/d.scad", "/ab", "../abc/d.scad");
    assert_path("/ab/d.scad", "/abc", "../ab/d.scad");
    assert_path("a/b.scad", "/a", "a/b.scad");
    assert_path("/a/b.scad", "", "/a/b.scad");
}

static void assert_json(struct diagnostic diagnostic, const char *expected)
{
    struct parsing parsing;
    parsing_open(&parsing, "");
    sources_add(&parsing.sources, text_of("b.scad"), text_of(""));
    struct builder builder = builder_in(&parsing.arena);
    diagnostic_print_json(&builder, &diagnostic, &parsing.sources);
    assert_string_equal(builder_result(&builder).bytes, expected);
    parsing_close(&parsing);
}

static void json_leaves_out_what_is_not_known(void **state)
{
    (void)state;
    struct diagnostic diagnostic = { .severity = SEVERITY_ERROR,
                                     .text = text_of("no \"geometry\"") };
    assert_json(diagnostic, "{\"message\":\"no \\\"geometry\\\"\"}");
    diagnostic.position = at_line(3);
    assert_json(diagnostic, "{\"message\":\"no \\\"geometry\\\"\",\"line\":3,\"column\":4}");
    diagnostic.explanation = text_of("Expected ], got end of file");
    diagnostic.code = "SYNTAX_ERROR";
    diagnostic.position.source = 1;
    assert_json(diagnostic, "{\"message\":\"Expected ], got end of file\",\"line\":3,\"column\":4,"
                            "\"file\":\"b.scad\",\"code\":\"SYNTAX_ERROR\"}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_message_is_added_five_times_in_a_row),
        cmocka_unit_test(a_deprecation_is_added_once_per_line),
        cmocka_unit_test(beyond_the_limit_messages_are_counted),
        cmocka_unit_test(a_listener_hears_what_is_added),
        cmocka_unit_test(paths_are_seen_from_a_folder),
        cmocka_unit_test(json_leaves_out_what_is_not_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

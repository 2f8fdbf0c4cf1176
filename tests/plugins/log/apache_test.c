/* SPDX-License-Identifier: MIT */
/* Apache's formats to the byte: log analysers know nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "apache.h"

static const char *printed(const struct apache *line)
{
    static char text[4096];
    struct pen pen = { text, text + sizeof text - 1, false };
    apache_print(&pen, line);
    assert_false(pen.full);
    *pen.at = '\0';
    assert_ptr_equal(strchr(text, '\n'), pen.at - 1);
    return text;
}

/* The example of Apache's own documentation of mod_log_config, in UTC. */
static void the_documented_line(void **state)
{
    (void)state;
    struct apache line = { .time_ms = INT64_C(971211336000),
                           .client = TN_TEXT("127.0.0.1"),
                           .user = TN_TEXT("frank"),
                           .method = TN_TEXT("GET"),
                           .target = TN_TEXT("/apache_pb.gif"),
                           .version = TN_TEXT("HTTP/1.0"),
                           .status = 200,
                           .bytes = 2326,
                           .referer = TN_TEXT("http://www.example.com/start.html"),
                           .agent = TN_TEXT("Mozilla/4.08 [en] (Win98; I ;Nav)") };
    assert_string_equal(printed(&line), "127.0.0.1 - frank [10/Oct/2000:20:55:36 +0000] "
                                        "\"GET /apache_pb.gif HTTP/1.0\" 200 2326\n");
    line.combined = true;
    assert_string_equal(printed(&line), "127.0.0.1 - frank [10/Oct/2000:20:55:36 +0000] "
                                        "\"GET /apache_pb.gif HTTP/1.0\" 200 2326 "
                                        "\"http://www.example.com/start.html\" "
                                        "\"Mozilla/4.08 [en] (Win98; I ;Nav)\"\n");
}

static void what_is_missing_is_a_dash(void **state)
{
    (void)state;
    struct apache line = { .method = TN_TEXT("-"), .status = 408, .combined = true };
    assert_string_equal(printed(&line),
                        "- - - [01/Jan/1970:00:00:00 +0000] \"-\" 408 - \"-\" \"-\"\n");
    line.user = line.referer = TN_TEXT("");
    assert_string_equal(printed(&line),
                        "- - \"\" [01/Jan/1970:00:00:00 +0000] \"-\" 408 - \"\" \"-\"\n");
}

static void no_client_can_break_a_line(void **state)
{
    (void)state;
    struct apache line = { .client = TN_TEXT("::1"),
                           .method = TN_TEXT("GET"),
                           .target = TN_TEXT("/\"\\\n\r\t\v\b\x1b\x7f\xc3\xa4"),
                           .version = TN_TEXT("HTTP/1.1"),
                           .status = 200,
                           .combined = true,
                           .agent = { "a\0b", 3 } };
    assert_string_equal(printed(&line),
                        "::1 - - [01/Jan/1970:00:00:00 +0000] "
                        "\"GET /\\\"\\\\\\n\\r\\t\\v\\b\\x1b\\x7f\\xc3\\xa4 HTTP/1.1\" 200 - "
                        "\"-\" \"a\\x00b\"\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_documented_line),
        cmocka_unit_test(what_is_missing_is_a_dash),
        cmocka_unit_test(no_client_can_break_a_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

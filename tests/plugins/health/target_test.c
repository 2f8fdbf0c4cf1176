/* SPDX-License-Identifier: MIT */
/* Addresses, URLs and first lines of replies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "target.h"

static void addresses(void **state)
{
    (void)state;
    struct target target;
    assert_null(target_parse_address(&target, "localhost:6379"));
    assert_string_equal(target.host, "localhost");
    assert_string_equal(target.port, "6379");
    assert_null(target_parse_address(&target, "[::1]:80"));
    assert_string_equal(target.host, "::1");
    assert_string_equal(target.port, "80");
    static const char *const wrong[] = { "",       "host",        "host:",     ":80",
                                         "::1:80", "[::1]",       "[::1",      "host:80a",
                                         "a b:80", "host:123456", "[::1]x:80", "host:80/" };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (!target_parse_address(&target, wrong[i]))
            fail_msg("`%s` was taken for an address", wrong[i]);
}

static void urls(void **state)
{
    (void)state;
    struct target target;
    assert_null(target_parse_url(&target, "http://127.0.0.1:3000/health?full=1"));
    assert_string_equal(target.host, "127.0.0.1");
    assert_string_equal(target.port, "3000");
    assert_string_equal(target.authority, "127.0.0.1:3000");
    assert_string_equal(target.path, "/health?full=1");
    assert_null(target_parse_url(&target, "http://example.com"));
    assert_string_equal(target.port, "80");
    assert_string_equal(target.path, "/");
    assert_null(target_parse_url(&target, "http://[::1]/"));
    assert_string_equal(target.host, "::1");
    static const char *const wrong[] = { "example.com/",    "https://example.com/", "http://",
                                         "http:///path",    "http://a?b",           "http://a/ b",
                                         "http://a/\r\nX:", "http://a/#b",          "http://a:/",
                                         "http://a b/" };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (!target_parse_url(&target, wrong[i]))
            fail_msg("`%s` was taken for a URL", wrong[i]);
}

static void statuses(void **state)
{
    (void)state;
    static const struct {
        const char *reply;
        int status;
    } rows[] = {
        { "HTTP/1.1 200 OK", 200 },
        { "HTTP/1.0 503", 503 },
        { "HTTP/1.1 20", 0 },
        { "HTT", 0 },
        { "", 0 },
        { "SSH-2.0", -1 },
        { "HTTP/1.1 2x0 ", -1 },
        { "HTTP/1.1-200 ", -1 },
        { "HTTP/2 200 ...", -1 },
        { "HTTP/1.1 099 ", -1 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (target_http_status(rows[i].reply, strlen(rows[i].reply)) != rows[i].status)
            fail_msg("`%s` gave %d", rows[i].reply,
                     target_http_status(rows[i].reply, strlen(rows[i].reply)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses),
        cmocka_unit_test(urls),
        cmocka_unit_test(statuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* Addresses and URLs. */
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
    assert_false(target.tls);
    assert_null(target_parse_url(&target, "https://example.com/"));
    assert_true(target.tls);
    assert_string_equal(target.port, "443");
    static const char *const wrong[] = {
        "example.com/", "ftp://example.com/", "http://",     "https://",
        "http:///path", "http://a?b",         "http://a/ b", "http://a/\r\nX:",
        "http://a/#b",  "http://a:/",         "http://a b/", "http://me:word@a/"
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (!target_parse_url(&target, wrong[i]))
            fail_msg("`%s` was taken for a URL", wrong[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses),
        cmocka_unit_test(urls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

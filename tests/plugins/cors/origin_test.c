/* SPDX-License-Identifier: MIT */
/* Origins: what the file may say, and that nothing but those matches. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "origin.h"

static bool matches(const char *allowed, const char *origin)
{
    return origin_matches(allowed, origin, strlen(origin));
}

static void exact_origins_are_exact(void **state)
{
    (void)state;
    static const char allowed[] = "https://example.com";
    assert_true(matches(allowed, "https://example.com"));
    static const char *const others[] = {
        "http://example.com",
        "https://example.com:8443",
        "https://example.com.evil.net",
        "https://notexample.com",
        "https://EXAMPLE.com",
        "https://example.com/",
        "https://www.example.com",
        "https://example.co",
        "https://example.com, https://example.com",
        "null",
        "",
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(matches(allowed, others[i]));
    assert_true(matches("https://example.com:8443", "https://example.com:8443"));
    assert_false(matches("https://example.com:8443", "https://example.com"));
}

static void a_star_is_labels_and_anchored(void **state)
{
    (void)state;
    static const char allowed[] = "https://*.example.com";
    assert_true(matches(allowed, "https://a.example.com"));
    assert_true(matches(allowed, "https://a.b-c.example.com"));
    static const char *const others[] = {
        "https://example.com",
        "https://.example.com",
        "https://evilexample.com",
        "https://a.example.com.evil.net",
        "http://a.example.com",
        "https://a.example.com:444",
        "https://evil.net/.example.com",
        "https://evil.net:1.example.com",
        "https://evil.net#.example.com",
        "https://a@b.example.com",
        "https://a..example.com",
        "https://*.example.com",
        "null",
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(matches(allowed, others[i]));
}

static void a_star_for_the_port(void **state)
{
    (void)state;
    assert_true(matches("http://localhost:*", "http://localhost:5173"));
    assert_false(matches("http://localhost:*", "http://localhost"));
    assert_false(matches("http://localhost:*", "http://localhost:"));
    assert_false(matches("http://localhost:*", "http://localhost:12a"));
    assert_false(matches("http://localhost:*", "http://localhost:123456"));
    assert_true(matches("http://*.test:*", "http://a.test:80"));
    assert_true(matches("http://[::1]:*", "http://[::1]:3000"));
    assert_false(matches("http://[::1]:*", "http://[::1]"));
}

static void null_matches_only_itself(void **state)
{
    (void)state;
    assert_null(origin_problem("null"));
    assert_true(matches("null", "null"));
    assert_false(matches("null", "nullx"));
    assert_false(matches("https://*.example.com", "null"));
}

static void what_no_browser_sends_is_a_problem(void **state)
{
    (void)state;
    static const char *const sane[] = {
        "https://example.com", "http://localhost:3000",         "https://*.example.com",
        "http://localhost:*",  "chrome-extension://abcdefghij", "http://[::1]:8080",
        "http://127.0.0.1",    "https://*.example.com:8443",
    };
    static const char *const wrong[] = {
        "",
        "*",
        "example.com",
        "://example.com",
        "https://",
        "https://example.com/",
        "https://example.com/path",
        "https://Example.com",
        "HTTPS://example.com",
        "https://*",
        "https://*example.com",
        "https://a.*.example.com",
        "https://*..example.com",
        "https://example.*",
        "https://example.com:",
        "https://example.com:80*",
        "https://example.com:123456",
        "*://example.com",
        "https://exa mple.com",
        "http://[::1",
    };
    for (size_t i = 0; i < sizeof sane / sizeof *sane; i++)
        if (origin_problem(sane[i]))
            fail_msg("%s: %s", sane[i], origin_problem(sane[i]));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (!origin_problem(wrong[i]))
            fail_msg("%s was taken for an origin", wrong[i]);
}

static void default_ports(void **state)
{
    (void)state;
    assert_true(origin_port_is_default("https://example.com:443"));
    assert_true(origin_port_is_default("http://example.com:80"));
    assert_false(origin_port_is_default("http://example.com:443"));
    assert_false(origin_port_is_default("https://example.com"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exact_origins_are_exact),
        cmocka_unit_test(a_star_is_labels_and_anchored),
        cmocka_unit_test(a_star_for_the_port),
        cmocka_unit_test(null_matches_only_itself),
        cmocka_unit_test(what_no_browser_sends_is_a_problem),
        cmocka_unit_test(default_ports),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

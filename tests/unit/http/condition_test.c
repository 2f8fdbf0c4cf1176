/* SPDX-License-Identifier: MIT */
/* match and except. */
#include <http/condition.h>

#include "fixture.h"

#define PATTERNS(...)                                                            \
    {                                                                            \
        sizeof(const char *[]){ __VA_ARGS__ } / sizeof(char *), (const char *[]) \
        {                                                                        \
            __VA_ARGS__                                                          \
        }                                                                        \
    }

static bool applies(const struct http_entry *entry, const char *method, const char *target,
                    const struct memory_field *fields)
{
    struct memory_call call = { .method = method, .target = target, .fields = fields };
    memory_begin(&chain, &call);
    bool holds = condition_entry_applies(entry, call.request);
    memory_end(&call);
    return holds;
}

static int begin(void **state)
{
    (void)state;
    chain_begin(NULL, 0);
    return 0;
}

static int end(void **state)
{
    (void)state;
    chain_end();
    return 0;
}

static void without_conditions_all_holds(void **state)
{
    (void)state;
    struct http_entry entry = { 0 };
    assert_true(applies(&entry, "GET", "/", NULL));
}

static void paths_match_and_except(void **state)
{
    (void)state;
    struct http_condition match[] = { { .path = PATTERNS("/api/*") }, { .path = PATTERNS("/x") } };
    struct http_condition except[] = { { .path = PATTERNS("/api/open/*", "/api/y") } };
    struct http_entry entry = { .matches = 2, .match = match, .excepts = 1, .except = except };
    assert_true(applies(&entry, "GET", "/api/a", NULL));
    assert_true(applies(&entry, "GET", "/x", NULL));
    assert_true(
        applies(&entry, "GET", "/api/open/../a", NULL)); /* what is compared is normalised */
    assert_false(applies(&entry, "GET", "/y", NULL));
    assert_false(applies(&entry, "GET", "/api/open/a", NULL));
    assert_false(applies(&entry, "GET", "/api/y", NULL));
}

static void all_of_one_condition_must_hold(void **state)
{
    (void)state;
    struct http_condition match = { .path = PATTERNS("/a"),
                                    .method = PATTERNS("POST", "PUT"),
                                    .host = PATTERNS("*.example") };
    struct http_entry entry = { .matches = 1, .match = &match };
    const struct memory_field right[] = { { "Host", "X.Example:80" }, { NULL, NULL } };
    const struct memory_field wrong[] = { { "Host", "example.org" }, { NULL, NULL } };
    assert_true(applies(&entry, "PUT", "/a", right));
    assert_false(applies(&entry, "GET", "/a", right));
    assert_false(applies(&entry, "PUT", "/b", right));
    assert_false(applies(&entry, "PUT", "/a", wrong));
}

static void headers_are_compared(void **state)
{
    (void)state;
    struct http_header_condition headers[] = { { "Upgrade", { 0 } }, { "X-A", PATTERNS("1*") } };
    struct http_condition match = { .headers = 2, .header = headers };
    struct http_entry entry = { .matches = 1, .match = &match };
    const struct memory_field right[] = { { "upgrade", "" }, { "x-a", "17" }, { NULL, NULL } };
    const struct memory_field wrong[] = { { "upgrade", "h" }, { "x-a", "27" }, { NULL, NULL } };
    assert_true(applies(&entry, "GET", "/a", right));
    assert_false(applies(&entry, "GET", "/a", wrong));
    assert_false(applies(&entry, "GET", "/a", right + 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(without_conditions_all_holds, begin, end),
        cmocka_unit_test_setup_teardown(paths_match_and_except, begin, end),
        cmocka_unit_test_setup_teardown(all_of_one_condition_must_hold, begin, end),
        cmocka_unit_test_setup_teardown(headers_are_compared, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* What must be refused before any plugin sees it. */
#include "fixture.h"

/* The status of a request with these fields, or 0 if it is let through; checks that a refusal closes. */
static int judge(const char *method, const char *target, const char *version,
                 const struct memory_field *fields)
{
    struct memory_call call = {
        .method = method, .target = target, .version = version, .fields = fields
    };
    memory_begin(&chain, &call);
    assert_true(call.replied);
    int status = tn_reply_status(call.request);
    assert_true((status != 404) == call.request->close);
    memory_end(&call);
    return status == 404 ? 0 : status;
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

#define FIELDS(...)               \
    (const struct memory_field[]) \
    {                             \
        __VA_ARGS__,              \
        {                         \
            NULL, NULL            \
        }                         \
    }

static int judge_fields(const struct memory_field *fields)
{
    return judge("POST", "/", NULL, fields);
}

static void framing_is_unambiguous(void **state)
{
    (void)state;
    assert_int_equal(judge_fields(FIELDS({ "Content-Length", "0" })), 0);
    assert_int_equal(judge_fields(FIELDS({ "Content-Length", "0" }, { "Content-Length", "0" })),
                     400);
    assert_int_equal(judge_fields(FIELDS({ "Content-Length", "3" }, { "content-length", "4" })),
                     400);
    assert_int_equal(judge_fields(FIELDS({ "Content-Length", "3, 3" })), 400);
    assert_int_equal(judge_fields(FIELDS({ "Content-Length", "+3" })), 400);
    assert_int_equal(judge_fields(FIELDS({ "Content-Length", "0x3" })), 400);
    assert_int_equal(judge_fields(FIELDS({ "Content-Length", "" })), 400);
    assert_int_equal(judge_fields(FIELDS({ "Content-Length", "99999999999999999999999" })), 400);
    assert_int_equal(judge_fields(FIELDS({ "Transfer-Encoding", "chunked" })), 0);
    assert_int_equal(judge_fields(FIELDS({ "Transfer-Encoding", "Chunked" })), 0);
    assert_int_equal(
        judge_fields(FIELDS({ "Transfer-Encoding", "chunked" }, { "Content-Length", "0" })), 400);
    static const char *const codings[] = { "identity",  "xchunked", "gzip, chunked",
                                           "\vchunked", "",         "chunked, chunked" };
    for (size_t i = 0; i < sizeof codings / sizeof *codings; i++)
        assert_int_equal(judge_fields(FIELDS({ "Transfer-Encoding", codings[i] })), 400);
    assert_int_equal(judge_fields(FIELDS({ "Transfer-Encoding", "chunked" },
                                         { "Transfer-Encoding", "chunked" })),
                     400);
    assert_int_equal(judge("POST", "/", "HTTP/1.0", FIELDS({ "Transfer-Encoding", "chunked" })),
                     400);
}

static void there_is_one_host(void **state)
{
    (void)state;
    static const char *const good[] = { "a", "a.b:80", "A-1.example", "[::1]", "[::1]:80", "a:" };
    static const char *const bad[] = { "",  "a b", "a/c",   "u@h",    "a:b", "[::1", "[x]",
                                       ":", ":80", "a,b c", "[::1]x", "a\"", "a#b" };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_int_equal(judge_fields(FIELDS({ "Host", good[i] })), 0);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(judge_fields(FIELDS({ "Host", bad[i] })), 400);
    assert_int_equal(judge_fields(FIELDS({ "Host", "a" }, { "host", "a" })), 400);
}

static int judge_without_host(const char *version)
{
    struct peer peer = { .text = TN_TEXT("127.0.0.1") };
    struct tn_request *request = request_new(&chain, NULL, NULL);
    request->peer = &peer;
    request->method = TN_TEXT("GET");
    request->target = TN_TEXT("/");
    request->version = tn_text(version);
    chain_examine(request);
    int status = tn_reply_status(request);
    request_end(request);
    return status;
}

static void only_http_1_0_may_leave_host_out(void **state)
{
    (void)state;
    assert_int_equal(judge_without_host("HTTP/1.0"), 0);
    assert_int_equal(judge_without_host("HTTP/1.1"), 400);
}

static void the_absolute_form_names_the_host(void **state)
{
    (void)state;
    struct memory_call call = { .method = "GET", .target = "http://Other:81/x?y" };
    memory_begin(&chain, &call);
    assert_text(tn_request_host(call.request), "other");
    assert_text(tn_request_path(call.request), "/x");
    assert_text(tn_request_query_string(call.request), "y");
    memory_end(&call);
    assert_int_equal(judge("GET", "http://u@h/", NULL, NULL), 400);
    assert_int_equal(judge("GET", "http:///", NULL, NULL), 400);
}

static void names_and_values_are_clean(void **state)
{
    (void)state;
    static const char *const names[] = { "X(y)", "X y", "X:", "", "Content-Length ", "\x80" };
    static const char *const values[] = { "a\rb", "a\nb", "\x01", "\x7f", "a\x1f" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_int_equal(judge_fields(FIELDS({ names[i], "a" })), 400);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        assert_int_equal(judge_fields(FIELDS({ "X", values[i] })), 400);
    assert_int_equal(judge_fields(FIELDS({ "X", "tab\tand \xc3\xa9" })), 0);
}

static void the_request_line_is_clean(void **state)
{
    (void)state;
    assert_int_equal(judge("GE(T", "/", NULL, NULL), 400);
    assert_int_equal(judge("", "/", NULL, NULL), 400);
    assert_int_equal(judge("BREW", "/", NULL, NULL), 0);
    assert_int_equal(judge("GET", "foo", NULL, NULL), 400);
    assert_int_equal(judge("GET", "/a b", NULL, NULL), 400);
    assert_int_equal(judge("GET", "/#", NULL, NULL), 400);
    assert_int_equal(judge("GET", "/\xc3\xa9", NULL, NULL), 400);
    assert_int_equal(judge("GET", "/%00", NULL, NULL), 400);
    assert_int_equal(judge("GET", "*", NULL, NULL), 400);
    assert_int_equal(judge("CONNECT", "a:443", NULL, NULL), 400);
    assert_int_equal(judge("GET", "/", "HTTP/1.2", NULL), 400);
    assert_int_equal(judge("GET", "/", "HTTP/1.0", NULL), 0);
    assert_int_equal(judge("GET", "/", "", NULL), 400);
    assert_int_equal(judge_fields(FIELDS({ "Expect", "junk" })), 417);
}

static void limits_have_their_status(void **state)
{
    (void)state;
    char target[300] = "/";
    memset(target + 1, 'a', 199);
    assert_int_equal(judge("GET", target, NULL, NULL), 0);
    target[200] = 'a';
    assert_int_equal(judge("GET", target, NULL, NULL), 414);
    struct memory_field many[32] = { { NULL, NULL } };
    for (size_t i = 0; i < 19; i++)
        many[i] = (struct memory_field){ "A", "1" };
    assert_int_equal(judge("GET", "/", NULL, many), 0); /* and Host: 20 */
    many[19] = many[0];
    assert_int_equal(judge("GET", "/", NULL, many), 431);
    for (size_t i = 19; i < 31; i++)
        many[i] = many[0];
    assert_int_equal(judge("GET", "/", NULL, many), 431);
    char value[2002];
    memset(value, 'a', sizeof value);
    value[sizeof value - 1] = '\0';
    assert_int_equal(judge_fields(FIELDS({ "A", value })), 431);
    assert_int_equal(judge_fields(FIELDS({ "Content-Length", "1001" })), 413);
}

static double refused;
static const char *refused_reason;

static struct tn_series *count_refused(void *context, const char *reason)
{
    (void)context;
    refused_reason = reason;
    return (struct tn_series *)&refused;
}

static void refusals_are_counted_and_have_the_shape(void **state)
{
    (void)state;
    options.series.refused = count_refused;
    struct memory_call call = { .method = "GET", .target = "x" };
    memory_begin(&chain, &call);
    assert_text(tn_reply_header(call.request, "content-type"), "application/json");
    struct tn_text body = memory_read(&call);
    assert_non_null(memmem(body.at, body.size, "\"error\":\"Bad Request\"", 21));
    memory_end(&call);
    assert_true(refused > 0);
    assert_string_equal(refused_reason, "target");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(framing_is_unambiguous, begin, end),
        cmocka_unit_test_setup_teardown(there_is_one_host, begin, end),
        cmocka_unit_test_setup_teardown(only_http_1_0_may_leave_host_out, begin, end),
        cmocka_unit_test_setup_teardown(the_absolute_form_names_the_host, begin, end),
        cmocka_unit_test_setup_teardown(names_and_values_are_clean, begin, end),
        cmocka_unit_test_setup_teardown(the_request_line_is_clean, begin, end),
        cmocka_unit_test_setup_teardown(limits_have_their_status, begin, end),
        cmocka_unit_test_setup_teardown(refusals_are_counted_and_have_the_shape, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

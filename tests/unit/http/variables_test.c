/* SPDX-License-Identifier: MIT */
/* The host's own variables, and what of the client they show. */
#include "fixture.h"

static int begin(void **state)
{
    (void)state;
    static struct tn_range trusted;
    assert_true(range_parse(TN_TEXT("10.0.0.0/8"), &trusted));
    options.trusted_proxies = (struct tn_ranges){ 1, &trusted };
    chain_begin(NULL, 0);
    return 0;
}

static int end(void **state)
{
    (void)state;
    chain_end();
    return 0;
}

/* The value of a variable by its name as the file has it, for the request of `call`. */
static struct tn_value value_of(struct memory_call *call, const char *name)
{
    for (const struct tn_variable *row = http_variables; row->name; row++) {
        size_t size = strlen(row->name);
        if (strcmp(row->name, name) == 0)
            return row->get(call->request, NULL, (struct tn_text){ 0 });
        if (row->name[size - 1] == '*' && strncmp(row->name, name, size - 1) == 0)
            return row->get(call->request, NULL, tn_text(name + size - 1));
    }
    fail_msg("no variable %s", name);
    return tn_value_absent();
}

static void assert_variable(struct memory_call *call, const char *name, const char *expected)
{
    struct tn_value value = value_of(call, name);
    assert_text(value.kind == TN_VALUE_TEXT ? value.text : (struct tn_text){ 0 }, expected);
}

static void what_the_request_says(void **state)
{
    (void)state;
    const struct memory_field fields[] = { { "Host", "A.example:80" }, { "X-Request-Id", "given" },
                                           { "Cookie", "a=1; b=2" },   { "Cookie", "c=3" },
                                           { "X-Empty", "" },          { NULL, NULL } };
    struct memory_call call = { .method = "GET", .target = "/a//b?q=x+y", .fields = fields };
    memory_begin(&chain, &call);
    assert_variable(&call, "request.id", "given");
    assert_variable(&call, "request.method", "GET");
    assert_variable(&call, "request.path", "/a/b");
    assert_variable(&call, "request.target", "/a//b?q=x+y");
    assert_variable(&call, "request.query", "q=x+y");
    assert_variable(&call, "request.host", "a.example");
    assert_variable(&call, "request.scheme", "http");
    assert_variable(&call, "query.q", "x y");
    assert_variable(&call, "cookie.b", "2");
    assert_variable(&call, "cookie.c", "3");
    assert_variable(&call, "cookie.d", NULL);
    assert_variable(&call, "header.x-empty", "");
    assert_variable(&call, "header.X-None", NULL);
    memory_end(&call);
}

static void what_the_refusal_says(void **state)
{
    (void)state;
    struct memory_call call = { .method = "GET", .target = "/none" };
    memory_begin(&chain, &call);
    assert_int_equal(value_of(&call, "error.status").integer, 404);
    assert_variable(&call, "error.title", "Not Found");
    assert_variable(&call, "error.message", "There is nothing at /none.");
    assert_variable(&call, "error.code", NULL);
    assert_int_equal(value_of(&call, "reply.status").integer, 404);
    assert_variable(&call, "reply.header.content-type", "application/json");
    assert_int_equal(value_of(&call, "limits.body").integer, 1000);
    memory_end(&call);
}

static void networks_of_clients(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        { "192.0.2.77", "192.0.2.77" },
        { "2001:db8:1:22ff::1", "2001:db8:1:2200::/56" },
    };
    for (size_t i = 0; i < 2; i++) {
        struct memory_call call = { .method = "GET", .target = "/", .client = rows[i][0] };
        memory_begin(&chain, &call);
        assert_variable(&call, "client.ip", rows[i][0]);
        assert_variable(&call, "client.net", rows[i][1]);
        memory_end(&call);
    }
}

static void clients_behind_a_trusted_proxy(void **state)
{
    (void)state;
    const struct memory_field fields[] = { { "X-Forwarded-For", "192.0.2.1" },
                                           { "X-Forwarded-For", "192.0.2.7, 10.1.1.1" },
                                           { "X-Forwarded-Proto", "https" },
                                           { NULL, NULL } };
    struct memory_call call = {
        .method = "GET", .target = "/", .fields = fields, .client = "10.0.0.1"
    };
    memory_begin(&chain, &call);
    assert_variable(&call, "client.ip", "192.0.2.7");
    assert_variable(&call, "request.scheme", "https");
    memory_end(&call);
    call = (struct memory_call){
        .method = "GET", .target = "/", .fields = fields, .client = "192.0.2.9"
    };
    memory_begin(&chain, &call);
    assert_variable(&call, "client.ip", "192.0.2.9");
    assert_variable(&call, "request.scheme", "http");
    memory_end(&call);
}

static void times_have_their_form(void **state)
{
    (void)state;
    struct memory_call call = { .method = "GET", .target = "/" };
    memory_begin(&chain, &call);
    struct tn_text iso = value_of(&call, "time.iso").text;
    static const char form[] = "0000-00-00T00:00:00.000Z";
    assert_int_equal(iso.size, sizeof form - 1);
    for (size_t i = 0; i < iso.size; i++)
        assert_true(form[i] == '0' ? iso.at[i] >= '0' && iso.at[i] <= '9' : iso.at[i] == form[i]);
    assert_int_equal(value_of(&call, "request.elapsed_ms").kind, TN_VALUE_NUMBER);
    memory_end(&call);
}

static void every_row_is_complete(void **state)
{
    (void)state;
    struct memory_call call = { .method = "GET", .target = "/" };
    memory_begin(&chain, &call);
    for (const struct tn_variable *row = http_variables; row->name; row++) {
        assert_non_null(row->summary);
        row->get(call.request, NULL, TN_TEXT("x"));
    }
    memory_end(&call);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_the_request_says), TEST(what_the_refusal_says),
        TEST(networks_of_clients),   TEST(clients_behind_a_trusted_proxy),
        TEST(times_have_their_form), TEST(every_row_is_complete),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* The plugin whole, in a host without a network: floods, tiers, policies and keys, request by request. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <tenon/testing.h>

/* Stands for whoever knows users and tenants, and answers every request. */
static struct tn_value get_user(struct tn_request *request, void *self, struct tn_text rest)
{
    (void)self, (void)rest;
    struct tn_text user = tn_request_header(request, "X-User");
    return tn_text_present(user) ? tn_value_text(user) : tn_value_absent();
}

static struct tn_value get_tenant(struct tn_request *request, void *self, struct tn_text rest)
{
    (void)self;
    bool tier = tn_text_is(rest, "tier");
    struct tn_text tenant = tn_request_header(request, tier ? "X-Tier" : "X-Tenant");
    return tn_text_present(tenant) ? tn_value_text(tenant) : tn_value_absent();
}

static enum tn_verdict answer(struct tn_request *request, void *self)
{
    (void)self;
    bool broken = tn_text_is(tn_request_path(request), "/broken");
    return tn_reply(request, broken ? 500 : 200, "text/plain", TN_TEXT("well"));
}

static const struct tn_variable who_variables[] = {
    { "user", get_user, TN_GLOBAL, "Who asks." },
    { "tenant", get_tenant, TN_GLOBAL, "For whom." },
    { "tenant.*", get_tenant, TN_GLOBAL, "And of which tier." },
    { 0 },
};

static const struct tn_plugin who = {
    TN_PLUGIN_HEAD,
    .name = "who",
    .version = "1.0.0",
    .summary = "Knows users and tenants.",
    .variables = who_variables,
    .request = answer,
};

extern const struct tn_plugin tn_plugin;
static const struct tn_plugin *const plugins[] = { &tn_plugin, &who, NULL };

/* A host with one limiter, of these options, above who answers. */
static struct tn_test *open_with(const char *options)
{
    char configuration[2000];
    snprintf(configuration, sizeof configuration,
             "plugins:\n  - ratelimit: { %s }\n    name: limit\n  - who: {}\n", options);
    struct tn_test *test = tn_test_open(configuration, plugins);
    assert_null(strstr(tn_test_errors(test), "error:"));
    return test;
}

/* What one request with one header was told. */
struct told {
    int status;
    char limit[200], retry_after[32];
};

static void copy(char *room, size_t size, struct tn_text text)
{
    snprintf(room, size, "%.*s", (int)text.size, text.size ? text.at : "");
}

static struct told ask_at(struct tn_test *test, const char *target, const char *const *headers)
{
    const struct tn_test_call call = { .target = target, .headers = headers };
    struct tn_test_reply *reply = tn_test_send(test, &call);
    struct told told = { .status = tn_test_status(reply) };
    copy(told.limit, sizeof told.limit, tn_test_header(reply, "RateLimit"));
    copy(told.retry_after, sizeof told.retry_after, tn_test_header(reply, "Retry-After"));
    tn_test_reply_close(reply);
    return told;
}

static struct told ask(struct tn_test *test, const char *name, const char *value)
{
    return ask_at(test, "/", (const char *const[]){ name, value, NULL });
}

static int status_for(struct tn_test *test, const char *user)
{
    return ask(test, "X-User", user).status;
}

static int flood(struct tn_test *test, unsigned from, unsigned to)
{
    int let_through = 0;
    for (unsigned i = from; i < to; i++) {
        char user[32];
        snprintf(user, sizeof user, "flood-%u", i);
        let_through += status_for(test, user) == 200;
    }
    return let_through;
}

static const char *const algorithms[] = { "gcra", "fixed", "sliding", "token-bucket" };

/* Twenty times more keys than there is room for: whoever was refused before is refused after. */
static void no_flood_of_new_keys_resets_one_that_is_spent(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof algorithms / sizeof *algorithms; i++) {
        char options[200];
        snprintf(options, sizeof options, "limit: 4/1h, key: $user, keys: 64, algorithm: %s",
                 algorithms[i]);
        struct tn_test *test = open_with(options);
        flood(test, 0, 100);
        for (int j = 0; j < 4; j++)
            assert_int_equal(status_for(test, "spent"), 200);
        assert_int_equal(status_for(test, "spent"), 429);
        assert_int_equal(flood(test, 100, 1400), 1300);
        assert_int_equal(status_for(test, "spent"), 429);
        tn_test_close(test);
    }
}

/* With `full: refuse` nobody is forgotten at all, and newcomers wait. */
static void a_full_table_may_refuse_new_keys(void **state)
{
    (void)state;
    struct tn_test *test =
        open_with("limit: 4/1h, key: $user, keys: 64, algorithm: fixed, full: refuse");
    int let_through = flood(test, 0, 1000);
    assert_in_range(let_through, 33, 64);
    struct told told = ask(test, "X-User", "latecomer");
    assert_int_equal(told.status, 429);
    assert_string_equal(told.retry_after, "3600");
    assert_string_equal(told.limit, "\"4-in-1hr\"; r=0; t=3600");
    assert_int_equal(status_for(test, "flood-0"), 200);
    tn_test_close(test);
}

static void each_tier_has_its_rate_and_its_counts(void **state)
{
    (void)state;
    struct tn_test *test = open_with("limit: 1/1h, limits: { free: 2/1h, pro: 3/1h }, "
                                     "tier: $tenant.tier, key: $tenant, algorithm: fixed");
    static const struct {
        const char *tier;
        int allowed;
    } tiers[] = { { "free", 2 }, { "pro", 3 }, { "Pro", 1 }, { "free", 0 } };
    for (size_t i = 0; i < sizeof tiers / sizeof *tiers; i++) {
        const char *headers[] = { "X-Tenant", "t", "X-Tier", tiers[i].tier, NULL };
        int allowed = 0;
        for (int j = 0; j < 5; j++)
            allowed += ask_at(test, "/", headers).status == 200;
        assert_int_equal(allowed, tiers[i].allowed);
    }
    tn_test_close(test);
}

/* A user is one of a tenant; who has no name counts with all who have none. */
static void keys_are_any_text_of_variables(void **state)
{
    (void)state;
    struct tn_test *test = open_with("limit: 1/1h, key: \"$tenant:$user\"");
    static const struct {
        const char *tenant, *user;
        int status;
    } rows[] = {
        { "a", "x", 200 }, { "b", "x", 200 }, { "a", "y", 200 }, { "a", "x", 429 },
        { "b", "x", 429 }, { "a", "", 200 },  { "a", "", 429 },  { "", "", 200 },
        { "", "", 429 },   { "", "a", 200 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *headers[5] = { NULL };
        size_t count = 0;
        if (*rows[i].tenant)
            headers[count++] = "X-Tenant", headers[count++] = rows[i].tenant;
        if (*rows[i].user)
            headers[count++] = "X-User", headers[count++] = rows[i].user;
        assert_int_equal(ask_at(test, "/", headers).status, rows[i].status);
    }
    tn_test_close(test);
}

/* All policies or none, and the refund gives back to each. */
static void policies_are_charged_all_or_none(void **state)
{
    (void)state;
    struct tn_test *test =
        open_with("refund: 5xx, policies: { all: { limit: 4/1h, key: all, algorithm: fixed }, "
                  "user: { limit: 2/1h, key: $user, algorithm: sliding } }");
    const char *headers[] = { "X-User", "x", NULL };
    for (int i = 0; i < 10; i++)
        assert_int_equal(ask_at(test, "/broken", headers).status, 500);
    assert_int_equal(status_for(test, "x"), 200);
    assert_int_equal(status_for(test, "x"), 200);
    for (int i = 0; i < 10; i++)
        assert_int_equal(status_for(test, "x"), 429);
    assert_int_equal(status_for(test, "y"), 200);
    assert_int_equal(status_for(test, "z"), 200);
    assert_int_equal(status_for(test, "z"), 429);
    tn_test_close(test);
}

static struct told ask_from(struct tn_test *test, const char *client)
{
    struct tn_test_reply *reply = tn_test_send(test, &(struct tn_test_call){ .client = client });
    struct told told = { .status = tn_test_status(reply) };
    copy(told.limit, sizeof told.limit, tn_test_header(reply, "RateLimit-Policy"));
    tn_test_reply_close(reply);
    return told;
}

/* Without a key it is $client.net, to the partition key in the fields. */
static void the_default_key_is_the_network(void **state)
{
    (void)state;
    static const char *const clients[] = { "192.0.2.1", "2001:db8:1:2::3", "::1" };
    for (size_t i = 0; i < sizeof clients / sizeof *clients; i++) {
        struct tn_test *test = open_with("limit: 2/1h");
        struct told by_default = ask_from(test, clients[i]);
        tn_test_close(test);
        test = open_with("limit: 2/1h, key: $client.net");
        assert_string_equal(ask_from(test, clients[i]).limit, by_default.limit);
        tn_test_close(test);
    }
    struct tn_test *test = open_with("limit: 2/1h");
    assert_int_equal(ask_from(test, "2001:db8:1:2::3").status, 200);
    assert_int_equal(ask_from(test, "2001:db8:1:ff::4").status, 200);
    assert_int_equal(ask_from(test, "2001:db8:1:ff::5").status, 429);
    assert_int_equal(ask_from(test, "2001:db8:1:100::5").status, 200);
    tn_test_close(test);
}

/* One that is under way holds its place until its client has the reply, or leaves. */
static void what_is_under_way_comes_back_when_it_is_over(void **state)
{
    (void)state;
    struct tn_test *test = open_with("concurrent: 1, key: $user");
    const struct tn_test_call call = { .headers = (const char *const[]){ "X-User", "x", NULL } };
    struct tn_test_reply *reply = tn_test_begin(test, &call);
    assert_int_equal(tn_test_status(reply), 200);
    assert_int_equal(status_for(test, "x"), 429);
    assert_int_equal(status_for(test, "y"), 200);
    tn_test_reply_close(reply);
    assert_int_equal(status_for(test, "x"), 200);
    assert_int_equal(status_for(test, "x"), 200);
    tn_test_close(test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_flood_of_new_keys_resets_one_that_is_spent),
        cmocka_unit_test(a_full_table_may_refuse_new_keys),
        cmocka_unit_test(each_tier_has_its_rate_and_its_counts),
        cmocka_unit_test(keys_are_any_text_of_variables),
        cmocka_unit_test(policies_are_charged_all_or_none),
        cmocka_unit_test(the_default_key_is_the_network),
        cmocka_unit_test(what_is_under_way_comes_back_when_it_is_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

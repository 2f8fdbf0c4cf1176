/* SPDX-License-Identifier: MIT */
/* The trace that the token buys: what it says in the reply's header and in the log, and who gets it. */
#include <http/ticket.h>
#include <tenon/host.h>

#include "fixture.h"

enum { ENTRIES = 3 };

/* What a test's plugin does in its hooks; one an entry. */
struct actor {
    enum tn_verdict verdict;
    bool replies;  /* its request hook sets a reply */
    bool replaces; /* its reply hook sets another */
    struct tn_request *held;
};

static enum tn_verdict on_request(struct tn_request *request, void *self)
{
    struct actor *actor = self;
    if (actor->replies)
        tn_reply(request, 200, "text/plain", TN_TEXT("yes"));
    if (actor->verdict == TN_LATER)
        actor->held = request;
    return actor->verdict;
}

static void on_reply(struct tn_request *request, void *self)
{
    const struct actor *actor = self;
    if (actor->replaces)
        tn_reply(request, 203, "text/plain", TN_TEXT("other"));
}

static void on_done(struct tn_request *request, void *self)
{
    (void)request, (void)self;
}

static enum tn_verdict on_route(struct tn_request *request, void *self)
{
    (void)self;
    return tn_reply(request, 201, "text/plain", TN_TEXT("route"));
}

static const struct tn_plugin asks = { TN_PLUGIN_HEAD, .request = on_request };
static const struct tn_plugin answers = { TN_PLUGIN_HEAD, .reply = on_reply, .done = on_done };
static const struct tn_plugin does_all = { TN_PLUGIN_HEAD, .name = "actor", .request = on_request,
                                           .reply = on_reply };
static const struct http_route routes[] = { { "GET", "/r", on_route }, { 0 } };

static struct actor actors[ENTRIES];
static struct http_entry entries[ENTRIES];
static char said[4096];
static const char key[] = "open sesame, please";

/* The last request that was kept. */
static struct {
    bool traced;
    char json[4096], text[4096];
} kept;

static void keep(void *context, bool traced, struct tn_text json, struct tn_text text)
{
    (void)context;
    kept.traced = traced;
    snprintf(kept.json, sizeof kept.json, "%" TN_PRI, TN_ARG(json));
    snprintf(kept.text, sizeof kept.text, "%" TN_PRI, TN_ARG(text));
}

/* A line with fields as text: its message, then the fields but for numbers with a fraction. */
static void keep_line(void *context, enum tn_level level, struct tn_request *request,
                      const struct tn_field *fields, const char *message)
{
    (void)context, (void)request;
    if (!fields)
        return;
    assert_int_equal(level, TN_INFO);
    size_t size = (size_t)snprintf(said, sizeof said, "%s", message);
    for (; fields->name; fields++) {
        const struct tn_value *value = &fields->value;
        if (value->kind == TN_VALUE_INTEGER)
            size += (size_t)snprintf(said + size, sizeof said - size, " %s=%d", fields->name,
                                     (int)value->integer);
        else if (value->text.at)
            size += (size_t)snprintf(said + size, sizeof said - size, " %s=%" TN_PRI, fields->name,
                                     TN_ARG(value->text));
    }
}

static int begin(void **state)
{
    (void)state;
    static const char *const names[] = { "first", "second", "third" };
    static const char *const bys[] = { "{first}", "{second}", "{third}" };
    static const char *const places[] = { "t.yaml:1:5", "t.yaml:2:5", "t.yaml:3:5" };
    for (size_t i = 0; i < ENTRIES; i++) {
        actors[i] = (struct actor){ .verdict = TN_NEXT };
        entries[i] = (struct http_entry){ .name = names[i],
                                          .plugin = &does_all,
                                          .self = &actors[i],
                                          .timeout_ms = -1,
                                          .place = places[i],
                                          .decided_by = tn_text(bys[i]) };
    }
    said[0] = kept.json[0] = kept.text[0] = '\0';
    options.trace_key = key;
    options.keep = keep;
    options.slow_ms = 500;
    options.log = keep_line;
    chain_begin(entries, ENTRIES);
    return 0;
}

static int end(void **state)
{
    (void)state;
    chain_end();
    return 0;
}

/* Builds the chain anew after a test has changed the entries. */
static void rebuild(void)
{
    chain_free(&chain);
    chain_begin(entries, ENTRIES);
}

/* A call with a ticket for paths beneath the prefix. */
static struct memory_call traced_beneath(const char *prefix, const char *target)
{
    static struct memory_field fields[] = { { "Tenon-Trace", NULL }, { NULL, NULL } };
    static char ticket[200];
    struct arena arena = { 0 };
    int64_t soon_s = tn_wall_clock_ms() / 1000 + 600;
    snprintf(ticket, sizeof ticket, "%s", ticket_make(&arena, key, soon_s, tn_text(prefix)).at);
    arena_free(&arena);
    fields[0].value = ticket;
    return (struct memory_call){ .method = "GET", .target = target, .fields = fields };
}

static struct memory_call traced(const char *target)
{
    return traced_beneath("", target);
}

/* A word such as "0.004ms" is a time: they are left out, since they are never the same. */
static bool is_time(const char *word, size_t size)
{
    return size > 2 && word[0] >= '0' && word[0] <= '9' && strncmp(word + size - 2, "ms", 2) == 0;
}

/* All Tenon-Trace lines of the reply without their times, each ended by a semicolon. */
static const char *shown(const struct memory_call *call)
{
    static char text[4096];
    size_t size = 0;
    const struct fields *fields = &call->request->reply.fields;
    for (size_t i = 0; i < fields->count; i++) {
        if (!tn_text_is(fields->items[i].name, "Tenon-Trace"))
            continue;
        for (const char *word = fields->items[i].value.at; *word;) {
            size_t length = strcspn(word, " ");
            if (!is_time(word, length))
                size +=
                    (size_t)snprintf(text + size, sizeof text - size, "%.*s ", (int)length, word);
            word += length + (word[length] == ' ');
        }
        text[size - 1] = ';';
    }
    text[size] = '\0';
    return text;
}

/* How many Server-Timing members the reply has whose description is the one given, each with a duration. */
static size_t timings(const struct memory_call *call, const char *name, const char *description)
{
    size_t found = 0;
    const struct fields *fields = &call->request->reply.fields;
    for (size_t i = 0; i < fields->count; i++) {
        const char *value = fields->items[i].value.at;
        size_t size = strlen(name);
        if (tn_text_is(fields->items[i].name, "Server-Timing") && strncmp(value, name, size) == 0 &&
            strncmp(value + size, ";dur=", 5) == 0)
            found += strstr(value, description) != NULL;
    }
    return found;
}

static void who_has_no_token_gets_nothing(void **state)
{
    (void)state;
    static const char *const offers[] = { "", "1", "9999999999::0", key };
    for (size_t i = 0; i < sizeof offers / sizeof *offers; i++) {
        const struct memory_field fields[] = { { "Tenon-Trace", offers[i] }, { NULL, NULL } };
        struct memory_call call = { .method = "GET", .target = "/", .fields = fields };
        memory_begin(&chain, &call);
        assert_null(call.request->trace);
        assert_int_equal(call.request->reply.fields.count, 1); /* Content-Type */
        memory_end(&call);
        assert_string_equal(said, "");
    }
}

static void a_ticket_may_be_for_some_paths(void **state)
{
    (void)state;
    struct memory_call call = traced_beneath("/api", "/api/x");
    memory_begin(&chain, &call);
    assert_non_null(call.request->trace);
    memory_end(&call);
    call = traced_beneath("/api", "/other");
    memory_begin(&chain, &call);
    assert_null(call.request->trace);
    memory_end(&call);
}

static void what_is_traced_is_kept(void **state)
{
    (void)state;
    actors[1].verdict = TN_REPLY;
    actors[1].replies = true;
    struct memory_call call = traced("/x?q");
    memory_begin(&chain, &call);
    memory_end(&call);
    assert_true(kept.traced);
    assert_non_null(strstr(kept.json, "\"why\":\"traced\",\"request_id\":\""));
    assert_non_null(
        strstr(kept.json, "\"method\":\"GET\",\"target\":\"/x?q\",\"status\":200,\"ms\":"));
    assert_non_null(strstr(kept.json, "\"decided_by\":{second},\"hooks\":[{\"entry\":\"first\""));
    assert_non_null(strstr(kept.text, " traced 200 GET /x?q "));
    assert_non_null(strstr(kept.text, "by second t.yaml:2:5, request "));
    assert_non_null(strstr(kept.text, "    second request reply "));
}

static void what_fails_is_kept_without_steps(void **state)
{
    (void)state;
    actors[0].verdict = TN_FAILED;
    struct memory_call call = { .method = "GET", .target = "/\x1b[31m" };
    memory_begin(&chain, &call);
    memory_end(&call);
    assert_string_equal(kept.json, ""); /* 400: refused, not failed */
    call = (struct memory_call){ .method = "GET", .target = "/x" };
    memory_begin(&chain, &call);
    memory_end(&call);
    assert_false(kept.traced);
    assert_non_null(strstr(kept.json, "\"why\":\"failed\""));
    assert_null(strstr(kept.json, "hooks"));
    assert_non_null(strstr(kept.json, "\"decided_by\":{\"entry\":\"tenon\"}}"));
    assert_non_null(strstr(kept.text, " failed 500 GET /x "));
}

static void what_waited_too_long_is_kept(void **state)
{
    (void)state;
    actors[1].verdict = TN_REPLY;
    actors[1].replies = true;
    struct memory_call call = { .method = "GET", .target = "/x" };
    memory_begin(&chain, &call);
    call.request->started_ns -= 400 * 1000000ull;
    memory_end(&call);
    assert_string_equal(kept.json, "");
    memory_begin(&chain, &call);
    call.request->started_ns -= 600 * 1000000ull;
    memory_end(&call);
    assert_non_null(strstr(kept.json, "\"why\":\"slow\""));
}

static void without_a_token_in_the_file_nobody_gets_one(void **state)
{
    (void)state;
    options.trace_key = NULL;
    struct memory_call call = traced("/");
    memory_begin(&chain, &call);
    assert_null(call.request->trace);
    memory_end(&call);
}

static void each_hook_is_shown_in_order(void **state)
{
    (void)state;
    entries[0].plugin = &answers;
    entries[1].plugin = &asks;
    actors[2].verdict = TN_REPLY;
    actors[2].replies = true;
    rebuild();
    struct memory_call call = traced("/");
    memory_begin(&chain, &call);
    assert_string_equal(shown(&call), "second request next t.yaml:2:5;"
                                      "third request reply decided t.yaml:3:5;"
                                      "third reply passed t.yaml:3:5;"
                                      "first reply passed t.yaml:1:5;");
    assert_int_equal(timings(&call, "second", "desc=\"request next\""), 1);
    assert_int_equal(timings(&call, "third", "desc=\"reply passed\""), 1);
    assert_int_equal(timings(&call, "total", ""), 1);
    assert_text(tn_reply_header(call.request, "Vary"), "Tenon-Trace");
    memory_end(&call);
}

static void a_route_and_what_is_skipped(void **state)
{
    (void)state;
    const char *paths[] = { "/other" };
    struct http_condition condition = { .path = { 1, paths } };
    entries[0].matches = 1;
    entries[0].match = &condition;
    entries[1].routes = routes;
    rebuild();
    struct memory_call call = traced("/r");
    memory_begin(&chain, &call);
    assert_string_equal(shown(&call), "first request skipped t.yaml:1:5;"
                                      "second request next t.yaml:2:5;"
                                      "second route reply decided t.yaml:2:5;"
                                      "second reply passed t.yaml:2:5;");
    assert_int_equal(timings(&call, "first", ""), 0);
    memory_end(&call);
}

static void a_shadow_is_shown_and_decides_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < ENTRIES; i++)
        entries[i].plugin = &asks;
    entries[0].shadow = true;
    actors[0].verdict = TN_REPLY;
    actors[0].replies = true;
    rebuild();
    struct memory_call call = traced("/");
    memory_begin(&chain, &call);
    assert_string_equal(shown(&call), "first request reply shadow t.yaml:1:5;"
                                      "second request next t.yaml:2:5;"
                                      "third request next t.yaml:3:5;"
                                      "tenon request reply decided;");
    memory_end(&call);
}

static void a_reply_hook_that_replaces_has_decided(void **state)
{
    (void)state;
    actors[0].replaces = true;
    actors[1].verdict = TN_REPLY;
    actors[1].replies = true;
    struct memory_call call = traced("/");
    memory_begin(&chain, &call);
    assert_string_equal(shown(&call), "first request next t.yaml:1:5;"
                                      "second request reply t.yaml:2:5;"
                                      "second reply passed t.yaml:2:5;"
                                      "first reply replaced decided t.yaml:1:5;");
    memory_end(&call);
}

static void the_time_waited_stands_apart(void **state)
{
    (void)state;
    entries[1].plugin = &asks;
    entries[0].plugin = &asks;
    actors[1].verdict = TN_LATER;
    rebuild();
    struct memory_call call = traced("/");
    memory_begin(&chain, &call);
    assert_false(call.replied);
    tn_reply(actors[1].held, 202, NULL, TN_TEXT("late"));
    tn_resume(actors[1].held, TN_REPLY);
    assert_string_equal(shown(&call), "first request next t.yaml:1:5;"
                                      "second request reply waited decided t.yaml:2:5;");
    assert_int_equal(timings(&call, "second", "desc=\"request reply\""), 1);
    assert_int_equal(timings(&call, "second", "desc=\"request waited\""), 1);
    memory_end(&call);
}

static void a_wait_that_takes_too_long_is_the_hosts(void **state)
{
    (void)state;
    entries[0].plugin = &asks;
    actors[0].verdict = TN_LATER;
    rebuild();
    struct memory_call call = traced("/");
    memory_begin(&chain, &call);
    deadlines_advance(&chain.deadlines, 3000);
    assert_true(call.replied);
    assert_string_equal(shown(&call), "first request later waited t.yaml:1:5;"
                                      "tenon request reply decided;");
    memory_end(&call);
    tn_resume(actors[0].held, TN_NEXT);
}

static void what_is_refused_before_the_chain_is_traced_too(void **state)
{
    (void)state;
    entries[0].plugin = &answers;
    entries[1].plugin = entries[2].plugin = &asks;
    rebuild();
    struct memory_call call = traced("bad");
    memory_begin(&chain, &call);
    assert_int_equal(tn_reply_status(call.request), 400);
    assert_string_equal(shown(&call), "tenon request reply decided;first reply passed t.yaml:1:5;");
    memory_end(&call);
}

static void a_failure_is_named_beside_the_hosts_reply(void **state)
{
    (void)state;
    entries[0].plugin = &asks;
    actors[0].verdict = TN_FAILED;
    rebuild();
    struct memory_call call = traced("/");
    memory_begin(&chain, &call);
    assert_string_equal(shown(&call),
                        "first request failed t.yaml:1:5;tenon request reply decided;");
    memory_end(&call);
}

static void the_log_keeps_it(void **state)
{
    (void)state;
    entries[0].plugin = &answers;
    actors[1].verdict = TN_REPLY;
    actors[1].replies = true;
    rebuild();
    struct memory_call call = traced("/x");
    memory_begin(&chain, &call);
    memory_end(&call);
    static const char head[] =
        "trace of GET /x status=200 decided_by={second} "
        "hooks=[{\"entry\":\"second\",\"hook\":\"request\",\"verdict\":\"reply\",\"ms\":";
    assert_memory_equal(said, head, strlen(head));
    assert_non_null(strstr(said, "{\"entry\":\"first\",\"hook\":\"reply\",\"verdict\":\"passed\""));
    assert_non_null(strstr(said, "{\"entry\":\"first\",\"hook\":\"done\",\"verdict\":\"passed\""));
    assert_non_null(strstr(said, "\"place\":\"t.yaml:1:5\"}]"));
}

static void the_log_keeps_it_of_a_client_that_left(void **state)
{
    (void)state;
    actors[0].verdict = TN_LATER;
    struct memory_call call = traced("/x");
    memory_begin(&chain, &call);
    memory_end(&call);
    tn_resume(actors[0].held, TN_REPLY);
    static const char head[] = "trace of GET /x hooks=[{\"entry\":\"first\",\"hook\":\"request\","
                               "\"verdict\":\"later\",\"ms\":";
    assert_memory_equal(said, head, strlen(head));
    assert_non_null(strstr(said, "\"waited_ms\":"));
}

static const char *variable(struct memory_call *call, const char *name)
{
    for (const struct tn_variable *row = http_variables; row->name; row++)
        if (strcmp(row->name, name) == 0)
            return row->get(call->request, NULL, (struct tn_text){ 0 }).text.at;
    fail_msg("no variable %s", name);
    return NULL;
}

static void variables_name_who_replied(void **state)
{
    (void)state;
    actors[1].verdict = TN_LATER;
    struct memory_call call = { .method = "GET", .target = "/" };
    memory_begin(&chain, &call);
    assert_null(variable(&call, "reply.entry"));
    assert_null(variable(&call, "reply.place"));
    tn_reply(actors[1].held, 202, NULL, TN_TEXT("late"));
    tn_resume(actors[1].held, TN_REPLY);
    assert_string_equal(variable(&call, "reply.entry"), "second");
    assert_string_equal(variable(&call, "reply.place"), "t.yaml:2:5");
    assert_string_equal(variable(&call, "reply.plugin"), "actor");
    assert_string_equal(variable(&call, "reply.decided_by"), "{second}");
    memory_end(&call);
    actors[1].verdict = TN_NEXT;
    call = (struct memory_call){ .method = "GET", .target = "/none" };
    memory_begin(&chain, &call);
    assert_string_equal(variable(&call, "reply.entry"), "tenon");
    assert_null(variable(&call, "reply.place"));
    assert_null(variable(&call, "reply.plugin"));
    assert_string_equal(variable(&call, "reply.decided_by"), "{\"entry\":\"tenon\"}");
    memory_end(&call);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_has_no_token_gets_nothing),
        TEST(a_ticket_may_be_for_some_paths),
        TEST(what_is_traced_is_kept),
        TEST(what_fails_is_kept_without_steps),
        TEST(what_waited_too_long_is_kept),
        TEST(without_a_token_in_the_file_nobody_gets_one),
        TEST(each_hook_is_shown_in_order),
        TEST(a_route_and_what_is_skipped),
        TEST(a_shadow_is_shown_and_decides_nothing),
        TEST(a_reply_hook_that_replaces_has_decided),
        TEST(the_time_waited_stands_apart),
        TEST(a_wait_that_takes_too_long_is_the_hosts),
        TEST(what_is_refused_before_the_chain_is_traced_too),
        TEST(a_failure_is_named_beside_the_hosts_reply),
        TEST(the_log_keeps_it),
        TEST(the_log_keeps_it_of_a_client_that_left),
        TEST(variables_name_who_replied),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

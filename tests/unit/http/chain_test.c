/* SPDX-License-Identifier: MIT */
/* The order of hooks, and what verdicts lead to. */
#include <stdlib.h>

#include <plugins/instance.h>

#include "fixture.h"

/* What a test's plugin does; one struct an entry. */
struct actor {
    const char *name;
    enum tn_verdict verdict;
    bool replies;    /* request sets a reply */
    bool wants_body; /* request collects the body, then does the above */
    struct tn_request *held;
    int cancels;
};

static char trace[256];

static void note(const char *what, const struct actor *actor)
{
    size_t size = strlen(trace);
    snprintf(trace + size, sizeof trace - size, "%s%s ", what, actor->name);
}

static enum tn_verdict act(struct tn_request *request, void *self)
{
    struct actor *actor = self;
    note("q", actor);
    tn_reply_set(request, "X-Actor", tn_text(actor->name));
    if (actor->replies)
        tn_reply(request, 200, "text/plain", tn_text(actor->name));
    if (actor->verdict == TN_LATER)
        actor->held = request;
    return actor->verdict;
}

static enum tn_verdict on_request(struct tn_request *request, void *self)
{
    struct actor *actor = self;
    return actor->wants_body ? tn_body_collect(request, act) : act(request, self);
}

static void on_reply(struct tn_request *request, void *self)
{
    (void)request;
    note("p", self);
}

static void on_done(struct tn_request *request, void *self)
{
    (void)request;
    note("d", self);
}

static void on_cancel(struct tn_request *request, void *self)
{
    struct actor *actor = self;
    actor->cancels++;
    assert_true(tn_request_cancelled(request));
}

static enum tn_verdict on_route(struct tn_request *request, void *self)
{
    note("h", self);
    struct tn_text id = tn_request_param(request, "id");
    return tn_reply(request, 201, "text/plain", id.at ? id : TN_TEXT("route"));
}

static const struct tn_plugin plugin = { TN_PLUGIN_HEAD, .request = on_request, .reply = on_reply,
                                         .done = on_done, .cancel = on_cancel };
static const struct http_route routes[] = { { "GET", "/r/:id", on_route },
                                            { "GET", "/r", on_route },
                                            { 0 } };

static struct actor actors[3];
static struct http_entry entries[3];

static int begin(void **state)
{
    (void)state;
    static const char *const names[] = { "1", "2", "3" };
    trace[0] = '\0';
    for (size_t i = 0; i < 3; i++) {
        actors[i] = (struct actor){ .name = names[i] };
        entries[i] = (struct http_entry){
            .name = names[i], .plugin = &plugin, .self = &actors[i], .timeout_ms = -1
        };
    }
    chain_begin(entries, 3);
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
    chain_begin(entries, 3);
}

static struct memory_call get(const char *target)
{
    return (struct memory_call){ .method = "GET", .target = target };
}

/* Runs a request to its end; its status and what was called. */
static int run(struct memory_call call)
{
    trace[0] = '\0';
    memory_begin(&chain, &call);
    assert_true(call.replied);
    int status = tn_reply_status(call.request);
    memory_end(&call);
    return status;
}

static void an_onion(void **state)
{
    (void)state;
    actors[1].verdict = TN_REPLY;
    actors[1].replies = true;
    assert_int_equal(run(get("/")), 200);
    assert_string_equal(trace, "q1 q2 p2 p1 d3 d2 d1 ");
}

static void nobody_replies(void **state)
{
    (void)state;
    assert_int_equal(run(get("/none")), 404);
    assert_string_equal(trace, "q1 q2 q3 p3 p2 p1 d3 d2 d1 ");
}

static void what_is_refused_before_the_chain_passes_all_reply_hooks(void **state)
{
    (void)state;
    assert_int_equal(run(get("bad")), 400);
    assert_string_equal(trace, "p3 p2 p1 d3 d2 d1 ");
}

static void a_route_is_taken_after_its_entrys_hook(void **state)
{
    (void)state;
    entries[1].routes = routes;
    rebuild();
    assert_int_equal(run(get("/r/7")), 201);
    assert_string_equal(trace, "q1 q2 h2 p2 p1 d3 d2 d1 ");
    struct memory_call call = get("/r/7");
    memory_begin(&chain, &call);
    assert_text(memory_read(&call), "7");
    memory_end(&call);
}

static void methods_of_a_known_path(void **state)
{
    (void)state;
    entries[1].routes = routes;
    rebuild();
    struct memory_call call = { .method = "POST", .target = "/r" };
    memory_begin(&chain, &call);
    assert_int_equal(tn_reply_status(call.request), 405);
    assert_text(tn_reply_header(call.request, "allow"), "GET, HEAD, OPTIONS");
    memory_end(&call);
    call = (struct memory_call){ .method = "OPTIONS", .target = "/r" };
    memory_begin(&chain, &call);
    assert_int_equal(tn_reply_status(call.request), 204);
    assert_text(tn_reply_header(call.request, "allow"), "GET, HEAD, OPTIONS");
    memory_end(&call);
    assert_int_equal(run((struct memory_call){ .method = "OPTIONS", .target = "*" }), 204);
    assert_int_equal(run((struct memory_call){ .method = "HEAD", .target = "/r" }), 201);
}

static void conditions_leave_entries_out(void **state)
{
    (void)state;
    const char *paths[] = { "/api/*" };
    struct http_condition condition = { .path = { 1, paths } };
    entries[1].matches = 1;
    entries[1].match = &condition;
    entries[2].excepts = 1;
    entries[2].except = &condition;
    rebuild();
    run(get("/api/x"));
    assert_string_equal(trace, "q1 q2 p2 p1 d2 d1 ");
    run(get("/x"));
    assert_string_equal(trace, "q1 q3 p3 p1 d3 d1 ");
}

static void a_shadow_decides_nothing(void **state)
{
    (void)state;
    actors[0].replies = true;
    actors[0].verdict = TN_REPLY;
    entries[0].shadow = true;
    entries[0].routes = routes;
    double shadowed = 0;
    entries[0].shadow_replies = (struct tn_series *)&shadowed;
    rebuild();
    struct memory_call call = get("/r");
    memory_begin(&chain, &call);
    assert_int_equal(tn_reply_status(call.request), 404);
    assert_text(tn_reply_header(call.request, "x-actor"), "3");
    tn_reply_remove(call.request, "nothing");
    memory_end(&call);
    assert_string_equal(trace, "q1 q2 q3 p3 p2 p1 d3 d2 d1 ");
    chain_flush(&chain);
    assert_int_equal((int)shadowed, 1);
}

static void on_error_denies_or_skips(void **state)
{
    (void)state;
    actors[1].verdict = TN_FAILED;
    assert_int_equal(run(get("/")), 500);
    assert_string_equal(trace, "q1 q2 p2 p1 d3 d2 d1 ");
    entries[1].skip_on_error = true;
    assert_int_equal(run(get("/")), 404);
    assert_string_equal(trace, "q1 q2 q3 p3 p2 p1 d3 d2 d1 ");
}

static void a_reply_that_was_not_set_is_a_failure(void **state)
{
    (void)state;
    actors[1].verdict = TN_REPLY;
    assert_int_equal(run(get("/")), 500);
}

static void later_resumes(void **state)
{
    (void)state;
    actors[1].verdict = TN_LATER;
    struct memory_call call = get("/");
    memory_begin(&chain, &call);
    assert_false(call.replied);
    assert_string_equal(trace, "q1 q2 ");
    assert_false(tn_request_cancelled(actors[1].held));
    tn_reply(actors[1].held, 202, NULL, TN_TEXT("late"));
    tn_resume(actors[1].held, TN_REPLY);
    assert_true(call.replied);
    assert_text(memory_read(&call), "late");
    memory_end(&call);
    assert_string_equal(trace, "q1 q2 p2 p1 d3 d2 d1 ");
}

static void later_then_next(void **state)
{
    (void)state;
    actors[1].verdict = TN_LATER;
    struct memory_call call = get("/");
    memory_begin(&chain, &call);
    tn_resume(actors[1].held, TN_NEXT);
    assert_true(call.replied);
    assert_int_equal(tn_reply_status(call.request), 404);
    memory_end(&call);
}

static void a_deadline_cancels_and_replies(void **state)
{
    (void)state;
    actors[1].verdict = TN_LATER;
    entries[1].timeout_ms = 200;
    struct memory_call call = get("/");
    memory_begin(&chain, &call);
    deadlines_advance(&chain.deadlines, 1190);
    assert_false(call.replied);
    deadlines_advance(&chain.deadlines, 1300);
    assert_true(call.replied);
    assert_int_equal(actors[1].cancels, 1);
    assert_int_equal(tn_reply_status(call.request), 504);
    tn_reply(actors[1].held, 200, NULL, TN_TEXT("too late")); /* does not count any more */
    assert_int_equal(tn_reply_status(call.request), 504);
    assert_false(tn_reply_set(actors[1].held, "X", TN_TEXT("y")));
    memory_end(&call);
    assert_null(strstr(trace, "d")); /* the plugin still holds it */
    assert_text(tn_request_path(actors[1].held), "/");
    assert_text(tn_request_header(actors[1].held, "host"), "localhost");
    tn_resume(actors[1].held, TN_REPLY);
    assert_non_null(strstr(trace, "d3 d2 d1 "));
}

static void an_entry_s_timeout_bounds_the_plugin_s_deadline(void **state)
{
    (void)state;
    actors[1].verdict = TN_LATER;
    entries[1].timeout_ms = 200;
    for (int64_t asked = 0; asked <= 100000; asked += 100000) {
        struct memory_call call = get("/");
        memory_begin(&chain, &call);
        tn_request_deadline(actors[1].held, asked);
        deadlines_advance(&chain.deadlines, chain.now_ms + 100);
        assert_false(call.replied);
        deadlines_advance(&chain.deadlines, chain.now_ms + 400);
        assert_true(call.replied);
        memory_end(&call);
        tn_resume(actors[1].held, TN_NEXT);
        chain.now_ms += 1000;
    }
}

static void a_plugin_moves_its_own_deadline(void **state)
{
    (void)state;
    actors[1].verdict = TN_LATER;
    struct memory_call call = get("/");
    memory_begin(&chain, &call);
    tn_request_deadline(actors[1].held, 0);
    deadlines_advance(&chain.deadlines, 100000);
    assert_false(call.replied);
    chain.now_ms = 100000;
    tn_request_deadline(actors[1].held, 100);
    deadlines_advance(&chain.deadlines, 100200);
    assert_true(call.replied);
    memory_end(&call);
    tn_resume(actors[1].held, TN_NEXT);
}

static void a_client_that_leaves_cancels(void **state)
{
    (void)state;
    actors[1].verdict = TN_LATER;
    struct memory_call call = get("/");
    memory_begin(&chain, &call);
    memory_end(&call);
    assert_int_equal(actors[1].cancels, 1);
    assert_true(tn_request_cancelled(actors[1].held));
    assert_int_equal(chain.request_count, 1);
    tn_resume(actors[1].held, TN_REPLY);
    assert_string_equal(trace, "q1 q2 d3 d2 d1 ");
}

static void a_held_request_stays(void **state)
{
    (void)state;
    struct memory_call call = get("/");
    memory_begin(&chain, &call);
    struct tn_request *request = call.request;
    http_request_hold(request);
    memory_end(&call);
    assert_int_equal(chain.request_count, 1);
    http_request_release(request);
    assert_int_equal(chain.request_count, 0);
}

static void a_body_is_collected_in_pieces(void **state)
{
    (void)state;
    actors[1].wants_body = true;
    actors[2].wants_body = true;
    struct memory_call call = {
        .method = "POST", .target = "/", .body = TN_TEXT("hello, world"), .piece = 5
    };
    memory_begin(&chain, &call);
    assert_true(call.replied);
    assert_text(tn_request_body(call.request), "hello, world");
    memory_end(&call);
    assert_string_equal(trace, "q1 q2 q3 p3 p2 p1 d3 d2 d1 ");
}

static void a_chunked_body_has_a_limit(void **state)
{
    (void)state;
    actors[1].wants_body = true;
    static char large[1001];
    memset(large, 'x', sizeof large);
    const struct memory_field fields[] = { { "Transfer-Encoding", "chunked" }, { NULL, NULL } };
    struct memory_call call = { .method = "POST",
                                .target = "/",
                                .fields = fields,
                                .body = { large, sizeof large },
                                .piece = 300 };
    memory_begin(&chain, &call);
    assert_true(call.replied);
    assert_int_equal(tn_reply_status(call.request), 413);
    assert_true(call.request->close);
    memory_end(&call);
    assert_string_equal(trace, "q1 p2 p1 d3 d2 d1 ");
}

static void state_and_defer(void **state)
{
    (void)state;
    struct memory_call call = get("/");
    memory_begin(&chain, &call);
    struct tn_host *host = (struct tn_host *)&actors[0], *other = (struct tn_host *)&actors[1];
    int *mine = tn_request_state(call.request, host, sizeof *mine);
    assert_int_equal(*mine, 0);
    assert_ptr_equal(tn_request_state(call.request, host, sizeof *mine), mine);
    assert_ptr_not_equal(tn_request_state(call.request, other, sizeof *mine), mine);
    tn_request_defer(call.request, free, malloc(7));
    memory_end(&call);
}

static void reply_fields_are_checked(void **state)
{
    (void)state;
    struct memory_call call = get("/");
    memory_begin(&chain, &call);
    call.request->running = true; /* as within a hook */
    struct tn_request *request = call.request;
    assert_true(tn_reply_set(request, "X-A", TN_TEXT(" 1 ")));
    assert_text(tn_reply_header(request, "x-a"), "1");
    assert_true(tn_reply_set(request, "X-Empty", TN_TEXT("")));
    assert_text(tn_reply_header(request, "x-empty"), "");
    assert_false(tn_reply_set(request, "X A", TN_TEXT("1")));
    assert_false(tn_reply_set(request, "X-A", TN_TEXT("1\r\nB: 2")));
    assert_false(tn_reply_add(request, "Content-Length", TN_TEXT("1")));
    assert_false(tn_reply_add(request, "connection", TN_TEXT("close")));
    assert_true(tn_reply_merge(request, "Vary", TN_TEXT("Origin")));
    assert_true(tn_reply_merge(request, "Vary", TN_TEXT("Accept")));
    assert_true(tn_reply_merge(request, "vary", TN_TEXT("origin")));
    assert_text(tn_reply_header(request, "Vary"), "Origin, Accept");
    call.request->running = false;
    memory_end(&call);
}

static void a_prepared_header_fills_in(void **state)
{
    (void)state;
    struct tn_host host = { 0 };
    char value[] = " 1 ";
    const struct tn_header *header = tn_header_prepare(&host, "X-A", tn_text(value));
    value[1] = '2';
    assert_null(tn_header_prepare(&host, "X A", TN_TEXT("1")));
    assert_null(tn_header_prepare(&host, "X-A", TN_TEXT("1\r\nB: 2")));
    assert_null(tn_header_prepare(&host, "Connection", TN_TEXT("close")));
    struct memory_call call = get("/");
    memory_begin(&chain, &call);
    call.request->running = true; /* as within a hook */
    size_t before = call.request->reply.fields.count;
    tn_reply_fill(call.request, header);
    assert_text(tn_reply_header(call.request, "x-a"), "1");
    tn_reply_set(call.request, "x-a", TN_TEXT("3"));
    tn_reply_fill(call.request, header);
    assert_text(tn_reply_header(call.request, "X-A"), "3");
    assert_int_equal(call.request->reply.fields.count, before + 1);
    call.request->running = false;
    memory_end(&call);
    arena_free(&host.arena);
}

static void error_shapes_by_entry_and_status(void **state)
{
    (void)state;
    struct http_error_shape shapes[] = { { 404, (const void *)"server-404" } };
    options.errors = (struct http_errors){ (const void *)"server", 1, shapes };
    entries[1].errors.body = (const void *)"entry";
    actors[1].verdict = TN_FAILED;
    struct memory_call call = get("/");
    memory_begin(&chain, &call);
    assert_text(memory_read(&call), "entry");
    memory_end(&call);
    actors[1].verdict = TN_NEXT;
    call = get("/");
    memory_begin(&chain, &call);
    assert_text(memory_read(&call), "server-404");
    memory_end(&call);
    call = get("x");
    memory_begin(&chain, &call);
    assert_text(memory_read(&call), "server");
    memory_end(&call);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_onion),
        TEST(nobody_replies),
        TEST(what_is_refused_before_the_chain_passes_all_reply_hooks),
        TEST(a_route_is_taken_after_its_entrys_hook),
        TEST(methods_of_a_known_path),
        TEST(conditions_leave_entries_out),
        TEST(a_shadow_decides_nothing),
        TEST(on_error_denies_or_skips),
        TEST(a_reply_that_was_not_set_is_a_failure),
        TEST(later_resumes),
        TEST(later_then_next),
        TEST(a_deadline_cancels_and_replies),
        TEST(an_entry_s_timeout_bounds_the_plugin_s_deadline),
        TEST(a_plugin_moves_its_own_deadline),
        TEST(a_client_that_leaves_cancels),
        TEST(a_held_request_stays),
        TEST(a_body_is_collected_in_pieces),
        TEST(a_chunked_body_has_a_limit),
        TEST(state_and_defer),
        TEST(reply_fields_are_checked),
        TEST(a_prepared_header_fills_in),
        TEST(error_shapes_by_entry_and_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

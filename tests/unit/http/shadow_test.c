/* SPDX-License-Identifier: MIT */
/* Entries in shadow: whatever they decide, do with the body, set in a reply or wait for, the request goes on as if without them. */
#include <fcntl.h>
#include <unistd.h>

#include "fixture.h"

/* What the plugin in shadow does. */
enum deed {
    NOTHING,
    REFUSE,
    WAIT,
    COLLECT,
    STREAM,
    STREAM_ENOUGH,
    REPLACE,
    REPLACE_BY_FILE,
    DRESS
};

struct shadow {
    enum deed deed;
    struct tn_request *held;
    bool lets_go; /* at once, when it is cancelled */
    size_t pieces, cancels;
    int fd;
    bool closed; /* its stream */
};

static struct shadow shadow;
static struct http_entry entries[2];
static double shadow_replies;
static char said[500];

static enum tn_verdict refuse(struct tn_request *request, void *self)
{
    (void)self;
    tn_reply_set(request, "X-Shadow", TN_TEXT("seen"));
    return tn_refuse(request, 429, "Too many.");
}

static bool take_piece(struct tn_request *request, void *self, struct tn_text piece)
{
    (void)request, (void)self, (void)piece;
    shadow.pieces++;
    return shadow.deed == STREAM || tn_refuse(request, 415, "Not this.") != TN_REPLY;
}

static enum tn_verdict on_request(struct tn_request *request, void *self)
{
    switch (shadow.deed) {
    case REFUSE:
        return refuse(request, self);
    case WAIT:
        shadow.held = request;
        return TN_LATER;
    case COLLECT:
        return tn_body_collect(request, refuse);
    case STREAM:
    case STREAM_ENOUGH:
        return tn_body_stream(request, take_piece, refuse);
    default:
        return TN_NEXT;
    }
}

static void on_reply(struct tn_request *request, void *self)
{
    (void)self;
    if (shadow.deed == DRESS)
        tn_reply_set(request, "X-Shadow", TN_TEXT("dressed"));
    if (shadow.deed == REPLACE)
        tn_reply(request, 503, NULL, TN_TEXT("replaced"));
    if (shadow.deed == REPLACE_BY_FILE)
        tn_reply_file(request, 503, NULL, shadow.fd = open("/dev/null", O_RDONLY), 0, 0);
}

static void on_cancel(struct tn_request *request, void *self)
{
    (void)self;
    shadow.cancels++;
    if (shadow.lets_go)
        tn_resume(request, TN_FAILED);
}

static ptrdiff_t read_nothing(void *context, char *buffer, size_t room)
{
    (void)context, (void)buffer, (void)room;
    return TN_STREAM_END;
}

static void close_stream(void *context)
{
    *(bool *)context = true;
}

/* What answers in earnest: the body given back, or a stream. */
static enum tn_verdict give_back(struct tn_request *request, void *self)
{
    (void)self;
    return tn_reply(request, 200, "text/plain", tn_request_body(request));
}

static enum tn_verdict on_echo(struct tn_request *request, void *self)
{
    (void)self;
    return tn_body_collect(request, give_back);
}

static enum tn_verdict on_stream(struct tn_request *request, void *self)
{
    (void)self;
    return tn_reply_stream(request, 200, "text/plain",
                           &(struct tn_stream){ sizeof(struct tn_stream), read_nothing,
                                                close_stream, &shadow.closed, -1 });
}

static const struct tn_plugin doubtful = { TN_PLUGIN_HEAD, .name = "doubtful",
                                           .request = on_request, .reply = on_reply,
                                           .cancel = on_cancel };
static const struct tn_plugin earnest = { TN_PLUGIN_HEAD, .name = "earnest" };
static const struct http_route routes[] = { { "POST", "/echo", on_echo },
                                            { "GET", "/stream", on_stream },
                                            { 0 } };
static const struct http_route shadow_routes[] = { { "GET", "/mine", on_stream }, { 0 } };

static void keep_line(void *context, enum tn_level level, struct tn_request *request,
                      const struct tn_field *fields, const char *message)
{
    (void)context, (void)level, (void)request, (void)fields;
    snprintf(said, sizeof said, "%s", message);
}

static int begin(void **state)
{
    (void)state;
    shadow = (struct shadow){ .fd = -1 };
    shadow_replies = 0;
    said[0] = '\0';
    entries[0] = (struct http_entry){ .name = "doubtful",
                                      .plugin = &doubtful,
                                      .shadow = true,
                                      .timeout_ms = 500,
                                      .routes = shadow_routes,
                                      .shadow_replies = (struct tn_series *)&shadow_replies };
    entries[1] = (struct http_entry){
        .name = "earnest", .plugin = &earnest, .timeout_ms = -1, .routes = routes
    };
    options.log = keep_line;
    chain_begin(entries, 2);
    return 0;
}

static int end(void **state)
{
    (void)state;
    chain_end();
    return 0;
}

/* A POST of "body" in pieces of two bytes, which must come back as if there were no shadow. */
static void echo(enum deed deed)
{
    struct memory_call call = {
        .method = "POST", .target = "/echo", .body = TN_TEXT("body"), .piece = 2
    };
    shadow.deed = deed;
    memory_begin(&chain, &call);
    assert_true(call.replied);
    assert_int_equal(tn_reply_status(call.request), 200);
    assert_text(memory_read(&call), "body");
    assert_null(tn_reply_header(call.request, "X-Shadow").at);
    assert_false(call.request->close);
    memory_end(&call);
    chain_flush(&chain);
}

static void a_refusal_is_counted_and_logged(void **state)
{
    (void)state;
    echo(REFUSE);
    assert_int_equal((int)shadow_replies, 1);
    assert_string_equal(said, "entry `doubtful` in shadow: would have replied 429: Too many.");
}

static void a_body_that_was_collected_is_there_for_the_next(void **state)
{
    (void)state;
    echo(COLLECT);
    assert_int_equal((int)shadow_replies, 1);
}

/* A stream can be read once only. */
static void a_body_that_was_to_be_streamed_is_there_too(void **state)
{
    (void)state;
    echo(STREAM);
    assert_int_equal(shadow.pieces, 1); /* the whole */
    assert_int_equal((int)shadow_replies, 1);
}

static void a_body_that_was_had_enough_of_is_there_too(void **state)
{
    (void)state;
    echo(STREAM_ENOUGH);
    assert_string_equal(said, "entry `doubtful` in shadow: would have replied 415: Not this.");
}

static void stream(enum deed deed)
{
    struct memory_call call = { .method = "GET", .target = "/stream" };
    shadow.deed = deed;
    memory_begin(&chain, &call);
    assert_int_equal(tn_reply_status(call.request), 200);
    assert_int_equal(call.request->reply.kind, REPLY_STREAM);
    assert_false(shadow.closed);
    assert_null(tn_reply_header(call.request, "X-Shadow").at);
    memory_end(&call);
    assert_true(shadow.closed);
    chain_flush(&chain);
}

static void what_a_reply_hook_sets_is_undone(void **state)
{
    (void)state;
    stream(DRESS);
    assert_int_equal((int)shadow_replies, 0);
    assert_string_equal(said, "");
}

/* The stream that it replaced must not be closed: it is sent. */
static void a_reply_that_is_replaced_stays_whole(void **state)
{
    (void)state;
    stream(REPLACE);
    assert_int_equal((int)shadow_replies, 1);
    assert_string_equal(said, "entry `doubtful` in shadow: would have replied 503");
}

static void what_it_opened_for_that_is_closed(void **state)
{
    (void)state;
    stream(REPLACE_BY_FILE);
    assert_true(shadow.fd >= 0);
    assert_int_equal(fcntl(shadow.fd, F_GETFD), -1);
}

static void a_wait_that_ends_passes(void **state)
{
    (void)state;
    struct memory_call call = { .method = "GET", .target = "/stream" };
    shadow.deed = WAIT;
    memory_begin(&chain, &call);
    assert_false(call.replied);
    refuse(shadow.held, NULL);
    tn_resume(shadow.held, TN_REPLY);
    assert_true(call.replied);
    assert_int_equal(tn_reply_status(call.request), 200);
    memory_end(&call);
}

static void a_wait_that_takes_too_long_is_broken_off(void **state)
{
    (void)state;
    struct memory_call call = { .method = "GET", .target = "/stream" };
    shadow.deed = WAIT;
    shadow.lets_go = true;
    memory_begin(&chain, &call);
    deadlines_advance(&chain.deadlines, 3000);
    assert_int_equal(shadow.cancels, 1);
    assert_true(call.replied);
    assert_int_equal(tn_reply_status(call.request), 200);
    memory_end(&call);
}

static void one_that_lets_go_later_passes_then(void **state)
{
    (void)state;
    struct memory_call call = { .method = "GET", .target = "/stream" };
    shadow.deed = WAIT;
    memory_begin(&chain, &call);
    chain.now_ms = 2000;
    deadlines_advance(&chain.deadlines, 2000);
    assert_int_equal(shadow.cancels, 1);
    assert_false(call.replied);
    tn_resume(shadow.held, TN_REPLY);
    assert_int_equal(tn_reply_status(call.request), 200);
    memory_end(&call);
}

/* Nothing else would end such a request. */
static void one_that_never_lets_go_ends_the_request(void **state)
{
    (void)state;
    struct memory_call call = { .method = "GET", .target = "/stream" };
    shadow.deed = WAIT;
    memory_begin(&chain, &call);
    chain.now_ms = 2000;
    deadlines_advance(&chain.deadlines, 2000);
    assert_false(call.replied);
    deadlines_advance(&chain.deadlines, 9000);
    assert_true(call.replied);
    assert_int_equal(tn_reply_status(call.request), 504);
    memory_end(&call);
    assert_int_equal(shadow.cancels, 1);
    tn_resume(shadow.held, TN_NEXT);
}

static void a_client_that_leaves_ends_the_wait(void **state)
{
    (void)state;
    struct memory_call call = { .method = "GET", .target = "/stream" };
    shadow.deed = WAIT;
    shadow.lets_go = true;
    memory_begin(&chain, &call);
    memory_end(&call);
    assert_int_equal(shadow.cancels, 1);
}

/* It might change the world: it is only said that it would have answered. */
static void a_route_is_not_called(void **state)
{
    (void)state;
    struct memory_call call = { .method = "GET", .target = "/mine" };
    memory_begin(&chain, &call);
    assert_int_equal(tn_reply_status(call.request), 404);
    memory_end(&call);
    assert_string_equal(said, "entry `doubtful` in shadow: its route would have answered");
    chain_flush(&chain);
    assert_int_equal((int)shadow_replies, 1);
}

static void nor_counted_where_the_hook_would_have_replied(void **state)
{
    (void)state;
    struct memory_call call = { .method = "GET", .target = "/mine" };
    shadow.deed = REFUSE;
    memory_begin(&chain, &call);
    memory_end(&call);
    chain_flush(&chain);
    assert_int_equal((int)shadow_replies, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_refusal_is_counted_and_logged),
        TEST(a_body_that_was_collected_is_there_for_the_next),
        TEST(a_body_that_was_to_be_streamed_is_there_too),
        TEST(a_body_that_was_had_enough_of_is_there_too),
        TEST(what_a_reply_hook_sets_is_undone),
        TEST(a_reply_that_is_replaced_stays_whole),
        TEST(what_it_opened_for_that_is_closed),
        TEST(a_wait_that_ends_passes),
        TEST(a_wait_that_takes_too_long_is_broken_off),
        TEST(one_that_lets_go_later_passes_then),
        TEST(one_that_never_lets_go_ends_the_request),
        TEST(a_client_that_leaves_ends_the_wait),
        TEST(a_route_is_not_called),
        TEST(nor_counted_where_the_hook_would_have_replied),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

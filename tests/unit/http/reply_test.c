/* SPDX-License-Identifier: MIT */
/* Replies of each kind, what becomes of those that are not sent, bodies that are streamed, and what is counted. */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "fixture.h"

static int closed;
static bool waited;
static int fd_given;
static enum tn_verdict (*handler)(struct tn_request *request);

static enum tn_verdict handle(struct tn_request *request, void *self)
{
    (void)self;
    return handler(request);
}

static const struct tn_plugin plugin = { TN_PLUGIN_HEAD, .request = handle };
static struct http_entry entry;
static double seconds, next_count;

static int begin(void **state)
{
    (void)state;
    closed = 0;
    waited = false;
    seconds = next_count = 0;
    entry = (struct http_entry){ .name = "e", .plugin = &plugin, .timeout_ms = -1 };
    entry.hook_seconds[0] = (struct tn_series *)&seconds;
    entry.verdicts[TN_NEXT] = (struct tn_series *)&next_count;
    chain_begin(&entry, 1);
    return 0;
}

static int end(void **state)
{
    (void)state;
    chain_end();
    return 0;
}

static void run(struct memory_call *call, enum tn_verdict (*what)(struct tn_request *request))
{
    handler = what;
    call->method = call->method ? call->method : "GET";
    call->target = "/";
    memory_begin(&chain, call);
}

static void close_stream(void *context)
{
    (void)context;
    closed++;
}

static ptrdiff_t read_digits(void *context, char *buffer, size_t room)
{
    int *left = context;
    assert_true(room > 0);
    if (*left == 0)
        return TN_STREAM_END;
    if (*left == 2 && !waited) {
        waited = true;
        return TN_STREAM_WAIT;
    }
    *buffer = (char)('0' + --*left);
    return 1;
}

static enum tn_verdict reply_stream(struct tn_request *request)
{
    int *left = tn_request_alloc(request, sizeof *left);
    *left = 4;
    struct tn_stream stream = { sizeof stream, read_digits, close_stream, left, -1 };
    return tn_reply_stream(request, 200, "text/plain", &stream);
}

static void a_stream_waits_and_closes_once(void **state)
{
    (void)state;
    struct memory_call call = { 0 };
    run(&call, reply_stream);
    assert_int_equal(tn_reply_size(call.request), -1);
    assert_text(memory_read(&call), "32");
    assert_true(call.stream_waits);
    tn_stream_ready(call.request);
    assert_false(call.stream_waits);
    assert_text(memory_read(&call), "3210");
    assert_int_equal(closed, 0);
    memory_end(&call);
    assert_int_equal(closed, 1);
}

static enum tn_verdict replace_stream(struct tn_request *request)
{
    reply_stream(request);
    return tn_reply(request, 200, NULL, TN_TEXT("other"));
}

static void a_replaced_stream_is_closed(void **state)
{
    (void)state;
    struct memory_call call = { 0 };
    run(&call, replace_stream);
    assert_int_equal(closed, 1);
    assert_text(tn_reply_header(call.request, "content-type"), NULL);
    memory_end(&call);
    assert_int_equal(closed, 1);
}

static enum tn_verdict reply_file(struct tn_request *request)
{
    char name[] = "/tmp/reply_test_XXXXXX";
    fd_given = mkstemp(name);
    assert_true(fd_given >= 0 && write(fd_given, "0123456789", 10) == 10);
    unlink(name);
    return tn_reply_file(request, 200, "text/plain", fd_given, 3, 4);
}

static void a_file_is_read_and_closed(void **state)
{
    (void)state;
    struct memory_call call = { 0 };
    run(&call, reply_file);
    assert_int_equal(tn_reply_size(call.request), 4);
    assert_text(memory_read(&call), "3456");
    memory_end(&call);
    assert_int_equal(fcntl(fd_given, F_GETFD), -1);
}

static void a_shadows_file_is_closed(void **state)
{
    (void)state;
    entry.shadow = true;
    chain_free(&chain);
    chain_begin(&entry, 1);
    struct memory_call call = { 0 };
    run(&call, reply_file);
    assert_int_equal(tn_reply_status(call.request), 404);
    assert_int_equal(fcntl(fd_given, F_GETFD), -1);
    memory_end(&call);
}

static enum tn_verdict refuse_with_code(struct tn_request *request)
{
    return tn_refuse_code(request, 429, "LIMITED", "Too %s: \"%d\"", "many", 7);
}

static void a_refusal_has_its_facts(void **state)
{
    (void)state;
    struct memory_call call = { 0 };
    run(&call, refuse_with_code);
    assert_string_equal(call.request->reply.code, "LIMITED");
    struct tn_text body = memory_read(&call);
    assert_non_null(strstr(arena_copy(&call.request->arena, body).at,
                           "\"error\":\"Too Many Requests\",\"message\":\"Too many: \\\"7\\\"\""));
    memory_end(&call);
}

static bool sum_piece(struct tn_request *request, void *self, struct tn_text piece)
{
    (void)self;
    *(size_t *)tn_request_state(request, NULL, sizeof(size_t)) += piece.size;
    if (!memchr(piece.at, '!', piece.size))
        return true;
    tn_refuse(request, 422, "Enough.");
    return false;
}

static enum tn_verdict sum_end(struct tn_request *request, void *self)
{
    (void)self;
    size_t *sum = tn_request_state(request, NULL, sizeof *sum);
    return tn_reply(request, 200, NULL, tn_request_print(request, "%zu", *sum));
}

static enum tn_verdict stream_body(struct tn_request *request)
{
    return tn_body_stream(request, sum_piece, sum_end);
}

static void a_body_is_streamed(void **state)
{
    (void)state;
    struct memory_call call = { .method = "POST", .body = TN_TEXT("hello, world"), .piece = 5 };
    run(&call, stream_body);
    assert_text(memory_read(&call), "12");
    assert_text(tn_request_body(call.request), "");
    memory_end(&call);
}

static void a_piece_may_end_it(void **state)
{
    (void)state;
    struct memory_call call = { .method = "POST", .body = TN_TEXT("hello! world"), .piece = 5 };
    run(&call, stream_body);
    assert_int_equal(tn_reply_status(call.request), 422);
    assert_true(call.request->close);
    memory_end(&call);
}

static enum tn_verdict pass(struct tn_request *request)
{
    (void)request;
    return TN_NEXT;
}

static void verdicts_are_counted(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++) {
        struct memory_call call = { 0 };
        run(&call, pass);
        memory_end(&call);
    }
    chain_flush(&chain);
    assert_int_equal((int)next_count, 5);
    assert_true(seconds > 0);
}

static char logged[200];

static void keep_line(void *context, enum tn_level level, struct tn_request *request,
                      const struct tn_field *fields, const char *message)
{
    (void)context, (void)level, (void)request, (void)fields;
    snprintf(logged, sizeof logged, "%s", message);
}

static enum tn_verdict hold_the_loop(struct tn_request *request)
{
    uint64_t until = tn_clock_ns() + 30000000;
    while (tn_clock_ns() < until)
        ;
    return pass(request);
}

static void a_hook_that_holds_the_loop_is_named(void **state)
{
    (void)state;
    options.log = keep_line;
    options.blocked_ms = 20;
    struct memory_call call = { 0 };
    run(&call, hold_the_loop);
    memory_end(&call);
    assert_non_null(strstr(logged, "entry `e`: the request hook held the loop for "));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_stream_waits_and_closes_once),
        TEST(a_replaced_stream_is_closed),
        TEST(a_file_is_read_and_closed),
        TEST(a_shadows_file_is_closed),
        TEST(a_refusal_has_its_facts),
        TEST(a_body_is_streamed),
        TEST(a_piece_may_end_it),
        TEST(verdicts_are_counted),
        TEST(a_hook_that_holds_the_loop_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

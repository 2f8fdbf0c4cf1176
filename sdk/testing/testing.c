/* SPDX-License-Identifier: MIT */
/* The host of <tenon/testing.h>: the real worker, with memory where the network would be. */
#include <stdlib.h>

#include <http/memory.h>
#include <tenon/testing.h>
#include <worker/worker.h>

enum { PATIENCE_MS = 20000 };

struct tn_test {
    struct worker *worker;
    struct chain chain;
    struct errors errors;
    char *said;
    bool serves;
};

struct tn_test_reply {
    struct tn_test *test;
    struct memory_call call;
    struct memory_field *fields;
};

static char *print_errors(const struct errors *errors)
{
    char *said = NULL;
    size_t size;
    FILE *stream = open_memstream(&said, &size);
    if (!stream)
        abort();
    errors_print(errors, stream);
    fclose(stream);
    return said;
}

struct tn_test *tn_test_open(const char *configuration, const struct tn_plugin *const *plugins)
{
    struct worker_facts facts = { .slots = 1, .linked = plugins };
    facts.started_ms = tn_wall_clock_ms();
    struct tn_test *test = memory_alloc(sizeof *test);
    test->worker = worker_new(&facts);
    const char *problem = NULL;
    struct config *config = config_parse("test.yaml", tn_text(configuration), &test->errors);
    test->serves = config && worker_prepare(test->worker, config, &test->errors) &&
                   chain_init(&test->chain, &test->worker->http, &problem);
    if (problem)
        errors_add(&test->errors, SEVERITY_ERROR, (struct place){ 0 }, "%s", problem);
    if (test->serves) {
        deadlines_begin(&test->chain.deadlines, tn_clock_ns() / 1000000);
        test->worker->state = TN_READY;
    }
    test->said = print_errors(&test->errors);
    return test;
}

const char *tn_test_errors(const struct tn_test *test)
{
    return test->said;
}

/* One turn of the loop, at most until the deadlines are to be looked at again. */
static void turn(struct tn_test *test, uv_run_mode mode)
{
    uv_run(&test->worker->loop, mode);
    test->chain.now_ms = tn_clock_ns() / 1000000;
    deadlines_advance(&test->chain.deadlines, test->chain.now_ms);
}

static void nothing(uv_timer_t *timer)
{
    (void)timer;
}

static struct memory_field *pair_up(const char *const *headers)
{
    size_t count = 0;
    while (headers && headers[2 * count])
        count++;
    struct memory_field *fields = memory_alloc((count + 1) * sizeof *fields);
    for (size_t i = 0; i < count; i++)
        fields[i] = (struct memory_field){ headers[2 * i], headers[2 * i + 1] };
    return fields;
}

struct tn_test_reply *tn_test_begin(struct tn_test *test, const struct tn_test_call *call)
{
    struct tn_test_reply *reply = memory_alloc(sizeof *reply);
    reply->test = test;
    reply->fields = pair_up(call->headers);
    reply->call = (struct memory_call){
        .method = call->method ? call->method : "GET",
        .target = call->target ? call->target : "/",
        .fields = reply->fields,
        .body = call->body,
        .piece = call->piece,
        .client = call->client,
    };
    test->chain.now_ms = tn_clock_ns() / 1000000;
    memory_begin(&test->chain, &reply->call);
    return reply;
}

bool tn_test_replied(const struct tn_test_reply *reply)
{
    return reply->call.replied;
}

void tn_test_wait(struct tn_test_reply *reply)
{
    struct tn_test *test = reply->test;
    uint64_t end_ns = tn_clock_ns() + (uint64_t)PATIENCE_MS * 1000000;
    /* A timer that ticks keeps the loop from waiting for longer than a deadline may take. */
    uv_timer_start(&test->worker->tick, nothing, 10, 10);
    while (!reply->call.replied) {
        turn(test, UV_RUN_ONCE);
        if (tn_clock_ns() > end_ns) {
            fprintf(stderr, "tenon/testing: no reply to %s %s after %d ms\n", reply->call.method,
                    reply->call.target, PATIENCE_MS);
            abort();
        }
    }
    uv_timer_stop(&test->worker->tick);
}

struct tn_test_reply *tn_test_send(struct tn_test *test, const struct tn_test_call *call)
{
    struct tn_test_reply *reply = tn_test_begin(test, call);
    tn_test_wait(reply);
    return reply;
}

int tn_test_status(const struct tn_test_reply *reply)
{
    return tn_reply_status(reply->call.request);
}

struct tn_text tn_test_header(const struct tn_test_reply *reply, const char *name)
{
    return tn_reply_header(reply->call.request, name);
}

struct tn_text tn_test_body(struct tn_test_reply *reply)
{
    return memory_read(&reply->call);
}

void tn_test_reply_close(struct tn_test_reply *reply)
{
    memory_end(&reply->call);
    turn(reply->test, UV_RUN_NOWAIT);
    free(reply->fields);
    free(reply);
}

void tn_test_run(struct tn_test *test, int64_t duration_ms)
{
    uint64_t end_ns = tn_clock_ns() + (uint64_t)duration_ms * 1000000;
    uv_timer_start(&test->worker->tick, nothing, 5, 5);
    while (tn_clock_ns() < end_ns)
        turn(test, UV_RUN_ONCE);
    uv_timer_stop(&test->worker->tick);
}

void tn_test_close(struct tn_test *test)
{
    uint64_t end_ns = tn_clock_ns() + (uint64_t)PATIENCE_MS * 1000000;
    /* A plugin may hold requests whose clients have left. */
    while (test->serves && test->chain.request_count > 0 && tn_clock_ns() < end_ns)
        tn_test_run(test, 1);
    if (test->serves) {
        chain_flush(&test->chain);
        chain_free(&test->chain);
    }
    worker_free(test->worker);
    errors_free(&test->errors);
    free(test->said);
    free(test);
}

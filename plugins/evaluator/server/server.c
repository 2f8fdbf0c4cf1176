/* SPDX-License-Identifier: MIT */
/* The evaluator process: rights given up, then one request after the other. */
#include "server.h"

#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "deadline.h"
#include "depot.h"
#include "geometry/stock.h"
#include "sandbox.h"
#include "session.h"

enum { MESSAGES_MAX = 2000, STACK_BYTES = 8 << 20 };

/* The worker learns of it from the way the process ends; there is no memory left to say more. */
static void memory_exhausted(void *context)
{
    (void)context;
    _exit(PROTOCOL_EXIT_MEMORY);
}

/* What every request of this process is given. */
struct server {
    struct channel channel;
    struct protocol_settings settings;
    size_t stack_bytes;
    struct stock *stock; /* NULL: none is wanted */
};

static void session_open(struct session *session, struct server *server)
{
    *session = (struct session){ .channel = &server->channel,
                                 .memory_bytes = server->settings.memory_bytes,
                                 .result_bytes = server->settings.result_bytes,
                                 .stack_bytes = server->stack_bytes,
                                 .stock = server->stock,
                                 .timeout_ms = server->settings.timeout_ms };
    arena_open(&session->arena);
    session->arena.exhausted = memory_exhausted;
    names_open(&session->names, &session->arena);
    sources_open(&session->sources, &session->arena);
    diagnostics_open(&session->diagnostics, &session->arena);
    session->diagnostics.limit = MESSAGES_MAX;
    loader_open(&session->loader, session->channel, &session->arena, &session->sources);
    session->fonts = fonts_open(&session->arena, &session->loader.fonts);
    session->begun_ms = session_clock_ms();
}

static void session_close(struct session *session)
{
    order_close(&session->order);
    fonts_close(session->fonts);
    arena_close(&session->arena);
}

static struct reply work(struct session *session, const struct protocol_request *request)
{
    switch (request->operation) {
    case PROTOCOL_PARSE:
        return session_parse(session);
    case PROTOCOL_EVALUATE:
        return session_evaluate(session);
    default:
        return session_export(session);
    }
}

static void send_refused(struct channel *channel, struct text message)
{
    size_t size = message.length < PROTOCOL_MESSAGE_MAX ? message.length : PROTOCOL_MESSAGE_MAX;
    struct protocol_refused refused = { 400, { message.bytes, size } };
    protocol_write_refused(&channel->writer, &refused);
    channel_send(channel, (struct tn_text){ "", 0 });
}

static void send_begun(struct channel *channel, uint64_t code_bytes)
{
    struct protocol_begun begun = { code_bytes };
    protocol_write_begun(&channel->writer, &begun);
    channel_send(channel, (struct tn_text){ "", 0 });
}

static uint64_t resident_bytes(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (uint64_t)usage.ru_maxrss * 1024;
}

static struct protocol_stock figures_of(const struct stock *stock)
{
    if (!stock)
        return (struct protocol_stock){ 0 };
    struct stock_figures figures = stock_figures(stock);
    return (struct protocol_stock){ figures.hits, figures.misses, figures.items, figures.bytes,
                                    figures.fetched };
}

static void send_result(struct channel *channel, const struct reply *reply,
                        const struct stock *stock)
{
    struct protocol_result result = {
        .success = reply->success,
        .timed_out = reply->timed_out,
        .format = reply->format,
        .resident_bytes = resident_bytes(),
        .stock = figures_of(stock),
        .body = { reply->body.bytes, reply->body.length },
    };
    protocol_write_result(&channel->writer, &result);
    channel_send(channel, result.body);
}

/* A request's body, to be read. */
struct reading {
    struct session *session;
    const struct protocol_request *request;
    struct text message; /* why it makes no sense */
    bool done;
};

static void read_order(void *context)
{
    struct reading *reading = context;
    struct session *session = reading->session;
    reading->done =
        order_read(reading->request, &session->arena, &session->order, &reading->message);
}

/* Of a body that could not be read in time nothing is known; the reply says that the time is over. */
static void answer(struct session *session, const struct protocol_request *request)
{
    struct reading reading = { .session = session, .request = request };
    if (session_work(session, read_order, &reading) && !reading.done) {
        send_refused(session->channel, reading.message);
        return;
    }
    bool has_code = session->order.code.length > 0;
    send_begun(session->channel, has_code ? session->order.code.length : request->body.size);
    struct reply reply = work(session, request);
    send_result(session->channel, &reply, session->stock);
}

static void serve(struct server *server)
{
    struct channel *channel = &server->channel;
    struct protocol_request request;
    struct session session;
    if (!protocol_read_request(channel_receive(channel, PROTOCOL_REQUEST), &request))
        _exit(EXIT_FAILURE);
    deadline_begin(server->settings.timeout_ms);
    session_open(&session, server);
    session.tells_progress = request.progress;
    answer(&session, &request);
    session_close(&session);
    deadline_end();
}

static void *allocate_or_end(size_t size)
{
    void *memory = malloc(size);
    if (!memory)
        memory_exhausted(NULL);
    return memory;
}

/* jansson cannot always tell bad JSON from too little memory. Its hash tables would look for a seed
 * in /dev/urandom when first used; nobody gains by guessing this one, because a program can only
 * slow down its own process. libzip reads times of day, and would look for the time zone's file at
 * every archive. */
static void prepare_libraries(void)
{
    json_set_alloc_funcs(allocate_or_end, free);
    json_object_seed(1);
    setenv("TZ", "UTC0", 1);
    tzset();
}

/* Three quarters of the stack; the rest is for what an evaluation calls at its deepest. Asked for
 * while asking is still allowed. */
static size_t usable_stack_bytes(void)
{
    struct rlimit limit;
    rlim_t stack = STACK_BYTES;
    if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur < stack)
        stack = limit.rlim_cur;
    return (size_t)(stack / 4 * 3);
}

/* The stock has memory of its own. */
static uint64_t address_space(const struct protocol_settings *settings)
{
    return settings->memory_bytes ? settings->memory_bytes + settings->stock_bytes : 0;
}

static void open_stock(struct server *server)
{
    const struct protocol_settings *settings = &server->settings;
    if (settings->stock_items == 0)
        return;
    server->stock = stock_new(settings->stock_items, settings->stock_bytes);
    if (settings->keep_bytes > 0)
        stock_share(server->stock, depot_of(&server->channel), settings->keep_bytes);
}

int server_run(int descriptor)
{
    struct server server = { .stack_bytes = usable_stack_bytes() };
    struct channel *channel = &server.channel;
    struct protocol_ready ready;
    prctl(PR_SET_NAME, "tenon-evaluator"); /* it was started by the number of a descriptor */
    prepare_libraries();
    deadline_open();
    channel_open(channel, descriptor);
    if (!protocol_read_settings(channel_receive(channel, PROTOCOL_SETTINGS), &server.settings))
        return EXIT_FAILURE;
    struct sandbox sandbox = { descriptor, address_space(&server.settings) };
    if (!sandbox_enter(&sandbox, &ready.lacks))
        return EXIT_FAILURE;
    open_stock(&server);
    protocol_write_ready(&channel->writer, &ready);
    channel_send(channel, (struct tn_text){ "", 0 });
    for (;;)
        serve(&server);
}

/* SPDX-License-Identifier: MIT */
/* The server in the worker's loop: its handles, and its life. */
#include <assert.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <http/engine.h>

static void maybe_ended(struct http_server *server);
static void on_tick(uv_timer_t *timer);

void server_enter(struct http_server *server)
{
    server->chain.now_ms = uv_now(server->options->loop);
}

void server_leave(struct http_server *server)
{
    chain_flush(&server->chain);
    if (server->chain.deadlines.count > 0 && !uv_is_active((uv_handle_t *)&server->tick) &&
        !uv_is_closing((uv_handle_t *)&server->tick))
        uv_timer_start(&server->tick, on_tick, DEADLINE_TICK_MS, DEADLINE_TICK_MS);
    maybe_ended(server);
}

static void on_again(uv_idle_t *idle);

/* libmicrohttpd reads and writes a bounded amount each time, and says whether there is more. */
static bool has_more(struct http_server *server)
{
    MHD_UNSIGNED_LONG_LONG wait_ms;
    return MHD_get_timeout(server->daemon, &wait_ms) == MHD_YES && wait_ms == 0;
}

static void run(struct http_server *server)
{
    server->asked_again = false;
    server_enter(server);
    MHD_run(server->daemon);
    if (server->asked_again || has_more(server))
        uv_idle_start(&server->again, on_again);
    else
        uv_idle_stop(&server->again);
    server_leave(server);
}

static void on_again(uv_idle_t *idle)
{
    run(idle->data);
}

void server_run_soon(struct http_server *server)
{
    server->asked_again = true;
    uv_idle_start(&server->again, on_again);
}

static void on_daemon(uv_poll_t *poll, int status, int events)
{
    (void)status, (void)events;
    run(poll->data);
}

static void on_tick(uv_timer_t *timer)
{
    struct http_server *server = timer->data;
    server_enter(server);
    deadlines_advance(&server->chain.deadlines, server->chain.now_ms);
    if (server->chain.deadlines.count == 0)
        uv_timer_stop(timer);
    server_leave(server);
}

/* Clients of suspended connections that have left. */
static void on_leave(uv_poll_t *poll, int status, int events)
{
    (void)status, (void)events;
    enum { EVENTS = 64 };
    struct http_server *server = poll->data;
    struct epoll_event left[EVENTS];
    server_enter(server);
    int count = epoll_wait(server->leave_fd, left, EVENTS, 0);
    for (int i = 0; i < count; i++) {
        struct connection *connection = left[i].data.ptr;
        if (connection->suspended)
            connection_lost(connection);
    }
    server_leave(server);
}

static void watch(struct http_server *server, uv_poll_t *poll, int fd, uv_poll_cb callback)
{
    uv_poll_init(server->options->loop, poll, fd);
    poll->data = server;
    uv_poll_start(poll, UV_READABLE, callback);
    server->open_handles++;
}

static void open_handles(struct http_server *server)
{
    uv_loop_t *loop = server->options->loop;
    int daemon_fd = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
    watch(server, &server->daemon_poll, daemon_fd, on_daemon);
    watch(server, &server->leave_poll, server->leave_fd, on_leave);
    uv_idle_init(loop, &server->again);
    uv_timer_init(loop, &server->tick);
    server->again.data = server->tick.data = server;
    server->open_handles += 2;
    deadlines_begin(&server->chain.deadlines, uv_now(loop));
}

struct http_server *http_server_new(const struct http_options *options, const char **problem)
{
    struct http_server *server = memory_alloc(sizeof *server);
    server->options = options;
    server->envelopes = envelopes_new();
    signal(SIGPIPE, SIG_IGN); /* sendfile knows no other way */
    if (!chain_init(&server->chain, options, problem) || !daemon_start(server, problem)) {
        chain_free(&server->chain);
        envelopes_free(server->envelopes);
        free(server);
        return NULL;
    }
    server->leave_fd = epoll_create1(EPOLL_CLOEXEC);
    assert(server->leave_fd >= 0);
    open_handles(server);
    return server;
}

void http_server_listen(struct http_server *server, int socket_fd)
{
    accept_begin(server, socket_fd);
}

void http_server_take_queued(struct http_server *server)
{
    server_enter(server);
    accept_queued(server);
    server_leave(server);
}

static bool is_empty(const struct http_server *server)
{
    return server->connection_count == 0 && server->lingerer_count == 0 &&
           server->chain.request_count == 0;
}

void http_server_drain(struct http_server *server, void (*drained)(void *context), void *context)
{
    server->draining = true;
    server->drained = drained;
    server->drained_context = context;
    accept_end(server);
    server_leave(server);
}

void server_handle_closed(struct http_server *server)
{
    if (--server->open_handles > 0)
        return;
    MHD_stop_daemon(server->daemon);
    server->daemon = NULL;
    close(server->leave_fd);
    if (server->closed)
        server->closed(server->closed_context);
}

static void handle_closed(uv_handle_t *handle)
{
    server_handle_closed(handle->data);
}

static void close_handles(struct http_server *server)
{
    uv_close((uv_handle_t *)&server->daemon_poll, handle_closed);
    uv_close((uv_handle_t *)&server->leave_poll, handle_closed);
    uv_close((uv_handle_t *)&server->again, handle_closed);
    uv_close((uv_handle_t *)&server->tick, handle_closed);
}

static void maybe_ended(struct http_server *server)
{
    if (!is_empty(server))
        return;
    if (server->drained && server->draining) {
        void (*drained)(void *context) = server->drained;
        server->drained = NULL;
        drained(server->drained_context);
    }
    if (server->closing && !uv_is_closing((uv_handle_t *)&server->daemon_poll))
        close_handles(server);
}

void http_server_close(struct http_server *server, void (*closed)(void *context), void *context)
{
    server->closing = true;
    server->closed = closed;
    server->closed_context = context;
    accept_end(server);
    linger_end_all(server);
    for (struct connection *connection = server->connections; connection;
         connection = connection->next)
        connection_lost(connection);
    server_leave(server);
}

void http_server_free(struct http_server *server)
{
    assert(!server->daemon); /* closed before */
    envelopes_free(server->envelopes);
    chain_free(&server->chain);
    free(server);
}

size_t http_server_connections(const struct http_server *server)
{
    return server->connection_count;
}

size_t http_server_requests(const struct http_server *server)
{
    return server->chain.request_count;
}

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
static void run(struct http_daemon *daemon)
{
    struct http_server *server = daemon->server;
    MHD_UNSIGNED_LONG_LONG wait_ms;
    daemon->more = false;
    server_enter(server);
    MHD_run(daemon->mhd);
    daemon->more |= MHD_get_timeout(daemon->mhd, &wait_ms) == MHD_YES && wait_ms == 0;
    if (server->daemons[DAEMON_PLAIN].more || server->daemons[DAEMON_TLS].more)
        uv_idle_start(&server->again, on_again);
    else
        uv_idle_stop(&server->again);
    server_leave(server);
}

static void on_again(uv_idle_t *idle)
{
    struct http_server *server = idle->data;
    for (int i = 0; i < DAEMONS; i++)
        if (server->daemons[i].more)
            run(&server->daemons[i]);
}

void server_run_soon(struct http_daemon *daemon)
{
    daemon->more = true;
    uv_idle_start(&daemon->server->again, on_again);
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

/* A client of a suspended connection has left, or one whose connection waits for that has sent something. */
static void on_leave_event(struct connection *connection)
{
    if (connection->stage == STAGE_PROXY)
        arrival_receive(connection);
    else if (connection->stage == STAGE_LINGER)
        linger_receive(connection);
    else if (connection->suspended && connection->stage == STAGE_HANDSHAKE)
        connection_resume(connection);
    else if (connection->suspended)
        connection_lost(connection);
}

static void on_leave(uv_poll_t *poll, int status, int events)
{
    (void)status, (void)events;
    enum { EVENTS = 64 };
    struct http_server *server = poll->data;
    struct epoll_event left[EVENTS];
    server_enter(server);
    int count = epoll_wait(server->leave_fd, left, EVENTS, 0);
    for (int i = 0; i < count; i++)
        on_leave_event(left[i].data.ptr);
    server_leave(server);
}

static void watch(struct http_server *server, uv_poll_t *poll, int fd, uv_poll_cb callback,
                  void *context)
{
    uv_poll_init(server->options->loop, poll, fd);
    poll->data = context;
    uv_poll_start(poll, UV_READABLE, callback);
    server->open_handles++;
}

static void open_handles(struct http_server *server)
{
    uv_loop_t *loop = server->options->loop;
    for (int i = 0; i < DAEMONS; i++) {
        struct http_daemon *daemon = &server->daemons[i];
        if (daemon->mhd)
            watch(server, &daemon->poll,
                  MHD_get_daemon_info(daemon->mhd, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd, on_daemon,
                  daemon);
    }
    watch(server, &server->leave_poll, server->leave_fd, on_leave, server);
    uv_idle_init(loop, &server->again);
    uv_timer_init(loop, &server->tick);
    server->again.data = server->tick.data = server;
    server->open_handles += 2;
    deadlines_begin(&server->chain.deadlines, uv_now(loop));
}

static void stop_daemons(struct http_server *server)
{
    for (int i = 0; i < DAEMONS; i++)
        MHD_stop_daemon(server->daemons[i].mhd); /* or of none */
    memset(server->daemons, 0, sizeof server->daemons);
}

struct http_server *http_server_new(const struct http_options *options, const char **problem)
{
    struct http_server *server = memory_alloc(sizeof *server);
    server->options = options;
    server->envelopes = envelopes_new();
    signal(SIGPIPE, SIG_IGN); /* sendfile knows no other way */
    if (!chain_init(&server->chain, options, problem) ||
        !daemon_start(server, DAEMON_PLAIN, problem) ||
        (options->tls && !daemon_start(server, DAEMON_TLS, problem))) {
        stop_daemons(server);
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

void http_server_listen(struct http_server *server, int socket_fd,
                        const struct http_listener *settings)
{
    accept_begin(server, socket_fd, settings);
}

void http_server_take_queued(struct http_server *server)
{
    server_enter(server);
    accept_queued(server);
    server_leave(server);
}

static bool is_empty(const struct http_server *server)
{
    return server->connection_count == 0 && server->chain.request_count == 0;
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
    stop_daemons(server);
    close(server->leave_fd);
    if (server->closed)
        server->closed(server->closed_context);
}

static void handle_closed(uv_handle_t *handle)
{
    server_handle_closed(handle->data);
}

static void daemon_closed(uv_handle_t *handle)
{
    const struct http_daemon *daemon = handle->data;
    server_handle_closed(daemon->server);
}

static void close_handles(struct http_server *server)
{
    for (int i = 0; i < DAEMONS; i++)
        if (server->daemons[i].mhd)
            uv_close((uv_handle_t *)&server->daemons[i].poll, daemon_closed);
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
    if (server->closing && !uv_is_closing((uv_handle_t *)&server->leave_poll))
        close_handles(server);
}

void http_server_close(struct http_server *server, void (*closed)(void *context), void *context)
{
    server->closing = true;
    server->closed = closed;
    server->closed_context = context;
    accept_end(server);
    for (struct connection *connection = server->connections, *next; connection;
         connection = next) {
        next = connection->next;
        connection_lost(connection);
    }
    server_leave(server);
}

void http_server_free(struct http_server *server)
{
    assert(!server->daemons[DAEMON_PLAIN].mhd); /* closed before */
    envelopes_free(server->envelopes);
    chain_free(&server->chain);
    free(server);
}

size_t http_server_connections(const struct http_server *server)
{
    return server->connection_count;
}

uint64_t http_server_served(const struct http_server *server)
{
    return server->chain.served;
}

size_t http_server_requests(const struct http_server *server)
{
    return server->chain.request_count;
}

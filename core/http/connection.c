/* SPDX-License-Identifier: MIT */
/* Connections: stages, deadlines, clients that leave. */
#include <arpa/inet.h>
#include <assert.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <base/list.h>
#include <http/engine.h>
#include <http/progress.h>
#include <http/tls.h>

enum { DISCARD_MS = 2000 };

static void deadline_passed(struct deadline *deadline, uint64_t now_ms);

static void read_peer(struct connection *connection, const struct sockaddr *address)
{
    struct peer *peer = &connection->peer;
    peer->text = TN_TEXT("unix");
    if (address->sa_family == AF_INET) {
        const struct sockaddr_in *v4 = (const struct sockaddr_in *)(const void *)address;
        peer->address[10] = peer->address[11] = 0xff;
        memcpy(peer->address + 12, &v4->sin_addr, 4);
        peer->port = ntohs(v4->sin_port);
    } else if (address->sa_family == AF_INET6) {
        const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)(const void *)address;
        memcpy(peer->address, &v6->sin6_addr, 16);
        peer->port = ntohs(v6->sin6_port);
    } else {
        return;
    }
    peer->text = (struct tn_text){ connection->peer_text,
                                   address_print(peer->address, connection->peer_text) };
}

static void count(struct http_server *server, int change)
{
    server->connection_count += (size_t)change;
    if (server->options->series.connections)
        tn_series_add(server->options->series.connections, change);
}

struct connection *connection_new(struct http_server *server, const struct http_listener *listener,
                                  int fd, const struct sockaddr *address)
{
    struct connection *connection = memory_alloc(sizeof *connection);
    connection->server = server;
    connection->listener = listener;
    connection->fd = fd;
    connection->deadline.expired = deadline_passed;
    read_peer(connection, address);
    list_add(server->connections, connection);
    count(server, 1);
    return connection;
}

static bool has_sent(const struct connection *connection, uint64_t least)
{
    uint64_t taken, given;
    return progress_read(connection->fd, &taken, &given) && given >= least;
}

int connection_refusal(struct connection *connection)
{
    int status = connection->server->refusal;
    connection->server->refusal = 0;
    return status;
}

/* Something came, or somebody did, of which no request was made. */
static void note_unread(struct connection *connection, int status)
{
    struct tn_request *request =
        request_new(&connection->server->chain, &connection_exchange, connection);
    request->peer = &connection->peer;
    chain_note_unread(request, status);
    request_end(request);
}

void connection_turned_away(struct http_server *server, const struct sockaddr *address)
{
    struct connection connection = { .server = server };
    read_peer(&connection, address);
    note_unread(&connection, 503);
}

/*
 * Where the first line has no target, libmicrohttpd makes no request of it and closes without a word, so that nothing can be said
 * any more. A client that left in the middle of its first line looks the same from here; one that has only looked whether
 * somebody listens does not, though the system counts its end as one byte. Behind a handshake the bytes cannot be told apart.
 */
static void note_failed(struct connection *connection)
{
    struct chain *chain = &connection->server->chain;
    bool handshake = connection->stage == STAGE_HANDSHAKE;
    if ((connection->stage != STAGE_HEADER && !handshake) || connection->gone ||
        connection->server->closing || !has_sent(connection, 2))
        return;
    if (handshake) {
        chain_count_refused(chain, "handshake");
        chain_log(chain, TN_INFO, NULL, "a TLS handshake with %" TN_PRI " failed",
                  TN_ARG(connection->peer.text));
        return;
    }
    int refusal = connection_refusal(connection);
    if (connection->session && !refusal)
        return;
    note_unread(connection, refusal ? refusal : 400);
    if (refusal)
        return;
    chain_count_refused(chain, "request line");
    chain_log(chain, TN_INFO, NULL, "nothing that came from %" TN_PRI " was a request",
              TN_ARG(connection->peer.text));
}

void connection_closed(struct connection *connection)
{
    struct http_server *server = connection->server;
    assert(!connection->request && !connection->suspended);
    note_failed(connection);
    if (connection->linger && !server->closing)
        linger_begin(connection);
    deadline_remove(&server->chain.deadlines, &connection->deadline);
    list_remove(server->connections, connection);
    count(server, -1);
    buffer_free(&connection->early);
    free(connection);
}

void connection_end(struct connection *connection)
{
    int fd = connection->fd;
    connection_closed(connection);
    close(fd);
}

/* What is not TCP is a neighbour, and trusted to read. */
static uint64_t bytes_taken(const struct connection *connection)
{
    uint64_t taken, given;
    if (!progress_read(connection->fd, &taken, &given))
        return connection->moved + UINT32_MAX;
    return taken;
}

static uint64_t bytes_moved(const struct connection *connection)
{
    if (connection->stage == STAGE_BODY)
        return connection->request->body.received;
    return bytes_taken(connection);
}

/* How long a span is in which the least rate must be kept; without one, something must move at all. */
static int64_t span_ms(const struct http_options *options)
{
    return options->rate_min > 0 && options->header_ms > 0 ? options->header_ms : options->idle_ms;
}

static int64_t stage_ms(const struct connection *connection)
{
    const struct http_options *options = connection->server->options;
    switch (connection->stage) {
    case STAGE_PROXY:
    case STAGE_HANDSHAKE:
    case STAGE_HEADER:
        return options->header_ms;
    case STAGE_BODY:
    case STAGE_SENDING:
        return span_ms(options);
    case STAGE_IDLE:
        return options->idle_ms;
    case STAGE_DISCARD:
    case STAGE_LINGER:
        return DISCARD_MS;
    case STAGE_CHAIN:
        break;
    }
    return 0;
}

static void arm(struct connection *connection)
{
    struct chain *chain = &connection->server->chain;
    int64_t ms = stage_ms(connection);
    deadline_set(&chain->deadlines, &connection->deadline,
                 ms > 0 ? chain->now_ms + (uint64_t)ms : DEADLINE_NEVER);
}

void connection_enter(struct connection *connection, enum stage stage)
{
    connection->stage = stage;
    connection->moved =
        0; /* of a reply, what was taken before it: a first span too long, not too short */
    arm(connection);
}

void connection_cut(struct connection *connection)
{
    connection->gone = true;
    shutdown(connection->fd, SHUT_RDWR);
}

/* What is still unsent is thrown away with the connection, rather than kept by the system for as long as it likes. */
static void reset(struct connection *connection)
{
    struct linger at_once = { 1, 0 };
    setsockopt(connection->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    connection_cut(connection);
}

static bool fast_enough(struct connection *connection)
{
    const struct http_options *options = connection->server->options;
    uint64_t moved = bytes_moved(connection), least = 1;
    if (options->rate_min > 0)
        least = options->rate_min * (uint64_t)span_ms(options) / 1000;
    bool enough = moved >= connection->moved + least;
    connection->moved = moved;
    return enough;
}

/* Where not even a first line has come, there is no request yet: one is made for the occasion. */
static void refuse_slow_header(struct connection *connection)
{
    struct tn_request *request = connection->request, *made = NULL;
    if (!request && (connection->session || has_sent(connection, 1))) {
        made = request_new(&connection->server->chain, &connection_exchange, connection);
        made->peer = &connection->peer;
        connection->request = request = made;
    }
    if (request) {
        chain_refuse_unread(request, 408, "slow header", "The request's header took too long.");
        send_raw(connection);
    }
    if (made) {
        connection->request = NULL;
        request_end(made);
    }
    connection_cut(connection);
}

static void refuse_slow_body(struct connection *connection)
{
    struct tn_request *request = connection->request;
    chain_count_refused(request->chain, "slow body");
    if (request->phase == PHASE_BODY) {
        request->body.then = NULL;
        request->close = true;
        chain_refuse(request, 408, "The request's body took too long.");
    }
    send_raw(connection);
    connection_cut(connection);
}

static void deadline_passed(struct deadline *deadline, uint64_t now_ms)
{
    (void)now_ms;
    struct connection *connection =
        (struct connection *)((char *)deadline - offsetof(struct connection, deadline));
    switch (connection->stage) {
    case STAGE_PROXY:
        arrival_refuse(connection, "its header of the PROXY protocol took too long");
        break;
    case STAGE_HANDSHAKE:
        chain_count_refused(&connection->server->chain, "slow handshake");
        connection_cut(connection);
        break;
    case STAGE_HEADER:
        refuse_slow_header(connection);
        break;
    case STAGE_BODY:
        if (fast_enough(connection))
            arm(connection);
        else
            refuse_slow_body(connection);
        break;
    case STAGE_SENDING:
        if (fast_enough(connection)) {
            arm(connection);
        } else {
            chain_count_refused(&connection->server->chain, "slow reader");
            reset(connection);
        }
        break;
    case STAGE_IDLE:
    case STAGE_DISCARD:
    case STAGE_LINGER:
        tls_end(connection);
        connection_lost(connection);
        break;
    case STAGE_CHAIN:
        break;
    }
}

static void watch(struct connection *connection, uint32_t events)
{
    struct epoll_event event = { .events = events, .data.ptr = connection };
    epoll_ctl(connection->server->leave_fd, EPOLL_CTL_ADD, connection->fd, &event);
}

void connection_watch(struct connection *connection, enum stage stage)
{
    connection_enter(connection, stage);
    watch(connection, EPOLLIN | EPOLLRDHUP);
}

static void rest(struct connection *connection, uint32_t events)
{
    assert(!connection->suspended);
    connection->suspended = true;
    MHD_suspend_connection(connection->mhd);
    watch(connection, events);
}

void connection_suspend(struct connection *connection)
{
    rest(connection, EPOLLRDHUP | EPOLLET);
    connection_enter(connection, STAGE_CHAIN);
}

void connection_await(struct connection *connection)
{
    rest(connection, EPOLLIN | EPOLLRDHUP);
}

void connection_resume(struct connection *connection)
{
    assert(connection->suspended);
    connection->suspended = false;
    epoll_ctl(connection->server->leave_fd, EPOLL_CTL_DEL, connection->fd, NULL);
    MHD_resume_connection(connection->mhd);
    server_run_soon(connection->daemon);
}

void connection_lost(struct connection *connection)
{
    if (connection->stage == STAGE_PROXY || connection->stage == STAGE_LINGER) {
        connection_end(connection);
        return;
    }
    connection_cut(connection);
    if (!connection->suspended)
        return;
    connection->stream_waits = false;
    if (connection->request)
        chain_cancel(connection->request);
    connection_resume(connection);
}

static void wake(struct tn_request *request)
{
    struct connection *connection = request->carrier;
    if (connection->suspended)
        connection_resume(connection);
}

static void stream_ready(struct tn_request *request)
{
    struct connection *connection = request->carrier;
    if (!connection->stream_waits)
        return;
    connection->stream_waits = false;
    connection_enter(connection, STAGE_SENDING);
    connection_resume(connection);
}

const struct exchange connection_exchange = { wake, stream_ready };

/* SPDX-License-Identifier: MIT */
/* Accepting connections. */
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <http/engine.h>

enum {
    ACCEPTS_AT_ONCE = 64, /* then others have their turn */
    QUEUED_MOST =
        4096,       /* on one socket; a queue is no longer, but may be fed while it is emptied */
    PAUSE_MS = 100, /* when descriptors have run out */
};

static void on_acceptable(uv_poll_t *poll, int status, int events);

static void watch(struct http_server *server)
{
    for (struct listener *listener = server->listeners; listener; listener = listener->next)
        uv_poll_start(&listener->poll, UV_READABLE, on_acceptable);
}

static void stop(struct http_server *server)
{
    for (struct listener *listener = server->listeners; listener; listener = listener->next)
        uv_poll_stop(&listener->poll);
}

static void listener_closed(uv_handle_t *handle)
{
    struct listener *listener = handle->data;
    server_handle_closed(listener->server);
    free(listener);
}

/* The handles go at once: the caller may close the sockets now, and their numbers may be used again. */
void accept_end(struct http_server *server)
{
    deadline_remove(&server->chain.deadlines, &server->pause);
    for (struct listener *listener = server->listeners; listener; listener = listener->next)
        uv_close((uv_handle_t *)&listener->poll, listener_closed);
    server->listeners = NULL;
}

static void pause_over(struct deadline *deadline, uint64_t now_ms)
{
    (void)now_ms;
    struct http_server *server =
        (struct http_server *)((char *)deadline - offsetof(struct http_server, pause));
    watch(server);
}

/* A socket that is ready to be accepted but cannot be would wake the loop without end. */
static void pause_accepting(struct http_server *server)
{
    chain_log(&server->chain, TN_ERROR, NULL, "accepting pauses: %s", strerror(errno));
    stop(server);
    server->pause.expired = pause_over;
    deadline_set(&server->chain.deadlines, &server->pause, server->chain.now_ms + PAUSE_MS);
}

/*
 * More connections than are allowed get an answer, not a place in a queue that may never move: a balancer in front takes the
 * 503 as a reason to go elsewhere. Before a handshake there is nothing to say.
 */
static void turn_away(struct http_server *server, const struct http_listener *listener, int fd,
                      const struct sockaddr *address)
{
    static const char reply[] = "HTTP/1.1 503 Service Unavailable\r\n"
                                "Content-Type: application/json\r\n"
                                "Content-Length: 79\r\n"
                                "Retry-After: 1\r\n"
                                "Connection: close\r\n"
                                "\r\n"
                                "{\"error\":\"Service Unavailable\","
                                "\"message\":\"There are too many connections now.\"}";
    chain_count_refused(&server->chain, "connections");
    if (!listener->tls && send(fd, reply, sizeof reply - 1, MSG_DONTWAIT | MSG_NOSIGNAL) > 0)
        shutdown(fd, SHUT_WR);
    close(fd);
    connection_turned_away(server, address);
}

static bool accept_one(struct listener *listener)
{
    struct http_server *server = listener->server;
    struct sockaddr_storage address;
    socklen_t size = sizeof address;
    struct sockaddr *plain = (struct sockaddr *)&address;
    int fd = accept4(listener->fd, plain, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) {
        if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
            pause_accepting(server);
        return errno == EINTR || errno == ECONNABORTED;
    }
    if (server->connection_count >= server->options->connections_max)
        turn_away(server, listener->settings, fd, plain);
    else
        arrival_begin(server, listener->settings, fd, plain);
    return true;
}

static void on_acceptable(uv_poll_t *poll, int status, int events)
{
    (void)status, (void)events;
    struct listener *listener = poll->data;
    server_enter(listener->server);
    for (int i = 0; i < ACCEPTS_AT_ONCE && accept_one(listener); i++)
        ;
    server_leave(listener->server);
}

void accept_queued(struct http_server *server)
{
    for (struct listener *listener = server->listeners; listener; listener = listener->next)
        for (int i = 0; i < QUEUED_MOST && accept_one(listener); i++)
            ;
}

void accept_begin(struct http_server *server, int socket_fd, const struct http_listener *settings)
{
    struct listener *listener = memory_alloc(sizeof *listener);
    *listener = (struct listener){
        .server = server, .settings = settings, .fd = socket_fd, .next = server->listeners
    };
    server->listeners = listener;
    uv_poll_init(server->options->loop, &listener->poll, socket_fd);
    listener->poll.data = listener;
    server->open_handles++;
    uv_poll_start(&listener->poll, UV_READABLE, on_acceptable);
}

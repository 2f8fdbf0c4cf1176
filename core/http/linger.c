/* SPDX-License-Identifier: MIT */
/* Closing gently on a client that still sends: were the socket closed with bytes unread, the system would send a reset, and the
 * client might never see the reply (RFC 9112, 9.6). */
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <http/engine.h>

enum { LINGER_MS = 2000, LINGER_BYTES = 1024 * 1024, LINGERERS_MAX = 64 };

struct lingerer {
    uv_poll_t poll;
    struct http_server *server;
    int fd;
    size_t discarded;
    struct deadline deadline;
    struct lingerer *previous, *next;
};

static void closed(uv_handle_t *handle)
{
    struct lingerer *lingerer = handle->data;
    struct http_server *server = lingerer->server;
    close(lingerer->fd);
    if (lingerer->previous)
        lingerer->previous->next = lingerer->next;
    else
        server->lingerers = lingerer->next;
    if (lingerer->next)
        lingerer->next->previous = lingerer->previous;
    deadline_remove(&server->chain.deadlines, &lingerer->deadline);
    server->lingerer_count--;
    free(lingerer);
    server_leave(server);
}

static void end(struct lingerer *lingerer)
{
    if (!uv_is_closing((uv_handle_t *)&lingerer->poll))
        uv_close((uv_handle_t *)&lingerer->poll, closed);
}

static void time_over(struct deadline *deadline, uint64_t now_ms)
{
    (void)now_ms;
    end((struct lingerer *)((char *)deadline - offsetof(struct lingerer, deadline)));
}

static void on_readable(uv_poll_t *poll, int status, int events)
{
    (void)status, (void)events;
    struct lingerer *lingerer = poll->data;
    char dropped[16 * 1024];
    ssize_t got = recv(lingerer->fd, dropped, sizeof dropped, MSG_DONTWAIT);
    if (got > 0)
        lingerer->discarded += (size_t)got;
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR) ||
        lingerer->discarded > LINGER_BYTES)
        end(lingerer);
}

void linger_begin(struct http_server *server, int fd)
{
    if (server->lingerer_count >= LINGERERS_MAX)
        return;
    int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    if (copy < 0)
        return;
    struct lingerer *lingerer = memory_alloc(sizeof *lingerer);
    *lingerer = (struct lingerer){ .server = server, .fd = copy, .deadline.expired = time_over };
    if (uv_poll_init(server->options->loop, &lingerer->poll, copy) != 0) {
        close(copy);
        free(lingerer);
        return;
    }
    lingerer->poll.data = lingerer;
    lingerer->next = server->lingerers;
    if (lingerer->next)
        lingerer->next->previous = lingerer;
    server->lingerers = lingerer;
    server->lingerer_count++;
    uv_poll_start(&lingerer->poll, UV_READABLE, on_readable);
    deadline_set(&server->chain.deadlines, &lingerer->deadline, server->chain.now_ms + LINGER_MS);
}

void linger_end_all(struct http_server *server)
{
    for (struct lingerer *lingerer = server->lingerers; lingerer; lingerer = lingerer->next)
        end(lingerer);
}

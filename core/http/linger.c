/* SPDX-License-Identifier: MIT */
/* Closing gently on a client that still sends: were the socket closed with bytes unread, the system would send a reset, and the
 * client might never see the reply (RFC 9112, 9.6). */
#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>

#include <http/engine.h>

enum { LINGER_BYTES = 1024 * 1024 };

void linger_begin(const struct connection *closing)
{
    static const struct sockaddr nobody = { .sa_family = AF_UNSPEC };
    int copy = fcntl(closing->fd, F_DUPFD_CLOEXEC, 0);
    if (copy < 0)
        return;
    struct connection *lingerer = connection_new(closing->server, closing->listener, copy, &nobody);
    shutdown(copy, SHUT_WR); /* of TLS, libmicrohttpd has only said that the session ends */
    connection_watch(lingerer, STAGE_LINGER);
}

void linger_receive(struct connection *lingerer)
{
    char dropped[16 * 1024];
    ssize_t got = recv(lingerer->fd, dropped, sizeof dropped, MSG_DONTWAIT);
    if (got > 0)
        lingerer->moved += (size_t)got;
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR) ||
        lingerer->moved > LINGER_BYTES)
        connection_end(lingerer);
}

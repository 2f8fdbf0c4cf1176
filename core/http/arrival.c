/* SPDX-License-Identifier: MIT */
/* A connection's way to libmicrohttpd: who its client is, where a proxy says that first; then it is handed over. */
#include <errno.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <http/engine.h>
#include <http/proxy.h>

/* From here on the socket is libmicrohttpd's. It has no use for the address. */
static void hand_over(struct connection *connection)
{
    static const struct sockaddr nobody = { .sa_family = AF_UNSPEC };
    struct http_server *server = connection->server;
    bool secure = connection->listener->tls != NULL;
    connection->daemon = &server->daemons[secure ? DAEMON_TLS : DAEMON_PLAIN];
    connection->peer.secure |= secure;
    connection_enter(connection, secure ? STAGE_HANDSHAKE : STAGE_HEADER);
    server->adding = connection;
    bool added = MHD_add_connection(connection->daemon->mhd, connection->fd, &nobody,
                                    sizeof nobody) == MHD_YES;
    if (added && secure)
        connection_await(connection);
    if (!added && server->adding) /* not even begun, so that nobody has told connection_closed */
        connection_closed(connection);
    server->adding = NULL;
}

void arrival_refuse(struct connection *connection, const char *why)
{
    struct chain *chain = &connection->server->chain;
    chain_count_refused(chain, "proxy protocol");
    chain_log(chain, TN_INFO, NULL, "refused a connection from %" TN_PRI ": %s",
              TN_ARG(connection->peer.text), why);
    connection_end(connection);
}

static void take_header(struct connection *connection, const struct proxy_header *header)
{
    struct peer *peer = &connection->peer;
    epoll_ctl(connection->server->leave_fd, EPOLL_CTL_DEL, connection->fd, NULL);
    if (header->sender != PROXY_ITSELF) {
        memcpy(peer->address, header->address, sizeof peer->address);
        peer->port = header->port;
        peer->secure = header->secure;
        peer->text = (struct tn_text){ connection->peer_text,
                                       address_print(peer->address, connection->peer_text) };
    }
    if (header->sender == PROXY_UNIX)
        peer->text = TN_TEXT("unix");
    hand_over(connection);
}

/* Takes no byte off the socket that is not the header's: those behind it are libmicrohttpd's to read. */
void arrival_receive(struct connection *connection)
{
    char bytes[PROXY_HEADER_MAX];
    struct proxy_header header;
    size_t had = connection->early.size;
    memcpy(bytes, buffer_text(&connection->early).at, had);
    ssize_t got = recv(connection->fd, bytes + had, sizeof bytes - had, MSG_PEEK | MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0) {
        connection_end(connection);
        return;
    }
    enum proxy_result result = proxy_parse((struct tn_text){ bytes, had + (size_t)got }, &header);
    if (result == PROXY_BAD) {
        arrival_refuse(connection, "it began with no valid header of the PROXY protocol");
        return;
    }
    size_t taken = result == PROXY_DONE ? header.size - had : (size_t)got;
    got = recv(connection->fd, bytes + had, taken, MSG_DONTWAIT);
    if (got != (ssize_t)taken)
        connection_end(connection);
    else if (result == PROXY_DONE)
        take_header(connection, &header);
    else
        buffer_add(&connection->early, (struct tn_text){ bytes + had, taken });
}

void arrival_begin(struct http_server *server, const struct http_listener *listener, int fd,
                   const struct sockaddr *address)
{
    struct connection *connection = connection_new(server, listener, fd, address);
    if (!listener->proxy_protocol)
        hand_over(connection);
    else if (tn_ranges_hold(&server->options->trusted_proxies, connection->peer.address))
        connection_watch(connection, STAGE_PROXY);
    else
        arrival_refuse(connection, "only trusted proxies may connect there");
}

/* SPDX-License-Identifier: MIT */
/* The server's own parts, for the files that make it up: loop, daemon, connections. */
#pragma once

#include <uv.h>

#include <http/chain.h>
#include <http/connection.h>
#include <http/envelope.h>

struct listener {
    uv_poll_t poll;
    struct http_server *server;
    const struct http_listener *settings;
    int fd;
    struct listener *next;
};

/* libmicrohttpd speaks TLS on all connections of a daemon, or on none. */
enum { DAEMON_PLAIN, DAEMON_TLS, DAEMONS };

struct http_daemon {
    struct http_server *server;
    struct MHD_Daemon *mhd; /* NULL: not needed */
    uv_poll_t poll;         /* libmicrohttpd's own epoll descriptor */
    bool more;              /* it has more to do at once */
};

struct http_server {
    struct chain chain;
    const struct http_options *options;
    struct http_daemon daemons[DAEMONS];
    uv_idle_t again; /* active while a daemon has more to do at once */
    uv_timer_t tick; /* of the deadlines; active while there are any */
    int leave_fd;    /* an epoll set of the sockets that libmicrohttpd does not watch now */
    uv_poll_t leave_poll;
    struct listener *listeners;
    struct deadline pause; /* of accepting, when descriptors have run out */
    struct envelopes *envelopes;
    int64_t date_second; /* the one of `date` */
    char date[32];
    struct connection *connections, *adding;
    size_t connection_count;
    int refusal; /* the status of the library's last one, whose connection is still to end; or 0 */
    unsigned open_handles;
    bool draining, closing;
    void (*drained)(void *context);
    void *drained_context;
    void (*closed)(void *context);
    void *closed_context;
};

/* Begins and ends each turn in which the loop calls the server. */
void server_enter(struct http_server *server);
void server_leave(struct http_server *server);

/* One of the server's handles has been closed for good. */
void server_handle_closed(struct http_server *server);

/* Has libmicrohttpd run in the loop's next turn: it is not told by its descriptor of connections that are resumed. */
void server_run_soon(struct http_daemon *daemon);

/* One of the daemons (daemon.c). */
bool daemon_start(struct http_server *server, int which, const char **problem);

/* Whether bytes lie behind a NUL in the first line, or in the fields of a header of `size` bytes from `start` (hidden.c). */
bool hidden_in_line(const struct tn_request *request, const char *url, const char *version);
bool hidden_in_fields(const struct tn_request *request, const char *start, size_t size);

/* Accepting (accept.c). */
void accept_begin(struct http_server *server, int socket_fd, const struct http_listener *settings);
void accept_queued(struct http_server *server);
void accept_end(struct http_server *server);

/* Sending (send.c): by libmicrohttpd; or straight to the socket where it cannot be asked any more, with Connection: close. */
enum MHD_Result send_queue(struct connection *connection);
bool send_raw(struct connection *connection);

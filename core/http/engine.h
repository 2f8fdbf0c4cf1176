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
    int fd;
    struct listener *next;
};

struct http_server {
    struct chain chain;
    const struct http_options *options;
    struct MHD_Daemon *daemon;
    uv_poll_t daemon_poll; /* libmicrohttpd's own epoll descriptor */
    uv_idle_t again;       /* active while libmicrohttpd has more to do at once */
    bool asked_again;      /* since it last began to run */
    uv_timer_t tick;       /* of the deadlines; active while there are any */
    int leave_fd;          /* an epoll set of the sockets of suspended connections */
    uv_poll_t leave_poll;
    struct listener *listeners;
    struct deadline pause; /* of accepting, when descriptors have run out */
    struct envelopes *envelopes;
    int64_t date_second; /* the one of `date` */
    char date[32];
    struct connection *connections, *adding;
    size_t connection_count;
    int refusal; /* the status of the library's last one, whose connection is still to end; or 0 */
    struct lingerer *lingerers;
    size_t lingerer_count;
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
void server_run_soon(struct http_server *server);

/* The daemon (daemon.c). */
bool daemon_start(struct http_server *server, const char **problem);

/* Whether bytes lie behind a NUL in the first line, or in the fields of a header of `size` bytes from `start` (hidden.c). */
bool hidden_in_line(const struct tn_request *request, const char *url, const char *version);
bool hidden_in_fields(const struct tn_request *request, const char *start, size_t size);

/* Accepting (accept.c). */
void accept_begin(struct http_server *server, int socket_fd);
void accept_queued(struct http_server *server);
void accept_end(struct http_server *server);

/* Reads and drops what a client sends after its connection is closed (linger.c). Takes a copy of the descriptor. */
void linger_begin(struct http_server *server, int fd);
void linger_end_all(struct http_server *server);

/* Sending (send.c): by libmicrohttpd; or straight to the socket where it cannot be asked any more, with Connection: close. */
enum MHD_Result send_queue(struct connection *connection);
bool send_raw(struct connection *connection);

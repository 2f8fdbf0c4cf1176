/* SPDX-License-Identifier: MIT */
/* A client's connection: the exchange over libmicrohttpd, its stages, and the time each may take. */
#pragma once

#include <microhttpd.h>

#include <http/request.h>

enum stage {
    STAGE_PROXY, /* a proxy is to say first who its client is; libmicrohttpd has no part in it yet */
    STAGE_HANDSHAKE, /* of TLS */
    STAGE_HEADER, /* the header of a request is coming in; for a new connection, from the start */
    STAGE_CHAIN, /* it is in the chain, or a stream has nothing to give: nothing is asked of the client */
    STAGE_BODY,    /* its body is coming in */
    STAGE_SENDING, /* its reply is going out */
    STAGE_IDLE,    /* between two requests */
    STAGE_LINGER,  /* it is over, and libmicrohttpd has closed; what still comes is thrown away */
    STAGE_DISCARD, /* the reply has been written before the body was read: the rest is thrown away */
};

struct connection {
    struct http_server *server;
    const struct http_listener *listener; /* that it came by */
    struct http_daemon *daemon;
    struct MHD_Connection *mhd;
    struct gnutls_session_int *session; /* of TLS, libmicrohttpd's; NULL: in the clear */
    int fd;                             /* libmicrohttpd's from STAGE_PROXY on: never closed here */
    struct buffer early;                /* the part of a PROXY header that has come */
    struct peer peer;
    char peer_text[ADDRESS_TEXT_MAX];
    struct tn_request *request; /* the one under way, or NULL */
    struct envelope *envelope;  /* of its reply, if that is sent in one */
    enum stage stage;
    struct deadline deadline;
    uint64_t moved; /* how much had been moved when the present span of time began */
    /* libmicrohttpd has not yet been let go past the header: what is queued now closes. */
    bool in_header;
    bool suspended;
    bool stream_waits;
    bool gone; /* the client has left, or is being shown out */
    /* Part of a body is unread: closing at once could take the reply from the client. */
    bool linger;
    struct connection *previous, *next;
};

/* For a socket that has been accepted (arrival.c): finds out who the client is, and hands it to libmicrohttpd, or closes it. */
void arrival_begin(struct http_server *server, const struct http_listener *listener, int fd,
                   const struct sockaddr *address);
/* In STAGE_PROXY: something has come; or nothing good is to come, and the socket is closed. */
void arrival_receive(struct connection *connection);
void arrival_refuse(struct connection *connection, const char *why);

/* Reads and drops what a client sends after its connection is closed (linger.c), in a connection with a copy of the socket. */
void linger_begin(const struct connection *closing);
void linger_receive(struct connection *lingerer);

struct connection *connection_new(struct http_server *server, const struct http_listener *listener,
                                  int fd, const struct sockaddr *address);
/* One that is turned away with 503 instead, for the log. */
void connection_turned_away(struct http_server *server, const struct sockaddr *address);
/* The status with which the library has refused what came on it; 0: it has not. */
int connection_refusal(struct connection *connection);
/* Waits for what comes on a socket that libmicrohttpd does not have: STAGE_PROXY, STAGE_LINGER. */
void connection_watch(struct connection *connection, enum stage stage);
/* The end of one that libmicrohttpd does not have. */
void connection_end(struct connection *connection);
/* libmicrohttpd is about to close the socket. */
void connection_closed(struct connection *connection);

void connection_enter(struct connection *connection, enum stage stage);

/* Has libmicrohttpd let the connection rest, and watches whether the client leaves meanwhile. */
void connection_suspend(struct connection *connection);
/* Has it let the connection rest until the client has sent more of a handshake. */
void connection_await(struct connection *connection);
void connection_resume(struct connection *connection);

/* The client has left: cancels what waits, and has libmicrohttpd close. */
void connection_lost(struct connection *connection);

/* Cuts the connection off; libmicrohttpd notices and closes the socket. */
void connection_cut(struct connection *connection);

extern const struct exchange connection_exchange;

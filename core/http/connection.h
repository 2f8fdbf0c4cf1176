/* SPDX-License-Identifier: MIT */
/* A client's connection: the exchange over libmicrohttpd, its stages, and the time each may take. */
#pragma once

#include <microhttpd.h>

#include <http/request.h>

enum stage {
    STAGE_HEADER, /* the header of a request is coming in; for a new connection, from the start */
    STAGE_CHAIN, /* it is in the chain, or a stream has nothing to give: nothing is asked of the client */
    STAGE_BODY,    /* its body is coming in */
    STAGE_SENDING, /* its reply is going out */
    STAGE_IDLE,    /* between two requests */
    STAGE_DISCARD, /* the reply has been written before the body was read: the rest is thrown away */
};

struct connection {
    struct http_server *server;
    struct MHD_Connection *mhd;
    int fd; /* libmicrohttpd's: never closed here */
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

/* For a socket that has been accepted. NULL if libmicrohttpd would not take it; the socket is closed then. */
struct connection *connection_open(struct http_server *server, int fd,
                                   const struct sockaddr *address, socklen_t size);
/* One that is turned away with 503 instead, for the log. */
void connection_turned_away(struct http_server *server, const struct sockaddr *address);
/* The status with which the library has refused what came on it; 0: it has not. */
int connection_refusal(struct connection *connection);
/* The socket is about to be closed. */
void connection_closed(struct connection *connection);

void connection_enter(struct connection *connection, enum stage stage);

/* Has libmicrohttpd let the connection rest, and watches whether the client leaves meanwhile. */
void connection_suspend(struct connection *connection);
void connection_resume(struct connection *connection);

/* The client has left: cancels what waits, and has libmicrohttpd close. */
void connection_lost(struct connection *connection);

/* Cuts the connection off; libmicrohttpd notices and closes the socket. */
void connection_cut(struct connection *connection);

extern const struct exchange connection_exchange;

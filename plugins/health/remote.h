/* SPDX-License-Identifier: MIT */
/* Asking over the network: connect, and for HTTP read status and body. */
#pragma once

#include <netinet/in.h>

#include <tenon/loop.h>
#include <tenon/tenon.h>

#include "reply.h"
#include "secure.h"
#include "target.h"

enum { REMOTE_ADDRESSES_MAX = 8 };

/* Statuses that are good. */
struct status_range {
    int from, to;
};

struct remote {
    struct tn_check *check;
    struct tn_host *host;
    struct target target;
    bool http;
    struct tn_text request;
    size_t ranges;
    const struct status_range *range;
    const struct tn_patterns *body; /* empty: whatever it is */
    bool verify;                    /* for https: the certificate, by what is trusted */
    struct secure_trust *trust;

    /* Of the question under way. */
    bool open, aborted;
    int resolved; /* getaddrinfo's word */
    size_t addresses, next;
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } address[REMOTE_ADDRESSES_MAX];
    uv_tcp_t socket;
    uv_connect_t connecting;
    uv_write_t writing;
    struct secure *secure; /* of https */
    bool asked;            /* through it: the handshake is over */
    struct reply reply;
    enum tn_health health;
    char message[80];
};

/* "204" or "200-399"; false if it is neither. */
bool remote_parse_range(const char *text, struct status_range *range);

/* Makes the request that is sent over HTTP. Hook: start. */
void remote_open(struct remote *remote);
/* Asks, and reports to the check. The fields of the first part are filled. */
void remote_ask(void *context);
/* Gives up: too late, or the worker stops. */
void remote_abort(void *context);
/* Frees what belongs to all questions. Hook: stop. */
void remote_close(struct remote *remote);

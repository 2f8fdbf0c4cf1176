/* SPDX-License-Identifier: MIT */
/* The worker's Redis: sends calls over its connection, sees to it that there is one, and answers for
 * it when there is none. */
#pragma once

#include "breaker.h"
#include "call.h"
#include "link.h"
#include "settings.h"

/* What is counted, made by the plugin's start. */
struct client_series {
    struct tn_series *ends[4]; /* by enum tn_redis_end */
    struct tn_series *latency, *connected, *breaker_open;
    struct tn_series *made, *failed, *lost; /* connections */
};

struct client {
    struct tn_host *host;
    const struct settings *settings;
    struct address address;
    struct link link;
    struct breaker breaker;
    struct calls calls;
    size_t
        held; /* calls that exist: those awaited, and those too late whose answer is still to come */
    struct tn_timer *deadline, *attempt;
    struct tn_check *check;
    struct client_series series;
    bool connected, stopping;
    uint64_t began_ns;                                /* the last attempt */
    enum { CLIENT_NEW, CLIENT_UP, CLIENT_DOWN } told; /* what the log has last said */
};

/* Begins to connect. Hook: start. */
void client_start(struct client *client);

/* Answers what is awaited, and cuts the connection. Hook: stop. */
void client_stop(struct client *client);

/* As tn_redis.run. */
bool client_run(struct client *client, const struct tn_redis_call *wanted);

/* SPDX-License-Identifier: MIT */
/* One connection: its way from a name to a greeted server, and its end. */
#pragma once

#include <hiredis/async.h>
#include <tenon/tenon.h>

#include "address.h"

enum { LINK_ADDRESSES_MAX = 8, LINK_PROBLEM_ROOM = 160 };

struct link {
    struct tn_host *host;
    const struct address *address;
    int64_t timeout_ms; /* from begin to up */
    /* After each begin `up` may be called once, and `down` is, unless it is ended before. */
    void (*up)(void *context);
    void (*down)(void *context, const char *problem);
    void *context;

    redisAsyncContext *redis; /* NULL: there is none */
    bool begun, is_up;
    bool resolving; /* a thread is writing what follows */
    char numbers[LINK_ADDRESSES_MAX][64];
    size_t number_count, number; /* how many were found, and the next to try */
    char problem[LINK_PROBLEM_ROOM];
    struct tn_timer *deadline;
};

/* Begins to connect; there must be no connection. Hooks: start and later. */
void link_begin(struct link *link);

/* Cuts the connection, silently, if there is one. Hooks: start and later, stop. */
void link_end(struct link *link);

/* Appends a command to what is written at the end of this turn of the loop. False if the link is not
 * up: then `answered` is not called. It is called with NULL if the connection is cut. */
bool link_send(struct link *link, redisCallbackFn *answered, void *context, size_t count,
               const char **words, const size_t *sizes);

/* Reads and writes what is ready, before the loop comes to it. */
void link_hurry(struct link *link);

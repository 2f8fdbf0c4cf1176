/* SPDX-License-Identifier: MIT */
/* A connection to PostgreSQL, used by one thread at a time; who asks on the loop can wake it up. */
#pragma once

#include <stdbool.h>

#include <libpq-fe.h>

enum { SESSION_DETAIL_ROOM = 400 };

struct session {
    const char *url, *password, *query;
    int wake;           /* an eventfd: readable, once the answer is not wanted any more */
    PGconn *connection; /* kept between questions; NULL: none */

    /* The answer. */
    bool good;
    const char *message;              /* may be seen by anyone */
    char detail[SESSION_DETAIL_ROOM]; /* for the log: libpq's words, which name hosts and users */
};

/* Connects if need be, and runs the query. Takes as long as it takes, or until `wake`. */
void session_ask(struct session *session);
void session_close(struct session *session);

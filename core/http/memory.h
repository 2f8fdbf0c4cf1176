/* SPDX-License-Identifier: MIT */
/* An exchange without a network: a request from memory through the chain, and its reply to be looked at. For tests. */
#pragma once

#include <http/chain.h>

struct memory_field {
    const char *name, *value;
};

/* Zero it, fill the first part, and hand it to memory_begin. */
struct memory_call {
    const char *method, *target;
    const char *version; /* NULL: HTTP/1.1 */
    /* Ends with a NULL name; without Host, "localhost" is added. */
    const struct memory_field *fields;
    struct tn_text body; /* sent with its Content-Length, unless a field says otherwise */
    size_t piece;        /* the body comes in pieces of this size; 0: at once */
    const char *client;  /* an address; NULL: 127.0.0.1 */

    /* What has become of it. */
    struct tn_request *request; /* NULL once ended; until then tn_reply_… read the reply */
    bool replied;
    bool stream_waits; /* memory_read met TN_STREAM_WAIT, and tn_stream_ready has not been called */
    bool stream_failed;
    struct buffer read;
    struct peer peer;
};

/* Runs the request as far as it goes. If it is not `replied` then, a plugin will call tn_resume, or a deadline passes. */
void memory_begin(struct chain *chain, struct memory_call *call);

/* The reply's body as far as it is there: bytes, the file, or what the stream gives. */
struct tn_text memory_read(struct memory_call *call);

/* The reply has been sent, or the client goes away: `done` hooks run, unless a plugin still holds the request. */
void memory_end(struct memory_call *call);

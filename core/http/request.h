/* SPDX-License-Identifier: MIT */
/* A request and its reply, from the first byte to the last `done` hook. Knows no library and no socket: see exchange.h. */
#pragma once

#include <base/address.h>
#include <base/buffer.h>
#include <http/deadline.h>
#include <http/exchange.h>
#include <http/fields.h>
#include <http/path.h>
#include <http/request_id.h>
#include <http/server.h>

/* Where a request stands; whoever carries it looks here. */
enum phase {
    PHASE_NEW,     /* its headers are coming in */
    PHASE_RUNNING, /* hooks are running */
    PHASE_LATER,   /* a hook has said TN_LATER: nothing to do until the exchange's `wake` */
    PHASE_BODY,    /* the body is wanted: body_receive, then body_end */
    PHASE_REPLY,   /* the reply is complete: to be sent, then request_end */
    PHASE_OVER,    /* done with, or waiting for a plugin that still holds it */
};

/* What of an entry comes next. */
enum turn { TURN_HOOK, TURN_ROUTE, TURN_NEXT };

enum body_state {
    BODY_UNREAD,
    BODY_COLLECTING, /* a hook has asked for it whole */
    BODY_STREAMING,  /* a hook has asked for the pieces */
    BODY_THERE,      /* it is in `bytes`, or there is none */
    BODY_PASSED,     /* its pieces have been handed on */
};

typedef bool body_chunk(struct tn_request *request, void *self, struct tn_text piece);

struct body {
    enum body_state state;
    bool chunked;      /* Transfer-Encoding: chunked */
    bool expected;     /* the client waits for 100 Continue */
    uint64_t declared; /* Content-Length */
    uint64_t received;
    struct buffer bytes;
    body_chunk *chunk;
    tn_hook *then; /* not NULL: runs when the body is complete */
};

enum reply_kind { REPLY_NONE, REPLY_BYTES, REPLY_FILE, REPLY_STREAM };

struct reply {
    enum reply_kind kind;
    int status;
    size_t entry;  /* that set it; the host is as many as there are entries */
    bool borrowed; /* a reply hook in shadow looks at it: what it sets instead will be undone */
    struct tn_text bytes;
    int fd;
    uint64_t offset, size; /* of a file */
    struct tn_stream stream;
    struct fields fields;
    /* What $error.* stands for; `refused` is 0 where nothing was refused. */
    int refused;
    const char *code;
    struct tn_text message;
};

struct request_state {
    const struct tn_host *host;
    size_t size;
    void *memory;
    struct request_state *next;
};

struct request_defer {
    void (*release)(void *pointer);
    void *pointer;
    struct request_defer *next;
};

/* The other end of the connection, or of the proxy's where that says so. The text is "unix" for a Unix socket. */
struct peer {
    uint8_t address[16];
    struct tn_text text;
    unsigned port;
    bool secure; /* it speaks TLS, with us or with a proxy that says so before the first request */
};

struct tn_request {
    struct chain *chain;
    const struct exchange *exchange;
    /* What carries the request, for the exchange's functions; NULL once that is gone. */
    void *carrier;
    struct arena arena;
    struct tn_request *previous, *next; /* among the chain's */

    /* As received, by whoever carries it, before chain_examine. */
    struct tn_text method, version, target;
    const struct peer *peer;
    struct field *received; /* room for one more than the limit */
    size_t received_count;
    size_t received_size; /* of all names and values */
    bool too_many;        /* fields: those beyond the room were left out */
    bool hidden;          /* its header holds more than can be seen, behind a NUL */
    uint64_t started_ns;
    uint64_t ended_ns; /* once its `done` hooks run */

    /* As understood. */
    struct target parts;
    struct tn_text path, host, id;
    struct tn_text client;
    char client_text[ADDRESS_TEXT_MAX];
    char id_text[REQUEST_ID_SIZE];
    uint8_t address[16];
    bool secure;
    struct body body;

    /* In the chain. */
    enum phase phase;
    size_t at;                        /* the entry whose turn it is */
    enum turn turn;                   /* and what of it */
    size_t speaker;                   /* whose a reply is that is set now; see reply.entry */
    const struct route *route;        /* the one taken, or NULL */
    const struct route *shadow_route; /* the one that would answer, were its entry not in shadow */
    struct tn_text allow; /* the methods of a known path; absent if the path is not known */
    bool *applies;        /* by entry: match and except hold */
    bool examined;        /* its headers have come: `done` hooks are owed */
    bool running;         /* within a hook */
    bool held;            /* a hook has said TN_LATER and has not resumed */
    bool cancelled;       /* what holds it has been told that it ended otherwise */
    bool done;            /* `done` hooks have run */
    unsigned holds;       /* jobs under way */
    uint64_t hook_ns;     /* when the last hook ended */
    bool measured;        /* by the exact clock */
    struct trace *trace;  /* NULL: none was asked for */
    struct deadline deadline;
    int64_t deadline_ms; /* of tn_request_deadline; negative: the entry's or the server's */

    struct reply reply;
    struct reply before; /* what a shadow hook found */
    uint64_t sent;       /* of the reply's body, as far as the carrier has got */
    bool close;          /* the connection is not to be used again */

    struct request_state *states;
    struct request_defer *defers;
};

/* A fresh request of the chain; `carrier` is handed to the exchange. */
struct tn_request *request_new(struct chain *chain, const struct exchange *exchange, void *carrier);

/* Puts a field into `received`, unless the room is used up. The texts are borrowed until request_end. */
void request_receive(struct tn_request *request, struct tn_text name, struct tn_text value);

/*
 * The carrier is done with it: sent, or the client has gone. Runs `done` hooks and gives the memory back, at once or when the
 * last plugin that holds it lets go; what is borrowed from the carrier has been copied by then.
 */
void request_end(struct tn_request *request);

/* What is left to do once nothing holds the request; called by whoever lets go of it. */
void request_settle(struct tn_request *request);

/* Keeps it for the next. Its `done` hooks have run, and nobody holds it. */
void request_recycle(struct tn_request *request);

/* Frees the requests that are kept for reuse. */
void requests_free(struct chain *chain);

/* Bounds the wait that begins now; 0: no bound. */
void request_bound(struct tn_request *request, int64_t deadline_ms);

/* A field as received, by name; absent if there is none. The first only, without joining. */
struct tn_text request_field(const struct tn_request *request, const char *name);

/* Whether what a plugin sets now counts: not once the request has ended otherwise. */
bool request_writable(const struct tn_request *request);

/* SPDX-License-Identifier: MIT */
/* The HTTP side of a worker: what it is made of, and its life. Knows no configuration and loads no plugin. */
#pragma once

#include <uv.h>

#include <tenon/tenon.h>

/* A header that must be there, and if there are patterns, match one of them. */
struct http_header_condition {
    const char *name;
    struct tn_patterns value;
};

/* One condition of match or except, as plain data. */
struct http_condition {
    struct tn_patterns path;
    struct tn_texts method;
    struct tn_patterns host;
    size_t headers;
    const struct http_header_condition *header;
};

struct http_error_shape {
    int status;
    const struct tn_template *body;
};

/* The shapes of errors: by status, else the general one, else the built-in. */
struct http_errors {
    const struct tn_template *body;
    size_t count;
    const struct http_error_shape *by_status;
};

/* One instance in the chain, in the order of the file. Everything is borrowed for the server's life. */
struct http_entry {
    struct tn_host *host;
    const char *name; /* the entry's */
    const struct tn_plugin *plugin;
    void *self;
    size_t matches, excepts;
    const struct http_condition *match, *except;
    bool shadow, skip_on_error, probed;
    int64_t timeout_ms; /* negative: the server's */
    struct http_errors errors;
    const char *place;               /* "moicad.yaml:12:5", for traces and messages */
    struct tn_text decided_by;       /* plugin, name and place as a JSON object, for the log */
    const struct http_route *routes; /* the plugin's, their paths resolved; ends with a NULL path */
    struct tn_series *hook_seconds[3]; /* request, reply, done: counters */
    struct tn_series *verdicts[4]; /* by enum tn_verdict; shadow replies count in shadow_replies */
    struct tn_series *shadow_replies;
    struct tn_series *refusals;           /* replies with 400 or more that it set */
    struct tn_series *calls;              /* of its hooks and handlers */
    struct tn_series *longest_seconds[3]; /* request, reply, done: gauges */
};

struct http_route {
    const char *method, *path;
    tn_hook *handle;
};

/* Counters of the server's own families. */
struct http_series {
    struct tn_series *connections;        /* gauge */
    struct tn_series *requests_in_flight; /* gauge */
    struct tn_series *request_seconds;    /* histogram */
    struct tn_series *received_bytes, *sent_bytes;
    /* By method (known ones) and status. */
    struct tn_series *(*requests)(void *context, struct tn_text method, int status);
    struct tn_series *(*refused)(void *context, const char *reason);
    /* A hook has held the loop for longer than it may; NULL: that is only logged. */
    void (*slow)(void *context, const char *entry, const char *hook, double seconds);
    void *context;
};

struct tls; /* tls.h */

/* How the connections of a listening socket are served. */
struct http_listener {
    struct tls *tls;     /* NULL: in the clear */
    bool proxy_protocol; /* each begins with a PROXY header, and only trusted proxies may connect */
};

struct http_options {
    uv_loop_t *loop;
    bool tls; /* some listener speaks it */
    uint64_t body_max, url_max, header_max, headers_max, connections_max, rate_min;
    int64_t header_ms, request_ms, idle_ms, blocked_ms;
    int timeout_status;
    struct tn_ranges trusted_proxies;
    bool accept_request_id;
    const char *server_header;
    int64_t started_ms;    /* when the server was started, wall clock */
    const char *trace_key; /* who sends a ticket signed with it gets a trace; NULL: nobody */
    int64_t slow_ms;       /* requests that wait longer for their reply are kept; 0: none are */
    /* Keeps what is said of a request that was traced, or was slow or failed; NULL: nothing is kept. */
    void (*keep)(void *context, bool traced, struct tn_text json, struct tn_text text);
    struct http_errors errors;
    size_t count;
    const struct http_entry *entries;
    struct http_series series;
    /* A line for the log from the server itself; `request` and `fields` may be NULL. */
    void (*log)(void *context, enum tn_level level, struct tn_request *request,
                const struct tn_field *fields, const char *message);
    void *log_context;
};

struct http_server;

/* The host's own variables ($request.*, $client.*, $time.*, $error.*, $header.*, …), for the template compiler. */
extern const struct tn_variable http_variables[];

/*
 * Whether two entries have routes that answer the same: then their indices and the path, so that the caller can name both
 * places. Entries with conditions, and those in shadow, are left out: they may well share a path.
 */
bool http_routes_conflict(const struct http_options *options, size_t *first, size_t *second,
                          const char **path);

/*
 * Makes the server; it does not listen yet. NULL with a reason in `problem`. Borrows the options for its life. The process ignores
 * SIGPIPE from then on.
 */
struct http_server *http_server_new(const struct http_options *options, const char **problem);

/*
 * Accepts on a listening socket, which stays the caller's, and may be closed once the server drains or closes. Call for each.
 * The settings are borrowed for the server's life. A connection beyond
 * `connections_max` is answered 503 and closed.
 */
void http_server_listen(struct http_server *server, int socket_fd,
                        const struct http_listener *settings);

/* Accepts all that have queued up, however many: before a drain after which nobody would. */
void http_server_take_queued(struct http_server *server);

/*
 * Stops accepting; from now on every reply says `Connection: close`; idle connections close at their idle time. `drained` is
 * called once when the last connection has gone.
 */
void http_server_drain(struct http_server *server, void (*drained)(void *context), void *context);

/* Ends everything at once: cancels what waits, cuts connections. `closed` is called when no request is left. */
void http_server_close(struct http_server *server, void (*closed)(void *context), void *context);

/* Only once `closed` has been called, or from it. */
void http_server_free(struct http_server *server);

/*
 * For what the worker implements on requests: a request that is held (a job) stays good until it is released as often; and the
 * arena in which templates are rendered.
 */
void http_request_hold(struct tn_request *request);
void http_request_release(struct tn_request *request);
struct arena *http_request_arena(struct tn_request *request);

/* How many connections and requests there are now. */
size_t http_server_connections(const struct http_server *server);
size_t http_server_requests(const struct http_server *server);
/* How many requests have ended. */
uint64_t http_server_served(const struct http_server *server);

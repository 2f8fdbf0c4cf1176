/* SPDX-License-Identifier: MIT */
/* The worker: everything that serves, in one process on one loop. Who feeds it (a master, or the process itself) is in `outside`. */
#pragma once

#include <uv.h>

#include <base/error.h>
#include <config/config.h>
#include <http/server.h>
#include <options/variables.h>
#include <plugins/instance.h>
#include <worker/log.h>

/* What a worker asks of whoever started it. */
struct outside {
    void *context;
    /*
     * A descriptor of the zone of that name and size, to be closed by the worker; -1 with errno. NULL: nobody else wants the
     * zones of this process, and it makes its own.
     */
    int (*zone)(void *context, const char *name, size_t size);
    /*
     * The last connections are to be accepted now. False if those that have queued up are for the next worker; else nobody but this
     * one will take them, and no more may queue up from now on. NULL: false.
     */
    bool (*refuse)(void *context);
    /* No connection is accepted any more: the sockets may be closed. May be NULL. */
    void (*refusing)(void *context);
};

/* What is fixed before the file is read. */
struct worker_facts {
    unsigned slot, slots;
    unsigned lane;      /* of the zone of series */
    int64_t started_ms; /* when the server was started, wall clock */
    uint8_t key[16];    /* of tn_key */
    struct outside outside;
    /* Plugins that are in the program, ended by NULL; or NULL. */
    const struct tn_plugin *const *linked;
};

struct job;
struct tn_check;
struct mapping;

/* What the worker hangs on an instance. */
struct attachment {
    struct worker *worker;
    struct tn_host *host;
    struct tn_timer *timers;
    struct tn_check *checks, **checks_end;
    const struct config_check *check; /* what the file says of them; NULL: nothing */
    struct mapping *mappings;
};

/* The metrics of the host itself; http/server.h says which it counts. */
struct worker_series {
    struct series_store *own;
    void *zone;
    double cpu_seconds[2];       /* user and system, as last counted */
    struct tn_series **requests; /* by method and status, as they come up */
};

/* What a name that a plugin asks for stands for. */
struct known_variable {
    char name[48];
    struct variable variable;
    struct tn_text rest;
};
enum { KNOWN_VARIABLES = 64 };

struct worker {
    struct worker_facts facts;
    enum tn_state state;
    uv_loop_t loop;
    struct arena arena;
    struct config *config;
    struct log log;
    struct worker_series series;

    size_t count;                /* of entries */
    struct tn_host **hosts;      /* in the order of the file */
    struct tn_host **order;      /* in which they start */
    struct attachment *attached; /* by host->index */
    struct variable_group *groups;
    struct variable_scope scope; /* all entries', outside any */
    struct known_variable known_variables[KNOWN_VARIABLES];
    struct http_errors *shapes; /* of errors, one for each entry */
    /* Rings of requests: those traced, and those that failed or were slow. NULL: none are kept. */
    void *traces[2];

    struct http_options http;
    struct http_listener *listeners; /* by row of `server.listen` */
    size_t listener_count;
    struct http_server *server;

    struct job *jobs;
    uv_timer_t tick;     /* counts what the process uses */
    uv_timer_t delay;    /* until a drain takes no new connections */
    uv_timer_t deadline; /* until it cuts off what is left */
    bool refusing;       /* no new connections any more */
    bool closing;        /* the server is being closed */
    bool ended;          /* no connection is left */
    bool forced;         /* requests had to be cut off */
};

/* The one of this process: some functions of the sdk are given nothing to find it by. */
struct worker *worker_here(void);

/* Makes it the one of this thread, or NULL nobody's. There was none before. */
void worker_enter(struct worker *worker);

/* Makes the worker of this process; it has no config yet. */
struct worker *worker_new(const struct worker_facts *facts);
/* Loads, creates and starts everything; all that is wrong is in `errors`. Does not listen yet. The config is the worker's. */
bool worker_start(struct worker *worker, struct config *config, struct errors *errors);
/* The same, but makes no server: for requests that come from memory (<tenon/testing.h>). */
bool worker_prepare(struct worker *worker, struct config *config, struct errors *errors);
/* Listens on the sockets, which stay the caller's, as their rows of `server.listen` say: READY. */
void worker_serve(struct worker *worker, const int *sockets, const unsigned char *rows,
                  size_t count);
/* Runs the loop until a drain or a stop has ended. */
void worker_run(struct worker *worker);
/*
 * Readiness goes at once; after `delay_ms` no new connections are taken; `deadline_ms` after that, what is left is cut off. A
 * second call can only hurry.
 */
void worker_drain(struct worker *worker, int64_t delay_ms, int64_t deadline_ms);
/* Has every instance open its files anew. */
void worker_reopen(struct worker *worker);
/* Stops what has started, in reverse order, destroys what was created, and gives all memory back. */
void worker_free(struct worker *worker);

/* The attachment of an instance. */
struct attachment *attachment_of(struct tn_host *host);

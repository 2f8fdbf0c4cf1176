/* SPDX-License-Identifier: MIT */
/* One evaluation: a request on its way through the queue and a process. */
#pragma once

#include <tenon/later.h>

#include "process.h"

/* How an evaluation ended. */
enum outcome_kind {
    OUTCOME_RESULT,      /* the process gave a reply, which may well be an error in the program */
    OUTCOME_REFUSED,     /* the request made no sense */
    OUTCOME_TIMEOUT,     /* it took too long, and its process was killed */
    OUTCOME_MEMORY,      /* it needed too much memory */
    OUTCOME_CRASHED,     /* its process ended otherwise */
    OUTCOME_WAITED,      /* no process became free in time */
    OUTCOME_FULL,        /* too many wait already */
    OUTCOME_UNAVAILABLE, /* no process can be started */
    OUTCOME_CANCELLED,   /* the client has gone, or the host's own deadline is over */
    OUTCOMES
};

struct outcome {
    enum outcome_kind kind;
    struct protocol_result result;   /* OUTCOME_RESULT */
    void *memory;                    /* what holds the result's body, */
    void (*release)(void *memory);   /* and what to call when it has been sent */
    bool cached;                     /* the result was there already */
    struct protocol_refused refused; /* OUTCOME_REFUSED */
    struct process_end end;          /* OUTCOME_MEMORY, OUTCOME_CRASHED */
};

enum task_state {
    TASK_NEW,
    TASK_QUEUED,
    TASK_RUNNING,
    TASK_OVER,
};

struct pool;
struct feed;

/* Lives in its request's memory, so at most until the request is resumed. */
struct task {
    struct tn_request *request;
    struct pool *pool;
    enum protocol_operation operation;
    struct tn_text body;
    enum task_state state;
    uint64_t hash;          /* of the body; 0: not to be cached */
    bool asked_for_files;   /* the result depends on more than the body */
    bool asked_for_fonts;   /* it depends on what is installed */
    char id[8];             /* for the log */
    uint64_t queued_ns;     /* when it came */
    uint64_t started_ns;    /* when a process took it */
    struct tn_timer *timer; /* of the queue, then of the evaluation */
    struct process *process;
    struct feed *feed; /* to whom progress is told; NULL: nobody asked */
    struct task *next; /* in the queue */
};

/* SPDX-License-Identifier: MIT */
/* One evaluator process, from its birth to its death. What it sends is checked for form and turn;
 * what breaks the rules is killed. */
#pragma once

#include <tenon/loop.h>
#include <tenon/service.h>
#include <tenon/services/source.h>

#include "protocol.h"

enum process_state {
    PROCESS_STARTING, /* not ready yet */
    PROCESS_IDLE,
    PROCESS_READING, /* has a request, has not begun */
    PROCESS_WORKING,
    PROCESS_WANTING, /* waits for a file */
    PROCESS_ENDING,  /* killed, or gone by itself; nothing that it sent counts any more */
};

/* How a process ended by itself. */
struct process_end {
    int status; /* of exit */
    int signal; /* 0: none */
};

struct process;

/* What the owner hears of, always from the loop. */
struct process_events {
    void (*ready)(struct process *process, const struct protocol_ready *ready);
    void (*begun)(struct process *process, const struct protocol_begun *begun);
    void (*refused)(struct process *process, const struct protocol_refused *refused);
    /* The body is of malloc and the owner's: `memory` is to be given to free(). */
    void (*result)(struct process *process, const struct protocol_result *result,
                   void *memory); /* How far it is. */
    void (*progress)(struct process *process, const struct protocol_progress *progress);
    /* It has something to be kept, and wants what was kept by a name of PROTOCOL_KEY_BYTES: content to be given to
     * free(), or false. */
    void (*keep)(struct process *process, const struct protocol_keep *keep);
    bool (*find)(struct process *process, struct tn_text name, struct tn_text *content);
    /* The process broke the rules and is being killed; `gone` follows. */
    void (*broke)(struct process *process);
    /* It is gone. Called exactly once, last; not after process_forget. */
    void (*gone)(struct process *process, const struct process_end *end);
};

struct process_options {
    struct tn_host *host;
    const char *program;
    struct protocol_settings settings;
    const struct frame_limits *limits;
    struct tn_service source; /* of files; `table` may be NULL */
    struct tn_service fonts;  /* the same, of fonts; their names are patterns */
    const struct process_events *events;
    void *owner;
};

struct wanted_file;

struct process {
    const struct process_options *options;
    enum process_state state;
    void *task;           /* the owner's */
    unsigned evaluated;   /* requests so far */
    bool asked_for_files; /* while it worked on the last request; fonts are none */
    bool asked_for_fonts;
    struct protocol_stock stock; /* as it last said */
    uv_process_t child;
    uv_pipe_t pipe;
    struct frame_reader reader;
    struct wanted_file *wanted; /* while a file is being read for it */
    unsigned handles_open;
};

/* Starts a process. NULL with a libuv error number if the system cannot. `options` must outlive it. */
struct process *process_start(const struct process_options *options, int *error);

/* Waits up to `patience_ms` for a new process to be ready. False if it is not: it is then
 * forgotten. Only for the start of the server: it holds the loop. */
bool process_await_ready(struct process *process, int patience_ms);

/* Gives an idle process a request; the body is copied. */
void process_ask(struct process *process, const struct protocol_request *request);

/* Kills it; `gone` follows. */
void process_kill(struct process *process);

/* Kills it, waits for its end and lets go of it; no event follows. */
void process_forget(struct process *process);

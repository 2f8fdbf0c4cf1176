/* SPDX-License-Identifier: MIT */
/* The evaluator processes of one worker and the queue before them. Every task that is accepted is
 * answered exactly once, whatever becomes of its process. */
#pragma once

#include "process.h"
#include "task.h"

struct pool_settings {
    const char *program;
    unsigned processes;
    uint64_t memory_bytes;
    uint64_t stock_items, stock_bytes; /* of geometry, in each process, besides the memory */
    uint64_t keep_bytes;               /* of one that is kept for all; 0: none is */
    uint64_t result_bytes;
    int64_t timeout_ms; /* of one evaluation; its process is to end it then, */
    int64_t grace_ms;   /* and is killed if it has not so much later */
    int64_t wait_ms;    /* in the queue */
    unsigned queue;     /* so many may wait */
    unsigned recycle_after;
    uint64_t recycle_bytes;
    bool sandbox_required;
};

/* What the owner hears of, always from the loop. */
struct pool_events {
    /* A process has taken the task up. */
    void (*begun)(void *owner, struct task *task, uint64_t code_bytes); /* How far the task is. */
    void (*progress)(void *owner, struct task *task, const struct protocol_progress *progress);
    /* The task is over: `outcome` and what it points to are borrowed, but for `memory`, which
     * the owner releases. */
    void (*over)(void *owner, struct task *task, const struct outcome *outcome);
    /* So often has a process looked into its stock since it was last heard of. */ void (*looked)(
        void *owner, const struct protocol_stock *more);
    /* What a process wants to be kept for all, and what was kept: content to be given to free(), or false. */
    void (*keep)(void *owner, const struct protocol_keep *keep);
    bool (*find)(void *owner, struct tn_text name, struct tn_text *content);
    /* How many processes live, and how many wait, and what they have, has changed. */
    void (*changed)(void *owner);
    /* A process is gone and will be started anew. `expected`: nothing was wrong with it. */
    void (*respawned)(void *owner, const char *reason, bool expected);
};

/* What is to be known about it. */
struct pool_figures {
    unsigned processes, alive, waiting;
    unsigned missing;  /* of those that do not live, the ones that should */
    uint32_t lacks;    /* enum protocol_lack: rights that the processes still have */
    bool cannot_start; /* the last attempts to start a process have all failed */
    uint64_t stock_items, stock_bytes; /* that the processes have in stock, together */
};

struct pool *pool_new(struct tn_host *host, const struct pool_settings *settings,
                      const struct pool_events *events, void *owner);

/* Starts the processes; the first is waited for, so that a program which cannot work is told of at
 * once. False after tn_fail. */
bool pool_start(struct pool *pool, struct tn_service source, struct tn_service fonts);

/* Kills the processes. No task may be left. */
void pool_stop(struct pool *pool);

/* Takes a task on. False, with the reason in `refusal`, if it cannot; `over` is then not called. */
bool pool_submit(struct pool *pool, struct task *task, enum outcome_kind *refusal);

/* Ends a task; its process, if it has one, is killed. `over` is called before it returns. */
void pool_cancel(struct pool *pool, struct task *task);

struct pool_figures pool_figures(const struct pool *pool);

/* SPDX-License-Identifier: MIT */
/* The evaluator processes of one worker and the queue before them. */
#include "pool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <tenon/tenon.h>

enum {
    START_PATIENCE_MS = 10000,
    FIRST_DELAY_MS = 100, /* before a process that could not start is tried again; then doubled */
    LAST_DELAY_MS = 10000,
    LOWEST_DESCRIPTOR = 10,
    FAILURES_MAX = 3, /* so many in a row, and no process can be started */
};

/* A place for a process, which is filled again whenever it becomes empty. */
struct slot {
    struct pool *pool;
    struct process *process;
    struct tn_timer *retry;
    bool ready;         /* the process has been ready */
    int64_t delay_ms;   /* before the next attempt; 0: the last was good */
    const char *reason; /* why the process was killed; NULL: it was not */
    bool excused;       /* no process is ready, but nothing is wrong: one will be at once */
};

struct pool {
    struct tn_host *host;
    const struct pool_settings *settings;
    const struct pool_events *events;
    void *owner;
    int program;           /* held open, so that an upgrade of the files does not mix versions */
    char program_path[40]; /* its name while it is */
    struct frame_limits limits;
    struct process_options options;
    uint32_t lacks;
    unsigned start_failures; /* in a row */
    unsigned waiting;
    struct task *first, *last; /* the queue */
    struct slot slots[];
};

static void fill(struct slot *slot);

static struct slot *slot_of(struct pool *pool, const struct process *process)
{
    for (unsigned i = 0; i < pool->settings->processes; i++)
        if (pool->slots[i].process == process)
            return &pool->slots[i];
    return NULL;
}

/* The queue */

static void enqueue(struct pool *pool, struct task *task)
{
    task->next = NULL;
    if (pool->last)
        pool->last->next = task;
    else
        pool->first = task;
    pool->last = task;
    pool->waiting++;
}

static void dequeue(struct pool *pool, struct task *task)
{
    struct task *before = NULL;
    struct task **link = &pool->first;
    while (*link != task) {
        before = *link;
        link = &before->next;
    }
    *link = task->next;
    if (pool->last == task)
        pool->last = before;
    pool->waiting--;
}

/* Tasks */

/* Ends the task for the pool, and tells the owner, who answers the request. */
static void finish(struct pool *pool, struct task *task, const struct outcome *outcome)
{
    tn_timer_stop(task->timer);
    task->timer = NULL;
    if (task->state == TASK_QUEUED)
        dequeue(pool, task);
    if (task->process)
        task->process->task = NULL;
    task->process = NULL;
    task->state = TASK_OVER;
    pool->events->over(pool->owner, task, outcome);
}

static void finish_kind(struct pool *pool, struct task *task, enum outcome_kind kind)
{
    struct outcome outcome = { .kind = kind };
    finish(pool, task, &outcome);
}

static void kill_process(struct pool *pool, struct process *process, const char *reason,
                         bool expected)
{
    struct slot *slot = slot_of(pool, process);
    if (!slot->reason) {
        slot->reason = reason;
        slot->excused = expected;
    }
    process_kill(process);
}

static void on_timeout(void *context)
{
    struct task *task = context;
    struct pool *pool = task->pool;
    struct process *process = task->process;
    task->timer = NULL;
    finish_kind(pool, task, OUTCOME_TIMEOUT);
    kill_process(pool, process, "timeout", false);
}

static void on_waited(void *context)
{
    struct task *task = context;
    struct pool *pool = task->pool;
    task->timer = NULL;
    finish_kind(pool, task, OUTCOME_WAITED);
    pool->events->changed(pool->owner);
}

static void run(struct pool *pool, struct task *task, struct process *process)
{
    struct protocol_request request = { task->operation, task->feed != NULL, task->body };
    task->state = TASK_RUNNING;
    task->started_ns = tn_clock_ns();
    task->process = process;
    task->timer = tn_timer_start(pool->host, pool->settings->timeout_ms + pool->settings->grace_ms,
                                 0, on_timeout, task);
    process->task = task;
    process_ask(process, &request);
}

static struct process *idle_process(struct pool *pool)
{
    for (unsigned i = 0; i < pool->settings->processes; i++) {
        struct process *process = pool->slots[i].process;
        if (process && process->state == PROCESS_IDLE)
            return process;
    }
    return NULL;
}

/* Gives waiting tasks to idle processes. */
static void feed(struct pool *pool)
{
    struct process *process;
    while (pool->first && (process = idle_process(pool))) {
        struct task *task = pool->first;
        dequeue(pool, task);
        tn_timer_stop(task->timer);
        run(pool, task, process);
    }
    pool->events->changed(pool->owner);
}

bool pool_submit(struct pool *pool, struct task *task, enum outcome_kind *refusal)
{
    struct process *process = idle_process(pool);
    task->pool = pool;
    task->queued_ns = tn_clock_ns();
    if (process) {
        run(pool, task, process);
        return true;
    }
    struct pool_figures figures = pool_figures(pool);
    *refusal = figures.alive == 0 && figures.cannot_start ? OUTCOME_UNAVAILABLE : OUTCOME_FULL;
    if (*refusal == OUTCOME_UNAVAILABLE || pool->waiting >= pool->settings->queue)
        return false;
    task->state = TASK_QUEUED;
    task->timer = tn_timer_start(pool->host, pool->settings->wait_ms, 0, on_waited, task);
    enqueue(pool, task);
    pool->events->changed(pool->owner);
    return true;
}

void pool_cancel(struct pool *pool, struct task *task)
{
    struct process *process = task->process;
    if (task->state != TASK_QUEUED && task->state != TASK_RUNNING)
        return;
    finish_kind(pool, task, OUTCOME_CANCELLED);
    if (process)
        kill_process(pool, process, "cancelled", true);
    pool->events->changed(pool->owner);
}

/* Processes */

static void on_retry(void *context)
{
    struct slot *slot = context;
    slot->retry = NULL;
    fill(slot);
}

/* Each attempt waits longer than the last. */
static void retry_later(struct slot *slot)
{
    struct pool *pool = slot->pool;
    int64_t next = slot->delay_ms ? slot->delay_ms * 2 : FIRST_DELAY_MS;
    slot->delay_ms = next < LAST_DELAY_MS ? next : LAST_DELAY_MS;
    slot->retry = tn_timer_start(pool->host, slot->delay_ms, 0, on_retry, slot);
}

static void start_failed(struct slot *slot)
{
    slot->pool->start_failures++;
    slot->excused = false;
    retry_later(slot);
    slot->pool->events->changed(slot->pool->owner);
}

static void fill(struct slot *slot)
{
    struct pool *pool = slot->pool;
    int error;
    slot->reason = NULL;
    slot->ready = false;
    slot->process = process_start(&pool->options, &error);
    if (slot->process)
        return;
    tn_log(pool->host, TN_ERROR, "An evaluator process cannot be started: %s", uv_strerror(error));
    start_failed(slot);
}

static bool lacks_too_much(const struct pool *pool)
{
    return pool->lacks != 0 && pool->settings->sandbox_required;
}

static void on_ready(struct process *process, const struct protocol_ready *ready)
{
    struct pool *pool = process->options->owner;
    struct slot *slot = slot_of(pool, process);
    pool->lacks = ready->lacks;
    if (!slot)
        return; /* the first, which pool_start looks after */
    if (lacks_too_much(pool)) {
        kill_process(pool, process, "no sandbox", false);
        return;
    }
    slot->ready = true;
    slot->excused = false;
    slot->delay_ms = 0;
    pool->start_failures = 0;
    feed(pool);
}

static void on_begun(struct process *process, const struct protocol_begun *begun)
{
    struct pool *pool = process->options->owner;
    pool->events->begun(pool->owner, process->task, begun->code_bytes);
}

static void on_refused(struct process *process, const struct protocol_refused *refused)
{
    struct pool *pool = process->options->owner;
    struct outcome outcome = { .kind = OUTCOME_REFUSED, .refused = *refused };
    finish(pool, process->task, &outcome);
    feed(pool);
}

/* Whether a process has done enough: what its memory has become, or what a program may have made of
 * it, does not live on for ever. */
static bool is_worn(const struct pool *pool, const struct process *process, uint64_t resident_bytes)
{
    return process->evaluated >= pool->settings->recycle_after ||
           resident_bytes > pool->settings->recycle_bytes + pool->settings->stock_bytes;
}

/* A process that was taken over may say what it likes; it cannot make counters go back. */
static void note_stock(struct pool *pool, struct process *process,
                       const struct protocol_stock *stock)
{
    const struct protocol_stock *before = &process->stock;
    struct protocol_stock more = *stock;
    more.hits -= before->hits;
    more.misses -= before->misses;
    more.fetched -= before->fetched;
    if (stock->hits >= before->hits && stock->misses >= before->misses &&
        stock->fetched >= before->fetched)
        pool->events->looked(pool->owner, &more);
    process->stock = *stock;
}

static void on_result(struct process *process, const struct protocol_result *result, void *memory)
{
    struct pool *pool = process->options->owner;
    struct outcome outcome = {
        .kind = OUTCOME_RESULT, .result = *result, .memory = memory, .release = free
    };
    struct task *task = process->task;
    task->asked_for_files = process->asked_for_files;
    task->asked_for_fonts = process->asked_for_fonts;
    note_stock(pool, process, &result->stock);
    finish(pool, task, &outcome);
    if (is_worn(pool, process, result->resident_bytes))
        kill_process(pool, process, "recycled", true);
    feed(pool);
}

static void on_progress(struct process *process, const struct protocol_progress *progress)
{
    struct pool *pool = process->options->owner;
    pool->events->progress(pool->owner, process->task, progress);
}

static void on_keep(struct process *process, const struct protocol_keep *keep)
{
    struct pool *pool = process->options->owner;
    pool->events->keep(pool->owner, keep);
}

static bool on_find(struct process *process, struct tn_text name, struct tn_text *content)
{
    struct pool *pool = process->options->owner;
    return pool->events->find(pool->owner, name, content);
}

static void on_broke(struct process *process)
{
    struct pool *pool = process->options->owner;
    struct slot *slot = slot_of(pool, process);
    if (slot)
        slot->reason = "broke the protocol";
}

static const char *reason_of(const struct slot *slot, const struct process_end *end)
{
    if (slot->reason)
        return slot->reason;
    if (end->status == PROTOCOL_EXIT_MEMORY && end->signal == 0)
        return "memory";
    return "crashed";
}

/*
 * Fills the place of a process that is gone. One that died over a request is replaced at once:
 * waiting would let whoever makes processes crash take them away from everyone else.
 */
static void refill(struct slot *slot, bool has_worked)
{
    if (!slot->ready)
        start_failed(slot);
    else if (!has_worked)
        retry_later(slot);
    else
        fill(slot);
}

static void on_gone(struct process *process, const struct process_end *end)
{
    struct pool *pool = process->options->owner;
    struct slot *slot = slot_of(pool, process);
    bool memory = end->status == PROTOCOL_EXIT_MEMORY && end->signal == 0;
    struct outcome outcome = { .kind = memory ? OUTCOME_MEMORY : OUTCOME_CRASHED, .end = *end };
    pool->events->respawned(pool->owner, reason_of(slot, end), slot->excused);
    slot->process = NULL;
    if (process->task)
        finish(pool, process->task, &outcome);
    refill(slot, process->evaluated > 0);
    pool->events->changed(pool->owner);
}

static const struct process_events process_events = {
    .ready = on_ready,
    .begun = on_begun,
    .refused = on_refused,
    .result = on_result,
    .progress = on_progress,
    .keep = on_keep,
    .find = on_find,
    .broke = on_broke,
    .gone = on_gone,
};

/* The whole */

struct pool *pool_new(struct tn_host *host, const struct pool_settings *settings,
                      const struct pool_events *events, void *owner)
{
    struct pool *pool =
        tn_instance_alloc(host, sizeof *pool + settings->processes * sizeof pool->slots[0]);
    pool->host = host;
    pool->settings = settings;
    pool->events = events;
    pool->owner = owner;
    pool->limits = protocol_to_worker(settings->result_bytes, settings->keep_bytes);
    for (unsigned i = 0; i < settings->processes; i++)
        pool->slots[i].pool = pool;
    return pool;
}

/* The program stays the same from start to stop, whatever becomes of its path. The descriptor is
 * high because the low ones are rearranged in a new process. */
static bool open_program(struct pool *pool)
{
    int program = open(pool->settings->program, O_PATH | O_CLOEXEC);
    pool->program = program < 0 ? -1 : fcntl(program, F_DUPFD_CLOEXEC, LOWEST_DESCRIPTOR);
    if (program >= 0)
        close(program);
    if (pool->program < 0)
        return tn_fail(pool->host, "the evaluator program `%s` cannot be started: %s",
                       pool->settings->program, strerror(errno));
    snprintf(pool->program_path, sizeof pool->program_path, "/proc/self/fd/%d", pool->program);
    return true;
}

static bool start_first(struct pool *pool)
{
    int error;
    struct process *process = process_start(&pool->options, &error);
    if (!process)
        return tn_fail(pool->host, "the evaluator program `%s` cannot be started: %s",
                       pool->settings->program, uv_strerror(error));
    if (!process_await_ready(process, START_PATIENCE_MS))
        return tn_fail(pool->host, "the evaluator program `%s` ended before it was ready",
                       pool->settings->program);
    if (lacks_too_much(pool)) {
        process_forget(process);
        return tn_fail(pool->host,
                       "the kernel offers no %s, without which strangers' programs are not run; "
                       "`sandbox: best_effort` runs them nevertheless",
                       pool->lacks & PROTOCOL_NO_LANDLOCK ? "Landlock" : "seccomp");
    }
    pool->slots[0].process = process;
    pool->slots[0].ready = true;
    return true;
}

bool pool_start(struct pool *pool, struct tn_service source, struct tn_service fonts)
{
    pool->options = (struct process_options){
        .host = pool->host,
        .program = pool->program_path,
        .settings = { pool->settings->memory_bytes, pool->settings->result_bytes,
                      pool->settings->stock_items, pool->settings->stock_bytes,
                      pool->settings->keep_bytes, (uint64_t)pool->settings->timeout_ms },
        .limits = &pool->limits,
        .source = source,
        .fonts = fonts,
        .events = &process_events,
        .owner = pool,
    };
    if (!open_program(pool))
        return false;
    if (!start_first(pool)) {
        close(pool->program);
        return false;
    }
    for (unsigned i = 1; i < pool->settings->processes; i++) {
        pool->slots[i].excused = true;
        fill(&pool->slots[i]);
    }
    pool->events->changed(pool->owner);
    return true;
}

void pool_stop(struct pool *pool)
{
    for (unsigned i = 0; i < pool->settings->processes; i++) {
        struct slot *slot = &pool->slots[i];
        if (slot->process)
            process_forget(slot->process);
        slot->process = NULL;
        slot->retry = NULL; /* the host has stopped all timers */
    }
    close(pool->program);
}

static bool is_alive(const struct process *process)
{
    return process && process->state != PROCESS_STARTING && process->state != PROCESS_ENDING;
}

struct pool_figures pool_figures(const struct pool *pool)
{
    struct pool_figures figures = {
        .processes = pool->settings->processes,
        .waiting = pool->waiting,
        .lacks = pool->lacks,
        .cannot_start = pool->start_failures >= FAILURES_MAX,
    };
    for (unsigned i = 0; i < figures.processes; i++) {
        const struct process *process = pool->slots[i].process;
        if (is_alive(process)) {
            figures.alive++;
            figures.stock_items += process->stock.items;
            figures.stock_bytes += process->stock.bytes;
        } else if (!pool->slots[i].excused) {
            figures.missing++;
        }
    }
    return figures;
}

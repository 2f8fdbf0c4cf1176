/* SPDX-License-Identifier: MIT */
/* Waiting without blocking: resuming a request, jobs on a thread, timers. */
#pragma once

#include <tenon/plugin.h>

/*
 * Ends a TN_LATER: the request goes on as if the hook had returned `verdict` (not TN_LATER). To be
 * called exactly once per TN_LATER, also after `cancel`, from the loop; not within the hook that
 * returns TN_LATER. Until then the request and its arena stay good, even if the client has gone.
 */
TN_API void tn_resume(struct tn_request *request, enum tn_verdict verdict);

/* Whether the request that is waited for has ended otherwise; what is set on it now is not sent.
 * Hooks: any with a request that is held. */
TN_API bool tn_request_cancelled(const struct tn_request *request);

/*
 * Bounds how long this request may take from now on, in place of the server's timeout; the entry's
 * `timeout` stays a bound. Past it the host calls `cancel` and refuses. 0: no bound of its own.
 * Hooks: request and handlers.
 */
TN_API void tn_request_deadline(struct tn_request *request, int64_t deadline_ms);

/* How a job ended. */
enum tn_job_end {
    TN_JOB_FINISHED,  /* `run` returned */
    TN_JOB_CANCELLED, /* `run` never began: the worker is stopping */
};

/*
 * Work that would hold the loop. `run` is called on a thread and may call only functions marked
 * "any thread"; then `done` is called on the loop, exactly once, always. `context` belongs to the
 * caller. With a request (or NULL), the request stays good until `done` has returned. Hooks: start,
 * request, handlers, any callback on the loop.
 */
TN_API void tn_job(struct tn_host *host, struct tn_request *request, void (*run)(void *context),
                   void (*done)(void *context, enum tn_job_end end), void *context);

struct tn_timer;

/*
 * Calls `fire` on the loop after `delay_ms`, then every `repeat_ms` (0: once). The timer is the
 * host's: good until it is stopped, or has fired once; all that are left are stopped before `stop`.
 * Hooks: start and later.
 */
TN_API struct tn_timer *tn_timer_start(struct tn_host *host, int64_t delay_ms, int64_t repeat_ms,
                                       void (*fire)(void *context), void *context);

/* Stops a timer: `fire` will not be called again. NULL is allowed. Hooks: start and later. */
TN_API void tn_timer_stop(struct tn_timer *timer);

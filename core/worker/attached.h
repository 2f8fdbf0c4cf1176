/* SPDX-License-Identifier: MIT */
/* What the sdk's glue tells the worker of what hangs on an instance, and is told when it ends. */
#pragma once

#include <worker/worker.h>

/* All timers of an instance stop. */
void timers_stop(struct attachment *attached);

/* Runs the loop until every job has ended; those that no thread has begun end as cancelled. */
void jobs_finish(struct worker *worker);

/* No check of the instance is asked any more, and what is being asked is given up: jobs need not be waited for long. */
void checks_stop(struct attachment *attached);

/* Checks and mappings are given back. */
void checks_forget(struct attachment *attached);
void mappings_forget(struct attachment *attached);

/* Maps a zone, whoever keeps it. NULL with errno. */
void *zone_open(const struct worker *worker, const char *name, size_t size);

/* Attaches the zone of series; the host's own series are there from then on. False with errno. */
bool series_open(struct worker *worker);
void series_close(struct worker *worker);
/* The series of the chain and of each entry, for the server. */
void series_for_http(struct worker *worker);
void series_for_entry(struct worker *worker, struct http_entry *entry);
/* A hook has held the loop for too long: counts it. `context` is the worker. */
void series_count_slow(void *context, const char *entry, const char *hook, double seconds);
/* What the master reads of them for `tenon status`; the longest is a worker's own, and not to be summed. */
enum status_series {
    STATUS_REQUESTS,
    STATUS_SECONDS,
    STATUS_VERDICTS,
    STATUS_SHADOW,
    STATUS_REFUSALS,
    STATUS_CALLS,
    STATUS_SLOW_HOOKS,
    STATUS_LONGEST,
};
struct series_family series_for_status(enum status_series which);
/* The one family that is the master's to count. */
struct series_family series_workers_missing(void);
/* Counts what the process has used since. */
void series_tick(struct worker *worker);

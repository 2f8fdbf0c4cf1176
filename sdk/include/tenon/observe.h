/* SPDX-License-Identifier: MIT */
/* Reading what the host knows: log lines, metrics, health. For plugins that show it. */
#pragma once

#include <tenon/health.h>
#include <tenon/log.h>
#include <tenon/metric.h>

/* One log line. Everything is borrowed for the call. */
struct tn_record {
    uint32_t record_size;
    enum tn_level level;
    int64_t time_ms;   /* wall clock */
    const char *entry; /* the entry that said it, or "tenon" for the host itself */
    struct tn_text message;
    struct tn_text request_id; /* absent outside a request */
    const struct tn_field *fields;
    const char *plugin;         /* of the entry, or "tenon" */
    struct tn_request *request; /* NULL outside one, and for a line from before this listener */
};

/* Gives every line from `lowest` up to `write`, in place of standard error, until stop. Several may
 * listen; `write` must not log or wait. Lines said before are given at once. Hooks: start. */
TN_API void tn_observe_log(struct tn_host *host, enum tn_level lowest,
                           void (*write)(void *context, const struct tn_record *record),
                           void *context);

/* One sample of a family, summed over the workers. Everything is borrowed for the call. */
struct tn_sample {
    uint32_t sample_size;
    const char *family; /* the name in full without `_total`, such as "tenon_http_requests" */
    enum tn_metric_kind kind;
    const char *unit;
    const char *summary;
    size_t labels;
    const char *const *label_names;
    const struct tn_text *label_values;
    double value;   /* of a counter or gauge; the sum of a histogram */
    uint64_t count; /* of a histogram's observations */
    size_t buckets;
    const double *bounds;  /* upper bounds, without +Inf */
    const uint64_t *below; /* cumulative counts at each bound */
};

/* Calls `visit` for every sample, families together and in a stable order: the host's, then each
 * plugin's. Hooks: start and later; any thread. */
TN_API void tn_observe_metrics(struct tn_host *host,
                               void (*visit)(void *context, const struct tn_sample *sample),
                               void *context);

/* One health check as it was last reported. Everything is borrowed for the call. */
struct tn_check_state {
    uint32_t state_size;
    const char *name; /* in full: ENTRY or ENTRY.NAME */
    enum tn_health health;
    bool required;
    bool was_up;        /* at least once */
    double latency_ms;  /* negative: not measured */
    int64_t changed_ms; /* wall clock of the last change */
    const char *message;
    uint64_t reports, changes; /* how many there were */
};

/* Calls `visit` for every check of this worker, in the order of the file. Returns the worst: a
 * check that is not required counts as degraded at most. Hooks: start and later. */
TN_API enum tn_health
tn_observe_health(struct tn_host *host,
                  void (*visit)(void *context, const struct tn_check_state *state), void *context);

/* The figures of one process. */
struct tn_process {
    uint32_t process_size;
    int64_t started_ms; /* wall clock at which the server (not the worker) was started */
    double cpu_user_seconds, cpu_system_seconds;
    uint64_t resident_bytes, virtual_bytes, heap_used_bytes, heap_total_bytes;
    uint64_t open_descriptors, max_descriptors;
};

/* Fills in the figures of this worker; the caller sets `process_size`. Hooks: any. */
TN_API void tn_observe_process(struct tn_process *process);

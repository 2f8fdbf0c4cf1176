/* SPDX-License-Identifier: MIT */
/* What operators see of the evaluations. */
#include "report.h"

#include <stdio.h>

#include <tenon/tenon.h>

enum {
    FAMILY_EVALUATIONS,
    FAMILY_DURATION,
    FAMILY_WAITING,
    FAMILY_RESPAWNS,
    FAMILY_GEOMETRY,
    FAMILY_GEOMETRY_ITEMS,
    FAMILY_GEOMETRY_BYTES,
};

const struct tn_metric report_metrics[] = {
    [FAMILY_EVALUATIONS] = { .name = "evaluations",
                             .kind = TN_COUNTER,
                             .labels = { "operation", "outcome" },
                             .summary = "Evaluations that are over." },
    [FAMILY_DURATION] = { .name = "duration",
                          .kind = TN_HISTOGRAM,
                          .unit = "seconds",
                          .labels = { "operation" },
                          .buckets = { 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60 },
                          .summary = "Time from the taking up of an evaluation to its end." },
    [FAMILY_WAITING] = { .name = "queue",
                         .kind = TN_GAUGE,
                         .summary = "Evaluations that wait for a process." },
    [FAMILY_RESPAWNS] = { .name = "respawns",
                          .kind = TN_COUNTER,
                          .labels = { "reason" },
                          .summary = "Evaluator processes that were started anew." },
    [FAMILY_GEOMETRY] = { .name = "geometry_cache_lookups",
                          .kind = TN_COUNTER,
                          .labels = { "result" },
                          .summary = "How often geometry was looked for: it was in the cache of "
                                     "the process (hit), among what all have in common (shared), "
                                     "or nowhere (miss)." },
    [FAMILY_GEOMETRY_ITEMS] = { .name = "geometry_cache_items",
                                .kind = TN_GAUGE,
                                .summary = "Items in the processes' caches of geometry." },
    [FAMILY_GEOMETRY_BYTES] = { .name = "geometry_cache",
                                .kind = TN_GAUGE,
                                .unit = "bytes",
                                .summary = "Memory of the processes' caches of geometry." },
    { 0 },
};

const char *report_operation(enum protocol_operation operation)
{
    static const char *const names[PROTOCOL_OPERATIONS] = {
        [PROTOCOL_PARSE] = "parse",
        [PROTOCOL_EVALUATE] = "evaluate",
        [PROTOCOL_EXPORT] = "export",
    };
    return names[operation];
}

static const char *outcome_name(const struct outcome *outcome)
{
    static const char *const names[OUTCOMES] = {
        [OUTCOME_RESULT] = "success",      [OUTCOME_REFUSED] = "refused",
        [OUTCOME_TIMEOUT] = "timeout",     [OUTCOME_MEMORY] = "out_of_memory",
        [OUTCOME_CRASHED] = "crashed",     [OUTCOME_WAITED] = "waited",
        [OUTCOME_FULL] = "queue_full",     [OUTCOME_UNAVAILABLE] = "unavailable",
        [OUTCOME_CANCELLED] = "cancelled",
    };
    if (outcome->cached)
        return "cached";
    if (outcome->kind == OUTCOME_RESULT && outcome->result.timed_out)
        return names[OUTCOME_TIMEOUT];
    if (outcome->kind == OUTCOME_RESULT && !outcome->result.success)
        return "failed";
    return names[outcome->kind];
}

void report_open(struct report *report, struct tn_host *host)
{
    report->host = host;
    report->check = tn_check(host, NULL, true);
    report->waiting = tn_series(host, FAMILY_WAITING, NULL);
    report->stock_items = tn_series(host, FAMILY_GEOMETRY_ITEMS, NULL);
    report->stock_bytes = tn_series(host, FAMILY_GEOMETRY_BYTES, NULL);
}

static void report_lacks(struct report *report, uint32_t lacks)
{
    const char *missing = lacks & PROTOCOL_NO_LANDLOCK
                              ? lacks & PROTOCOL_NO_SECCOMP ? "Landlock and seccomp" : "Landlock"
                              : "seccomp";
    tn_check_report(report->check, TN_HEALTH_DEGRADED, -1,
                    "the evaluator processes run without %s, which this system does not offer",
                    missing);
}

void report_pool(struct report *report, const struct pool_figures *figures)
{
    tn_series_set(report->waiting, figures->waiting);
    tn_series_set(report->stock_items, (double)figures->stock_items);
    tn_series_set(report->stock_bytes, (double)figures->stock_bytes);
    if (figures->alive == 0 && figures->cannot_start)
        tn_check_report(report->check, TN_HEALTH_DOWN, -1, "no evaluator process can be started");
    else if (figures->missing > 0)
        tn_check_report(report->check, TN_HEALTH_DEGRADED, -1,
                        "%u of %u evaluator processes are ready",
                        figures->processes - figures->missing, figures->processes);
    else if (figures->lacks)
        report_lacks(report, figures->lacks);
    else
        tn_check_report(report->check, TN_HEALTH_UP, -1, "all evaluator processes are ready");
}

static void add_lookups(struct report *report, const char *result, uint64_t count)
{
    const struct tn_text labels[] = { tn_text(result) };
    tn_series_add(tn_series(report->host, FAMILY_GEOMETRY, labels), (double)count);
}

void report_lookups(struct report *report, const struct protocol_stock *more)
{
    add_lookups(report, "hit", more->hits);
    add_lookups(report, "shared", more->fetched);
    add_lookups(report, "miss", more->misses);
}

void report_respawn(struct report *report, const char *reason, bool expected)
{
    const struct tn_text labels[] = { tn_text(reason) };
    const struct tn_field fields[] = { { "reason", tn_value_text(tn_text(reason)) }, { 0 } };
    tn_series_add(tn_series(report->host, FAMILY_RESPAWNS, labels), 1);
    tn_log_fields(report->host, NULL, expected ? TN_DEBUG : TN_WARN, fields,
                  "An evaluator process is gone and started anew");
}

static struct tn_value milliseconds(char text[32], uint64_t from_ns, uint64_t to_ns)
{
    snprintf(text, 32, "%llums", (unsigned long long)((to_ns - from_ns) / 1000000));
    return tn_value_text(tn_text(text));
}

void report_begun(struct report *report, const struct task *task, uint64_t code_bytes)
{
    char wait[32], message[64];
    const struct tn_field fields[] = {
        { "codeLength", tn_value_integer((int64_t)code_bytes) },
        { "waitTime", milliseconds(wait, task->queued_ns, task->started_ns) },
        { 0 },
    };
    snprintf(message, sizeof message, "Processing job %s", task->id);
    tn_log_fields(report->host, task->request, TN_INFO, fields, message);
}

static void log_completed(struct report *report, const struct task *task,
                          const struct outcome *outcome)
{
    char time[32], message[64];
    const struct tn_field fields[] = {
        { "executionTime", milliseconds(time, task->started_ns, tn_clock_ns()) },
        { "success", tn_value_boolean(outcome->result.success) },
        { "cached", tn_value_boolean(outcome->cached) },
        { 0 },
    };
    snprintf(message, sizeof message, "Job %s completed", task->id);
    tn_log_fields(report->host, task->request, TN_INFO, fields, message);
}

static struct tn_value end_of(char text[48], const struct outcome *outcome)
{
    if (outcome->end.signal)
        snprintf(text, 48, "signal %d", outcome->end.signal);
    else
        snprintf(text, 48, "status %d", outcome->end.status);
    return tn_value_text(tn_text(text));
}

static enum tn_level level_of(enum outcome_kind kind)
{
    if (kind == OUTCOME_CRASHED || kind == OUTCOME_UNAVAILABLE)
        return TN_ERROR;
    return kind == OUTCOME_CANCELLED ? TN_INFO : TN_WARN;
}

static void log_failed(struct report *report, const struct task *task,
                       const struct outcome *outcome)
{
    bool crashed = outcome->kind == OUTCOME_CRASHED;
    uint64_t from_ns = task->started_ns ? task->started_ns : task->queued_ns;
    char time[32], message[64], end[48];
    const struct tn_field fields[] = {
        { "executionTime", milliseconds(time, from_ns, tn_clock_ns()) },
        { "success", tn_value_boolean(false) },
        { "reason", tn_value_text(tn_text(outcome_name(outcome))) },
        { crashed ? "processEnd" : NULL, end_of(end, outcome) },
        { 0 },
    };
    snprintf(message, sizeof message, "Job %s failed", task->id);
    tn_log_fields(report->host, task->request, level_of(outcome->kind), fields, message);
}

void report_over(struct report *report, const struct task *task, const struct outcome *outcome)
{
    const char *operation = report_operation(task->operation);
    const struct tn_text labels[] = { tn_text(operation), tn_text(outcome_name(outcome)) };
    tn_series_add(tn_series(report->host, FAMILY_EVALUATIONS, labels), 1);
    if (task->started_ns && !outcome->cached)
        tn_series_observe(tn_series(report->host, FAMILY_DURATION, labels),
                          (double)(tn_clock_ns() - task->started_ns) / 1e9);
    if (outcome->kind == OUTCOME_RESULT && !outcome->result.timed_out)
        log_completed(report, task, outcome);
    else if (outcome->kind != OUTCOME_REFUSED)
        log_failed(report, task, outcome);
}

/* SPDX-License-Identifier: MIT */
/* What operators see of the evaluations: metrics, the health check, lines in the log. */
#pragma once

#include <tenon/health.h>
#include <tenon/metric.h>

#include "pool.h"

/* The families, for the plugin's table. */
extern const struct tn_metric report_metrics[];

struct report {
    struct tn_host *host;
    struct tn_check *check;
    struct tn_series *waiting, *stock_items, *stock_bytes;
};

/* Registers the check and takes the series. */
void report_open(struct report *report, struct tn_host *host);

/* The pool has changed. */
void report_pool(struct report *report, const struct pool_figures *figures);

/* Processes have looked for geometry in their caches. */
void report_lookups(struct report *report, const struct protocol_stock *more);

/* A process is gone and started anew; `expected`: the pool had killed it in its own time. */
void report_respawn(struct report *report, const char *reason, bool expected);

/* A task has been taken up by a process, and is over. */
void report_begun(struct report *report, const struct task *task, uint64_t code_bytes);
void report_over(struct report *report, const struct task *task, const struct outcome *outcome);

/* Names for labels and bodies. */
const char *report_operation(enum protocol_operation operation);

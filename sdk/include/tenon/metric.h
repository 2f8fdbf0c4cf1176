/* SPDX-License-Identifier: MIT */
/* Metrics that a plugin declares and counts. Values live in shared memory: they outlive the worker
 * and its reloads. */
#pragma once

#include <tenon/plugin.h>

enum { TN_LABELS_MAX = 6, TN_BUCKETS_MAX = 24 };

enum tn_metric_kind { TN_COUNTER = 1, TN_GAUGE, TN_HISTOGRAM };

/*
 * One family (OpenMetrics 1.0). Its name in full is tenon_PLUGIN_NAME with the unit and `_total` as
 * convention wants: give "decisions", not "tenon_ratelimit_decisions_total". The label `entry`, the
 * entry's name, is added by the host.
 */
struct tn_metric {
    const char *name;
    enum tn_metric_kind kind;
    const char *unit;                  /* a base unit: "seconds", "bytes"; or NULL */
    const char *labels[TN_LABELS_MAX]; /* names, NULL behind the last */
    /* Upper bounds of a histogram, ascending, 0 behind the last; none: 1 ms to 10 s. */
    double buckets[TN_BUCKETS_MAX];
    /* 0: 100. Beyond it, values go to the one series whose labels are all "overflow". */
    unsigned series_max;
    const char *summary; /* one sentence */
};

struct tn_series;

/*
 * The series of the family `row` (its index in the plugin's table) with these label values, one per
 * label name, made at the first call. Values are cut at 64 bytes. Never NULL: past the cap it is
 * the overflow series. Keep it: it is good until destroy, and looking it up costs more than
 * counting. Hooks: start and later.
 */
TN_API struct tn_series *tn_series(struct tn_host *host, unsigned row,
                                   const struct tn_text *labels);

/* Adds to a counter (never less than 0) or a gauge. Hooks: start and later. Any thread. */
TN_API void tn_series_add(struct tn_series *series, double amount);

/* Sets a gauge. A gauge is summed over the workers when it is read. Hooks: start and later. Any
 * thread. */
TN_API void tn_series_set(struct tn_series *series, double value);

/* Puts an observation into a histogram. Hooks: start and later. Any thread. */
TN_API void tn_series_observe(struct tn_series *series, double value);

/* SPDX-License-Identifier: MIT */
/* What is measured beside the checks, once a second: how late the loop is, what the worker uses of
 * a processor, and the checks as metrics. */
#pragma once

#include <tenon/tenon.h>

extern const struct tn_metric pulse_metrics[];

struct pulse_check;

struct pulse {
    struct tn_host *host;
    uint64_t ticked_ns;
    double cpu_seconds;
    int64_t lag_ms, cpu_percent; /* of the last second */
    struct pulse_check *checks;
};

/* Hook: start. */
void pulse_start(struct pulse *pulse, struct tn_host *host);

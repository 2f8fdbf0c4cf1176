/* SPDX-License-Identifier: MIT */
/* What is measured beside the checks, once a second: how late the loop is, and the checks
 * as metrics. */
#pragma once

#include <tenon/tenon.h>

extern const struct tn_metric pulse_metrics[];

struct pulse_check;

struct pulse {
    struct tn_host *host;
    uint64_t ticked_ns;
    int64_t lag_ms; /* in the last second */
    struct pulse_check *checks;
};

/* Hook: start. */
void pulse_start(struct pulse *pulse, struct tn_host *host);

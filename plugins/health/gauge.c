/* SPDX-License-Identifier: MIT */
/* Each worker sets its own part of the gauges, which the host sums: how many workers a check
 * troubles. */
#include "gauge.h"

enum { SET_EVERY_MS = 2000 };

struct gauge {
    struct tn_host *host;
    unsigned row;
};

static void set_check(void *context, const struct tn_check_state *state)
{
    const struct gauge *gauge = context;
    const struct tn_text name = tn_text(state->name);
    tn_series_set(tn_series(gauge->host, gauge->row, &name), state->health != TN_HEALTH_UP);
}

static void set_all(void *context)
{
    const struct gauge *gauge = context;
    tn_observe_health(gauge->host, set_check, context);
}

/* Not at once: entries below this one register their checks later, and the first probes are on their
 * way. */
void gauge_start(struct tn_host *host, unsigned row)
{
    struct gauge *gauge = tn_instance_alloc(host, sizeof *gauge);
    *gauge = (struct gauge){ host, row };
    tn_timer_start(host, SET_EVERY_MS, SET_EVERY_MS, set_all, gauge);
}

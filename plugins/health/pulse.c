/* SPDX-License-Identifier: MIT */
/* Each worker sets its own part of the gauges, which the host sums: how many workers a check
 * troubles. */
#include "pulse.h"

enum { TICK_MS = 1000 };
enum { METRIC_FAILING, METRIC_CHANGES, METRIC_LATENCY };

const struct tn_metric pulse_metrics[] = {
    [METRIC_FAILING] = { .name = "failing",
                         .kind = TN_GAUGE,
                         .labels = { "check" },
                         .summary = "Workers in which the check is not up." },
    [METRIC_CHANGES] = { .name = "changes",
                         .kind = TN_COUNTER,
                         .labels = { "check" },
                         .summary = "How often the check's state has changed: flaps, if often." },
    [METRIC_LATENCY] = { .name = "check_duration",
                         .kind = TN_HISTOGRAM,
                         .unit = "seconds",
                         .labels = { "check" },
                         .summary = "How long the check's answers took, looked at once a second." },
    { 0 },
};

/* The series of one check, and what has been counted of it. They stay in the order of the file. */
struct pulse_check {
    struct pulse_check *next;
    struct tn_series *failing, *changes, *latency;
    uint64_t counted_changes, counted_reports;
};

static struct pulse_check *follow(struct tn_host *host, const char *name)
{
    const struct tn_text label = tn_text(name);
    struct pulse_check *check = tn_instance_alloc(host, sizeof *check);
    check->failing = tn_series(host, METRIC_FAILING, &label);
    check->changes = tn_series(host, METRIC_CHANGES, &label);
    check->latency = tn_series(host, METRIC_LATENCY, &label);
    return check;
}

struct walk {
    struct tn_host *host;
    struct pulse_check **next;
};

static void count(void *context, const struct tn_check_state *state)
{
    struct walk *walk = context;
    if (!*walk->next)
        *walk->next = follow(walk->host, state->name);
    struct pulse_check *check = *walk->next;
    walk->next = &check->next;
    tn_series_set(check->failing, state->health != TN_HEALTH_UP);
    tn_series_add(check->changes, (double)(state->changes - check->counted_changes));
    check->counted_changes = state->changes;
    if (state->reports != check->counted_reports && state->latency_ms >= 0)
        tn_series_observe(check->latency, state->latency_ms / 1000);
    check->counted_reports = state->reports;
}

static void tick(void *context)
{
    struct pulse *pulse = context;
    uint64_t now_ns = tn_clock_ns(), passed_ns = now_ns - pulse->ticked_ns;
    int64_t late_ms = (int64_t)(passed_ns / 1000000) - TICK_MS;
    pulse->lag_ms = late_ms > 0 ? late_ms : 0;
    pulse->ticked_ns = now_ns;
    struct walk walk = { pulse->host, &pulse->checks };
    tn_observe_health(pulse->host, count, &walk);
}

/* Not at once: entries below this one register their checks later, and the first answers are on
 * their way. */
void pulse_start(struct pulse *pulse, struct tn_host *host)
{
    *pulse = (struct pulse){ .host = host, .ticked_ns = tn_clock_ns() };
    tn_timer_start(host, TICK_MS, TICK_MS, tick, pulse);
}

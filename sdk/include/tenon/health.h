/* SPDX-License-Identifier: MIT */
/* Health checks: a plugin says how it is; who wants to know reads it (observe.h). */
#pragma once

#include <tenon/plugin.h>

enum tn_health {
    TN_HEALTH_UNKNOWN,  /* not reported yet: counts as down for a required check */
    TN_HEALTH_UP,       /* all is well */
    TN_HEALTH_DEGRADED, /* works, with less than it should have */
    TN_HEALTH_DOWN,     /* does not work */
};

struct tn_check;

/*
 * Registers a check; its name in full is ENTRY.NAME, or ENTRY if `name` is NULL. `required`: while
 * it is down the worker is not ready; otherwise it is only degraded. Good until stop. Hooks: start.
 */
TN_API struct tn_check *tn_check(struct tn_host *host, const char *name, bool required);

/*
 * Reports a state, as often as you like; changes are logged. The message is for operators and may
 * appear in a public body: no secrets, no paths, no addresses. `latency_ms` is what the check took,
 * or negative. Hooks: start and later.
 */
TN_API void tn_check_report(struct tn_check *check, enum tn_health health, double latency_ms,
                            const char *format, ...) TN_PRINTF(4, 5);

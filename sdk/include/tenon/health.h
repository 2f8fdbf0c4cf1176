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
 * Registers a check that the plugin reports when it learns of something; its name in full is
 * ENTRY.NAME, or ENTRY if `name` is NULL. `required`: while it is down the worker is not ready;
 * otherwise it is only degraded. The entry's `check:` in the file has the last word. Good until
 * stop. Hooks: start.
 */
TN_API struct tn_check *tn_check(struct tn_host *host, const char *name, bool required);

/* A check that the host asks for. What is 0 is 10 s, 2 s, 1 and 2; the file's `check:` goes before. */
struct tn_asking {
    uint32_t asking_size; /* sizeof(struct tn_asking) */
    bool required;
    int64_t interval_ms, timeout_ms;
    int64_t rise, fall; /* so many good (bad) answers in a row turn it up (down) */
    /* Begins to find out; then report exactly once, whenever. It is not asked again before. */
    void (*ask)(void *context);
    /* Too late, or the instance stops: the report, still due, will not count. May be NULL. */
    void (*abort)(void *context);
    void *context;
};

/* Registers a check as above and asks from now on; the struct is copied. Hooks: start. */
TN_API struct tn_check *tn_check_asked(struct tn_host *host, const char *name,
                                       const struct tn_asking *asking);

/*
 * Reports a state, as often as you like; changes are logged. The message may appear in a public
 * body: no secrets, no paths, no addresses. `latency_ms` is what it took; negative: not measured,
 * or since it was asked for. Hooks: start and later.
 */
TN_API void tn_check_report(struct tn_check *check, enum tn_health health, double latency_ms,
                            const char *format, ...) TN_PRINTF(4, 5);

/* What the log alone says with the next report's change: paths and addresses, but no secrets. */
TN_API void tn_check_detail(struct tn_check *check, const char *format, ...) TN_PRINTF(2, 3);

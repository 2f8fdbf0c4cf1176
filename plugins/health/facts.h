/* SPDX-License-Identifier: MIT */
/* What bodies are made of: this entry's variables. */
#pragma once

#include "endpoint.h"
#include "pulse.h"

/* What a check's state, and that of all, is called in a body. */
struct states {
    const char *healthy, *degraded, *unhealthy, *up, *down, *unknown;
};

/* A check's state in words of its own. */
struct word {
    const char *name, *check;
    const char *up, *degraded, *otherwise;
};

/* What the variables look at. */
struct facts {
    struct tn_host *host;
    const struct states *states;
    const struct tn_groups *words;
    const struct tn_template *item; /* NULL: the usual one */
    struct pulse pulse;
    long pid; /* asked for once: getpid is a system call */
};

extern const struct tn_variable facts_variables[];

/* The endpoint that the request asks, its outcome, and the check it is about, if it is about one.
 * Endpoint and check are good until the request is over; the summary is copied. */
void facts_ask(struct tn_request *request, const struct facts *facts,
               const struct endpoint *endpoint, const struct summary *summary,
               const struct tn_check_state *check);

/* "healthy", "up" and so on, in the file's words. */
const char *facts_outcome(const struct facts *facts, enum outcome outcome);
const char *facts_health(const struct facts *facts, enum tn_health health);

/* Why it is not healthy; absent if it is. */
struct tn_text facts_reason(struct tn_request *request, const struct facts *facts,
                            const struct summary *summary);

/* The endpoint's checks as JSON: a map by name, or a list. */
struct tn_text facts_checks(struct tn_request *request, const struct facts *facts, bool list);

/* SPDX-License-Identifier: MIT */
/* What the checks say together, and one by one. */
#pragma once

#include <tenon/tenon.h>

struct endpoint;

enum outcome { OUTCOME_HEALTHY, OUTCOME_DEGRADED, OUTCOME_UNHEALTHY };

struct summary {
    enum outcome outcome;
    bool by_state;                /* it is the worker's state that makes it unhealthy */
    bool starting;                /* a required check has not been up yet */
    bool any_failed;              /* a required check is not well: the first of them */
    struct tn_check_state failed; /* its texts are good for this request */
    unsigned failed_number;       /* from 1, among the endpoint's checks */
};

/* The checks of the endpoint (NULL: all) and the worker's state, as they are now. */
struct summary summary_make(struct tn_request *request, struct tn_host *host,
                            const struct endpoint *endpoint);

/* Calls `visit` with each check of the endpoint (NULL: all). */
void summary_each(struct tn_host *host, const struct endpoint *endpoint,
                  void (*visit)(void *context, const struct tn_check_state *state), void *context);

/* One check by its full name or, if it is this entry's own, by its name alone; false if there is
 * none. The texts of `state` are good for this request. */
bool summary_find(struct tn_request *request, struct tn_host *host, struct tn_text name,
                  struct tn_check_state *state);

/* This entry's own checks are known by what the file calls them. */
const char *summary_short_name(struct tn_host *host, const char *name);

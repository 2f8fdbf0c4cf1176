/* SPDX-License-Identifier: MIT */
/* What the checks say together, and one by one, in words and as JSON. */
#pragma once

#include <tenon/tenon.h>

struct summary {
    enum tn_health worst;
    bool ready;
    struct tn_text reason; /* why not ready, in the request's arena or static; absent if ready */
};

/* All checks and the worker's state, as they are now. */
struct summary summary_make(struct tn_request *request, struct tn_host *host);

/* "healthy", "degraded" or "unhealthy". */
const char *summary_status(const struct summary *summary);

/* The words for one check: "up", "degraded", "down", "unknown". */
const char *summary_health(enum tn_health health);

/* One check by its full name or, if it is this entry's own, by its name alone; false if there is
 * none. The texts of `state` are good for this request. */
bool summary_find(struct tn_request *request, struct tn_host *host, struct tn_text name,
                  struct tn_check_state *state);

/* The text as a JSON string, good for this request. */
struct tn_text summary_quote(struct tn_request *request, struct tn_text text);

/* All checks as a JSON object, this entry's own without its name; good for this request. */
struct tn_text summary_json(struct tn_request *request, struct tn_host *host);

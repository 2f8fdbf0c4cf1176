/* SPDX-License-Identifier: MIT */
/* The limits on how many requests are under way: charged when a request comes, given back when it is over. */
#pragma once

#include "rule.h"

struct busy {
    struct rule *rules;
    struct journal **journals; /* one a rule */
    size_t count;
};

/* Picks the limits of this kind out of an entry's; borrows them. Hook: create. */
void busy_make(struct tn_host *host, struct busy *busy, const struct rule_settings *settings,
               size_t count);

/* Finds the counts, takes back what dead workers held, and goes on doing so. False after tn_fail. Hook: start. */
bool busy_start(struct tn_host *host, struct busy *busy, size_t keys);

/* Hook: stop. */
void busy_stop(struct busy *busy);

/* Charges all limits or none, and fills in the charges; with `peek` it only looks. Whether the request may pass. Hook:
 * request. */
bool busy_take(const struct busy *busy, struct tn_request *request, struct rule_charge *charges,
               bool peek);

/* Gives back what was charged. Hook: done, and request. */
void busy_give_back(const struct busy *busy, struct rule_charge *charges);

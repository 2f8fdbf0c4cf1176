/* SPDX-License-Identifier: MIT */
/* One limit: whom it counts, how much it takes of a request, and by which rate, that of a tier or
 * the limit's own. */
#pragma once

#include <tenon/tenon.h>

#include "limiter.h"

/* One of the rates to choose from, as in the file. */
struct rule_tier_settings {
    const char *name;
    struct tn_rate limit;
};

struct rule_settings {
    const char *policy; /* NULL: made from the rate */
    struct tn_rate limit;
    struct tn_groups limits; /* of struct rule_tier_settings */
    const struct tn_template *tier;
    const struct tn_template *key;
    int algorithm;
    int64_t burst;
    const struct tn_template *cost;
};

/* A rate, ready to decide, and its words. */
struct rule_tier {
    const char *name; /* NULL: the limit's own */
    struct tn_rate rate;
    struct limiter limiter;
    const char *policy;
    char policy_made[64];
    char window[48];
    uint64_t salt; /* gives each tier counts of its own */
};

struct rule {
    const struct rule_settings *settings;
    struct tn_table *table;
    struct rule_tier *tiers; /* the limit's own first */
    size_t tier_count;
};

/* What a rule did to one request. All zero: nothing. */
struct rule_charge {
    const struct rule_tier *tier;
    struct tn_text key;
    uint64_t place; /* the key in the table */
    uint64_t cost;
    struct limiter_decision decision;
};

extern const struct tn_option rule_tier_rows[];
extern const struct tn_choice rule_algorithms[];

/* Checks what the rows cannot. False after tn_fail_at. Hook: create. */
bool rule_check(struct tn_host *host, const struct rule_settings *settings);

/* Borrows the settings; the memory is the instance's. Hook: create. */
void rule_make(struct tn_host *host, struct rule *rule, const struct rule_settings *settings);

/* Finds the table. False after tn_fail. Hook: start. */
bool rule_start(struct tn_host *host, struct rule *rule, size_t keys);

/* Fills in all of the charge but the decision. Hook: request. */
void rule_read(const struct rule *rule, struct tn_request *request, struct rule_charge *charge);

/* Decides, and charges if the request may pass. */
void rule_take(const struct rule *rule, struct rule_charge *charge, uint64_t now_ns);

/* Gives back what was charged; nothing if the request was refused. */
void rule_give_back(const struct rule *rule, const struct rule_charge *charge);

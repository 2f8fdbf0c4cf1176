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
    int64_t concurrent;      /* 0: any number */
    struct tn_groups limits; /* of struct rule_tier_settings */
    const struct tn_template *tier;
    const struct tn_template *key;
    int64_t ipv6_bits;
    int algorithm;
    int64_t burst;
    const struct tn_template *cost;
};

/* What is lost with a key that gives way in a full table: nothing, a part of what it has used, or
 * that it has used up all. */
enum rule_loss { LOSS_NONE, LOSS_PART, LOSS_SPENT, LOSS_KINDS };

/* How an entry's limits remember. */
struct rule_memory {
    size_t keys; /* at once, each tier */
    bool keeps;  /* whom something would be lost of, and refuses new keys instead */
    struct tn_series *gone[LOSS_KINDS];
};

/* A rate, ready to decide, its words, and its counts. */
struct rule_tier {
    const char *name; /* NULL: the limit's own */
    struct tn_rate rate;
    struct limiter limiter;
    const char *policy;
    char policy_made[64];
    char window[48];
    struct tn_table *table;
    char counts[256]; /* the name of its counts, wherever they are kept */
    const struct rule_memory *memory;
};

struct rule {
    const struct rule_settings *settings;
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
    uint32_t cell; /* of the journal, for what is under way */
    bool charged;  /* in the table */
    bool stored;   /* charged in a store, and */
    int64_t stamp; /* what that says of it */
};

extern const struct tn_option rule_tier_rows[];
extern const struct tn_choice rule_algorithms[];
extern const struct rule_settings rule_defaults;

/* A limit as one of several, under its name. */
extern const struct tn_option rule_rows[];

/* The rows that a limit has wherever it stands: in `type`, at `at` (empty, or with its dot). */
/* clang-format off */
#define RULE_ROWS(type, at) \
    { "concurrent", TN_OPTION_INTEGER(type, at concurrent), .min = 1, .max = 1000000, \
      .summary = "How many requests of a key may be under way at once, from here until they are over, however that comes; " \
                 "beside `limit` or in its place." }, \
    { "limits", TN_OPTION_GROUPS(type, at limits, struct rule_tier_settings, rule_tier_rows), .max = 100, \
      .summary = "Other limits to choose from by `tier`, such as { free: 60/1m, pro: 1000/1m }; each has its own counts." }, \
    { "tier", TN_OPTION_TEMPLATE(type, at tier), \
      .summary = "Which of `limits` holds for a request, such as $header.x-tier; `limit` holds where it is none of them." }, \
    { "key", TN_OPTION_TEMPLATE(type, at key), \
      .summary = "Whom to count: requests whose text is equal share one count, an empty one included; if left out, " \
                 "$client.net (the address, IPv6 by its network)." }, \
    { "ipv6_bits", TN_OPTION_INTEGER(type, at ipv6_bits), .min = 16, .max = 128, \
      .summary = "A key that is an IPv6 address, from a header too, counts by its network of so many leading bits; an " \
                 "IPv4 address, mapped into IPv6 or not, counts whole." }, \
    { "algorithm", TN_OPTION_CHOICE(type, at algorithm, rule_algorithms), .summary = "How the allowance comes back." }, \
    { "burst", TN_OPTION_INTEGER(type, at burst), .min = 0, .max = LIMITER_COUNT_MAX, \
      .summary = "With gcra or token-bucket, how many requests may come at once (the size of the bucket, which fills at the rate of the " \
                 "limit); 0 is as many as the limit." }, \
    { "cost", TN_OPTION_TEMPLATE(type, at cost), \
      .summary = "How much of the limit a request takes, a number or a variable; 0 lets it pass uncharged, and what is no " \
                 "number counts as 1, as if left out." }
/* clang-format on */

/*
 * Checks what the rows cannot; `where` is the way to the limit's options: "", or "policies.NAME.".
 * False after tn_fail_at. Hook: create.
 */
bool rule_check(struct tn_host *host, const char *where, const struct rule_settings *settings);

/* Whether it counts by the client's address. */
bool rule_counts_addresses(const struct rule_settings *settings);

/* Borrows the settings; the memory is the instance's. Hook: create. */
void rule_make(struct tn_host *host, struct rule *rule, const struct rule_settings *settings);

/* The same for how many may be under way; its only tier has no table yet. */
void rule_make_concurrent(struct tn_host *host, struct rule *rule,
                          const struct rule_settings *settings);

/* Finds the tables, which have the limit's name if there are several. Borrows the memory. False
 * after tn_fail. Hook: start. */
bool rule_start(struct tn_host *host, struct rule *rule, const char *name,
                const struct rule_memory *memory);

/* How full the tables are. */
struct tn_table_count rule_count(const struct rule *rule);

/* Fills in all of the charge but the decision. Hook: request. */
void rule_read(const struct rule *rule, struct tn_request *request, struct rule_charge *charge);

/* Decides, and charges nothing; then the decision shows how things stand. Whether the request may
 * pass. */
bool rule_look(struct rule_charge *charge, uint64_t now_ns);

/* Decides, and charges if the request may pass: then true. */
bool rule_take(struct rule_charge *charge, uint64_t now_ns);

/* Gives back what was charged. Whether anything was. */
bool rule_give_back(struct rule_charge *charge);

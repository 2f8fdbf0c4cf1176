/* SPDX-License-Identifier: MIT */
/* The store that several servers share: a Redis, by way of its service. It decides later, and may
 * fail; whom it has refused is refused here until he may pass. */
#pragma once

#include <tenon/services/redis.h>

#include "refusals.h"
#include "rule.h"

enum store_answer {
    STORE_LATER, /* `decided` will be called */
    STORE_ALLOWED,
    STORE_REFUSED,
    STORE_FAILED, /* the store has decided nothing */
};

struct store_tier;

struct store {
    struct tn_host *host;
    const struct tn_redis *redis; /* NULL: there is no store */
    void *self;
    const struct tn_redis_script *take, *give_back;
    const struct rule *rules;
    size_t count;
    struct store_tier **tiers; /* of each rule */
    struct refusals_row *refusals;
    uint64_t refusal_max_ns; /* 0: as long as the store says */
    const char *without;     /* what happens when it fails, in words */
    bool failing;
    struct tn_series *answered, *failed, *remembered;
};

/* What is kept where. `prefix` begins every key; the rules are borrowed. Hook: start. */
struct store_settings {
    struct tn_service service;
    const char *prefix;
    const char *without;
    const struct rule *rules;
    size_t count;
    bool refunds; /* so a refused key may pass earlier than was said */
};
void store_start(struct store *store, struct tn_host *host, const struct store_settings *settings);

/*
 * Charges all limits or none, and fills in the decisions; the charges must be good until `decided`,
 * which is called only after STORE_LATER, and never with it. If one is refused from memory, charges
 * of which nothing is known have no tier afterwards. Hook: request.
 */
enum store_answer
store_take(struct store *store, struct tn_request *request, struct rule_charge *charges,
           void (*decided)(struct tn_request *request, void *context,
                           const struct rule_charge *charges, enum store_answer answer),
           void *context);

/* Gives back what the store has charged, without waiting. Whether there was anything. Hook: done. */
bool store_give_back(struct store *store, struct tn_request *request, struct rule_charge *charges);

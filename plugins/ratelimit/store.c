/* SPDX-License-Identifier: MIT */
/* One script for all limits of a request: one round trip. */
#include "store.h"

#include <inttypes.h>
#include <stdio.h>

#include "policy.h"
#include "script.h"

enum { REFUND_PATIENCE_S = 1 };

/* What the store is told of a tier, the same in each request. */
struct store_tier {
    struct limiter limiter;
    const char *prefix;
    char words[SCRIPT_WORDS][SCRIPT_WORD_ROOM];
};

static const struct store_tier *tier_of(const struct store *store, size_t i,
                                        const struct rule_charge *charge)
{
    return &store->tiers[i][charge->tier - store->rules[i].tiers];
}

static const char *make_prefix(struct tn_host *host, const char *prefix, const char *counts)
{
    static const char format[] = "%s%s:%s:";
    size_t size = sizeof format + strlen(prefix) + strlen(tn_name(host)) + strlen(counts);
    char *made = tn_instance_alloc(host, size);
    snprintf(made, size, format, prefix, tn_name(host), counts);
    return made;
}

static void make_tiers(struct store *store, const char *prefix)
{
    store->tiers = tn_instance_alloc(store->host, store->count * sizeof *store->tiers);
    for (size_t i = 0; i < store->count; i++) {
        const struct rule *rule = &store->rules[i];
        store->tiers[i] =
            tn_instance_alloc(store->host, rule->tier_count * sizeof *store->tiers[i]);
        for (size_t j = 0; j < rule->tier_count; j++) {
            struct store_tier *tier = &store->tiers[i][j];
            tier->limiter = script_limiter(&rule->tiers[j].limiter);
            script_words(&tier->limiter, tier->words);
            tier->prefix = make_prefix(store->host, prefix, rule->tiers[j].counts);
        }
    }
}

void store_start(struct store *store, struct tn_host *host, const struct store_settings *settings)
{
    *store = (struct store){
        .host = host,
        .redis = settings->service.table,
        .self = settings->service.self,
        .rules = settings->rules,
        .count = settings->count,
        .without = settings->without,
        .refusal_max_ns = settings->refunds ? REFUND_PATIENCE_S * UINT64_C(1000000000) : 0,
    };
    store->take = store->redis->prepare(store->self, script_take);
    store->give_back = store->redis->prepare(store->self, script_give_back);
    store->refusals = tn_instance_alloc(host, REFUSALS_SIZE * sizeof *store->refusals);
    make_tiers(store, settings->prefix);
}

/* What has been refused */

static struct refusals_question question_of(const struct rule_charge *charge)
{
    return (struct refusals_question){ charge->tier, charge->place, charge->cost };
}

/* All decisions are remembered as long as the one that refuses, so that they are told together. */
static void remember(struct store *store, const struct rule_charge *charges, uint64_t asked_ns)
{
    uint64_t longest_ns = 0;
    for (size_t i = 0; i < store->count; i++)
        if (!charges[i].decision.allowed && charges[i].decision.retry_ns > longest_ns)
            longest_ns = charges[i].decision.retry_ns;
    if (store->refusal_max_ns && longest_ns > store->refusal_max_ns)
        longest_ns = store->refusal_max_ns;
    for (size_t i = 0; i < store->count; i++) {
        const struct limiter_decision *decision = &charges[i].decision;
        bool shorter = !decision->allowed && decision->retry_ns < longest_ns;
        struct refusals_row row = { .question = question_of(&charges[i]),
                                    .decision = *decision,
                                    .asked_ns = asked_ns,
                                    .until_ns =
                                        asked_ns + (shorter ? decision->retry_ns : longest_ns) };
        refusals_put(store->refusals, &row);
    }
}

static bool is_refused(const struct store *store, struct rule_charge *charges, uint64_t now_ns)
{
    struct limiter_decision decision;
    bool refused = false;
    for (size_t i = 0; i < store->count && !refused; i++) {
        struct refusals_question question = question_of(&charges[i]);
        refused = refusals_find(store->refusals, &question, now_ns, &decision) && !decision.allowed;
    }
    for (size_t i = 0; i < store->count && refused; i++) {
        struct refusals_question question = question_of(&charges[i]);
        if (!refusals_find(store->refusals, &question, now_ns, &charges[i].decision))
            charges[i].tier = NULL;
    }
    return refused;
}

/* Words of a call */

/* Key and arguments of all limits of a request. */
struct sheet {
    struct tn_text *texts;
    size_t count;
};

static void add(struct sheet *sheet, struct tn_text text)
{
    sheet->texts[sheet->count++] = text;
}

static struct sheet sheet_make(struct tn_request *request, size_t limits)
{
    size_t most = limits * (1 + SCRIPT_WORDS + 2);
    return (struct sheet){ .texts = tn_request_alloc(request, most * sizeof(struct tn_text)) };
}

/* Digests, since a key may be a secret or tell who someone is, and has no bound. */
static void add_key(struct sheet *sheet, struct tn_request *request, const struct store_tier *tier,
                    const struct rule_charge *charge)
{
    char digest[POLICY_DIGEST_SIZE];
    policy_digest(digest, charge->key.at, charge->key.size);
    add(sheet, tn_request_print(request, "%s%s", tier->prefix, digest));
}

static void add_words(struct sheet *sheet, struct tn_request *request,
                      const struct store_tier *tier, const struct rule_charge *charge)
{
    for (size_t i = 0; i < SCRIPT_WORDS; i++)
        add(sheet, tn_text(tier->words[i]));
    add(sheet, tn_request_print(request, "%" PRIu64, charge->cost));
}

/* Taking */

/* A question on its way, in the request's memory. */
struct asking {
    struct store *store;
    struct tn_request *request;
    struct rule_charge *charges;
    void (*decided)(struct tn_request *request, void *context, const struct rule_charge *charges,
                    enum store_answer answer);
    void *context;
    uint64_t asked_ns;
};

/* Said once for each change. */
static enum store_answer fail(struct store *store, const char *problem)
{
    tn_series_add(store->failed, 1);
    if (!store->failing)
        tn_log(store->host, TN_WARN, "the store does not answer: %s: %s", store->without, problem);
    store->failing = true;
    return STORE_FAILED;
}

static void succeed(struct store *store)
{
    tn_series_add(store->answered, 1);
    if (store->failing)
        tn_log(store->host, TN_INFO, "the store answers again");
    store->failing = false;
}

static bool all_numbers(const struct tn_redis_reply *reply, size_t expected)
{
    if (reply->count != expected)
        return false;
    for (size_t i = 0; i < reply->count; i++)
        if (reply->values[i].kind != TN_VALUE_INTEGER)
            return false;
    return true;
}

static bool all_allow(const struct tn_value *values, size_t limits)
{
    for (size_t i = 0; i < limits; i++)
        if (!values[i * SCRIPT_NUMBERS].integer)
            return false;
    return true;
}

static bool read_charge(const struct store_tier *tier, const struct tn_value *values, bool pass,
                        struct rule_charge *charge)
{
    int64_t numbers[SCRIPT_NUMBERS];
    struct script_state state;
    for (size_t i = 0; i < SCRIPT_NUMBERS; i++)
        numbers[i] = values[i].integer;
    if (!script_read(&tier->limiter, numbers, charge->cost, pass, &state))
        return false;
    charge->decision = state.decision;
    charge->stamp = state.stamp;
    charge->stored = pass && charge->cost;
    return true;
}

static enum store_answer read_answer(struct asking *asking, const struct tn_redis_reply *reply)
{
    struct store *store = asking->store;
    if (reply->end != TN_REDIS_ANSWERED)
        return fail(store, reply->problem);
    if (!all_numbers(reply, store->count * SCRIPT_NUMBERS))
        return fail(store, "the answer is not understood");
    bool pass = all_allow(reply->values, store->count);
    for (size_t i = 0; i < store->count; i++)
        if (!read_charge(tier_of(store, i, &asking->charges[i]), reply->values + i * SCRIPT_NUMBERS,
                         pass, &asking->charges[i]))
            return fail(store, "the answer is not understood");
    succeed(store);
    if (!pass)
        remember(store, asking->charges, asking->asked_ns);
    return pass ? STORE_ALLOWED : STORE_REFUSED;
}

static void on_answer(void *context, const struct tn_redis_reply *reply)
{
    struct asking *asking = context;
    enum store_answer answer = read_answer(asking, reply);
    asking->decided(asking->request, asking->context, asking->charges, answer);
}

static bool ask(struct asking *asking)
{
    const struct store *store = asking->store;
    const struct rule_charge *charges = asking->charges;
    struct sheet sheet = sheet_make(asking->request, store->count);
    for (size_t i = 0; i < store->count; i++)
        add_key(&sheet, asking->request, tier_of(store, i, &charges[i]), &charges[i]);
    for (size_t i = 0; i < store->count; i++)
        add_words(&sheet, asking->request, tier_of(store, i, &charges[i]), &charges[i]);
    struct tn_redis_call call = { .call_size = sizeof call,
                                  .script = store->take,
                                  .keys = store->count,
                                  .count = sheet.count,
                                  .texts = sheet.texts,
                                  .done = on_answer,
                                  .context = asking };
    return store->redis->run(store->self, &call);
}

enum store_answer
store_take(struct store *store, struct tn_request *request, struct rule_charge *charges,
           void (*decided)(struct tn_request *request, void *context,
                           const struct rule_charge *charges, enum store_answer answer),
           void *context)
{
    uint64_t now_ns = tn_clock_ns();
    if (is_refused(store, charges, now_ns)) {
        tn_series_add(store->remembered, 1);
        return STORE_REFUSED;
    }
    struct asking *asking = tn_request_alloc(request, sizeof *asking);
    *asking = (struct asking){ store, request, charges, decided, context, now_ns };
    return ask(asking) ? STORE_LATER : fail(store, "there is no connection");
}

/* Giving back */

bool store_give_back(struct store *store, struct tn_request *request, struct rule_charge *charges)
{
    struct sheet sheet = sheet_make(request, store->count);
    for (size_t i = 0; i < store->count; i++)
        if (charges[i].stored)
            add_key(&sheet, request, tier_of(store, i, &charges[i]), &charges[i]);
    size_t keys = sheet.count;
    for (size_t i = 0; i < store->count; i++) {
        if (!charges[i].stored)
            continue;
        add_words(&sheet, request, tier_of(store, i, &charges[i]), &charges[i]);
        add(&sheet, tn_request_print(request, "%" PRId64, charges[i].stamp));
        charges[i].stored = false;
    }
    struct tn_redis_call call = { .call_size = sizeof call,
                                  .script = store->give_back,
                                  .keys = keys,
                                  .count = sheet.count,
                                  .texts = sheet.texts };
    return keys && store->redis->run(store->self, &call);
}

/* SPDX-License-Identifier: MIT */
/*
 * Limits how often a key may ask. The counts live in shared memory, so they hold for all workers
 * together and outlive reloads; every count is changed in one atomic step. Several entries may
 * limit the same request: each charges its own count as the request passes it, so put the narrow
 * one below the wide one, and `errors` in an entry shapes that entry's refusals.
 *
 * A key that is forced out of a full table is the one with the most allowance left: an attacker who
 * floods the table with new keys does not win back his own.
 */
#include <inttypes.h>

#include <tenon/tenon.h>

#include "cost.h"
#include "fields.h"
#include "policy.h"
#include "rule.h"

enum { TABLE_REPORT_MS = 10000 };

struct settings {
    struct rule_settings rule;
    struct tn_texts refund;
    int headers;
    int64_t status;
    const char *code;
    const char *message;
    int64_t keys;
};

struct ratelimit {
    struct tn_host *host;
    const struct settings *settings;
    struct rule rule;
    struct tn_series *allowed, *refused, *refunded, *keys, *evictions;
    uint64_t evictions_seen;
};

enum metric { METRIC_DECISIONS, METRIC_KEYS, METRIC_EVICTIONS };

static const struct tn_metric metrics[] = {
    [METRIC_DECISIONS] = { .name = "decisions",
                           .kind = TN_COUNTER,
                           .labels = { "decision" },
                           .summary = "Requests that were allowed and refused, and those of the "
                                      "allowed whose cost was given back." },
    [METRIC_KEYS] = { .name = "keys",
                      .kind = TN_GAUGE,
                      .summary = "Keys in the table, all workers together." },
    [METRIC_EVICTIONS] = { .name = "evictions",
                           .kind = TN_COUNTER,
                           .summary = "Keys that gave way to others in a full table." },
    { 0 },
};

/* What this entry did to one request. */
static struct rule_charge *charge_of(struct tn_request *request, struct ratelimit *self)
{
    return tn_request_state(request, self->host, sizeof(struct rule_charge));
}

/* With too little left, what a client wants to know is when there is enough. */
static uint64_t reset_ns(const struct limiter_decision *decision)
{
    return decision->allowed && decision->remaining ? decision->reset_ns : decision->retry_ns;
}

/* Deciding */

static enum tn_verdict on_request(struct tn_request *request, void *context)
{
    struct ratelimit *self = context;
    struct rule_charge *charge = charge_of(request, self);

    rule_read(&self->rule, request, charge);
    rule_take(&self->rule, charge, tn_clock_ns());
    if (charge->decision.allowed) {
        tn_series_add(self->allowed, 1);
        return TN_NEXT;
    }
    tn_series_add(self->refused, 1);
    return tn_refuse_code(request, (int)self->settings->status, self->settings->code, "%s",
                          self->settings->message);
}

static void on_reply(struct tn_request *request, void *context)
{
    struct ratelimit *self = context;
    const struct rule_charge *charge = charge_of(request, self);
    if (!charge->tier)
        return;
    const struct limiter_decision *decision = &charge->decision;
    struct fields fields = {
        .policy = charge->tier->policy,
        .limit = (uint64_t)charge->tier->rate.count,
        .window = policy_seconds((uint64_t)charge->tier->rate.period_ms * 1000000),
        .remaining = decision->remaining,
        .reset = policy_seconds(reset_ns(decision)),
        .key = charge->key,
    };
    fields_set(request, (enum fields_style)self->settings->headers, &fields);
    if (decision->retry_ns && !decision->allowed &&
        tn_reply_status(request) == self->settings->status)
        tn_reply_set(request, "Retry-After",
                     tn_request_print(request, "%" PRIu64, policy_seconds(decision->retry_ns)));
}

static bool refunds(const struct tn_texts *patterns, int status)
{
    for (size_t i = 0; i < patterns->count; i++)
        if (cost_pattern_matches(patterns->items[i], status))
            return true;
    return false;
}

/* Here and not in the reply hook, since entries above may still change the status. */
static void on_done(struct tn_request *request, void *context)
{
    struct ratelimit *self = context;
    const struct rule_charge *charge = charge_of(request, self);
    if (!charge->tier || !charge->decision.allowed || !charge->cost ||
        !refunds(&self->settings->refund, tn_reply_status(request)))
        return;
    rule_give_back(&self->rule, charge);
    tn_series_add(self->refunded, 1);
}

/* Variables */

/* Before a tier is chosen, the limit's own is the one to be told. */
static const struct rule_tier *tier_of(struct tn_request *request, struct ratelimit *self)
{
    const struct rule_charge *charge = charge_of(request, self);
    return charge->tier ? charge->tier : self->rule.tiers;
}

static struct tn_value get_limit(struct tn_request *request, void *context, struct tn_text rest)
{
    (void)rest;
    return tn_value_integer(tier_of(request, context)->rate.count);
}

static struct tn_value get_remaining(struct tn_request *request, void *context, struct tn_text rest)
{
    (void)rest;
    const struct rule_charge *charge = charge_of(request, context);
    return charge->tier ? tn_value_integer((int64_t)charge->decision.remaining) : tn_value_absent();
}

static struct tn_value get_reset(struct tn_request *request, void *context, struct tn_text rest)
{
    (void)rest;
    const struct rule_charge *charge = charge_of(request, context);
    if (!charge->tier)
        return tn_value_absent();
    return tn_value_integer((int64_t)policy_seconds(reset_ns(&charge->decision)));
}

static struct tn_value get_retry_after(struct tn_request *request, void *context,
                                       struct tn_text rest)
{
    (void)rest;
    const struct rule_charge *charge = charge_of(request, context);
    if (!charge->tier)
        return tn_value_absent();
    return tn_value_integer((int64_t)policy_seconds(charge->decision.retry_ns));
}

static struct tn_value get_policy(struct tn_request *request, void *context, struct tn_text rest)
{
    (void)rest;
    return tn_value_text(tn_text(tier_of(request, context)->policy));
}

static struct tn_value get_window(struct tn_request *request, void *context, struct tn_text rest)
{
    (void)rest;
    return tn_value_text(tn_text(tier_of(request, context)->window));
}

static const struct tn_variable variables[] = {
    { "limit", get_limit, 0, "How many requests the window allows." },
    { "remaining", get_remaining, 0, "How many more this key may send now, in units of cost." },
    { "reset_seconds", get_reset, 0,
      "Seconds until the allowance is whole again, or with too little left, until there is "
      "enough." },
    { "retry_after_seconds", get_retry_after, 0,
      "Seconds until the same request would be allowed again; 0 if it would be now." },
    { "policy", get_policy, 0, "The policy's name, such as 100-in-15min." },
    { "window", get_window, 0, "The window in words, such as 15 minutes." },
    { 0 },
};

/* Life */

static bool refund_sane(struct tn_host *host, const struct tn_texts *patterns)
{
    for (size_t i = 0; i < patterns->count; i++)
        if (!cost_pattern_sane(patterns->items[i]))
            return tn_fail_at(host, "refund",
                              "expected a status such as 503, 50x or 5xx, found `%s`",
                              patterns->items[i]);
    return true;
}

static void *create(struct tn_host *host, const void *options)
{
    const struct settings *settings = options;
    if (!rule_check(host, &settings->rule) || !refund_sane(host, &settings->refund))
        return NULL;
    struct ratelimit *self = tn_instance_alloc(host, sizeof *self);
    self->host = host;
    self->settings = settings;
    rule_make(host, &self->rule, &settings->rule);
    return self;
}

/* The table is common to all workers, and gauges are summed: so one worker speaks for it. */
static void report_table(void *context)
{
    struct ratelimit *self = context;
    struct tn_table_count count = tn_table_count(self->rule.table);
    tn_series_set(self->keys, (double)count.used);
    if (count.evicted > self->evictions_seen)
        tn_series_add(self->evictions, (double)(count.evicted - self->evictions_seen));
    self->evictions_seen = count.evicted;
}

static bool start(struct tn_host *host, void *context)
{
    struct ratelimit *self = context;
    if (!rule_start(host, &self->rule, (size_t)self->settings->keys))
        return false;
    self->allowed = tn_series(host, METRIC_DECISIONS, &TN_TEXT("allowed"));
    self->refused = tn_series(host, METRIC_DECISIONS, &TN_TEXT("refused"));
    self->refunded = tn_series(host, METRIC_DECISIONS, &TN_TEXT("refunded"));
    self->keys = tn_series(host, METRIC_KEYS, NULL);
    self->evictions = tn_series(host, METRIC_EVICTIONS, NULL);
    if (tn_worker_slot() == 0) {
        self->evictions_seen = tn_table_count(self->rule.table).evicted;
        report_table(self);
        tn_timer_start(host, TABLE_REPORT_MS, TABLE_REPORT_MS, report_table, self);
    }
    return true;
}

static const struct settings defaults = {
    .rule.algorithm = LIMITER_GCRA,
    .headers = FIELDS_DRAFT_8,
    .status = 429,
    .code = "RATE_LIMITED",
    .message = "Too many requests, please try again later.",
    .keys = 100000,
};

static const struct tn_choice styles[] = {
    { "draft-8", FIELDS_DRAFT_8, "RateLimit and RateLimit-Policy as structured lists." },
    { "draft-7", FIELDS_DRAFT_7, "RateLimit with limit, remaining, reset; RateLimit-Policy." },
    { "draft-6", FIELDS_DRAFT_6, "RateLimit-Limit, -Remaining, -Reset and -Policy." },
    { "legacy", FIELDS_LEGACY, "X-RateLimit-Limit, -Remaining, and -Reset as a Unix time." },
    { "none", FIELDS_NONE, "No field but Retry-After on refusals." },
    { 0 },
};

static const struct tn_option options[] = {
    { "limit", TN_OPTION_RATE(struct settings, rule.limit), .flags = TN_REQUIRED | TN_SHORT,
      .min = 1, .max = LIMITER_COUNT_MAX,
      .summary = "How many requests in how long, such as 100/15m." },
    { "limits",
      TN_OPTION_GROUPS(struct settings, rule.limits, struct rule_tier_settings, rule_tier_rows),
      .max = 100,
      .summary = "Other limits to choose from by `tier`, such as { free: 60/1m, pro: 1000/1m }; "
                 "each has its own counts." },
    { "tier", TN_OPTION_TEMPLATE(struct settings, rule.tier),
      .summary = "Which of `limits` holds for a request, such as $header.x-tier; `limit` holds "
                 "where it is none of them." },
    { "key", TN_OPTION_TEMPLATE(struct settings, rule.key),
      .summary = "Whom to count: requests whose text is equal share one count, an empty one "
                 "included; if left out, $client.net (the address, IPv6 by its network)." },
    { "algorithm", TN_OPTION_CHOICE(struct settings, rule.algorithm, rule_algorithms),
      .summary = "How the allowance comes back." },
    { "burst", TN_OPTION_INTEGER(struct settings, rule.burst), .min = 0, .max = LIMITER_COUNT_MAX,
      .summary = "With gcra, how many requests may come at once (the size of the bucket, which "
                 "fills at the rate of the limit); 0 is as many as the limit." },
    { "cost", TN_OPTION_TEMPLATE(struct settings, rule.cost),
      .summary = "How much of the limit a request takes, a number or a variable; 0 lets it pass "
                 "uncharged, and what is no number counts as 1, as if left out." },
    { "refund", TN_OPTION_TEXTS(struct settings, refund), .max = 16,
      .summary = "Statuses, such as 5xx or 404, with which the cost is given back once the reply "
                 "is sent." },
    { "headers", TN_OPTION_CHOICE(struct settings, headers, styles),
      .summary = "The fields that tell clients what is left." },
    { "policy", TN_OPTION_TEXT(struct settings, rule.policy),
      .summary = "The policy's name in the fields; if left out, it is made from the limit, such "
                 "as 100-in-15min." },
    { "status", TN_OPTION_INTEGER(struct settings, status), .min = 400, .max = 599,
      .summary = "The status of a refusal." },
    { "code", TN_OPTION_TEXT(struct settings, code),
      .summary = "What $error.code is in the body of a refusal." },
    { "message", TN_OPTION_TEXT(struct settings, message),
      .summary = "What $error.message is in the body of a refusal." },
    { "keys", TN_OPTION_INTEGER(struct settings, keys), .min = 64, .max = 16777216,
      .summary = "How many keys are remembered at once; 16 bytes of shared memory each." },
    { 0 },
};

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,
    .name = "ratelimit",
    .version = "1.0.0",
    .summary = "Limits how often a client, or any other key, may ask.",
    .options = options,
    .defaults = &defaults,
    .options_size = sizeof defaults,
    .variables = variables,
    .metrics = metrics,
    .create = create,
    .start = start,
    .request = on_request,
    .reply = on_reply,
    .done = on_done,
};

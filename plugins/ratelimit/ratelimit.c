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
#include <stdio.h>

#include <tenon/tenon.h>

#include "cost.h"
#include "fields.h"
#include "limiter.h"
#include "policy.h"

enum { TABLE_REPORT_MS = 10000, PERIOD_MAX_DAYS = 365 };

struct settings {
    struct tn_rate limit;
    const struct tn_template *key;
    int algorithm;
    int64_t burst;
    const struct tn_template *cost;
    struct tn_texts refund;
    int headers;
    const char *policy;
    int64_t status;
    const char *code;
    const char *message;
    int64_t keys;
};

struct ratelimit {
    struct tn_host *host;
    const struct settings *settings;
    struct limiter limiter;
    const char *policy;
    char policy_made[64];
    char window[48];
    struct tn_table *table;
    struct tn_series *allowed, *refused, *refunded, *keys, *evictions;
    uint64_t evictions_seen;
};

/* What this entry did to one request. */
struct charge {
    bool decided;
    struct limiter_decision decision;
    struct tn_text key;
    uint64_t cost;
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

static struct charge *charge_of(struct tn_request *request, struct ratelimit *self)
{
    return tn_request_state(request, self->host, sizeof(struct charge));
}

/* With too little left, what a client wants to know is when there is enough. */
static uint64_t reset_ns(const struct limiter_decision *decision)
{
    return decision->allowed && decision->remaining ? decision->reset_ns : decision->retry_ns;
}

/* Deciding */

struct step {
    const struct limiter *limiter;
    uint64_t now_ns;
    uint64_t cost;
    struct limiter_decision decision;
};

static uint64_t take_step(uint64_t old, void *context)
{
    struct step *step = context;
    step->decision = limiter_decide(step->limiter, old, step->now_ns, step->cost);
    return step->decision.state;
}

static uint64_t give_back(uint64_t old, void *context)
{
    const struct step *step = context;
    return limiter_refund(step->limiter, old, step->decision.state, step->cost);
}

/* Who sends no number where one is asked for shall not pass for nothing. */
static uint64_t cost_of(struct tn_request *request, const struct ratelimit *self)
{
    uint64_t cost;
    if (!self->settings->cost || !cost_read(tn_template_text(request, self->settings->cost), &cost))
        return 1;
    return cost;
}

static struct tn_text key_of(struct tn_request *request, const struct ratelimit *self)
{
    struct tn_text key = self->settings->key ? tn_template_text(request, self->settings->key)
                                             : tn_variable(request, "client.net").text;
    return tn_text_present(key) ? key : TN_TEXT("");
}

static enum tn_verdict on_request(struct tn_request *request, void *context)
{
    struct ratelimit *self = context;
    struct charge *charge = charge_of(request, self);
    struct step step = { &self->limiter, tn_clock_ns(), cost_of(request, self), { 0 } };

    charge->key = key_of(request, self);
    charge->cost = step.cost;
    tn_table_change(self->table, tn_key(charge->key), take_step, &step);
    charge->decision = step.decision;
    charge->decided = true;
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
    const struct charge *charge = charge_of(request, self);
    if (!charge->decided)
        return;
    const struct limiter_decision *decision = &charge->decision;
    struct fields fields = {
        .policy = self->policy,
        .limit = (uint64_t)self->settings->limit.count,
        .window = policy_seconds((uint64_t)self->settings->limit.period_ms * 1000000),
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
    const struct charge *charge = charge_of(request, self);
    if (!charge->decided || !charge->decision.allowed || !charge->cost ||
        !refunds(&self->settings->refund, tn_reply_status(request)))
        return;
    struct step step = { &self->limiter, 0, charge->cost, charge->decision };
    tn_table_change(self->table, tn_key(charge->key), give_back, &step);
    tn_series_add(self->refunded, 1);
}

/* Variables */

static struct tn_value get_limit(struct tn_request *request, void *context, struct tn_text rest)
{
    (void)request, (void)rest;
    const struct ratelimit *self = context;
    return tn_value_integer(self->settings->limit.count);
}

static struct tn_value get_remaining(struct tn_request *request, void *context, struct tn_text rest)
{
    (void)rest;
    const struct charge *charge = charge_of(request, context);
    return charge->decided ? tn_value_integer((int64_t)charge->decision.remaining)
                           : tn_value_absent();
}

static struct tn_value get_reset(struct tn_request *request, void *context, struct tn_text rest)
{
    (void)rest;
    const struct charge *charge = charge_of(request, context);
    if (!charge->decided)
        return tn_value_absent();
    return tn_value_integer((int64_t)policy_seconds(reset_ns(&charge->decision)));
}

static struct tn_value get_retry_after(struct tn_request *request, void *context,
                                       struct tn_text rest)
{
    (void)rest;
    const struct charge *charge = charge_of(request, context);
    if (!charge->decided)
        return tn_value_absent();
    return tn_value_integer((int64_t)policy_seconds(charge->decision.retry_ns));
}

static struct tn_value get_policy(struct tn_request *request, void *context, struct tn_text rest)
{
    (void)request, (void)rest;
    const struct ratelimit *self = context;
    return tn_value_text(tn_text(self->policy));
}

static struct tn_value get_window(struct tn_request *request, void *context, struct tn_text rest)
{
    (void)request, (void)rest;
    const struct ratelimit *self = context;
    return tn_value_text(tn_text(self->window));
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

static const struct tn_choice algorithms[] = {
    [LIMITER_GCRA] = { "gcra", LIMITER_GCRA,
                       "The allowance comes back evenly, one request at a time; no burst at a "
                       "window's edge. With `burst` it is what others call a token bucket." },
    [LIMITER_FIXED] = { "fixed", LIMITER_FIXED,
                        "A window per key, which begins with the key's first request and ends as "
                        "a whole." },
    [LIMITER_SLIDING] = { "sliding", LIMITER_SLIDING,
                          "Windows of the clock, where the one before counts for the part that "
                          "the last full period still covers; never more than the limit in one "
                          "window, nor at its edge." },
    { 0 },
};

/* Life */

/* The name stands in a quoted string of a structured field (RFC 9651, 3.3.3). */
static bool policy_sane(const char *policy)
{
    for (const char *at = policy; *at; at++)
        if (*at < ' ' || *at > '~' || *at == '"' || *at == '\\')
            return false;
    return *policy && strlen(policy) <= 100;
}

static bool sliding_fits(struct tn_host *host, const struct tn_rate *rate)
{
    if (rate->count > LIMITER_SLIDING_COUNT_MAX)
        return tn_fail_at(host, "limit", "a sliding window counts to %d: use gcra or fixed",
                          LIMITER_SLIDING_COUNT_MAX);
    if (rate->period_ms % LIMITER_SLIDING_UNIT_MS)
        return tn_fail_at(host, "limit", "a sliding window has whole seconds: use gcra or fixed");
    return true;
}

static bool cost_sane(struct tn_host *host, const struct settings *settings)
{
    struct tn_text text = tn_template_constant(settings->cost);
    int64_t most = settings->burst ? settings->burst : settings->limit.count;
    uint64_t cost;
    if (!tn_text_present(text))
        return true;
    if (!cost_read(text, &cost))
        return tn_fail_at(host, "cost", "expected a number from 0, found `%" TN_PRI "`",
                          TN_ARG(text));
    if (cost > (uint64_t)most)
        return tn_fail_at(host, "cost", "no request can pass: at most %" PRId64 " are allowed",
                          most);
    return true;
}

static bool refund_sane(struct tn_host *host, const struct tn_texts *patterns)
{
    for (size_t i = 0; i < patterns->count; i++)
        if (!cost_pattern_sane(patterns->items[i]))
            return tn_fail_at(host, "refund",
                              "expected a status such as 503, 50x or 5xx, found `%s`",
                              patterns->items[i]);
    return true;
}

static bool check(struct tn_host *host, const struct settings *settings)
{
    if (settings->limit.period_ms > INT64_C(1000) * 24 * 3600 * PERIOD_MAX_DAYS)
        return tn_fail_at(host, "limit", "expected a window of at most %d days", PERIOD_MAX_DAYS);
    if (settings->algorithm != LIMITER_GCRA && settings->burst)
        return tn_fail_at(host, "burst", "a window has no burst: leave it out, or use gcra");
    if (settings->algorithm == LIMITER_SLIDING && !sliding_fits(host, &settings->limit))
        return false;
    if (settings->policy && !policy_sane(settings->policy))
        return tn_fail_at(host, "policy",
                          "expected 1 to 100 printable ASCII characters but \" and \\, found `%s`",
                          settings->policy);
    return cost_sane(host, settings) && refund_sane(host, &settings->refund);
}

static void *create(struct tn_host *host, const void *options)
{
    const struct settings *settings = options;
    if (!check(host, settings))
        return NULL;
    struct ratelimit *self = tn_instance_alloc(host, sizeof *self);
    const struct tn_rate *rate = &settings->limit;
    self->host = host;
    self->settings = settings;
    self->limiter = limiter_make((enum limiter_algorithm)settings->algorithm, rate->count,
                                 rate->period_ms, settings->burst);
    policy_name(self->policy_made, sizeof self->policy_made, rate->count, rate->period_ms);
    policy_window(self->window, sizeof self->window, rate->period_ms);
    self->policy = settings->policy ? settings->policy : self->policy_made;
    return self;
}

/* The table is common to all workers, and gauges are summed: so one worker speaks for it. */
static void report_table(void *context)
{
    struct ratelimit *self = context;
    struct tn_table_count count = tn_table_count(self->table);
    tn_series_set(self->keys, (double)count.used);
    if (count.evicted > self->evictions_seen)
        tn_series_add(self->evictions, (double)(count.evicted - self->evictions_seen));
    self->evictions_seen = count.evicted;
}

static bool start(struct tn_host *host, void *context)
{
    struct ratelimit *self = context;
    /* The algorithms' states differ, so a change of algorithm begins anew in another table. */
    const char *name = algorithms[self->settings->algorithm].name;
    self->table = tn_table(host, name, (size_t)self->settings->keys);
    if (!self->table)
        return false;
    self->allowed = tn_series(host, METRIC_DECISIONS, &TN_TEXT("allowed"));
    self->refused = tn_series(host, METRIC_DECISIONS, &TN_TEXT("refused"));
    self->refunded = tn_series(host, METRIC_DECISIONS, &TN_TEXT("refunded"));
    self->keys = tn_series(host, METRIC_KEYS, NULL);
    self->evictions = tn_series(host, METRIC_EVICTIONS, NULL);
    if (tn_worker_slot() == 0) {
        self->evictions_seen = tn_table_count(self->table).evicted;
        report_table(self);
        tn_timer_start(host, TABLE_REPORT_MS, TABLE_REPORT_MS, report_table, self);
    }
    return true;
}

static const struct settings defaults = {
    .algorithm = LIMITER_GCRA,
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
    { "limit", TN_OPTION_RATE(struct settings, limit), .flags = TN_REQUIRED | TN_SHORT, .min = 1,
      .max = LIMITER_COUNT_MAX, .summary = "How many requests in how long, such as 100/15m." },
    { "key", TN_OPTION_TEMPLATE(struct settings, key),
      .summary = "Whom to count: requests whose text is equal share one count, an empty one "
                 "included; if left out, $client.net (the address, IPv6 by its network)." },
    { "algorithm", TN_OPTION_CHOICE(struct settings, algorithm, algorithms),
      .summary = "How the allowance comes back." },
    { "burst", TN_OPTION_INTEGER(struct settings, burst), .min = 0, .max = LIMITER_COUNT_MAX,
      .summary = "With gcra, how many requests may come at once (the size of the bucket, which "
                 "fills at the rate of the limit); 0 is as many as the limit." },
    { "cost", TN_OPTION_TEMPLATE(struct settings, cost),
      .summary = "How much of the limit a request takes, a number or a variable; 0 lets it pass "
                 "uncharged, and what is no number counts as 1, as if left out." },
    { "refund", TN_OPTION_TEXTS(struct settings, refund), .max = 16,
      .summary = "Statuses, such as 5xx or 404, with which the cost is given back once the reply "
                 "is sent." },
    { "headers", TN_OPTION_CHOICE(struct settings, headers, styles),
      .summary = "The fields that tell clients what is left." },
    { "policy", TN_OPTION_TEXT(struct settings, policy),
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

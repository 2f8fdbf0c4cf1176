/* SPDX-License-Identifier: MIT */
/*
 * Limits how often a key may ask. The counts live in shared memory, so they hold for all workers
 * together and outlive reloads; every count is changed in one atomic step. Several entries may
 * limit the same request: each charges its own count as the request passes it, so put the narrow
 * one below the wide one, and `errors` in an entry shapes that entry's refusals. The policies of
 * one entry are charged all or none. With a store, several servers count together (store.h).
 *
 * In a full table, keys with their whole allowance give way first, then those with the most left: who floods the table
 * with new keys does not win back his own (limiter_worth).
 */
#include <inttypes.h>
#include <string.h>

#include <tenon/tenon.h>

#include "busy.h"
#include "check.h"
#include "cost.h"
#include "fields.h"
#include "policy.h"
#include "proxied.h"
#include "settings.h"
#include "store.h"
#include "zone.h"

enum { TABLE_REPORT_MS = 10000 };

struct ratelimit {
    struct tn_host *host;
    const struct settings *settings;
    struct rule *rules;
    size_t rule_count;
    struct busy busy;
    struct proxied proxied;
    struct rule_memory memory;
    struct tn_series *allowed, *refused, *refunded, *keys;
    struct store store;
};

enum metric { METRIC_DECISIONS, METRIC_KEYS, METRIC_EVICTIONS, METRIC_STORE };

static const struct tn_metric metrics[] = {
    [METRIC_DECISIONS] = { .name = "decisions",
                           .kind = TN_COUNTER,
                           .labels = { "decision" },
                           .summary = "Requests that were allowed and refused, and those of the "
                                      "allowed whose cost was given back." },
    [METRIC_KEYS] = { .name = "keys",
                      .kind = TN_GAUGE,
                      .summary = "Keys in the tables, all workers together." },
    [METRIC_EVICTIONS] = { .name = "evictions",
                           .kind = TN_COUNTER,
                           .labels = { "lost" },
                           .summary =
                               "Keys that gave way to others in a full table, by what was lost: "
                               "nothing, part of what they had used, or that they had spent all." },
    [METRIC_STORE] = { .name = "store",
                       .kind = TN_COUNTER,
                       .labels = { "answer" },
                       .summary = "Decisions of the store: answered, failed, and remembered of a "
                                  "key that it has refused and that cannot pass yet." },
    { 0 },
};

static size_t charge_count(const struct ratelimit *self)
{
    return self->rule_count + self->busy.count;
}

/* What this entry did to one request: a charge for each rule, then for each limit on what is under way. */
static struct rule_charge *charges_of(struct tn_request *request, struct ratelimit *self)
{
    return tn_request_state(request, self->host, charge_count(self) * sizeof(struct rule_charge));
}

static struct rule_charge *busy_charges_of(struct tn_request *request, struct ratelimit *self)
{
    return charges_of(request, self) + self->rule_count;
}

/* With too little left, what a client wants to know is when there is enough. */
static uint64_t reset_ns(const struct limiter_decision *decision)
{
    return decision->allowed && decision->remaining ? decision->reset_ns : decision->retry_ns;
}

static bool is_narrower(const struct rule_charge *charge, const struct rule_charge *than)
{
    const struct limiter_decision *one = &charge->decision, *other = &than->decision;
    if (!charge->tier || !than->tier)
        return charge->tier;
    if (one->allowed != other->allowed)
        return !one->allowed;
    return one->allowed ? one->remaining < other->remaining : one->retry_ns > other->retry_ns;
}

/* The one that speaks for all: who refuses for longest, or else who has the least left. NULL if the
 * request was not seen. */
static const struct rule_charge *charge_of(struct tn_request *request, struct ratelimit *self)
{
    const struct rule_charge *charges = charges_of(request, self), *narrowest = charges;
    for (size_t i = 1; i < charge_count(self); i++)
        if (is_narrower(&charges[i], narrowest))
            narrowest = &charges[i];
    return narrowest->tier ? narrowest : NULL;
}

/* Deciding */

/* What a decision means for the request, whoever made it and when. */
static enum tn_verdict conclude(struct tn_request *request, struct ratelimit *self, bool allowed)
{
    tn_series_add(allowed ? self->allowed : self->refused, 1);
    if (allowed)
        return TN_NEXT;
    busy_give_back(&self->busy, busy_charges_of(request, self));
    return tn_refuse_code(request, (int)self->settings->status, self->settings->code, "%s",
                          self->settings->message);
}

static bool peeks(struct tn_request *request, const struct ratelimit *self)
{
    return tn_patterns_match(&self->settings->peek, tn_request_path(request));
}

static void read_charges(struct tn_request *request, struct ratelimit *self,
                         struct rule_charge *charges)
{
    for (size_t i = 0; i < self->rule_count; i++)
        rule_read(&self->rules[i], request, &charges[i]);
    if (peeks(request, self))
        for (size_t i = 0; i < self->rule_count; i++)
            charges[i].cost = 0;
}

static bool take_in_zone(struct tn_request *request, struct ratelimit *self)
{
    return zone_take(charges_of(request, self), self->rule_count, tn_clock_ns());
}

/* Nothing is known, so nothing is told. */
static void forget_charges(struct tn_request *request, struct ratelimit *self)
{
    struct rule_charge *charges = charges_of(request, self);
    for (size_t i = 0; i < self->rule_count; i++)
        charges[i] = (struct rule_charge){ 0 };
}

static enum tn_verdict refuse_undecided(struct tn_request *request, struct ratelimit *self)
{
    tn_series_add(self->refused, 1);
    busy_give_back(&self->busy, busy_charges_of(request, self));
    tn_reply_set(request, "Retry-After", TN_TEXT("1"));
    return tn_refuse_code(request, 503, "LIMITS_UNAVAILABLE",
                          "The limits of this service cannot be checked at the moment.");
}

static enum tn_verdict without_store(struct tn_request *request, struct ratelimit *self)
{
    if (self->settings->on_store_error == WITHOUT_LOCAL)
        return conclude(request, self, take_in_zone(request, self));
    forget_charges(request, self);
    if (self->settings->on_store_error == WITHOUT_DENY)
        return refuse_undecided(request, self);
    return conclude(request, self, true);
}

/* Until now nothing was known of the charges, so that nothing was told of them. */
static enum tn_verdict conclude_answer(struct tn_request *request, struct ratelimit *self,
                                       const struct rule_charge *charges, enum store_answer answer)
{
    memcpy(charges_of(request, self), charges, self->rule_count * sizeof *charges);
    if (answer == STORE_FAILED)
        return without_store(request, self);
    return conclude(request, self, answer == STORE_ALLOWED);
}

static void on_decided(struct tn_request *request, void *context, const struct rule_charge *charges,
                       enum store_answer answer)
{
    tn_resume(request, conclude_answer(request, context, charges, answer));
}

static enum tn_verdict take_in_store(struct tn_request *request, struct ratelimit *self)
{
    struct rule_charge *charges = tn_request_alloc(request, self->rule_count * sizeof *charges);
    read_charges(request, self, charges);
    enum store_answer answer = store_take(&self->store, request, charges, on_decided, self);
    if (answer == STORE_LATER)
        return TN_LATER;
    return conclude_answer(request, self, charges, answer);
}

static enum tn_verdict on_request(struct tn_request *request, void *context)
{
    struct ratelimit *self = context;
    proxied_look(&self->proxied, self->host, request);
    if (!busy_take(&self->busy, request, busy_charges_of(request, self), peeks(request, self)))
        return conclude(request, self, false);
    if (self->store.redis)
        return take_in_store(request, self);
    read_charges(request, self, charges_of(request, self));
    return conclude(request, self, take_in_zone(request, self));
}

static uint64_t window_seconds(const struct rule_tier *tier)
{
    return policy_seconds((uint64_t)tier->rate.period_ms * 1000000);
}

static void tell(struct tn_request *request, enum fields_style style,
                 const struct rule_charge *charge)
{
    if (!charge->tier)
        return; /* refused before it came to this one, or from memory that holds nothing of it */
    struct fields fields = {
        .policy = charge->tier->policy,
        .limit = (uint64_t)charge->tier->rate.count,
        .window = window_seconds(charge->tier),
        .remaining = charge->decision.remaining,
        .reset_ns = reset_ns(&charge->decision),
        .key = charge->key,
    };
    fields_tell(request, style, &fields);
}

static uint64_t retry_after(const struct ratelimit *self, const struct rule_charge *charge)
{
    bool window = self->settings->retry_after == RETRY_WINDOW;
    if (window && charge->tier->rate.period_ms)
        return window_seconds(charge->tier);
    return policy_seconds(charge->decision.retry_ns);
}

static void on_reply(struct tn_request *request, void *context)
{
    struct ratelimit *self = context;
    enum fields_style style = (enum fields_style)self->settings->headers;
    const struct rule_charge *charges = charges_of(request, self);
    const struct rule_charge *narrowest = charge_of(request, self);
    if (!narrowest)
        return;
    if (style == FIELDS_DRAFT_8)
        for (size_t i = charge_count(self); i-- > 0;) /* the last first, as between entries */
            tell(request, style, &charges[i]);
    else
        tell(request, style, narrowest);
    if (!narrowest->decision.allowed && tn_reply_status(request) == self->settings->status)
        tn_reply_set(request, "Retry-After",
                     tn_request_print(request, "%" PRIu64, retry_after(self, narrowest)));
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
    busy_give_back(&self->busy, busy_charges_of(request, self));
    if (!refunds(&self->settings->refund, tn_reply_status(request)))
        return;
    struct rule_charge *charges = charges_of(request, self);
    bool refunded = zone_give_back(charges, self->rule_count);
    if (self->store.redis)
        refunded = store_give_back(&self->store, request, charges) || refunded;
    if (refunded)
        tn_series_add(self->refunded, 1);
}

/* Variables */

/* Before a tier is chosen, the limit's own is the one to be told. */
static const struct rule_tier *tier_of(struct tn_request *request, struct ratelimit *self)
{
    const struct rule_charge *charge = charge_of(request, self);
    const struct rule *first = self->rule_count ? self->rules : self->busy.rules;
    return charge ? charge->tier : first->tiers;
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
    return charge ? tn_value_integer((int64_t)charge->decision.remaining) : tn_value_absent();
}

static struct tn_value get_reset(struct tn_request *request, void *context, struct tn_text rest)
{
    (void)rest;
    const struct rule_charge *charge = charge_of(request, context);
    if (!charge)
        return tn_value_absent();
    return tn_value_integer((int64_t)policy_seconds(reset_ns(&charge->decision)));
}

static struct tn_value get_retry_after(struct tn_request *request, void *context,
                                       struct tn_text rest)
{
    (void)rest;
    const struct rule_charge *charge = charge_of(request, context);
    if (!charge)
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

static struct tn_value get_window_seconds(struct tn_request *request, void *context,
                                          struct tn_text rest)
{
    (void)rest;
    return tn_value_integer((int64_t)window_seconds(tier_of(request, context)));
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
    { "window_seconds", get_window_seconds, 0, "The window in seconds, such as 900." },
    { 0 },
};

/* Life */

static void *create(struct tn_host *host, const void *options)
{
    const struct settings *settings = options;
    bool several = settings->policies.count > 0;
    if (!check_settings(host, settings))
        return NULL;
    const struct rule_settings *rules = several ? settings->policies.items : &settings->rule;
    struct ratelimit *self = tn_instance_alloc(host, sizeof *self);
    self->host = host;
    self->settings = settings;
    size_t count = several ? settings->policies.count : 1;
    self->rules = tn_instance_alloc(host, count * sizeof *self->rules);
    for (size_t i = 0; i < count; i++)
        if (rules[i].limit.count)
            rule_make(host, &self->rules[self->rule_count++], &rules[i]);
    busy_make(host, &self->busy, rules, count);
    for (size_t i = 0; i < count; i++)
        self->proxied.watched = self->proxied.watched || rule_counts_addresses(&rules[i]);
    tn_declare(host, TN_LIMITS | (self->proxied.watched ? TN_KNOWS_CLIENTS : 0));
    return self;
}

/* The tables are common to all workers, and gauges are summed: so one worker speaks for them. */
static void report_tables(void *context)
{
    const struct ratelimit *self = context;
    uint64_t used = 0;
    for (size_t i = 0; i < self->rule_count; i++)
        used += rule_count(&self->rules[i]).used;
    tn_series_set(self->keys, (double)used);
}

static void find_series(struct tn_host *host, struct ratelimit *self)
{
    struct tn_series **gone = self->memory.gone;
    self->allowed = tn_series(host, METRIC_DECISIONS, &TN_TEXT("allowed"));
    self->refused = tn_series(host, METRIC_DECISIONS, &TN_TEXT("refused"));
    self->refunded = tn_series(host, METRIC_DECISIONS, &TN_TEXT("refunded"));
    self->keys = tn_series(host, METRIC_KEYS, NULL);
    gone[LOSS_NONE] = tn_series(host, METRIC_EVICTIONS, &TN_TEXT("nothing"));
    gone[LOSS_PART] = tn_series(host, METRIC_EVICTIONS, &TN_TEXT("part"));
    gone[LOSS_SPENT] = tn_series(host, METRIC_EVICTIONS, &TN_TEXT("all"));
}

static void start_store(struct tn_host *host, struct ratelimit *self)
{
    static const char *const without[] = {
        [WITHOUT_LOCAL] = "this server counts for itself",
        [WITHOUT_ALLOW] = "requests pass uncounted",
        [WITHOUT_DENY] = "requests are refused",
    };
    const struct store_settings settings = {
        .service = tn_service(host, "store"),
        .prefix = self->settings->prefix,
        .without = without[self->settings->on_store_error],
        .rules = self->rules,
        .count = self->rule_count,
        .refunds = self->settings->refund.count > 0,
    };
    store_start(&self->store, host, &settings);
    self->store.answered = tn_series(host, METRIC_STORE, &TN_TEXT("answered"));
    self->store.failed = tn_series(host, METRIC_STORE, &TN_TEXT("failed"));
    self->store.remembered = tn_series(host, METRIC_STORE, &TN_TEXT("remembered"));
}

static bool start(struct tn_host *host, void *context)
{
    struct ratelimit *self = context;
    bool several = self->settings->policies.count > 0;
    self->memory.keys = (size_t)self->settings->keys;
    self->memory.keeps = self->settings->full == FULL_REFUSE;
    find_series(host, self);
    for (size_t i = 0; i < self->rule_count; i++)
        if (!rule_start(host, &self->rules[i], several ? self->rules[i].settings->policy : "",
                        &self->memory))
            return false;
    if (!busy_start(host, &self->busy, self->memory.keys))
        return false;
    if (self->rule_count && tn_service(host, "store").table)
        start_store(host, self);
    if (tn_worker_slot() == 0) {
        report_tables(self);
        tn_timer_start(host, TABLE_REPORT_MS, TABLE_REPORT_MS, report_tables, self);
    }
    return true;
}

static void stop(struct tn_host *host, void *context)
{
    struct ratelimit *self = context;
    (void)host;
    busy_stop(&self->busy);
}

static const struct settings defaults = {
    .rule.ipv6_bits = 56,
    .headers = FIELDS_DRAFT_8,
    .status = 429,
    .code = "RATE_LIMITED",
    .message = "Too many requests, please try again later.",
    .keys = 100000,
    .on_store_error = WITHOUT_LOCAL,
    .prefix = "tenon:",
};

static const struct tn_choice withouts[] = {
    { "local", WITHOUT_LOCAL,
      "The limits hold in this server alone, counted from when the store failed." },
    { "allow", WITHOUT_ALLOW, "Requests pass, and nothing is counted." },
    { "deny", WITHOUT_DENY, "Requests are refused with 503." },
    { 0 },
};

static const struct tn_choice styles[] = {
    { "draft-8", FIELDS_DRAFT_8, "RateLimit and RateLimit-Policy as structured lists." },
    { "draft-7", FIELDS_DRAFT_7, "RateLimit with limit, remaining, reset; RateLimit-Policy." },
    { "draft-6", FIELDS_DRAFT_6, "RateLimit-Limit, -Remaining, -Reset and -Policy." },
    { "legacy", FIELDS_LEGACY, "X-RateLimit-Limit, -Remaining, and -Reset as a Unix time." },
    { "legacy-iso", FIELDS_LEGACY_ISO, "The same, with -Reset as a date of ISO 8601." },
    { "none", FIELDS_NONE, "No field but Retry-After on refusals." },
    { 0 },
};

static const struct tn_choice retries[] = {
    { "wait", RETRY_WAIT, "The seconds until the same request would be allowed." },
    { "window", RETRY_WINDOW, "The whole window, however much of it is over." },
    { 0 },
};

static const struct tn_choice fulls[] = {
    { "forget", FULL_FORGET,
      "A key gives way: one that has its whole allowance, or else the one with the most left." },
    { "refuse", FULL_REFUSE,
      "Only keys that have their whole allowance give way; if there are none, the new key is "
      "refused." },
    { 0 },
};

static const struct tn_option options[] = {
    { "limit", TN_OPTION_RATE(struct settings, rule.limit), .flags = TN_SHORT, .min = 1,
      .max = LIMITER_COUNT_MAX,
      .summary =
          "How many requests in how long, such as 100/15m; needed unless there is `concurrent`, or "
          "there are `policies`." },
    RULE_ROWS(struct settings, rule.),
    { "policies", TN_OPTION_GROUPS(struct settings, policies, struct rule_settings, rule_rows),
      .max = 16, .defaults = &rule_defaults,
      .summary = "Several limits by name, in place of the one: a request must pass all, and is "
                 "charged to all or none. The fields and variables with room for one tell of the "
                 "one that refuses for longest, or else has the least left." },
    { "refund", TN_OPTION_TEXTS(struct settings, refund), .max = 16,
      .summary = "Statuses, such as 5xx or 404, with which the cost is given back once the reply "
                 "is sent." },
    { "peek", TN_OPTION_PATTERNS(struct settings, peek), .max = 16,
      .summary = "Paths, with stars, whose requests are told what is left and neither charged nor "
                 "refused." },
    { "headers", TN_OPTION_CHOICE(struct settings, headers, styles),
      .summary = "The fields that tell clients what is left." },
    { "retry_after", TN_OPTION_CHOICE(struct settings, retry_after, retries),
      .summary = "What Retry-After says on a refusal." },
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
      .summary = "How many keys each limit, and each tier, remembers at once; 16 bytes of shared "
                 "memory each." },
    { "full", TN_OPTION_CHOICE(struct settings, full, fulls),
      .summary = "What happens when a new key comes and its place in the table is full." },
    { "on_store_error", TN_OPTION_CHOICE(struct settings, on_store_error, withouts),
      .summary = "With a store (`uses: { store: … }`): what holds while it does not answer." },
    { "prefix", TN_OPTION_TEXT(struct settings, prefix),
      .summary = "With a store: what its keys begin with. The entry's name follows, so servers "
                 "whose prefix and name are the same share their counts." },
    { 0 },
};

static const struct tn_need needs[] = {
    { "store", TN_REDIS_ID, .optional = true,
      .summary = "Keeps the counts where several servers share them: the limits then hold for all "
                 "of them together. Without it they hold for this server." },
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
    .needs = needs,
    .variables = variables,
    .metrics = metrics,
    .create = create,
    .start = start,
    .stop = stop,
    .request = on_request,
    .reply = on_reply,
    .done = on_done,
};

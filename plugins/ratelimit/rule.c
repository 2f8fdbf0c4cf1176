/* SPDX-License-Identifier: MIT */
/* Reading a limit from the file and from a request, and its way to the table. */
#include "rule.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cost.h"
#include "network.h"
#include "policy.h"

enum { PERIOD_MAX_DAYS = 365 };

const struct tn_choice rule_algorithms[] = {
    [LIMITER_GCRA] = { "gcra", LIMITER_GCRA,
                       "The allowance comes back evenly, one request at a time; no burst at a "
                       "window's edge." },
    [LIMITER_FIXED] = { "fixed", LIMITER_FIXED,
                        "A window per key, which begins with the key's first request and ends as "
                        "a whole." },
    [LIMITER_SLIDING] = { "sliding", LIMITER_SLIDING,
                          "Windows of the clock, where the one before counts for the part that "
                          "the last full period still covers; never more than the limit in one "
                          "window, nor at its edge." },
    [LIMITER_TOKEN_BUCKET] = { "token-bucket", LIMITER_TOKEN_BUCKET,
                               "A bucket of `burst` tokens, which fills at the rate of the limit, "
                               "one token at a time: the same as gcra, under its other name." },
    { 0 },
};

const struct rule_settings rule_defaults = { .ipv6_bits = 56 };

const struct tn_option rule_tier_rows[] = {
    { "name", TN_OPTION_TEXT(struct rule_tier_settings, name), .flags = TN_KEY | TN_REQUIRED,
      .summary = "What `tier` must be for this limit to hold, case and all." },
    { "limit", TN_OPTION_RATE(struct rule_tier_settings, limit), .flags = TN_SHORT | TN_REQUIRED,
      .min = 1, .max = LIMITER_COUNT_MAX, .summary = "How many requests in how long." },
    { 0 },
};

const struct tn_option rule_rows[] = {
    { "name", TN_OPTION_TEXT(struct rule_settings, policy), .flags = TN_KEY | TN_REQUIRED,
      .summary = "The policy's name in the fields." },
    { "limit", TN_OPTION_RATE(struct rule_settings, limit), .flags = TN_SHORT, .min = 1,
      .max = LIMITER_COUNT_MAX,
      .summary = "How many requests in how long, such as 100/15m; needed unless there is "
                 "`concurrent`." },
    RULE_ROWS(struct rule_settings, ),
    { 0 },
};

/* Checking */

/* One limit that is checked, and the way to it. */
struct subject {
    struct tn_host *host;
    const char *where;
    const struct rule_settings *settings;
};

static bool fail(const struct subject *subject, const char *option, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static bool fail(const struct subject *subject, const char *option, const char *format, ...)
{
    char way[256], message[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    snprintf(way, sizeof way, "%s%s", subject->where, option);
    return tn_fail_at(subject->host, way, "%s", message);
}

/* The name stands in a quoted string of a structured field (RFC 9651, 3.3.3). */
static bool policy_sane(const char *policy)
{
    for (const char *at = policy; *at; at++)
        if (*at < ' ' || *at > '~' || *at == '"' || *at == '\\')
            return false;
    return *policy && strlen(policy) <= 100;
}

static bool sliding_fits(const struct subject *subject, const char *way, const struct tn_rate *rate)
{
    if (rate->count > LIMITER_SLIDING_COUNT_MAX)
        return fail(subject, way, "a sliding window counts to %d: use gcra or fixed",
                    LIMITER_SLIDING_COUNT_MAX);
    if (rate->period_ms % LIMITER_SLIDING_UNIT_MS)
        return fail(subject, way, "a sliding window has whole seconds: use gcra or fixed");
    return true;
}

static bool cost_sane(const struct subject *subject, const struct tn_rate *rate)
{
    const struct rule_settings *settings = subject->settings;
    struct tn_text text = tn_template_constant(settings->cost);
    int64_t most = settings->burst ? settings->burst : rate->count;
    uint64_t cost;
    if (!tn_text_present(text))
        return true;
    if (!cost_read(text, &cost))
        return fail(subject, "cost", "expected a number from 0, found `%" TN_PRI "`", TN_ARG(text));
    if (cost > (uint64_t)most)
        return fail(subject, "cost", "no request can pass: at most %" PRId64 " are allowed", most);
    return true;
}

static bool rate_sane(const struct subject *subject, const char *way, const struct tn_rate *rate)
{
    if (rate->period_ms > INT64_C(1000) * 24 * 3600 * PERIOD_MAX_DAYS)
        return fail(subject, way, "expected a window of at most %d days", PERIOD_MAX_DAYS);
    if (subject->settings->algorithm == LIMITER_SLIDING && !sliding_fits(subject, way, rate))
        return false;
    return cost_sane(subject, rate);
}

static bool tiers_sane(const struct subject *subject)
{
    const struct rule_settings *settings = subject->settings;
    const struct rule_tier_settings *tiers = settings->limits.items;
    size_t count = settings->limits.count;
    if (count && !settings->tier)
        return fail(subject, "limits", "a `tier` is needed to choose one of them by");
    if (settings->tier && !count)
        return fail(subject, "tier", "there are no `limits` to choose from");
    for (size_t i = 0; i < count; i++) {
        char way[128];
        snprintf(way, sizeof way, "limits.%s", tiers[i].name);
        if (strlen(tiers[i].name) > 100)
            return fail(subject, "limits", "expected names of at most 100 bytes, found `%s`",
                        tiers[i].name);
        for (size_t j = 0; j < i; j++)
            if (strcmp(tiers[i].name, tiers[j].name) == 0)
                return fail(subject, way, "there is a limit for `%s` already", tiers[i].name);
        if (!rate_sane(subject, way, &tiers[i].limit))
            return false;
    }
    return true;
}

/* What works, but hardly as meant. */
static void warn(const struct subject *subject, const char *option, const char *message)
{
    char way[256];
    snprintf(way, sizeof way, "%s%s", subject->where, option);
    tn_warn_at(subject->host, way, "%s", message);
}

static void warn_of_doubts(const struct subject *subject)
{
    const struct rule_settings *settings = subject->settings;
    struct tn_text cost = tn_template_constant(settings->cost);
    uint64_t number;
    if (settings->limit.count == 1 && settings->burst <= 1)
        warn(subject, "limit", "of two requests at once, as browsers send them, one is refused");
    if (settings->burst > settings->limit.count)
        warn(subject, "burst", "more at once than the limit lets through in its whole window");
    if (tn_text_present(cost) && cost_read(cost, &number) && number == 0)
        warn(subject, "cost", "nothing is ever charged, so nothing is ever refused");
    if (settings->tier && tn_template_is_constant(settings->tier))
        warn(subject, "tier", "it is the same for every request: expected a variable");
}

/* What belongs to a rate, where there is none. */
static bool lone_concurrent_sane(const struct subject *subject)
{
    const struct rule_settings *settings = subject->settings;
    const char *option = settings->limits.count                ? "limits"
                         : settings->tier                      ? "tier"
                         : settings->burst                     ? "burst"
                         : settings->algorithm != LIMITER_GCRA ? "algorithm"
                                                               : NULL;
    return !option || fail(subject, option, "it belongs to a `limit`, and there is none");
}

bool rule_check(struct tn_host *host, const char *where, const struct rule_settings *settings)
{
    const struct subject here = { host, where, settings }, *subject = &here;
    if (settings->limit.count ? !rate_sane(subject, "limit", &settings->limit)
                              : !lone_concurrent_sane(subject))
        return false;
    if (settings->burst && !limiter_trickles(settings->algorithm))
        return fail(subject, "burst", "a window has no burst: leave it out, or use gcra");
    if (settings->policy && !policy_sane(settings->policy))
        return fail(subject, *where ? "name" : "policy",
                    "expected 1 to 100 printable ASCII characters but \" and \\, found `%s`",
                    settings->policy);
    if (!tiers_sane(subject))
        return false;
    warn_of_doubts(subject);
    return true;
}

bool rule_counts_addresses(const struct rule_settings *settings)
{
    return !settings->key || tn_template_uses(settings->key, "client.ip") ||
           tn_template_uses(settings->key, "client.net");
}

/* Making */

static void tier_make(struct rule_tier *tier, const struct rule_settings *settings,
                      const char *name, const struct tn_rate *rate)
{
    tier->name = name;
    tier->rate = *rate;
    tier->limiter = limiter_make((enum limiter_algorithm)settings->algorithm, rate->count,
                                 rate->period_ms, settings->burst);
    policy_name(tier->policy_made, sizeof tier->policy_made, rate->count, rate->period_ms);
    policy_window(tier->window, sizeof tier->window, rate->period_ms);
    tier->policy = settings->policy ? settings->policy : tier->policy_made;
}

void rule_make(struct tn_host *host, struct rule *rule, const struct rule_settings *settings)
{
    const struct rule_tier_settings *tiers = settings->limits.items;
    rule->settings = settings;
    rule->tier_count = 1 + settings->limits.count;
    rule->tiers = tn_instance_alloc(host, rule->tier_count * sizeof *rule->tiers);
    tier_make(&rule->tiers[0], settings, NULL, &settings->limit);
    for (size_t i = 1; i < rule->tier_count; i++)
        tier_make(&rule->tiers[i], settings, tiers[i - 1].name, &tiers[i - 1].limit);
}

void rule_make_concurrent(struct tn_host *host, struct rule *rule,
                          const struct rule_settings *settings)
{
    struct rule_tier *tier = tn_instance_alloc(host, sizeof *tier);
    *rule = (struct rule){ .settings = settings, .tiers = tier, .tier_count = 1 };
    tier->rate.count = settings->concurrent;
    tier->limiter = limiter_make(LIMITER_CONCURRENT, settings->concurrent, 1, 0);
    /* Beside a limit of that name it needs another. */
    if (settings->policy && settings->limit.count)
        snprintf(tier->policy_made, sizeof tier->policy_made, "%s-at-once", settings->policy);
    else
        snprintf(tier->policy_made, sizeof tier->policy_made, "%" PRId64 "-at-once",
                 settings->concurrent);
    bool own = settings->policy && !settings->limit.count;
    tier->policy = own ? settings->policy : tier->policy_made;
    snprintf(tier->window, sizeof tier->window, "moment");
}

static uint64_t worth_of(uint64_t state, void *context)
{
    const struct rule_tier *tier = context;
    uint64_t worth = limiter_worth(&tier->limiter, state, tn_clock_ns());
    return worth && tier->memory->keeps ? TN_TABLE_KEEP : worth;
}

static void count_gone(uint64_t state, void *context)
{
    const struct rule_tier *tier = context;
    uint64_t worth = limiter_worth(&tier->limiter, state, tn_clock_ns());
    enum rule_loss loss = !worth ? LOSS_NONE : worth < LIMITER_WORTH_SPENT ? LOSS_PART : LOSS_SPENT;
    tn_series_add(tier->memory->gone[loss], 1);
}

bool rule_start(struct tn_host *host, struct rule *rule, const char *name,
                const struct rule_memory *memory)
{
    /* The algorithms' states differ, so a change of algorithm begins anew in another table. */
    int algorithm = rule->settings->algorithm;
    const char *kind = rule_algorithms[limiter_trickles(algorithm) ? LIMITER_GCRA : algorithm].name;
    for (size_t i = 0; i < rule->tier_count; i++) {
        struct rule_tier *tier = &rule->tiers[i];
        /* Quotes stand in no name of a policy, so that two ways never make one name. */
        if (tier->name)
            snprintf(tier->counts, sizeof tier->counts, "%s\"%s\"%s", name, tier->name, kind);
        else
            snprintf(tier->counts, sizeof tier->counts, "%s%s%s", name, *name ? "." : "", kind);
        tier->memory = memory;
        tier->table = tn_table(host, tier->counts, memory->keys);
        if (!tier->table)
            return false;
        tn_table_on_full(tier->table, worth_of, count_gone, tier);
    }
    return true;
}

struct tn_table_count rule_count(const struct rule *rule)
{
    struct tn_table_count sum = { 0 };
    for (size_t i = 0; i < rule->tier_count; i++) {
        struct tn_table_count count = tn_table_count(rule->tiers[i].table);
        sum.used += count.used;
        sum.capacity += count.capacity;
        sum.evicted += count.evicted;
    }
    return sum;
}

/* Deciding */

static const struct rule_tier *tier_of(const struct rule *rule, struct tn_request *request)
{
    if (rule->tier_count == 1)
        return rule->tiers;
    struct tn_text name = tn_template_text(request, rule->settings->tier);
    for (size_t i = 1; i < rule->tier_count; i++)
        if (tn_text_equal(name, tn_text(rule->tiers[i].name)))
            return &rule->tiers[i];
    return rule->tiers;
}

/* What $client.net is, if there is no key and the bits are the usual ones, without looking it up by its name. */
static struct tn_text key_of(const struct rule *rule, struct tn_request *request)
{
    const struct tn_template *template_ = rule->settings->key;
    struct tn_text key =
        template_ ? tn_template_text(request, template_) : tn_request_client(request);
    char network[NETWORK_TEXT_MAX];
    if (!tn_text_present(key))
        return TN_TEXT("");
    unsigned bits = (unsigned)rule->settings->ipv6_bits;
    return network_write(key, bits, network) ? tn_request_copy(request, tn_text(network)) : key;
}

/* Who sends no number where one is asked for shall not pass for nothing. */
static uint64_t cost_of(const struct rule *rule, struct tn_request *request)
{
    uint64_t cost;
    if (!rule->settings->cost || !cost_read(tn_template_text(request, rule->settings->cost), &cost))
        return 1;
    return cost;
}

/* A client that may choose its tier has the sum of them at most: it finds each as it left it. */
void rule_read(const struct rule *rule, struct tn_request *request, struct rule_charge *charge)
{
    charge->tier = tier_of(rule, request);
    charge->key = key_of(rule, request);
    charge->place = tn_key(charge->key);
    charge->cost = cost_of(rule, request);
}

struct step {
    struct rule_charge *charge;
    uint64_t now_ns;
};

static uint64_t take(uint64_t old, void *context)
{
    const struct step *step = context;
    struct rule_charge *charge = step->charge;
    charge->decision = limiter_decide(&charge->tier->limiter, old, step->now_ns, charge->cost);
    return charge->decision.state;
}

/* A new key for which there is no place. When one falls free nobody knows; within a window. */
static void refuse_newcomer(struct rule_charge *charge)
{
    uint64_t period_ns = (uint64_t)charge->tier->rate.period_ms * 1000000;
    charge->decision = (struct limiter_decision){ .retry_ns = period_ns, .reset_ns = period_ns };
}

bool rule_take(struct rule_charge *charge, uint64_t now_ns)
{
    struct step step = { charge, now_ns };
    uint64_t state = tn_table_change(charge->tier->table, charge->place, take, &step);
    if (state != charge->decision.state)
        refuse_newcomer(charge);
    charge->charged = charge->decision.allowed && charge->cost;
    return charge->decision.allowed;
}

bool rule_look(struct rule_charge *charge, uint64_t now_ns)
{
    const struct limiter *limiter = &charge->tier->limiter;
    uint64_t state = tn_table_get(charge->tier->table, charge->place);
    charge->decision = limiter_decide(limiter, state, now_ns, charge->cost);
    if (!charge->decision.allowed)
        return false;
    charge->decision = limiter_decide(limiter, state, now_ns, 0);
    return true;
}

static uint64_t give_back(uint64_t old, void *context)
{
    const struct rule_charge *charge = context;
    return limiter_refund(&charge->tier->limiter, old, charge->decision.state, charge->cost);
}

bool rule_give_back(struct rule_charge *charge)
{
    if (!charge->charged)
        return false;
    tn_table_change(charge->tier->table, charge->place, give_back, charge);
    charge->charged = false;
    return true;
}

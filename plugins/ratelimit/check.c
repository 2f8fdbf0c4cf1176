/* SPDX-License-Identifier: MIT */
/* The entry's one limit, or its policies beside each other; what a limit is checked for is in
 * rule.c. */
#include "check.h"

#include <stdio.h>
#include <string.h>

#include "cost.h"

static bool refund_sane(struct tn_host *host, const struct tn_texts *patterns)
{
    for (size_t i = 0; i < patterns->count; i++)
        if (!cost_pattern_sane(patterns->items[i]))
            return tn_fail_at(host, "refund",
                              "expected a status such as 503, 50x or 5xx, found `%s`",
                              patterns->items[i]);
    return true;
}

static bool own_limit_sane(struct tn_host *host, const struct settings *settings)
{
    if (!settings->rule.limit.count && !settings->rule.concurrent)
        return tn_fail(host, "expected a `limit`, `concurrent`, or `policies`");
    return rule_check(host, "", &settings->rule);
}

/* What belongs to a limit belongs into each of the policies. */
static bool own_limit_absent(struct tn_host *host, const struct rule_settings *rule)
{
    const struct {
        const char *option;
        bool given;
    } rows[] = {
        { "limit", rule->limit.count != 0 },
        { "concurrent", rule->concurrent != 0 },
        { "limits", rule->limits.count != 0 },
        { "tier", rule->tier != NULL },
        { "key", rule->key != NULL },
        { "ipv6_bits", rule->ipv6_bits != rule_defaults.ipv6_bits },
        { "algorithm", rule->algorithm != LIMITER_GCRA },
        { "burst", rule->burst != 0 },
        { "cost", rule->cost != NULL },
        { "policy", rule->policy != NULL },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].given)
            return tn_fail_at(host, rows[i].option, "with `policies`, each of them says its own");
    return true;
}

/* Keys with variables are not compared: two texts may well be two keys. */
static bool same_key(const struct tn_template *one, const struct tn_template *other)
{
    if (!one || !other)
        return one == other;
    struct tn_text text = tn_template_constant(one);
    return tn_text_present(text) && tn_text_equal(text, tn_template_constant(other));
}

static bool same_limit(const struct rule_settings *one, const struct rule_settings *other)
{
    return one->limit.count == other->limit.count &&
           one->limit.period_ms == other->limit.period_ms && one->algorithm == other->algorithm &&
           one->concurrent == other->concurrent && one->burst == other->burst &&
           one->ipv6_bits == other->ipv6_bits && !one->cost && !other->cost && !one->tier &&
           !other->tier && same_key(one->key, other->key);
}

static void warn_of_twins(struct tn_host *host, const struct tn_groups *groups)
{
    const struct rule_settings *policies = groups->items;
    for (size_t i = 0; i < groups->count; i++)
        for (size_t j = 0; j < i; j++)
            if (same_limit(&policies[i], &policies[j]))
                tn_warn_at(host, "policies", "`%s` and `%s` limit the same in the same way",
                           policies[j].policy, policies[i].policy);
}

static bool policies_sane(struct tn_host *host, const struct settings *settings)
{
    const struct rule_settings *policies = settings->policies.items;
    if (!own_limit_absent(host, &settings->rule))
        return false;
    for (size_t i = 0; i < settings->policies.count; i++) {
        char where[160];
        snprintf(where, sizeof where, "policies.%s.", policies[i].policy);
        for (size_t j = 0; j < i; j++)
            if (strcmp(policies[i].policy, policies[j].policy) == 0)
                return tn_fail_at(host, "policies", "two have the name `%s`", policies[i].policy);
        if (!policies[i].limit.count && !policies[i].concurrent)
            return tn_fail_at(host, "policies", "`%s` has no `limit`, nor `concurrent`",
                              policies[i].policy);
        if (!rule_check(host, where, &policies[i]))
            return false;
    }
    warn_of_twins(host, &settings->policies);
    return true;
}

bool check_settings(struct tn_host *host, const struct settings *settings)
{
    bool several = settings->policies.count > 0;
    return (several ? policies_sane(host, settings) : own_limit_sane(host, settings)) &&
           refund_sane(host, &settings->refund);
}

/* SPDX-License-Identifier: MIT */
/* The options, and checks of what rows cannot express. */
#include "settings.h"

#include <ctype.h>
#include <stdio.h>

#include "field.h"
#include "policy.h"
#include "presets.h"

bool settings_set(const struct settings *settings, const char *name, size_t before)
{
    const struct set_row *rows = settings->set.items;
    for (size_t i = 0; i < settings->set.count && i < before; i++)
        if (!strcasecmp(rows[i].name, name))
            return true;
    return false;
}

static void lower(char *to, size_t room, const char *from)
{
    size_t size = 0;
    for (; from[size] && size + 1 < room; size++)
        to[size] = (char)tolower((unsigned char)from[size]);
    to[size] = '\0';
}

/* In any case, as what is on its way is compared with the patterns. */
bool settings_remove(const struct settings *settings, const char *name)
{
    char lower_name[128], lower_pattern[128];
    const char *pattern = lower_pattern;
    struct tn_patterns one = { 1, &pattern };
    lower(lower_name, sizeof lower_name, name);
    for (size_t i = 0; i < settings->remove.count; i++) {
        lower(lower_pattern, sizeof lower_pattern, settings->remove.items[i]);
        if (tn_patterns_match(&one, tn_text(lower_name)))
            return true;
    }
    return false;
}

const struct endpoint *settings_endpoint(const struct settings *settings, const char *name)
{
    const struct endpoint *endpoints = settings->reporting.items;
    for (size_t i = 0; i < settings->reporting.count; i++)
        if (!strcmp(endpoints[i].name, name))
            return &endpoints[i];
    return NULL;
}

/* A keyword that lost its quotes, mostly to YAML, is a policy that means something else. */
static bool check_policy(struct tn_host *host, const char *way, const struct tn_template *policy)
{
    size_t size;
    struct tn_text text = tn_template_constant(policy);
    const char *bare = text.at ? policy_bare_keyword(text.at, &size) : NULL;
    return !bare || tn_fail_at(host, way, "`%.*s` is written '%.*s', with single quotes", (int)size,
                               bare, (int)size, bare);
}

static bool check_row(struct tn_host *host, const struct settings *settings, size_t index)
{
    const struct set_row *row = (const struct set_row *)settings->set.items + index;
    char way[160];
    snprintf(way, sizeof way, "set.%s", row->name);
    if (!field_name_valid(row->name))
        return tn_fail_at(host, way, "expected the name of a header field, found `%s`", row->name);
    if (field_is_framing(row->name))
        return tn_fail_at(host, way, "`%s` is the server's own and cannot be set", row->name);
    if (settings_set(settings, row->name, index))
        return tn_fail_at(host, way, "`%s` is set twice", row->name);
    struct tn_text value = tn_template_constant(row->value);
    if (!field_value_valid(value.at, value.size))
        return tn_fail_at(host, way, "a header's value cannot hold control characters");
    if (!strcasecmp(row->name, FIELD_POLICY) || !strcasecmp(row->name, FIELD_TRIAL))
        return check_policy(host, way, row->value);
    return true;
}

static bool check_csp(struct tn_host *host, const struct settings *settings)
{
    const struct csp *csp = &settings->csp;
    bool any = csp->policy || csp->report_only || csp->report_to;
    const char *way = csp->policy        ? "csp.policy"
                      : csp->report_only ? "csp.report_only"
                                         : "csp.report_to";
    struct tn_text value = tn_template_constant(csp->policy);
    if (any && settings_set(settings, csp->report_only ? FIELD_TRIAL : FIELD_POLICY, SIZE_MAX))
        return tn_fail_at(host, way, "the same header is under `set`: write the policy here alone");
    if (any && !csp->policy &&
        !preset_value(preset_get((enum preset_name)settings->preset), FIELD_POLICY))
        return tn_fail_at(host, way,
                          "there is no policy: the preset has none, so write `csp.policy`");
    if (!field_value_valid(value.at, value.size))
        return tn_fail_at(host, way, "a header's value cannot hold control characters");
    if (csp->report_to && !settings_endpoint(settings, csp->report_to))
        return tn_fail_at(host, "csp.report_to", "there is no `%s` under `reporting`",
                          csp->report_to);
    return check_policy(host, way, csp->policy);
}

static bool check_reporting(struct tn_host *host, const struct settings *settings)
{
    const struct endpoint *endpoints = settings->reporting.items;
    bool sane = true;
    for (size_t i = 0; i < settings->reporting.count; i++) {
        char way[160];
        snprintf(way, sizeof way, "reporting.%s", endpoints[i].name);
        if (!endpoint_name_valid(endpoints[i].name))
            sane = tn_fail_at(host, way, "expected a name in lower case, found `%s`",
                              endpoints[i].name);
        else if (!endpoint_url_valid(endpoints[i].url))
            sane =
                tn_fail_at(host, way, "expected https://… or a path, found `%s`", endpoints[i].url);
        else if (settings_endpoint(settings, endpoints[i].name) != &endpoints[i])
            sane = tn_fail_at(host, way, "`%s` is there twice", endpoints[i].name);
    }
    if (settings->reporting.count && settings_set(settings, "Reporting-Endpoints", SIZE_MAX))
        sane = tn_fail_at(host, "reporting", "`Reporting-Endpoints` is under `set` too");
    return sane;
}

bool settings_check(struct tn_host *host, const struct settings *settings)
{
    bool sane = true;
    for (size_t i = 0; i < settings->set.count; i++)
        sane = check_row(host, settings, i) && sane;
    sane = check_csp(host, settings) && sane;
    sane = check_reporting(host, settings) && sane;
    if (settings->hsts.preload &&
        (!settings->hsts.subdomains || settings->hsts.age.ms < INT64_C(31536000000)))
        sane = tn_fail_at(host, "hsts.preload",
                          "browsers' lists take only what holds for subdomains and for a year");
    return sane;
}

const struct settings settings_defaults = {
    .preset = PRESET_HELMET_8,
    .hsts = { .subdomains = true, .when = HSTS_HTTPS },
};

static const struct tn_choice presets[] = {
    { "helmet-8", PRESET_HELMET_8,
      "What helmet 8 for Express sets if it is told nothing else (github.com/helmetjs/helmet, "
      "8.3.0); "
      "for sites with pages." },
    { "owasp-2026", PRESET_OWASP_2026,
      "The OWASP Secure Headers Project's lists of 2026-07-19 (headers_add.json, "
      "headers_remove.json), "
      "but for Clear-Site-Data, which would log people out; strict, and forbids caching." },
    { "api", PRESET_API,
      "OWASP's REST Security Cheat Sheet (August 2026); for hosts that serve data to programs, "
      "never "
      "pages." },
    { "none", PRESET_NONE, "Nothing but what the file says." },
    { 0 },
};

static const struct tn_choice whens[] = {
    { "https", HSTS_HTTPS, "On replies to https, as RFC 6797 wants it." },
    { "always", HSTS_ALWAYS,
      "On every reply, where a proxy in front ends TLS and does not say so." },
    { "never", HSTS_NEVER, "Not at all." },
    { "production", HSTS_ALWAYS, "As always: so that the value may be ${NODE_ENV}." },
    { "development", HSTS_NEVER, "As never." },
    { "test", HSTS_NEVER, "As never." },
    { "staging", HSTS_HTTPS, "As https." },
    { 0 },
};

static const struct tn_option set_rows[] = {
    { "name", TN_OPTION_TEXT(struct set_row, name), .flags = TN_KEY | TN_REQUIRED,
      .summary = "The header's name." },
    { "value", TN_OPTION_TEMPLATE(struct set_row, value), .flags = TN_SHORT | TN_REQUIRED,
      .summary = "Its value; where it is empty, the header is not sent." },
    { 0 },
};

static const struct tn_option csp_rows[] = {
    { "policy", TN_OPTION_TEMPLATE(struct csp, policy), .flags = TN_SHORT,
      .summary = "The policy, in place of the preset's and of handlers'; variables such as "
                 "$headers.nonce may stand in it." },
    { "report_only", TN_OPTION_BOOLEAN(struct csp, report_only),
      .summary = "Whether browsers only report what the policy would forbid "
                 "(Content-Security-Policy-Report-Only); for two policies at once, the other one "
                 "stands under `set`." },
    { "report_to", TN_OPTION_TEXT(struct csp, report_to),
      .summary = "Which of `reporting` gets the reports: puts report-to, which they heed over "
                 "https alone, and report-uri for older browsers behind the policy." },
    { 0 },
};

static const struct tn_option endpoint_rows[] = {
    { "name", TN_OPTION_TEXT(struct endpoint, name), .flags = TN_KEY | TN_REQUIRED,
      .summary = "What policies call it." },
    { "url", TN_OPTION_TEXT(struct endpoint, url), .flags = TN_SHORT | TN_REQUIRED,
      .summary =
          "Where browsers post reports, such as https://reports.example.com/csp, or a path of "
          "this server." },
    { 0 },
};

static const struct tn_option hsts_rows[] = {
    { "age", TN_OPTION_DURATION(struct hsts, age), .flags = TN_SHORT,
      .summary = "How long browsers are to use https alone; 0 is what the preset says." },
    { "subdomains", TN_OPTION_BOOLEAN(struct hsts, subdomains),
      .summary = "Whether that holds for subdomains too." },
    { "preload", TN_OPTION_BOOLEAN(struct hsts, preload),
      .summary = "Whether browsers may take the host into their lists; hard to undo." },
    { "when", TN_OPTION_CHOICE(struct hsts, when, whens), .summary = "When it is sent." },
    { 0 },
};

const struct tn_option settings_rows[] = {
    { "preset", TN_OPTION_CHOICE(struct settings, preset, presets), .flags = TN_SHORT,
      .summary = "A set of headers by name; it fills in what a reply does not say itself." },
    { "set", TN_OPTION_GROUPS(struct settings, set, struct set_row, set_rows), .max = 100,
      .summary = "Headers that replace those of the preset and of handlers, as a map." },
    { "remove", TN_OPTION_PATTERNS(struct settings, remove), .max = 100,
      .summary =
          "Names of headers to take away, such as X-Powered-* or Server, a star standing for "
          "any run of characters; from the preset too." },
    { "csp", TN_OPTION_GROUP(struct settings, csp, csp_rows),
      .summary = "Content-Security-Policy." },
    { "reporting", TN_OPTION_GROUPS(struct settings, reporting, struct endpoint, endpoint_rows),
      .max = 16,
      .summary = "Places for browsers' reports by name (Reporting-Endpoints), as a map." },
    { "html_only", TN_OPTION_BOOLEAN(struct settings, html_only),
      .summary =
          "Whether headers that say something of pages alone (policies, framing, opener and "
          "embedder, X-XSS-Protection and the like) are left out of replies that are no HTML, "
          "XHTML or SVG; scripts of workers are none." },
    { "hsts", TN_OPTION_GROUP(struct settings, hsts, hsts_rows),
      .summary = "Strict-Transport-Security, in place of the preset's." },
    { 0 },
};

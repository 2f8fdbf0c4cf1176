/* SPDX-License-Identifier: MIT */
/* One policy: its rows, what is wrong with it, and the fields of replies (Fetch, "CORS protocol"). */
#include "policy.h"

#include <inttypes.h>
#include <stdio.h>

#include "origin.h"

/* Per request */

/* Where in the list the origin stands, or what it fits; -1: it is not listed. */
static ptrdiff_t place_of(const struct policy *policy, struct tn_text origin)
{
    const struct tn_texts *origins = &policy->settings->origins;
    for (size_t i = 0; tn_text_present(origin) && i < origins->count; i++)
        if (origin_matches(origins->items[i], origin.at, origin.size))
            return (ptrdiff_t)i;
    return -1;
}

bool policy_allows(const struct policy *policy, struct tn_text origin)
{
    return policy->any || place_of(policy, origin) >= 0;
}

static void fill_if(struct tn_request *request, const struct tn_header *header)
{
    if (header)
        tn_reply_fill(request, header);
}

static const char token_characters[] = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                                       "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/* What a browser asks for is a list of names; what is none is not given back. */
static bool is_name_list(struct tn_text list)
{
    for (size_t i = 0; i < list.size; i++)
        if (!strchr(token_characters, list.at[i]) && !strchr(", \t", list.at[i]))
            return false;
    return list.size > 0;
}

static void reflect_headers(struct tn_request *request)
{
    struct tn_text wanted = tn_request_header(request, "Access-Control-Request-Headers");
    if (is_name_list(wanted))
        tn_reply_set(request, "Access-Control-Allow-Headers", wanted);
}

static void answer_preflight(const struct policy *policy, struct tn_request *request)
{
    fill_if(request, policy->methods);
    fill_if(request, policy->headers);
    fill_if(request, policy->max_age);
    if (policy->settings->reflect_headers)
        reflect_headers(request);
    if (tn_text_is(tn_request_header(request, "Access-Control-Request-Private-Network"), "true"))
        fill_if(request, policy->private_network);
}

static void vary_by_origin(const struct policy *policy, struct tn_request *request)
{
    if (tn_text_present(tn_reply_header(request, "Vary")))
        tn_reply_merge(request, "Vary", TN_TEXT("Origin"));
    else
        tn_reply_fill(request, policy->vary);
}

/* False: the origin gets nothing. */
static bool grant(const struct policy *policy, struct tn_request *request, struct tn_text origin)
{
    ptrdiff_t place = policy->any ? 0 : place_of(policy, origin);
    if (place < 0)
        return false;
    if (policy->origins[place])
        tn_reply_fill(request, policy->origins[place]);
    else
        tn_reply_set(request, "Access-Control-Allow-Origin", origin);
    return true;
}

void policy_answer(const struct policy *policy, struct tn_request *request, struct tn_text origin,
                   bool preflight)
{
    /* Two of a kind are refused by browsers, and what a handler grants is not what the file grants. */
    tn_reply_remove(request, "Access-Control-*");
    /* Caches must tell origins apart also where this one got nothing, or there was none. */
    if (!policy->any)
        vary_by_origin(policy, request);
    if (preflight && policy->settings->reflect_headers)
        tn_reply_merge(request, "Vary", TN_TEXT("Access-Control-Request-Headers"));
    if (!grant(policy, request, origin))
        return;
    fill_if(request, policy->credentials);
    if (preflight)
        answer_preflight(policy, request);
    else
        fill_if(request, policy->expose);
}

/* Checks at load */

static bool check_origin(struct tn_host *host, const char *way,
                         const struct policy_settings *settings, const char *origin)
{
    if (!strcmp(origin, "*")) {
        if (settings->origins.count > 1)
            return tn_fail_at(host, way, "`*` is every origin: it stands alone or not at all");
        if (settings->credentials)
            return tn_fail_at(host, way,
                              "`*` and `credentials: true` cannot be together: list the origins "
                              "that may send credentials");
        return true;
    }
    const char *problem = origin_problem(origin);
    if (problem)
        return tn_fail_at(host, way, "`%s` is no origin: %s", origin, problem);
    if (origin_port_is_default(origin))
        tn_warn_at(host, way, "`%s` will never match: browsers leave out the scheme's own port",
                   origin);
    if (!strcmp(origin, "null") && settings->credentials)
        tn_warn_at(host, way, "`null` with credentials lets in any sandboxed frame");
    return true;
}

static bool is_token(const char *text)
{
    return *text && strspn(text, token_characters) == strlen(text);
}

/* With credentials a star is no wildcard but a name, which nothing has. */
static bool check_names(struct tn_host *host, const char *where, const char *option,
                        const struct tn_texts *names, bool credentials)
{
    bool sane = true;
    for (size_t i = 0; i < names->count; i++) {
        char way[64];
        snprintf(way, sizeof way, "%s%s.%zu", where, option, i);
        if (!is_token(names->items[i]))
            sane = tn_fail_at(host, way, "expected a name, found `%s`", names->items[i]);
        else if (credentials && !strcmp(names->items[i], "*"))
            sane = tn_fail_at(host, way,
                              "with `credentials: true` browsers take `*` as a name: list them");
    }
    return sane;
}

static void warn_lower_case(struct tn_host *host, const char *where, const struct tn_texts *methods)
{
    for (size_t i = 0; i < methods->count; i++) {
        const char *method = methods->items[i];
        char way[64];
        snprintf(way, sizeof way, "%smethods.%zu", where, i);
        if (method[strcspn(method, "abcdefghijklmnopqrstuvwxyz")])
            tn_warn_at(host, way, "methods have a case: `%s` allows no usual method", method);
    }
}

static bool check_reflection(struct tn_host *host, const char *where,
                             const struct policy_settings *settings)
{
    if (!settings->reflect_headers || settings->headers.items == policy_defaults.headers.items)
        return true;
    char way[64];
    snprintf(way, sizeof way, "%sreflect_headers", where);
    return tn_fail_at(host, way, "`headers` lists what scripts may send: have one or the other");
}

bool policy_check(struct tn_host *host, const char *where, const struct policy_settings *settings)
{
    bool sane = true;
    for (size_t i = 0; i < settings->origins.count; i++) {
        char way[64];
        snprintf(way, sizeof way, "%sorigins.%zu", where, i);
        sane = check_origin(host, way, settings, settings->origins.items[i]) && sane;
    }
    bool credentials = settings->credentials;
    sane = check_names(host, where, "methods", &settings->methods, credentials) && sane;
    sane = check_names(host, where, "headers", &settings->headers, credentials) && sane;
    sane = check_names(host, where, "expose", &settings->expose, credentials) && sane;
    warn_lower_case(host, where, &settings->methods);
    return check_reflection(host, where, settings) && sane;
}

/* Made at load */

static const struct tn_header *prepare_list(struct tn_host *host, const char *name,
                                            const struct tn_texts *names)
{
    if (!names->count)
        return NULL;
    size_t room = 1;
    for (size_t i = 0; i < names->count; i++)
        room += strlen(names->items[i]) + 1;
    char *text = tn_instance_alloc(host, room);
    char *end = text;
    for (size_t i = 0; i < names->count; i++)
        end += sprintf(end, "%s%s", i ? "," : "", names->items[i]);
    return tn_header_prepare(host, name, tn_text(text));
}

/* Those that are one origin each, and the star that is all. */
static const struct tn_header **prepare_origins(struct tn_host *host,
                                                const struct tn_texts *origins)
{
    const struct tn_header **headers = tn_instance_alloc(host, origins->count * sizeof *headers);
    for (size_t i = 0; i < origins->count; i++) {
        const char *origin = origins->items[i];
        if (!strchr(origin, '*') || !strcmp(origin, "*"))
            headers[i] = tn_header_prepare(host, "Access-Control-Allow-Origin", tn_text(origin));
    }
    return headers;
}

static const struct tn_header *prepare_age(struct tn_host *host, int64_t max_age_ms)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, max_age_ms / 1000);
    return max_age_ms == POLICY_USUAL_MAX_AGE_MS
               ? NULL
               : tn_header_prepare(host, "Access-Control-Max-Age", tn_text(text));
}

static const struct tn_header *prepare_true(struct tn_host *host, const char *name, bool wanted)
{
    return wanted ? tn_header_prepare(host, name, TN_TEXT("true")) : NULL;
}

void policy_make(struct tn_host *host, struct policy *policy,
                 const struct policy_settings *settings)
{
    *policy = (struct policy){
        .settings = settings,
        .any = !strcmp(settings->origins.items[0], "*"),
        .origins = prepare_origins(host, &settings->origins),
        .vary = tn_header_prepare(host, "Vary", TN_TEXT("Origin")),
        .credentials =
            prepare_true(host, "Access-Control-Allow-Credentials", settings->credentials),
        .expose = prepare_list(host, "Access-Control-Expose-Headers", &settings->expose),
        .methods = prepare_list(host, "Access-Control-Allow-Methods", &settings->methods),
        .headers = settings->reflect_headers
                       ? NULL
                       : prepare_list(host, "Access-Control-Allow-Headers", &settings->headers),
        .max_age = prepare_age(host, settings->max_age.ms),
        .private_network =
            prepare_true(host, "Access-Control-Allow-Private-Network", settings->private_network),
    };
}

/* Rows */

const char *const policy_usual_methods[] = { "GET", "HEAD", "POST" };
const char *const policy_usual_headers[] = { "Content-Type" };
const struct policy_settings policy_defaults = POLICY_DEFAULTS;

const struct tn_choice policy_statuses[] = {
    { "204", 204, "No Content." },
    { "200", 200, "OK, for old clients that take nothing else." },
    { 0 },
};

const struct tn_option policy_rows[] = {
    { "path", TN_OPTION_TEXT(struct policy_settings, path), .flags = TN_KEY | TN_REQUIRED,
      .summary = "Which paths it is for: a pattern such as /api/*, or * for all others." },
    { "origins", TN_OPTION_TEXTS(struct policy_settings, origins), .flags = TN_REQUIRED | TN_SHORT,
      .min = 1, .max = 1000, .summary = POLICY_ORIGINS },
    POLICY_ROWS(struct policy_settings, ),
    { 0 },
};

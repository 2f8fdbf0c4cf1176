/* SPDX-License-Identifier: MIT */
/*
 * Cross-origin resource sharing (the Fetch standard, "CORS protocol"): tells browsers which other
 * sites' scripts may read the replies. It is no protection against forged requests: what is not
 * asked by a script, or not by a browser, is answered all the same. Put it above what authenticates
 * and limits, so that preflights, which carry no credentials, are answered before.
 *
 * Of several policies the first whose path fits answers, alone. The headers are set in the reply
 * hook, so errors of the server and of other plugins have them too.
 */
#include <stdio.h>

#include "policy.h"

struct settings {
    struct policy_settings policy; /* the entry's only one, or */
    struct tn_groups policies;     /* of struct policy_settings */
};

struct cors {
    struct policy *policies;
    size_t count;
    struct tn_series *allowed, *unlisted;
};

static const struct tn_metric metrics[] = {
    { .name = "requests",
      .kind = TN_COUNTER,
      .labels = { "origin" },
      .summary = "Requests with an Origin that is allowed, and with one that is not listed." },
    { 0 },
};

/* Per request */

static bool is_for(const struct policy *policy, struct tn_request *request)
{
    const char *path = policy->settings->path;
    return !path || tn_patterns_match(&(struct tn_patterns){ 1, &path }, tn_request_path(request));
}

/* NULL: the path has no policy, and its replies are left as they are. */
static const struct policy *policy_of(const struct cors *self, struct tn_request *request)
{
    for (size_t i = 0; i < self->count; i++)
        if (is_for(&self->policies[i], request))
            return &self->policies[i];
    return NULL;
}

/* All three marks are needed: an OPTIONS without them is somebody's own. */
static bool is_preflight(struct tn_request *request)
{
    return tn_text_is(tn_request_method(request), "OPTIONS") &&
           tn_text_present(tn_request_header(request, "Origin")) &&
           tn_text_present(tn_request_header(request, "Access-Control-Request-Method"));
}

/* An unlisted origin's preflight is answered too, without permissions: the browser draws the line. */
static enum tn_verdict on_request(struct tn_request *request, void *context)
{
    const struct cors *self = context;
    const struct policy *policy = policy_of(self, request);
    struct tn_text origin = tn_request_header(request, "Origin");
    if (!policy || !tn_text_present(origin))
        return TN_NEXT;
    bool allowed = policy_allows(policy, origin);
    tn_series_add(allowed ? self->allowed : self->unlisted, 1);
    if (!allowed && policy->settings->refuse)
        return tn_refuse_code(request, 403, "ORIGIN_NOT_ALLOWED",
                              "This origin is not allowed to use the service.");
    if (is_preflight(request))
        return tn_reply(request, policy->settings->preflight_status, NULL, TN_TEXT(""));
    return TN_NEXT;
}

static void on_reply(struct tn_request *request, void *context)
{
    const struct policy *policy = policy_of(context, request);
    if (policy)
        policy_answer(policy, request, tn_request_header(request, "Origin"), is_preflight(request));
}

/* At load */

static bool own_policy_absent(struct tn_host *host, const struct policy_settings *own)
{
    const struct {
        const char *option;
        bool given;
    } rows[] = {
        { "origins", own->origins.count > 0 },
        { "credentials", own->credentials },
        { "methods", own->methods.items != policy_defaults.methods.items },
        { "headers", own->headers.items != policy_defaults.headers.items },
        { "reflect_headers", own->reflect_headers },
        { "expose", own->expose.count > 0 },
        { "max_age", own->max_age.ms != policy_defaults.max_age.ms },
        { "private_network", own->private_network },
        { "refuse", own->refuse },
        { "preflight_status", own->preflight_status != policy_defaults.preflight_status },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].given)
            return tn_fail_at(host, rows[i].option,
                              "with `policies`, `%s` is written in each of them", rows[i].option);
    return true;
}

/* A star in the lower path is one that only a star of the upper one can take. */
static void warn_of_shadows(struct tn_host *host, const struct policy_settings *policies,
                            size_t index)
{
    char way[32];
    snprintf(way, sizeof way, "policies.%zu", index);
    for (size_t above = 0; above < index; above++)
        if (tn_patterns_match(&(struct tn_patterns){ 1, &policies[above].path },
                              tn_text(policies[index].path)))
            tn_warn_at(host, way, "`%s` never answers: `%s` above it takes all of its paths",
                       policies[index].path, policies[above].path);
}

static bool check_policies(struct tn_host *host, const struct settings *settings)
{
    const struct policy_settings *policies = settings->policies.items;
    bool sane = own_policy_absent(host, &settings->policy);
    for (size_t i = 0; i < settings->policies.count; i++) {
        char where[32];
        snprintf(where, sizeof where, "policies.%zu.", i);
        if (policies[i].path[0] != '/' && strcmp(policies[i].path, "*") != 0)
            sane = tn_fail_at(host, where, "expected a path such as /api/*, or *, found `%s`",
                              policies[i].path);
        sane = policy_check(host, where, &policies[i]) && sane;
        warn_of_shadows(host, policies, i);
    }
    return sane;
}

static bool check(struct tn_host *host, const struct settings *settings)
{
    if (settings->policies.count)
        return check_policies(host, settings);
    if (!settings->policy.origins.count)
        return tn_fail(host, "expected `origins`, or `policies` with their own");
    return policy_check(host, "", &settings->policy);
}

static void *create(struct tn_host *host, const void *options)
{
    const struct settings *settings = options;
    if (!check(host, settings))
        return NULL;
    bool several = settings->policies.count > 0;
    const struct policy_settings *policies = several ? settings->policies.items : &settings->policy;
    struct cors *self = tn_instance_alloc(host, sizeof *self);
    self->count = several ? settings->policies.count : 1;
    self->policies = tn_instance_alloc(host, self->count * sizeof *self->policies);
    for (size_t i = 0; i < self->count; i++)
        policy_make(host, &self->policies[i], &policies[i]);
    return self;
}

static bool start(struct tn_host *host, void *context)
{
    struct cors *self = context;
    self->allowed = tn_series(host, 0, &TN_TEXT("allowed"));
    self->unlisted = tn_series(host, 0, &TN_TEXT("unlisted"));
    return true;
}

static const struct settings defaults = { .policy = POLICY_DEFAULTS };

static const struct tn_option options[] = {
    { "origins", TN_OPTION_TEXTS(struct settings, policy.origins), .flags = TN_SHORT, .max = 1000,
      .summary = POLICY_ORIGINS },
    POLICY_ROWS(struct settings, policy.),
    { "policies", TN_OPTION_GROUPS(struct settings, policies, struct policy_settings, policy_rows),
      .max = 100, .defaults = &policy_defaults,
      .summary =
          "Policies by path, in place of the one: the first whose path fits answers, alone, "
          "and a path that fits none has no CORS. (Of several entries that see a request, the "
          "upper one answers.)" },
    { 0 },
};

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,
    .name = "cors",
    .version = "1.0.0",
    .summary = "Tells browsers which other origins may read replies (CORS); that is no protection "
               "against forged requests (CSRF), which are carried out all the same.",
    .options = options,
    .defaults = &defaults,
    .options_size = sizeof defaults,
    .metrics = metrics,
    .create = create,
    .start = start,
    .request = on_request,
    .reply = on_reply,
};

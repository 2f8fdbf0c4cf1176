/* SPDX-License-Identifier: MIT */
/*
 * Cross-origin resource sharing (the Fetch standard, "CORS protocol"): tells browsers which other
 * sites' scripts may read the replies. It is no protection against forged requests: what is not
 * asked by a script, or not by a browser, is answered all the same. Put it above what authenticates
 * and limits, so that preflights, which carry no credentials, are answered before.
 *
 * The headers are set in the reply hook, so errors of the server and of other plugins have them
 * too, and a handler's own are replaced: two would be refused by browsers.
 */
#include <inttypes.h>
#include <stdio.h>

#include <tenon/tenon.h>

#include "origin.h"

struct settings {
    struct tn_texts origins;
    bool credentials;
    struct tn_texts methods, headers, expose;
    struct tn_duration max_age;
    bool private_network;
    bool refuse;
};

struct cors {
    const struct settings *settings;
    bool any;                                         /* every origin, by the same answer */
    struct tn_text methods, headers, expose, max_age; /* field values, absent if not to be sent */
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

static bool is_allowed(const struct cors *self, struct tn_text origin)
{
    if (self->any)
        return true;
    for (size_t i = 0; tn_text_present(origin) && i < self->settings->origins.count; i++)
        if (origin_matches(self->settings->origins.items[i], origin.at, origin.size))
            return true;
    return false;
}

/* All three marks are needed: an OPTIONS without them is somebody's own. */
static bool is_preflight(struct tn_request *request)
{
    return tn_text_is(tn_request_method(request), "OPTIONS") &&
           tn_text_present(tn_request_header(request, "Origin")) &&
           tn_text_present(tn_request_header(request, "Access-Control-Request-Method"));
}

static void set_if(struct tn_request *request, const char *name, struct tn_text value)
{
    if (tn_text_present(value))
        tn_reply_set(request, name, value);
}

/* An unlisted origin gets the same empty reply without permissions: the browser draws the line. */
static enum tn_verdict answer_preflight(struct tn_request *request, const struct cors *self,
                                        bool allowed)
{
    if (allowed) {
        set_if(request, "Access-Control-Allow-Methods", self->methods);
        set_if(request, "Access-Control-Allow-Headers", self->headers);
        set_if(request, "Access-Control-Max-Age", self->max_age);
        if (self->settings->private_network &&
            tn_text_is(tn_request_header(request, "Access-Control-Request-Private-Network"),
                       "true"))
            tn_reply_set(request, "Access-Control-Allow-Private-Network", TN_TEXT("true"));
    }
    return tn_reply(request, 204, NULL, TN_TEXT(""));
}

static enum tn_verdict on_request(struct tn_request *request, void *context)
{
    const struct cors *self = context;
    struct tn_text origin = tn_request_header(request, "Origin");
    if (!tn_text_present(origin))
        return TN_NEXT;
    bool allowed = is_allowed(self, origin);
    tn_series_add(allowed ? self->allowed : self->unlisted, 1);
    if (!allowed && self->settings->refuse)
        return tn_refuse_code(request, 403, "ORIGIN_NOT_ALLOWED",
                              "This origin is not allowed to use the service.");
    return is_preflight(request) ? answer_preflight(request, self, allowed) : TN_NEXT;
}

static void on_reply(struct tn_request *request, void *context)
{
    const struct cors *self = context;
    struct tn_text origin = tn_request_header(request, "Origin");

    tn_reply_remove(request, "Access-Control-Allow-Origin");
    tn_reply_remove(request, "Access-Control-Allow-Credentials");
    /* Caches must tell origins apart also where this one got nothing. */
    if (!self->any)
        tn_reply_merge(request, "Vary", TN_TEXT("Origin"));
    if (!is_allowed(self, origin))
        return;
    tn_reply_set(request, "Access-Control-Allow-Origin", self->any ? TN_TEXT("*") : origin);
    if (self->settings->credentials)
        tn_reply_set(request, "Access-Control-Allow-Credentials", TN_TEXT("true"));
    if (!is_preflight(request))
        set_if(request, "Access-Control-Expose-Headers", self->expose);
}

/* At load */

static bool check_origin(struct tn_host *host, const struct settings *settings, size_t index)
{
    const char *origin = settings->origins.items[index];
    char way[32];
    snprintf(way, sizeof way, "origins.%zu", index);
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
    return *text && strspn(text, "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                                 "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == strlen(text);
}

/* With credentials a star is no wildcard but a name, which nothing has. */
static bool check_names(struct tn_host *host, const char *option, const struct tn_texts *names,
                        bool credentials)
{
    bool sane = true;
    for (size_t i = 0; i < names->count; i++) {
        char way[48];
        snprintf(way, sizeof way, "%s.%zu", option, i);
        if (!is_token(names->items[i]))
            sane = tn_fail_at(host, way, "expected a name, found `%s`", names->items[i]);
        else if (credentials && !strcmp(names->items[i], "*"))
            sane = tn_fail_at(host, way,
                              "with `credentials: true` browsers take `*` as a name: list them");
    }
    return sane;
}

static void warn_lower_case(struct tn_host *host, const struct tn_texts *methods)
{
    for (size_t i = 0; i < methods->count; i++) {
        const char *method = methods->items[i];
        char way[32];
        snprintf(way, sizeof way, "methods.%zu", i);
        if (method[strcspn(method, "abcdefghijklmnopqrstuvwxyz")])
            tn_warn_at(host, way, "methods have a case: `%s` allows no usual method", method);
    }
}

static bool check(struct tn_host *host, const struct settings *settings)
{
    bool sane = true;
    for (size_t i = 0; i < settings->origins.count; i++)
        sane = check_origin(host, settings, i) && sane;
    sane = check_names(host, "methods", &settings->methods, settings->credentials) && sane;
    sane = check_names(host, "headers", &settings->headers, settings->credentials) && sane;
    sane = check_names(host, "expose", &settings->expose, settings->credentials) && sane;
    warn_lower_case(host, &settings->methods);
    return sane;
}

static struct tn_text join(struct tn_host *host, const struct tn_texts *names)
{
    if (!names->count)
        return (struct tn_text){ NULL, 0 };
    size_t room = 1;
    for (size_t i = 0; i < names->count; i++)
        room += strlen(names->items[i]) + 1;
    char *text = tn_instance_alloc(host, room);
    char *end = text;
    for (size_t i = 0; i < names->count; i++)
        end += sprintf(end, "%s%s", i ? "," : "", names->items[i]);
    return tn_text(text);
}

static void *create(struct tn_host *host, const void *options)
{
    const struct settings *settings = options;
    if (!check(host, settings))
        return NULL;
    struct cors *self = tn_instance_alloc(host, sizeof *self);
    self->settings = settings;
    self->any = !strcmp(settings->origins.items[0], "*");
    self->methods = join(host, &settings->methods);
    self->headers = join(host, &settings->headers);
    self->expose = join(host, &settings->expose);
    if (settings->max_age.ms) {
        char *text = tn_instance_alloc(host, 24);
        snprintf(text, 24, "%" PRId64, settings->max_age.ms / 1000);
        self->max_age = tn_text(text);
    }
    return self;
}

static bool start(struct tn_host *host, void *context)
{
    struct cors *self = context;
    self->allowed = tn_series(host, 0, &TN_TEXT("allowed"));
    self->unlisted = tn_series(host, 0, &TN_TEXT("unlisted"));
    return true;
}

static const char *const usual_methods[] = { "GET", "HEAD", "POST" };
static const char *const usual_headers[] = { "Content-Type" };

static const struct settings defaults = {
    .methods = { 3, usual_methods },
    .headers = { 1, usual_headers },
};

static const struct tn_option options[] = {
    { "origins", TN_OPTION_TEXTS(struct settings, origins), .flags = TN_REQUIRED | TN_SHORT,
      .min = 1, .max = 1000,
      .summary = "The origins whose scripts may read replies, such as https://example.com or "
                 "https://*.example.com; `null`; or `*` alone for all." },
    { "credentials", TN_OPTION_BOOLEAN(struct settings, credentials),
      .summary = "Whether browsers may send cookies and other credentials along." },
    { "methods", TN_OPTION_TEXTS(struct settings, methods), .max = 100,
      .summary = "The methods that scripts may use." },
    { "headers", TN_OPTION_TEXTS(struct settings, headers), .max = 100,
      .summary = "The headers that scripts may send; `*` does not cover Authorization." },
    { "expose", TN_OPTION_TEXTS(struct settings, expose), .max = 100,
      .summary = "The headers of replies that scripts may read beside the usual ones." },
    { "max_age", TN_OPTION_DURATION(struct settings, max_age), .min = 0, .max = 86400000,
      .summary = "How long browsers may remember a preflight's answer; 0 leaves it to them. They "
                 "stop at two hours to a day." },
    { "private_network", TN_OPTION_BOOLEAN(struct settings, private_network),
      .summary = "Whether public sites may reach this server in a private network." },
    { "refuse", TN_OPTION_BOOLEAN(struct settings, refuse),
      .summary = "Whether a request from an unlisted origin is refused with 403, instead of being "
                 "answered without permission to read it." },
    { 0 },
};

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,
    .name = "cors",
    .version = "1.0.0",
    .summary = "Tells browsers which other origins may read replies (CORS).",
    .options = options,
    .defaults = &defaults,
    .options_size = sizeof defaults,
    .metrics = metrics,
    .create = create,
    .start = start,
    .request = on_request,
    .reply = on_reply,
};

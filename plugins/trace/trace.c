/* SPDX-License-Identifier: MIT */
/*
 * The trace that a request belongs to (W3C Trace Context, Level 2), as variables for log lines, headers, bodies and what is asked
 * of other servers. Nothing is done for a request of which nobody asks for the trace; so there is no hook here.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>

#include <tenon/tenon.h>

#include "context.h"

enum { RANDOM_SIZE = 960, TRACE_BYTES = 16, SPAN_BYTES = 8 };

struct settings {
    bool accept;
    bool sampled;
};

struct trace {
    struct tn_host *host;
    const struct settings *settings;
    uint8_t random[RANDOM_SIZE];
    size_t left;
};

/* Of one request. */
struct span {
    bool known;
    bool continued; /* the client began the trace */
    struct context context;
    char parent[SPAN_ID_SIZE];
    char header[TRACEPARENT_SIZE];
};

static const uint8_t *random_bytes(struct trace *self, size_t size)
{
    if (self->left < size) {
        for (size_t have = 0; have < RANDOM_SIZE;) {
            ssize_t got = getrandom(self->random + have, RANDOM_SIZE - have, 0);
            have += got > 0 ? (size_t)got : 0; /* else a signal came first */
        }
        self->left = RANDOM_SIZE;
    }
    self->left -= size;
    return self->random + self->left;
}

/* All zeros would be no id. */
static void make_id(struct trace *self, size_t size, char *text)
{
    const uint8_t *bytes;
    bool zero = true;
    do {
        bytes = random_bytes(self, size);
        for (size_t i = 0; i < size; i++)
            zero = zero && bytes[i] == 0;
    } while (zero);
    context_hex(bytes, size, text);
}

static void find_span(struct trace *self, struct tn_request *request, struct span *span)
{
    span->known = true;
    span->continued = self->settings->accept &&
                      context_parse(tn_request_header(request, "traceparent"), &span->context);
    if (span->continued) {
        memcpy(span->parent, span->context.span, SPAN_ID_SIZE);
    } else {
        make_id(self, TRACE_BYTES, span->context.trace);
        span->context.flags = TRACE_RANDOM | (self->settings->sampled ? TRACE_SAMPLED : 0);
    }
    make_id(self, SPAN_BYTES, span->context.span);
    context_print(&span->context, span->header);
}

static struct span *span_of(struct trace *self, struct tn_request *request)
{
    struct span *span = tn_request_state(request, self->host, sizeof *span);
    if (!span->known)
        find_span(self, request, span);
    return span;
}

static struct tn_value trace_id(struct tn_request *request, void *self, struct tn_text rest)
{
    (void)rest;
    return tn_value_text((struct tn_text){ span_of(self, request)->context.trace, TRACE_ID_SIZE });
}

static struct tn_value trace_span(struct tn_request *request, void *self, struct tn_text rest)
{
    (void)rest;
    return tn_value_text((struct tn_text){ span_of(self, request)->context.span, SPAN_ID_SIZE });
}

static struct tn_value trace_parent(struct tn_request *request, void *self, struct tn_text rest)
{
    (void)rest;
    const struct span *span = span_of(self, request);
    return tn_value_text((struct tn_text){ span->continued ? span->parent : NULL, SPAN_ID_SIZE });
}

static struct tn_value trace_sampled(struct tn_request *request, void *self, struct tn_text rest)
{
    (void)rest;
    return tn_value_boolean(span_of(self, request)->context.flags & TRACE_SAMPLED);
}

static struct tn_value trace_traceparent(struct tn_request *request, void *self,
                                         struct tn_text rest)
{
    (void)rest;
    return tn_value_text((struct tn_text){ span_of(self, request)->header, TRACEPARENT_SIZE });
}

/* A state without its trace means nothing. */
static struct tn_value trace_tracestate(struct tn_request *request, void *self, struct tn_text rest)
{
    (void)rest;
    if (!span_of(self, request)->continued)
        return tn_value_absent();
    char *text = tn_request_alloc(request, TRACESTATE_MAX);
    size_t size = context_state(tn_request_header(request, "tracestate"), text);
    return size ? tn_value_text((struct tn_text){ text, size }) : tn_value_absent();
}

static void *create(struct tn_host *host, const void *options)
{
    struct trace *self = tn_instance_alloc(host, sizeof *self);
    self->host = host;
    self->settings = options;
    return self;
}

static const struct settings defaults = { .accept = true, .sampled = true };

static const struct tn_option options[] = {
    { "accept", TN_OPTION_BOOLEAN(struct settings, accept), .flags = TN_SHORT,
      .summary = "Whether a client's trace is gone on with; else each request begins one, as "
                 "where clients are strangers whose ids must not mix with one's own." },
    { "sampled", TN_OPTION_BOOLEAN(struct settings, sampled),
      .summary = "What a trace that begins here says: whether it is to be recorded." },
    { 0 },
};

static const struct tn_variable variables[] = {
    { "trace.id", trace_id, TN_GLOBAL,
      "The trace's id: the client's if it sent a valid traceparent, else a new one." },
    { "trace.span", trace_span, TN_GLOBAL, "The id of this request's own span, always new." },
    { "trace.parent", trace_parent, TN_GLOBAL,
      "The id of the client's span; absent where the trace begins here." },
    { "trace.sampled", trace_sampled, TN_GLOBAL, "Whether the trace is to be recorded." },
    { "trace.traceparent", trace_traceparent, TN_GLOBAL,
      "The header traceparent, to be passed on: with the trace's id and this span's." },
    { "trace.tracestate", trace_tracestate, TN_GLOBAL,
      "The header tracestate, to be passed on; absent if there was none that is valid." },
    { 0 },
};

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,
    .name = "trace",
    .version = "1.0.0",
    .summary = "Goes on with the trace that a request belongs to, or begins one (traceparent).",
    .options = options,
    .defaults = &defaults,
    .options_size = sizeof defaults,
    .variables = variables,
    .create = create,
};

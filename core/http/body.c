/* SPDX-License-Identifier: MIT */
/* Receiving a body: collected, streamed or dropped, and bounded in each case. */
#include <base/current.h>
#include <http/body.h>
#include <http/hook.h>

bool body_declared(const struct tn_request *request)
{
    return request->body.chunked || request->body.declared > 0;
}

static bool is_here(const struct tn_request *request)
{
    return request->body.state == BODY_THERE || request->body.state == BODY_PASSED ||
           !body_declared(request);
}

enum tn_verdict tn_body_collect(struct tn_request *request, tn_hook *then)
{
    plugin_must(hook_is_request(), "tn_body_collect is for request hooks and handlers");
    if (is_here(request))
        return then(request, chain_entry(request)->self);
    request->body.state = BODY_COLLECTING;
    request->body.chunk = NULL;
    request->body.then = then;
    return TN_LATER;
}

enum tn_verdict tn_body_stream(struct tn_request *request, body_chunk *chunk, tn_hook *then)
{
    plugin_must(hook_is_request(), "tn_body_stream is for request hooks and handlers");
    void *self = chain_entry(request)->self;
    if (is_here(request)) {
        struct tn_text whole = tn_request_body(request);
        if (whole.size > 0 && !chunk(request, self, whole))
            return TN_REPLY;
        return then(request, self);
    }
    /* What is in shadow must leave the body for who answers. */
    request->body.state = chain_entry(request)->shadow ? BODY_COLLECTING : BODY_STREAMING;
    request->body.chunk = chunk;
    request->body.then = then;
    return TN_LATER;
}

static void refuse_too_large(struct tn_request *request)
{
    request->body.then = NULL;
    request->close = true;
    chain_count_refused(request->chain, "body size");
    chain_log(request->chain, TN_INFO, request,
              "refused a request from %" TN_PRI " with 413: its body is too large",
              TN_ARG(request->client));
    chain_refuse(request, 413, "The request body is too large.");
}

/* False if the plugin wants no more, and has replied. */
static bool hand_on(struct tn_request *request, struct tn_text piece)
{
    const struct http_entry *entry = chain_entry(request);
    struct current outer = current_enter(entry->name, "chunk");
    request->running = true;
    bool wanted = request->body.chunk(request, entry->self, piece);
    request->running = false;
    current = outer;
    if (wanted)
        return true;
    request->body.then = NULL;
    request->close |= request->body.state == BODY_STREAMING; /* the rest is still to come */
    chain_continue(request, TN_REPLY);
    return false;
}

bool body_receive(struct tn_request *request, struct tn_text piece)
{
    struct body *body = &request->body;
    body->received += piece.size;
    bool too_large = body->received > request->chain->options->body_max;
    if (request->phase != PHASE_BODY)
        return !too_large;
    if (too_large) {
        refuse_too_large(request);
        return false;
    }
    if (body->state == BODY_STREAMING)
        return hand_on(request, piece) || request->phase != PHASE_REPLY;
    buffer_add(&body->bytes, piece);
    return true;
}

void body_end(struct tn_request *request)
{
    struct body *body = &request->body;
    if (request->phase != PHASE_BODY)
        return;
    tn_hook *then = body->then;
    bool whole = body->state == BODY_COLLECTING && body->chunk;
    body->then = NULL;
    body->state = body->state == BODY_STREAMING ? BODY_PASSED : BODY_THERE;
    if (whole && body->bytes.size > 0 && !hand_on(request, buffer_text(&body->bytes)))
        return;
    chain_body_then(request, then);
}

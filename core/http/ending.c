/* SPDX-License-Identifier: MIT */
/* The end of a request: at once, or when the last who holds it lets go. */
#include <assert.h>

#include <http/chain.h>
#include <http/reply.h>

/* The carrier's memory goes before the plugin that holds the request lets go: what it may still read is copied. */
static void keep_what_is_borrowed(struct tn_request *request)
{
    struct arena *arena = &request->arena;
    request->method = arena_copy(arena, request->method);
    request->version = arena_copy(arena, request->version);
    request->host = arena_copy(arena, request->host);
    request->client = arena_copy(arena, request->client);
    request->id = arena_copy(arena, request->id);
    for (size_t i = 0; i < request->received_count; i++) {
        struct field *field = &request->received[i];
        field->name = arena_copy(arena, field->name);
        field->value = arena_copy(arena, field->value);
    }
    request->peer = NULL;
}

void request_settle(struct tn_request *request)
{
    if (request->phase != PHASE_OVER || request->held || request->holds > 0)
        return;
    if (!request->done)
        chain_done(request);
    while (request->defers) {
        struct request_defer *defer = request->defers;
        request->defers = defer->next;
        defer->release(defer->pointer);
    }
    request_recycle(request);
}

void request_end(struct tn_request *request)
{
    assert(request->phase != PHASE_OVER);
    request->phase = PHASE_OVER;
    request->holds++; /* what is cancelled may let go at once */
    reply_close(request);
    chain_cancel(request);
    deadline_set(&request->chain->deadlines, &request->deadline, DEADLINE_NEVER);
    if (request->held || request->holds > 1)
        keep_what_is_borrowed(request);
    request->carrier = NULL;
    http_request_release(request);
}

void http_request_hold(struct tn_request *request)
{
    request->holds++;
}

void http_request_release(struct tn_request *request)
{
    assert(request->holds > 0);
    request->holds--;
    request_settle(request);
}

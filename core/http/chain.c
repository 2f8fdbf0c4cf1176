/* SPDX-License-Identifier: MIT */
/* Requests on their way down: hooks, routes, waiting, and the end of the chain. */
#include <assert.h>

#include <http/chain.h>
#include <http/client.h>
#include <http/condition.h>
#include <http/hook.h>
#include <http/hygiene.h>
#include <http/reply.h>
#include <http/trace.h>

bool chain_init(struct chain *chain, const struct http_options *options, const char **problem)
{
    *chain = (struct chain){ .options = options };
    chain->tallies = arena_alloc(&chain->arena, (options->count + 1) * sizeof *chain->tallies);
    chain->applies = arena_alloc(&chain->arena, options->count + 1);
    chain->answers = arena_alloc(&chain->arena, options->count + 1);
    for (size_t i = 0; i < options->count; i++) {
        const struct http_entry *entry = &options->entries[i];
        chain->applies[i] = true;
        chain->answers[i] = !entry->shadow;
        chain->shadowed |= entry->shadow && entry->routes && entry->routes->path;
        chain->conditional |= entry->matches > 0 || entry->excepts > 0;
    }
    return router_build(&chain->router, options, &chain->arena, problem);
}

void chain_free(struct chain *chain)
{
    requests_free(chain);
    arena_free(&chain->arena);
}

void chain_identify(struct tn_request *request)
{
    const struct http_options *options = request->chain->options;
    struct tn_text id =
        options->accept_request_id ? request_field(request, "x-request-id") : (struct tn_text){ 0 };
    if (!id.at || !request_id_valid(id)) {
        request_id_make(&request->chain->ids, request->id_text);
        id = (struct tn_text){ request->id_text, REQUEST_ID_SIZE };
    }
    request->id = id;
    memcpy(request->address, request->peer->address, sizeof request->address);
    request->client = request->peer->text;
    if (!tn_ranges_hold(&options->trusted_proxies, request->address))
        return;
    struct client client = { .secure = request->secure };
    memcpy(client.address, request->address, sizeof client.address);
    struct forwarding forwarding = { tn_request_header(request, "forwarded"),
                                     tn_request_header(request, "x-forwarded-for"),
                                     tn_request_header(request, "x-forwarded-proto") };
    client_find(&client, &forwarding, &options->trusted_proxies);
    request->secure = client.secure;
    if (memcmp(client.address, request->address, sizeof request->address) != 0) {
        memcpy(request->address, client.address, sizeof request->address);
        request->client.at = request->client_text;
        request->client.size = address_print(client.address, request->client_text);
    }
}

static void object(struct tn_request *request, const struct objection *objection)
{
    struct chain *chain = request->chain;
    chain_count_refused(chain, objection->reason);
    chain_log(chain, TN_INFO, request, "refused a request from %" TN_PRI " with %d: %s",
              TN_ARG(request->client), objection->status, objection->message);
    request->close = true;
    chain_refuse(request, objection->status, objection->message);
}

void chain_examine(struct tn_request *request)
{
    struct chain *chain = request->chain;
    request->at = chain->options->count;
    request->applies = chain->applies;
    request->examined = true;
    chain_in_flight(chain, 1);
    struct objection objection = hygiene_check(request);
    chain_identify(request);
    if (!request->path.at)
        request->path = TN_TEXT("/");
    if (chain->options->trace_key)
        trace_begin(request);
    if (objection.status)
        object(request, &objection);
}

/* Such a route is not called: it might change the world. But it is told that it would have answered. */
static void find_shadow_route(struct tn_request *request)
{
    const struct http_options *options = request->chain->options;
    bool *shadows = arena_alloc(&request->arena, options->count + 1);
    for (size_t i = 0; i < options->count; i++)
        shadows[i] = options->entries[i].shadow && request->applies[i];
    request->shadow_route =
        router_find(&request->chain->router, request->method, request->path, shadows);
}

/* Conditions have a say from here on; what was refused before passes every entry. */
void chain_find(struct tn_request *request)
{
    struct chain *chain = request->chain;
    const struct http_options *options = chain->options;
    const bool *answers = chain->answers;
    if (chain->conditional) {
        request->applies = arena_alloc(&request->arena, options->count + 1);
        bool *own = arena_alloc(&request->arena, options->count + 1);
        for (size_t i = 0; i < options->count; i++) {
            request->applies[i] = condition_entry_applies(&options->entries[i], request);
            own[i] = request->applies[i] && chain->answers[i];
        }
        answers = own;
    }
    if (request->parts.asterisk)
        return;
    request->route = router_find(&chain->router, request->method, request->path, answers);
    if (chain->shadowed)
        find_shadow_route(request);
    if (!request->route)
        request->allow = router_allow(&chain->router, request->path, answers, &request->arena);
}

/* Nobody has replied. */
static void reply_unanswered(struct tn_request *request)
{
    request->speaker = request->at;
    if (request->allow.at || request->parts.asterisk) {
        if (request->allow.at)
            tn_reply_set(request, "Allow", request->allow);
        if (tn_text_is(request->method, "OPTIONS"))
            tn_reply(request, 204, NULL, TN_TEXT(""));
        else
            tn_refuse(request, 405, "The method %" TN_PRI " is not allowed here.",
                      TN_ARG(request->method));
    } else {
        tn_refuse(request, 404, "There is nothing at %" TN_PRI ".", TN_ARG(request->path));
    }
    chain_reply(request);
}

static void wait_later(struct tn_request *request)
{
    request->held = true;
    request->phase = PHASE_LATER;
    int64_t bound = request->deadline_ms;
    if (bound < 0)
        bound = chain_entry(request)->timeout_ms;
    if (bound < 0)
        bound = request->chain->options->request_ms;
    request_bound(request, bound);
}

/* The hook's own fault: said in the log, and 500 to the client. */
static void fail(struct tn_request *request, const char *what)
{
    chain_log(request->chain, TN_ERROR, request, "entry `%s`: the hook %s",
              chain_entry(request)->name, what);
    reply_discard(request);
    chain_refuse_for_entry(request, 500, "The server could not handle the request.");
}

/* Acts on what a hook has said; true: go on to the next. */
static bool settle(struct tn_request *request, enum tn_verdict verdict)
{
    const struct http_entry *entry = chain_entry(request);
    hook_count(request, verdict);
    if (verdict == TN_LATER) {
        if (request->body.then)
            request->phase = PHASE_BODY;
        else
            wait_later(request);
        return false;
    }
    if (entry->shadow) {
        hook_shadow_end(request);
        if (verdict == TN_REPLY && request->shadow_route &&
            request->shadow_route->entry == request->at)
            request->shadow_route = NULL; /* it would not have come to that */
        return true;
    }
    if (verdict == TN_NEXT || (verdict == TN_FAILED && entry->skip_on_error))
        return true;
    if (verdict == TN_FAILED)
        fail(request, "failed");
    else if (request->reply.kind == REPLY_NONE)
        fail(request, "said TN_REPLY and set no reply");
    else
        chain_reply(request);
    return false;
}

static bool step(struct tn_request *request, tn_hook *hook)
{
    if (chain_entry(request)->shadow)
        hook_shadow_begin(request);
    return settle(request, hook_call(request, hook));
}

static void run(struct tn_request *request)
{
    const struct http_options *options = request->chain->options;
    const struct route *route = request->route;
    for (; request->at < options->count; request->at++, request->turn = TURN_HOOK) {
        if (!request->applies[request->at]) {
            if (request->trace)
                trace_skip(request);
            continue;
        }
        const struct http_entry *entry = &options->entries[request->at];
        if (request->turn == TURN_HOOK) {
            request->turn = TURN_ROUTE;
            if (entry->plugin->request && !step(request, entry->plugin->request))
                return;
        }
        if (request->turn == TURN_ROUTE) {
            request->turn = TURN_NEXT;
            if (request->shadow_route && request->shadow_route->entry == request->at)
                hook_shadow_route(request);
            if (route && route->entry == request->at && !step(request, route->row->handle))
                return;
        }
    }
    reply_unanswered(request);
}

void chain_run(struct tn_request *request)
{
    assert(request->phase == PHASE_NEW);
    request->phase = PHASE_RUNNING;
    chain_find(request);
    request->at = 0;
    request->measured = request->chain->turn_runs++ == 0 || request->trace;
    request->chain->turn_measured += request->measured;
    hook_begin(request);
    run(request);
}

void chain_continue(struct tn_request *request, enum tn_verdict verdict)
{
    deadline_set(&request->chain->deadlines, &request->deadline, DEADLINE_NEVER);
    request->phase = PHASE_RUNNING;
    hook_begin(request);
    if (settle(request, verdict))
        run(request);
}

void chain_body_then(struct tn_request *request, tn_hook *then)
{
    request->phase = PHASE_RUNNING;
    hook_begin(request);
    chain_continue(request, hook_call(request, then));
}

/* SPDX-License-Identifier: MIT */
/* Requests on their way up: replies, waits that end otherwise, and the end of it all. */
#include <stddef.h>

#include <base/current.h>
#include <http/hook.h>
#include <http/reply.h>
#include <http/trace.h>

enum { GONE = 499 }; /* the status under which a request without a reply is counted */

void chain_reply(struct tn_request *request)
{
    const struct http_options *options = request->chain->options;
    request->phase = PHASE_RUNNING;
    if (request->trace)
        trace_reply(request);
    size_t from = request->at < options->count ? request->at + 1 : options->count;
    for (size_t i = from; i-- > 0;) {
        const struct http_entry *entry = &options->entries[i];
        if (!entry->plugin->reply || !request->applies[i])
            continue;
        if (!entry->shadow) {
            hook_tell(request, i, HOOK_REPLY, entry->plugin->reply);
            continue;
        }
        hook_tell_shadow(request, i);
    }
    if (request->trace)
        trace_show(request);
    request->phase = PHASE_REPLY;
}

typedef enum tn_verdict refusal(struct tn_request *request, int status, const char *format, ...);

static void refuse_with(struct tn_request *request, refusal *refuse, int status,
                        const char *message)
{
    request->speaker = request->chain->options->count;
    request->running =
        true; /* on the host's own account, also once a plugin's word no longer counts */
    refuse(request, status, "%s", message);
    request->running = false;
    hook_begin(request);
    chain_reply(request);
}

void chain_refuse(struct tn_request *request, int status, const char *message)
{
    refuse_with(request, refuse_as_host, status, message);
}

void chain_refuse_for_entry(struct tn_request *request, int status, const char *message)
{
    refuse_with(request, tn_refuse, status, message);
}

/* Makes of what is known of it a request that passes every entry. */
static void take_unread(struct tn_request *request)
{
    const struct chain *chain = request->chain;
    request->at = chain->options->count;
    request->applies = chain->applies;
    request->examined = true;
    chain_in_flight(request->chain, 1);
    if (!request->method.at)
        request->method = TN_TEXT("-");
    if (!request->target.at)
        request->target = TN_TEXT("-");
    request->path = TN_TEXT("/");
    chain_identify(request);
    request->close = true;
}

void chain_refuse_unread(struct tn_request *request, int status, const char *reason,
                         const char *message)
{
    take_unread(request);
    chain_count_refused(request->chain, reason);
    chain_refuse(request, status, message);
}

void chain_note_unread(struct tn_request *request, int status)
{
    take_unread(request);
    request->reply.status = status;
}

/* Has the exchange look at the phase anew, if there is something for it to do. */
static void wake(struct tn_request *request)
{
    if (request->carrier && (request->phase == PHASE_BODY || request->phase == PHASE_REPLY))
        request->exchange->wake(request);
}

void chain_cancel(struct tn_request *request)
{
    if (!request->held || request->cancelled)
        return;
    request->cancelled = true;
    hook_begin(request);
    const struct http_entry *entry = chain_entry(request);
    if (entry->plugin->cancel)
        hook_tell(request, request->at, HOOK_CANCEL, entry->plugin->cancel);
}

static void count_bytes(const struct tn_request *request)
{
    const struct http_series *series = &request->chain->options->series;
    if (series->received_bytes)
        tn_series_add(
            series->received_bytes,
            (double)(request->target.size + request->received_size + request->body.received));
    if (series->sent_bytes && request->sent > 0)
        tn_series_add(series->sent_bytes, (double)request->sent);
}

static void count_request(struct tn_request *request)
{
    const struct http_series *series = &request->chain->options->series;
    int status = request->reply.status ? request->reply.status : GONE;
    request->chain->served++;
    if (status >= 400 && request->reply.status &&
        request->reply.entry < request->chain->options->count) {
        request->chain->tallies[request->reply.entry].refusals++;
        request->chain->tallied = true;
    }
    if (series->requests) {
        struct tn_series *requests = series->requests(series->context, request->method, status);
        if (requests)
            tn_series_add(requests, 1);
    }
    if (series->request_seconds)
        tn_series_observe(series->request_seconds, (double)tn_request_elapsed_ns(request) * 1e-9);
    count_bytes(request);
    chain_in_flight(request->chain, -1);
}

void chain_done(struct tn_request *request)
{
    request->done = true;
    if (!request->examined)
        return;
    request->ended_ns = tn_clock_ns();
    /* What the client takes to read the reply is not the server's. */
    uint64_t made_ns =
        request->hook_ns > request->started_ns ? request->hook_ns - request->started_ns : 0;
    const struct http_options *options = request->chain->options;
    hook_begin(request);
    count_request(request);
    for (size_t i = options->count; i-- > 0;)
        if (options->entries[i].plugin->done && request->applies[i])
            hook_tell(request, i, HOOK_DONE, options->entries[i].plugin->done);
    if (request->trace)
        trace_log(request);
    if (options->keep)
        trace_keep(request, made_ns);
}

/*
 * A wait in shadow is broken off, and the request goes on when the plugin lets go of it. Only one that does not even do that in
 * as much time again ends the request. False if that is so, or the wait is none of a shadow's.
 */
static bool spare_for_shadow(struct tn_request *request)
{
    if (!chain_entry(request)->shadow || request->cancelled)
        return false;
    request_bound(request, request->chain->options->request_ms);
    chain_cancel(request);
    return true;
}

/* What holds the request has had its time. The reply goes out now; the request stays until it lets go. */
static void deadline_passed(struct deadline *deadline, uint64_t now_ms)
{
    (void)now_ms;
    struct tn_request *request =
        (struct tn_request *)((char *)deadline - offsetof(struct tn_request, deadline));
    if (request->phase != PHASE_LATER || spare_for_shadow(request))
        return;
    chain_log(request->chain, TN_WARN, request, "entry `%s`: the request took too long: %d",
              chain_entry(request)->name, request->chain->options->timeout_status);
    chain_cancel(request);
    reply_discard(request);
    chain_refuse(request, request->chain->options->timeout_status, "The request took too long.");
    wake(request);
}

void request_bound(struct tn_request *request, int64_t deadline_ms)
{
    struct chain *chain = request->chain;
    int64_t most = chain_entry(request)->timeout_ms;
    if (most > 0 && (deadline_ms <= 0 || deadline_ms > most))
        deadline_ms = most;
    request->deadline.expired = deadline_passed;
    deadline_set(&chain->deadlines, &request->deadline,
                 deadline_ms > 0 ? chain->now_ms + (uint64_t)deadline_ms : DEADLINE_NEVER);
}

void tn_request_deadline(struct tn_request *request, int64_t deadline_ms)
{
    request->deadline_ms = deadline_ms;
    if (request->phase == PHASE_LATER)
        request_bound(request, deadline_ms);
}

bool tn_request_cancelled(const struct tn_request *request)
{
    return request->cancelled || request->phase == PHASE_OVER;
}

void tn_resume(struct tn_request *request, enum tn_verdict verdict)
{
    plugin_must(request->held, "tn_resume is called once for each TN_LATER, and not within the "
                               "hook that returns it");
    plugin_must(verdict_valid(verdict) && verdict != TN_LATER,
                "tn_resume is given a verdict other than TN_LATER");
    request->held = false;
    bool spared = request->phase == PHASE_LATER && chain_entry(request)->shadow;
    if (request->cancelled && !spared) {
        request_settle(request);
        return;
    }
    request->cancelled = false; /* it was a shadow's wait alone that was broken off */
    chain_continue(request, verdict);
    wake(request);
}

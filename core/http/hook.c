/* SPDX-License-Identifier: MIT */
/* Calling a plugin. */
#include <time.h>

#include <base/current.h>
#include <http/hook.h>
#include <http/reply.h>
#include <http/trace.h>

static const char *const hook_names[] = { "request", "reply", "done", "cancel" };

/*
 * A look at the exact clock can cost more than a hook. So one request in each turn of the loop is measured, and stands for the
 * others of that turn (chain_flush): with little to do that is every one. For the others a clock that moves every few
 * milliseconds is enough to know a hook that holds the loop.
 */
static uint64_t clock_of(const struct tn_request *request)
{
    if (request->measured)
        return tn_clock_ns();
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

void hook_begin(struct tn_request *request)
{
    uint64_t now = clock_of(request);
    if (request->trace)
        trace_wait(request, now - request->hook_ns);
    request->hook_ns = now;
}

/* What the inexact clock says is good enough for a slow hook only. */
static void tally_time(struct tally *tally, enum hook_kind kind, uint64_t took, bool measured,
                       bool slow)
{
    tally->calls++;
    if (measured)
        tally->ns[kind] += took;
    if ((!measured && !slow) || took <= tally->longest_ns[kind])
        return;
    tally->longest_ns[kind] = took;
    tally->longer = true;
}

/* Hooks follow upon each other: the end of one is the beginning of the next. */
static void account(struct tn_request *request, size_t index, enum hook_kind kind)
{
    struct chain *chain = request->chain;
    uint64_t now = clock_of(request), took = now - request->hook_ns;
    request->hook_ns = now;
    chain->tallied = true;
    bool slow =
        chain->options->blocked_ms > 0 && took > (uint64_t)chain->options->blocked_ms * 1000000;
    if (kind != HOOK_CANCEL)
        tally_time(&chain->tallies[index], kind, took, request->measured, slow);
    if (request->trace)
        trace_hook(request, index, kind, took);
    if (slow && chain->options->series.slow)
        chain->options->series.slow(chain->options->series.context,
                                    chain->options->entries[index].name, hook_names[kind],
                                    (double)took * 1e-9);
    if (slow)
        chain_log(chain, TN_WARN, request, "entry `%s`: the %s hook held the loop for %llu ms",
                  chain->options->entries[index].name, hook_names[kind],
                  (unsigned long long)(took / 1000000));
}

static struct current enter(const struct tn_request *request, size_t index, enum hook_kind kind)
{
    return current_enter(request->chain->options->entries[index].name, hook_names[kind]);
}

bool hook_is_request(void)
{
    return current.hook == hook_names[HOOK_REQUEST];
}

bool verdict_valid(enum tn_verdict verdict)
{
    return verdict == TN_NEXT || verdict == TN_REPLY || verdict == TN_LATER || verdict == TN_FAILED;
}

enum tn_verdict hook_call(struct tn_request *request, tn_hook *hook)
{
    size_t index = request->at;
    struct current outer = enter(request, index, HOOK_REQUEST);
    request->speaker = index;
    request->running = true;
    enum tn_verdict verdict = hook(request, chain_entry(request)->self);
    plugin_must(verdict_valid(verdict), "the hook returned %d, which is no verdict", (int)verdict);
    request->running = false;
    current = outer;
    account(request, index, HOOK_REQUEST);
    return verdict;
}

void hook_tell(struct tn_request *request, size_t entry, enum hook_kind kind,
               void (*hook)(struct tn_request *request, void *self))
{
    struct current outer = enter(request, entry, kind);
    request->running = kind == HOOK_REPLY;
    if (kind == HOOK_REPLY)
        request->speaker = entry;
    hook(request, request->chain->options->entries[entry].self);
    request->running = false;
    current = outer;
    account(request, entry, kind);
}

/* What the entry has set as the reply, before it is undone. */
static void count_shadow(struct tn_request *request, size_t index)
{
    const struct reply *reply = &request->reply;
    const char *message = reply->refused ? arena_copy(&request->arena, reply->message).at : "";
    request->chain->tallies[index].shadow_replies++;
    chain_log(request->chain, TN_INFO, request, "entry `%s` in shadow: would have replied %d%s%s",
              request->chain->options->entries[index].name, reply->status, *message ? ": " : "",
              message);
}

void hook_count(struct tn_request *request, enum tn_verdict verdict)
{
    struct tally *tally = &request->chain->tallies[request->at];
    tally->verdicts[verdict]++;
    if (request->trace)
        trace_verdict(request, verdict);
    if (!chain_entry(request)->shadow)
        return;
    if (verdict == TN_REPLY)
        count_shadow(request, request->at);
    else if (verdict == TN_FAILED)
        chain_log(request->chain, TN_INFO, request, "entry `%s` in shadow: the hook failed",
                  chain_entry(request)->name);
}

void hook_shadow_begin(struct tn_request *request)
{
    request->before = request->reply;
    request->reply.fields = fields_copy(&request->before.fields, &request->arena);
    request->reply.kind = REPLY_NONE; /* so that a reply set from now on is known as the shadow's */
}

void hook_shadow_end(struct tn_request *request)
{
    reply_close(request);
    request->reply = request->before;
}

void hook_tell_shadow(struct tn_request *request, size_t entry)
{
    struct reply before = request->reply;
    request->reply.fields = fields_copy(&before.fields, &request->arena);
    request->reply.borrowed = true;
    hook_tell(request, entry, HOOK_REPLY, request->chain->options->entries[entry].plugin->reply);
    if (!request->reply.borrowed) {
        count_shadow(request, entry);
        reply_close(request);
    }
    request->reply = before;
}

void hook_shadow_route(struct tn_request *request)
{
    struct tally *tally = &request->chain->tallies[request->at];
    request->chain->tallied = true;
    tally->verdicts[TN_REPLY]++;
    tally->shadow_replies++;
    if (request->trace)
        trace_shadow_route(request);
    chain_log(request->chain, TN_INFO, request,
              "entry `%s` in shadow: its route would have answered", chain_entry(request)->name);
}

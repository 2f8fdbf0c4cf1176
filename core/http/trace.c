/* SPDX-License-Identifier: MIT */
/* A request's trace, step by step; trace_show.c shows it. */
#include <http/ticket.h>
#include <http/trace.h>

enum { STEPS_FIRST = 32 };

void trace_begin(struct tn_request *request)
{
    struct tn_text ticket = request_field(request, "Tenon-Trace");
    const char *key = request->chain->options->trace_key;
    if (!ticket.at || !ticket_opens(ticket, key, tn_wall_clock_ms() / 1000, request->path))
        return;
    request->trace = arena_alloc(&request->arena, sizeof *request->trace);
    request->measured = true;
}

static struct trace_step *add(struct tn_request *request, struct trace_step step)
{
    struct trace *trace = request->trace;
    if (trace->count == trace->room) {
        size_t room = trace->room ? trace->room * 2 : STEPS_FIRST;
        struct trace_step *steps = arena_alloc(&request->arena, room * sizeof *steps);
        if (trace->count > 0)
            memcpy(steps, trace->steps, trace->count * sizeof *steps);
        trace->steps = steps;
        trace->room = room;
    }
    trace->steps[trace->count] = step;
    return &trace->steps[trace->count++];
}

static struct trace_step *last(struct tn_request *request)
{
    struct trace *trace = request->trace;
    return trace->count > 0 ? &trace->steps[trace->count - 1] : NULL;
}

void trace_skip(struct tn_request *request)
{
    add(request,
        (struct trace_step){ .entry = request->at, .hook = "request", .verdict = "skipped" });
}

void trace_shadow_route(struct tn_request *request)
{
    add(request, (struct trace_step){
                     .entry = request->at, .hook = "route", .verdict = "reply", .shadow = true });
}

/* A reply hook runs for the entry that has replied, too: only in another's has the reply been replaced. */
static bool replaces(const struct tn_request *request, size_t entry, enum hook_kind kind)
{
    return kind == HOOK_REPLY && request->reply.entry == entry && request->at != entry;
}

void trace_hook(struct tn_request *request, size_t entry, enum hook_kind kind, uint64_t ns)
{
    static const char *const names[] = { "request", "reply", "done", "cancel" };
    bool shadow = request->chain->options->entries[entry].shadow;
    bool route = kind == HOOK_REQUEST && request->turn == TURN_NEXT;
    bool replaced = replaces(request, entry, kind);
    add(request, (struct trace_step){ .entry = entry,
                                      .hook = route ? "route" : names[kind],
                                      .verdict = replaced ? "replaced" : "passed",
                                      .ns = ns,
                                      .shadow = shadow,
                                      .replied = replaced && !shadow,
                                      .has_time = true });
}

void trace_verdict(struct tn_request *request, enum tn_verdict verdict)
{
    static const char *const names[] = { "next", "reply", "later", "failed" };
    struct trace_step *step = last(request);
    step->verdict = names[verdict];
    step->pending = verdict == TN_LATER;
    step->replied = verdict == TN_REPLY && !step->shadow;
}

void trace_wait(struct tn_request *request, uint64_t ns)
{
    struct trace_step *step = last(request);
    if (step && step->pending)
        step->waited_ns += ns;
}

void trace_reply(struct tn_request *request)
{
    size_t host = request->chain->options->count;
    if (request->reply.entry == host)
        add(request, (struct trace_step){
                         .entry = host, .hook = "request", .verdict = "reply", .replied = true });
}

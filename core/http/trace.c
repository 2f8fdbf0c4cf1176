/* SPDX-License-Identifier: MIT */
/* A request's trace: kept step by step, shown in the reply's header and in the log. */
#include <assert.h>

#include <base/json.h>
#include <http/token.h>
#include <http/trace.h>

enum { STEPS_FIRST = 32 };

/* Takes as long for a near miss as for a wild guess: how much of it is right does not show. */
static bool same_secret(struct tn_text offered, const char *secret)
{
    size_t size = strlen(secret);
    assert(size > 0);
    volatile unsigned difference = offered.size != size;
    for (size_t i = 0; i < offered.size; i++)
        difference |= (unsigned char)offered.at[i] ^ (unsigned char)secret[i % size];
    return difference == 0;
}

void trace_begin(struct tn_request *request)
{
    struct tn_text token = request_field(request, "Tenon-Trace");
    if (!token.at || !same_secret(token, request->chain->options->trace_token))
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

/* The step that set the reply; NULL if there is no reply. */
static const struct trace_step *decider(const struct tn_request *request)
{
    const struct trace *trace = request->trace;
    for (size_t i = trace->count; i-- > 0;)
        if (trace->steps[i].replied && trace->steps[i].entry == request->reply.entry)
            return &trace->steps[i];
    return NULL;
}

static const char *name_of(const struct tn_request *request, size_t entry)
{
    const struct http_options *options = request->chain->options;
    return entry < options->count ? options->entries[entry].name : "tenon";
}

static const char *place_of(const struct tn_request *request, size_t entry)
{
    const struct http_options *options = request->chain->options;
    return entry < options->count ? options->entries[entry].place : NULL;
}

/* Milliseconds, to the microsecond. */
static double milliseconds(uint64_t ns)
{
    return (double)(ns / 1000) / 1000;
}

/* "evaluator route reply 0.050ms waited 31.204ms decided moicad.yaml:80:5" */
static struct tn_text step_line(struct tn_request *request, const struct trace_step *step,
                                bool decided)
{
    const char *place = place_of(request, step->entry);
    struct buffer line = { 0 };
    buffer_print(&line, "%s %s %s", name_of(request, step->entry), step->hook, step->verdict);
    if (step->has_time)
        buffer_print(&line, " %.3fms", milliseconds(step->ns));
    if (step->waited_ns > 0)
        buffer_print(&line, " waited %.3fms", milliseconds(step->waited_ns));
    buffer_print(&line, "%s%s%s%s", step->shadow ? " shadow" : "", decided ? " decided" : "",
                 place ? " " : "", place ? place : "");
    struct tn_text text = arena_copy(&request->arena, buffer_text(&line));
    buffer_free(&line);
    return text;
}

/* One member of Server-Timing (W3C Server Timing, 3). */
static void add_timing(struct tn_request *request, const struct trace_step *step)
{
    struct arena *arena = &request->arena;
    struct fields *fields = &request->reply.fields;
    const char *name = name_of(request, step->entry);
    if (step->has_time)
        fields_add(fields, arena, TN_TEXT("Server-Timing"),
                   arena_print(arena, "%s;dur=%.3f;desc=\"%s %s%s\"", name, milliseconds(step->ns),
                               step->hook, step->verdict, step->shadow ? " shadow" : ""));
    if (step->waited_ns > 0)
        fields_add(fields, arena, TN_TEXT("Server-Timing"),
                   arena_print(arena, "%s;dur=%.3f;desc=\"%s waited\"", name,
                               milliseconds(step->waited_ns), step->hook));
}

void trace_show(struct tn_request *request)
{
    const struct trace *trace = request->trace;
    const struct trace_step *by = decider(request);
    struct arena *arena = &request->arena;
    struct fields *fields = &request->reply.fields;
    for (size_t i = 0; i < trace->count; i++) {
        struct tn_text line = step_line(request, &trace->steps[i], &trace->steps[i] == by);
        if (field_value_valid(line)) /* the file's name may hold anything */
            fields_add(fields, arena, TN_TEXT("Tenon-Trace"), line);
    }
    for (size_t i = 0; i < trace->count; i++)
        add_timing(request, &trace->steps[i]);
    fields_add(fields, arena, TN_TEXT("Server-Timing"),
               arena_print(arena, "total;dur=%.3f", milliseconds(tn_request_elapsed_ns(request))));
    /* A cache must not give it to who has no token. */
    fields_add(fields, arena, TN_TEXT("Vary"), TN_TEXT("Tenon-Trace"));
}

static void print_step(struct json *json, const struct tn_request *request,
                       const struct trace_step *step)
{
    const char *place = place_of(request, step->entry);
    json_object(json);
    json_member(json, "entry", name_of(request, step->entry));
    json_member(json, "hook", step->hook);
    json_member(json, "verdict", step->verdict);
    if (step->has_time) {
        json_key(json, "ms");
        json_number(json, milliseconds(step->ns));
    }
    if (step->waited_ns > 0) {
        json_key(json, "waited_ms");
        json_number(json, milliseconds(step->waited_ns));
    }
    if (step->shadow) {
        json_key(json, "shadow");
        json_boolean(json, true);
    }
    if (place)
        json_member(json, "place", place);
    json_object_end(json);
}

void trace_log(struct tn_request *request)
{
    const struct chain *chain = request->chain;
    const struct trace *trace = request->trace;
    const struct trace_step *by = decider(request);
    if (!chain->options->log)
        return;
    struct json hooks = { 0 };
    json_array(&hooks);
    for (size_t i = 0; i < trace->count; i++)
        print_step(&hooks, request, &trace->steps[i]);
    json_array_end(&hooks);
    const struct tn_field fields[] = {
        { "status", by ? tn_value_integer(request->reply.status) : tn_value_absent() },
        { "decided_by", tn_value_text(tn_text(by ? name_of(request, by->entry) : NULL)) },
        { "place", tn_value_text(tn_text(by ? place_of(request, by->entry) : NULL)) },
        { "ms", tn_value_number(milliseconds(tn_request_elapsed_ns(request))) },
        { "hooks", tn_value_json(buffer_text(&hooks.out)) },
        { NULL, tn_value_absent() },
    };
    struct tn_text message = arena_print(&request->arena, "trace of %" TN_PRI " %" TN_PRI,
                                         TN_ARG(request->method), TN_ARG(request->path));
    chain->options->log(chain->options->log_context, TN_INFO, request, fields, message.at);
    json_free(&hooks);
}

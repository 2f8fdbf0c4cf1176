/* SPDX-License-Identifier: MIT */
/* A trace as its readers see it: in the reply's header, in the log, and among those that are kept. */
#include <base/clock.h>
#include <base/json.h>
#include <http/token.h>
#include <http/trace.h>

struct tn_text trace_decided_by(const struct tn_request *request)
{
    const struct http_options *options = request->chain->options;
    if (!request->reply.status)
        return (struct tn_text){ 0 };
    bool by_entry = request->reply.entry < options->count;
    return by_entry ? options->entries[request->reply.entry].decided_by
                    : TN_TEXT("{\"entry\":\"tenon\"}");
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

static void print_steps(struct json *json, struct tn_request *request)
{
    const struct trace *trace = request->trace;
    json_array(json);
    for (size_t i = 0; i < trace->count; i++)
        print_step(json, request, &trace->steps[i]);
    json_array_end(json);
}

void trace_log(struct tn_request *request)
{
    const struct http_options *options = request->chain->options;
    int status = request->reply.status;
    if (!options->log)
        return;
    struct json hooks = { 0 };
    print_steps(&hooks, request);
    struct tn_text by = trace_decided_by(request);
    const struct tn_field fields[] = {
        { "status", status ? tn_value_integer(status) : tn_value_absent() },
        { "decided_by", by.at ? tn_value_json(by) : tn_value_absent() },
        { "ms", tn_value_number(milliseconds(tn_request_elapsed_ns(request))) },
        { "hooks", tn_value_json(buffer_text(&hooks.out)) },
        { NULL, tn_value_absent() },
    };
    struct tn_text message = arena_print(&request->arena, "trace of %" TN_PRI " %" TN_PRI,
                                         TN_ARG(request->method), TN_ARG(request->path));
    options->log(options->log_context, TN_INFO, request, fields, message.at);
    json_free(&hooks);
}

/* Of what a client has sent only so much is kept, and nothing that could steer a terminal. */
static struct tn_text harmless(struct tn_request *request, struct tn_text text)
{
    enum { SHOWN_MAX = 256 };
    if (text.size > SHOWN_MAX)
        text.size = SHOWN_MAX;
    char *copy = arena_alloc(&request->arena, text.size + 1);
    for (size_t i = 0; i < text.size; i++)
        copy[i] = text.at[i] < ' ' || text.at[i] > '~' ? '?' : text.at[i];
    return (struct tn_text){ copy, text.size };
}

/* Why a request is kept; NULL: it is not. */
static const char *reason_to_keep(const struct tn_request *request, uint64_t made_ns)
{
    const struct http_options *options = request->chain->options;
    if (request->trace)
        return "traced";
    if (request->reply.status >= 500)
        return "failed";
    bool slow = options->slow_ms > 0 && made_ns > (uint64_t)options->slow_ms * 1000000;
    return slow ? "slow" : NULL;
}

static void print_kept(struct json *json, struct tn_request *request, const char *why,
                       uint64_t made_ns)
{
    struct tn_text by = trace_decided_by(request);
    char time[CLOCK_ISO_SIZE];
    clock_print_iso(tn_wall_clock_ms(), time);
    json_object(json);
    json_member(json, "time", time);
    json_member(json, "why", why);
    json_key(json, "request_id");
    json_text(json, request->id);
    json_key(json, "method");
    json_text(json, harmless(request, request->method));
    json_key(json, "target");
    json_text(json, harmless(request, request->target));
    json_key(json, "status");
    json_integer(json, request->reply.status);
    json_key(json, "ms");
    json_number(json, milliseconds(made_ns));
    json_key(json, "decided_by");
    if (by.at)
        json_raw(json, by);
    else
        json_null(json);
    if (request->trace) {
        json_key(json, "hooks");
        print_steps(json, request);
    }
    json_object_end(json);
}

static void write_kept(struct buffer *text, struct tn_request *request, const char *why,
                       uint64_t made_ns)
{
    const char *place = place_of(request, request->reply.entry);
    const struct trace_step *by = request->trace ? decider(request) : NULL;
    char time[CLOCK_ISO_SIZE];
    clock_print_iso(tn_wall_clock_ms(), time);
    buffer_print(text, "%s %s %d %" TN_PRI " %" TN_PRI " %.3fms by %s%s%s, request %" TN_PRI "\n",
                 time, why, request->reply.status, TN_ARG(harmless(request, request->method)),
                 TN_ARG(harmless(request, request->target)), milliseconds(made_ns),
                 request->reply.status ? name_of(request, request->reply.entry) : "nobody",
                 place ? " " : "", place ? place : "", TN_ARG(request->id));
    for (size_t i = 0; request->trace && i < request->trace->count; i++) {
        const struct trace_step *step = &request->trace->steps[i];
        buffer_print(text, "    %" TN_PRI "\n", TN_ARG(step_line(request, step, step == by)));
    }
}

void trace_keep(struct tn_request *request, uint64_t made_ns)
{
    const struct http_options *options = request->chain->options;
    const char *why = reason_to_keep(request, made_ns);
    if (!why)
        return;
    struct json json = { 0 };
    struct buffer text = { 0 };
    print_kept(&json, request, why, made_ns);
    write_kept(&text, request, why, made_ns);
    options->keep(options->log_context, request->trace, buffer_text(&json.out), buffer_text(&text));
    json_free(&json);
    buffer_free(&text);
}

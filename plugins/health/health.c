/* SPDX-License-Identifier: MIT */
/*
 * Three questions that keepers of servers ask: is it alive (restart it if not), is it ready (send
 * it requests), and how is everything. The answers come from memory: checks of the file are probed
 * in the background, those of other plugins are reported by them. Put the entry above what limits
 * or authenticates.
 *
 * Ready is what has started, is not draining, and has no required check down or not yet probed. The
 * bodies are whatever the file says under `bodies`, made of this entry's variables; without that
 * they are short JSON.
 */
#include <stdio.h>
#include <unistd.h>

#include <tenon/tenon.h>

#include "gauge.h"
#include "probe.h"
#include "summary.h"

struct settings {
    const char *live, *ready, *full;
    int64_t degraded_status;
    struct tn_groups checks;
    struct tn_groups words;
    struct bodies {
        const struct tn_template *live, *ready, *not_ready, *full, *unhealthy;
    } bodies;
};

/* A vocabulary: what a check's state is called in a body. */
struct word {
    const char *name, *check;
    const char *up, *degraded, *otherwise;
};

enum { METRIC_FAILING };

struct health {
    struct tn_host *host;
    const struct settings *settings;
    struct probe *probes;
    long pid; /* asked for once: getpid is a system call */
};

/* Replies */

static struct tn_text now(struct tn_request *request)
{
    return tn_variable(request, "time.iso").text;
}

/* The process's figures, read once a request: a body asks for several. */
static const struct tn_process *process_of(struct tn_request *request, const struct health *self)
{
    struct tn_process *process = tn_request_state(request, self->host, sizeof *process);
    if (!process->process_size) {
        process->process_size = sizeof *process;
        tn_observe_process(process);
    }
    return process;
}

static double uptime_seconds(struct tn_request *request, const struct health *self)
{
    return (double)(tn_wall_clock_ms() - process_of(request, self)->started_ms) / 1000;
}

static struct tn_text usual_live(struct tn_request *request, const struct health *self)
{
    return tn_request_print(request,
                            "{\"status\":\"alive\",\"timestamp\":\"%" TN_PRI "\",\"pid\":%ld}",
                            TN_ARG(now(request)), self->pid);
}

static struct tn_text usual_ready(struct tn_request *request, const struct health *self)
{
    (void)self;
    return tn_request_print(request, "{\"status\":\"ready\",\"timestamp\":\"%" TN_PRI "\"}",
                            TN_ARG(now(request)));
}

static struct tn_text usual_not_ready(struct tn_request *request, const struct health *self)
{
    struct summary summary = summary_make(request, self->host);
    return tn_request_print(
        request, "{\"status\":\"not ready\",\"timestamp\":\"%" TN_PRI "\",\"reason\":%" TN_PRI "}",
        TN_ARG(now(request)), TN_ARG(summary_quote(request, summary.reason)));
}

static struct tn_text usual_full(struct tn_request *request, const struct health *self)
{
    struct summary summary = summary_make(request, self->host);
    return tn_request_print(
        request,
        "{\"status\":\"%s\",\"timestamp\":\"%" TN_PRI "\",\"uptime\":%.3f,\"checks\":%" TN_PRI "}",
        summary_status(&summary), TN_ARG(now(request)), uptime_seconds(request, self),
        TN_ARG(summary_json(request, self->host)));
}

/* The file's body, or the usual one where the file has none. */
static enum tn_verdict answer(struct tn_request *request, const struct health *self, int status,
                              const struct tn_template *body,
                              struct tn_text (*usual)(struct tn_request *request,
                                                      const struct health *self))
{
    tn_reply_set(request, "Cache-Control", TN_TEXT("no-store"));
    if (body)
        return tn_reply_template(request, status, body);
    return tn_reply(request, status, "application/json", usual(request, self));
}

static enum tn_verdict answer_live(struct tn_request *request, void *context)
{
    const struct health *self = context;
    return answer(request, self, 200, self->settings->bodies.live, usual_live);
}

static enum tn_verdict answer_ready(struct tn_request *request, void *context)
{
    const struct health *self = context;
    const struct bodies *bodies = &self->settings->bodies;
    if (summary_make(request, self->host).ready)
        return answer(request, self, 200, bodies->ready, usual_ready);
    return answer(request, self, 503, bodies->not_ready, usual_not_ready);
}

static enum tn_verdict answer_full(struct tn_request *request, void *context)
{
    const struct health *self = context;
    const struct bodies *bodies = &self->settings->bodies;
    struct summary summary = summary_make(request, self->host);
    int status = !summary.ready                  ? 503
                 : summary.worst == TN_HEALTH_UP ? 200
                                                 : (int)self->settings->degraded_status;
    bool unhealthy = !summary.ready && bodies->unhealthy;
    return answer(request, self, status, unhealthy ? bodies->unhealthy : bodies->full, usual_full);
}

/* Variables */

static struct tn_value get_status(struct tn_request *request, void *context, struct tn_text rest)
{
    (void)rest;
    struct summary summary = summary_make(request, ((struct health *)context)->host);
    return tn_value_text(tn_text(summary_status(&summary)));
}

static struct tn_value get_ready(struct tn_request *request, void *context, struct tn_text rest)
{
    (void)rest;
    return tn_value_boolean(summary_make(request, ((struct health *)context)->host).ready);
}

static struct tn_value get_reason(struct tn_request *request, void *context, struct tn_text rest)
{
    (void)rest;
    return tn_value_text(summary_make(request, ((struct health *)context)->host).reason);
}

static struct tn_value get_checks(struct tn_request *request, void *context, struct tn_text rest)
{
    (void)rest;
    return tn_value_json(summary_json(request, ((struct health *)context)->host));
}

/* "disk.status": the name of a check, which may hold points itself, and one of its facts. */
static struct tn_value get_check(struct tn_request *request, void *context, struct tn_text rest)
{
    const struct health *self = context;
    const char *point = rest.size ? memrchr(rest.at, '.', rest.size) : NULL;
    if (!point)
        return tn_value_absent();
    struct tn_text name = { rest.at, (size_t)(point - rest.at) };
    struct tn_text fact = { point + 1, rest.size - name.size - 1 };
    struct tn_check_state state;
    if (!summary_find(request, self->host, name, &state))
        return tn_value_absent();
    if (tn_text_is(fact, "status"))
        return tn_value_text(tn_text(summary_health(state.health)));
    if (tn_text_is(fact, "up"))
        return tn_value_boolean(state.health == TN_HEALTH_UP);
    if (tn_text_is(fact, "message"))
        return tn_value_text(tn_text(state.message));
    if (tn_text_is(fact, "latency_ms") && state.latency_ms >= 0)
        return tn_value_number(state.latency_ms);
    return tn_value_absent();
}

static struct tn_value get_word(struct tn_request *request, void *context, struct tn_text rest)
{
    const struct health *self = context;
    const struct word *words = self->settings->words.items;
    for (size_t i = 0; i < self->settings->words.count; i++) {
        const struct word *word = &words[i];
        if (!tn_text_is(rest, word->name))
            continue;
        struct tn_check_state state = { .health = TN_HEALTH_UNKNOWN };
        summary_find(request, self->host, tn_text(word->check), &state);
        if (state.health == TN_HEALTH_UP)
            return tn_value_text(tn_text(word->up));
        if (state.health == TN_HEALTH_DEGRADED && word->degraded)
            return tn_value_text(tn_text(word->degraded));
        return tn_value_text(tn_text(word->otherwise));
    }
    return tn_value_absent();
}

static struct tn_value get_uptime(struct tn_request *request, void *context, struct tn_text rest)
{
    (void)rest;
    return tn_value_number(uptime_seconds(request, context));
}

static struct tn_value get_pid(struct tn_request *request, void *context, struct tn_text rest)
{
    (void)request, (void)rest;
    return tn_value_integer(((struct health *)context)->pid);
}

static struct tn_value get_memory(struct tn_request *request, void *context, struct tn_text rest)
{
    static const uint64_t mebibyte = 1024 * 1024;
    const struct tn_process *process = process_of(request, context);
    uint64_t external = process->resident_bytes > process->heap_total_bytes
                            ? process->resident_bytes - process->heap_total_bytes
                            : 0;
    const struct {
        const char *name;
        uint64_t bytes;
    } figures[] = {
        { "used_mb", process->heap_used_bytes },
        { "total_mb", process->heap_total_bytes },
        { "external_mb", external },
        { "resident_mb", process->resident_bytes },
    };
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        if (tn_text_is(rest, figures[i].name))
            return tn_value_integer((int64_t)((figures[i].bytes + mebibyte / 2) / mebibyte));
    return tn_value_absent();
}

static const struct tn_variable variables[] = {
    { "status", get_status, 0, "healthy, degraded or unhealthy." },
    { "ready", get_ready, 0, "Whether the worker takes requests, as true or false." },
    { "reason", get_reason, 0, "Why it is not ready, such as draining or `disk is down`." },
    { "checks", get_checks, 0, "All checks as a JSON object." },
    { "check.*", get_check, 0,
      "A fact about a check: check.disk.status (up, degraded, down, unknown), .up (true or false), "
      ".message, .latency_ms." },
    { "word.*", get_word, 0, "A check's state in the words that `words` gives it." },
    { "uptime_seconds", get_uptime, 0, "Seconds since the server was started." },
    { "pid", get_pid, 0, "The worker's process id." },
    { "memory.*", get_memory, 0,
      "The worker's memory in MiB: memory.used_mb and .total_mb of the heap, .resident_mb, and "
      ".external_mb, which is resident but not heap." },
    { 0 },
};

/* Life */

static bool check_path(struct tn_host *host, const char *option, const char *path)
{
    if (path && path[0] != '/')
        return tn_fail_at(host, option, "expected a path that begins with /, found `%s`", path);
    return true;
}

static void *create(struct tn_host *host, const void *options)
{
    const struct settings *settings = options;
    const struct probe_settings *checks = settings->checks.items;
    bool sane = check_path(host, "live", settings->live);
    sane = check_path(host, "ready", settings->ready) && sane;
    sane = check_path(host, "full", settings->full) && sane;
    for (size_t i = 0; i < settings->checks.count; i++)
        sane = probe_check(host, &checks[i]) && sane;
    if (!sane)
        return NULL;
    struct health *self = tn_instance_alloc(host, sizeof *self);
    self->host = host;
    self->settings = settings;
    self->probes = tn_instance_alloc(host, (settings->checks.count + 1) * sizeof *self->probes);
    return self;
}

static bool start(struct tn_host *host, void *context)
{
    struct health *self = context;
    const struct probe_settings *checks = self->settings->checks.items;
    self->pid = getpid();
    for (size_t i = 0; i < self->settings->checks.count; i++)
        probe_start(&self->probes[i], host, &checks[i]);
    gauge_start(host, METRIC_FAILING);
    return true;
}

static void stop(struct tn_host *host, void *context)
{
    (void)host;
    struct health *self = context;
    for (size_t i = 0; i < self->settings->checks.count; i++)
        probe_stop(&self->probes[i]);
}

static const struct settings defaults = {
    .live = "/live",
    .ready = "/ready",
    .full = "/health",
    .degraded_status = 200,
};

static const struct probe_settings check_defaults = {
    .free = { UINT64_C(100) * 1024 * 1024 },
    .interval = { 10000 },
    .timeout = { 2000 },
    .rise = 1,
    .fall = 2,
};

static const struct tn_choice kinds[] = {
    { "disk", PROBE_DISK, "`path` is on a file system with at least `free` left." },
    { "writable", PROBE_WRITABLE, "The server may write to the file or folder `path`." },
    { "memory", PROBE_MEMORY, "The worker uses at most `most`." },
    { "tcp", PROBE_TCP, "`address` takes connections." },
    { "http", PROBE_HTTP, "`url` answers with 2xx or 3xx." },
    { 0 },
};

static const struct tn_option check_rows[] = {
    { "name", TN_OPTION_TEXT(struct probe_settings, name), .flags = TN_KEY | TN_REQUIRED,
      .summary = "What the check is called." },
    { "kind", TN_OPTION_CHOICE(struct probe_settings, kind, kinds), .flags = TN_REQUIRED,
      .summary = "What is checked." },
    { "required", TN_OPTION_BOOLEAN(struct probe_settings, required),
      .summary = "Whether the worker is not ready while it is down, instead of degraded." },
    { "path", TN_OPTION_PATH(struct probe_settings, path),
      .summary = "The file or folder of a check of kind disk or writable." },
    { "free", TN_OPTION_BYTES(struct probe_settings, free),
      .summary = "What must be left of the disk; for a check of kind disk." },
    { "most", TN_OPTION_BYTES(struct probe_settings, most),
      .summary = "What a worker may use of memory; for a check of kind memory." },
    { "address", TN_OPTION_TEXT(struct probe_settings, address),
      .summary = "Where a check of kind tcp connects to, as host:port." },
    { "url", TN_OPTION_TEXT(struct probe_settings, url),
      .summary = "What a check of kind http asks for, as http://host:port/path." },
    { "interval", TN_OPTION_DURATION(struct probe_settings, interval), .min = 100, .max = 86400000,
      .summary = "How often it is checked." },
    { "timeout", TN_OPTION_DURATION(struct probe_settings, timeout), .min = 10, .max = 600000,
      .summary = "How long an answer may take." },
    { "rise", TN_OPTION_INTEGER(struct probe_settings, rise), .min = 1, .max = 100,
      .summary = "How many good results in a row turn a check up that was down." },
    { "fall", TN_OPTION_INTEGER(struct probe_settings, fall), .min = 1, .max = 100,
      .summary = "How many bad results in a row turn a check down that was up." },
    { 0 },
};

static const struct tn_option word_rows[] = {
    { "name", TN_OPTION_TEXT(struct word, name), .flags = TN_KEY | TN_REQUIRED,
      .summary = "What comes behind `word.` in the variable." },
    { "check", TN_OPTION_TEXT(struct word, check), .flags = TN_REQUIRED,
      .summary = "The check: one of this entry's by its name, another's as ENTRY or ENTRY.NAME." },
    { "up", TN_OPTION_TEXT(struct word, up), .flags = TN_REQUIRED,
      .summary = "The word while it is up." },
    { "degraded", TN_OPTION_TEXT(struct word, degraded),
      .summary = "The word while it is degraded; if left out, as in all other states." },
    { "otherwise", TN_OPTION_TEXT(struct word, otherwise), .flags = TN_REQUIRED,
      .summary = "The word in all other states, no such check included." },
    { 0 },
};

static const struct tn_option body_rows[] = {
    { "live", TN_OPTION_TEMPLATE(struct bodies, live), .summary = "The body of `live`." },
    { "ready", TN_OPTION_TEMPLATE(struct bodies, ready),
      .summary = "The body of `ready` if it is." },
    { "not_ready", TN_OPTION_TEMPLATE(struct bodies, not_ready),
      .summary = "The body of `ready` if it is not." },
    { "full", TN_OPTION_TEMPLATE(struct bodies, full), .summary = "The body of `full`." },
    { "unhealthy", TN_OPTION_TEMPLATE(struct bodies, unhealthy),
      .summary = "The body of `full` with status 503; if left out, that of `full`." },
    { 0 },
};

static const struct tn_option options[] = {
    { "live", TN_OPTION_TEXT(struct settings, live),
      .summary = "The path that says that the process runs: always 200." },
    { "ready", TN_OPTION_TEXT(struct settings, ready),
      .summary = "The path that says whether to send requests here: 200, or 503 while starting, "
                 "draining, or with a required check down." },
    { "full", TN_OPTION_TEXT(struct settings, full),
      .summary = "The path that tells of every check: 200 or 503, as `ready`." },
    { "degraded_status", TN_OPTION_INTEGER(struct settings, degraded_status), .min = 200,
      .max = 599, .summary = "The status of `full` while a check that is not required is down." },
    { "checks", TN_OPTION_GROUPS(struct settings, checks, struct probe_settings, check_rows),
      .defaults = &check_defaults, .max = 100,
      .summary = "What to check in the background, by name." },
    { "words", TN_OPTION_GROUPS(struct settings, words, struct word, word_rows), .max = 100,
      .summary = "Words for the states of checks, for bodies that have their own." },
    { "bodies", TN_OPTION_GROUP(struct settings, bodies, body_rows),
      .summary = "Bodies in place of the usual ones." },
    { 0 },
};

static const struct tn_route routes[] = {
    { "GET", "$live", answer_live, "Whether the process runs." },
    { "GET", "$ready", answer_ready, "Whether requests should be sent here." },
    { "GET", "$full", answer_full, "How everything is." },
    { 0 },
};

static const struct tn_metric metrics[] = {
    [METRIC_FAILING] = { .name = "failing",
                         .kind = TN_GAUGE,
                         .labels = { "check" },
                         .summary = "Workers in which the check is not up." },
    { 0 },
};

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,
    .name = "health",
    .version = "1.0.0",
    .summary = "Answers whether the server is alive, ready and well.",
    .options = options,
    .defaults = &defaults,
    .options_size = sizeof defaults,
    .variables = variables,
    .metrics = metrics,
    .routes = routes,
    .create = create,
    .start = start,
    .stop = stop,
};

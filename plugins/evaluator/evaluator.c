/* SPDX-License-Identifier: MIT */
/* The plugin evaluator: OpenSCAD programs to syntax trees, solids and files, worked out by processes
 * that have no rights. */
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tenon/tenon.h>

#include "answer.h"
#include "feed.h"
#include "kept.h"
#include "program.h"
#include "report.h"
#include "shelf.h"

/* What is left for a process that has used all of its time to say where it was, and for the reply. */
enum { TIMEOUT_GRACE_MS = 1000, DEADLINE_GRACE_MS = 5000, PROCESSES_MAX = 256 };

enum sandbox_policy { SANDBOX_REQUIRED, SANDBOX_BEST_EFFORT };

struct settings {
    const char *mount;
    int64_t processes;
    struct tn_path program;
    struct tn_path fonts;
    struct tn_bytes memory;
    struct tn_bytes result;
    struct tn_duration timeout;
    struct tn_duration wait;
    int64_t queue;
    int64_t recycle_after;
    struct tn_bytes recycle_memory;
    int64_t cache;
    struct tn_bytes cache_memory;
    int64_t geometry_cache;
    struct tn_bytes geometry_cache_memory;
    struct tn_bytes shared_cache;
    int sandbox;
};

struct evaluator {
    struct tn_host *host;
    const struct settings *settings;
    struct pool_settings pool_settings;
    struct pool *pool;
    struct kept *kept;
    struct shelf *shelf;
    struct report report;
    uint64_t jobs; /* so far, for their names */
};

/* Requests */

static void on_begun(void *owner, struct task *task, uint64_t code_bytes)
{
    struct evaluator *evaluator = owner;
    report_begun(&evaluator->report, task, code_bytes);
}

static enum tn_verdict finish(struct evaluator *evaluator, const struct task *task,
                              const struct outcome *outcome)
{
    report_over(&evaluator->report, task, outcome);
    return answer(task, outcome, &evaluator->pool_settings);
}

static void end_feed(struct evaluator *evaluator, const struct task *task,
                     const struct outcome *outcome)
{
    report_over(&evaluator->report, task, outcome);
    answer_feed(task, outcome, &evaluator->pool_settings);
}

static void on_progress(void *owner, struct task *task, const struct protocol_progress *progress)
{
    (void)owner;
    if (task->feed)
        feed_progress(task->feed, progress);
}

static void on_over(void *owner, struct task *task, const struct outcome *outcome)
{
    struct evaluator *evaluator = owner;
    struct outcome held = kept_put_result(evaluator->kept, task, outcome);
    if (task->feed)
        end_feed(evaluator, task, &held);
    else
        tn_resume(task->request, finish(evaluator, task, &held));
}

static void on_keep(void *owner, const struct protocol_keep *keep)
{
    struct evaluator *evaluator = owner;
    kept_put_geometry(evaluator->kept, keep);
}

static bool on_find(void *owner, struct tn_text name, struct tn_text *content)
{
    struct evaluator *evaluator = owner;
    return kept_find_geometry(evaluator->kept, name, content);
}

static void on_looked(void *owner, const struct protocol_stock *more)
{
    struct evaluator *evaluator = owner;
    report_lookups(&evaluator->report, more);
}

static void on_changed(void *owner)
{
    struct evaluator *evaluator = owner;
    struct pool_figures figures = pool_figures(evaluator->pool);
    report_pool(&evaluator->report, &figures);
}

static void on_respawned(void *owner, const char *reason, bool expected)
{
    struct evaluator *evaluator = owner;
    report_respawn(&evaluator->report, reason, expected);
}

static const struct pool_events pool_events = {
    .begun = on_begun,
    .progress = on_progress,
    .over = on_over,
    .looked = on_looked,
    .keep = on_keep,
    .find = on_find,
    .changed = on_changed,
    .respawned = on_respawned,
};

/* A short name for the log, unlike those before and after it. */
static void name_job(struct evaluator *evaluator, char id[8])
{
    static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    char seed[64];
    int size = snprintf(seed, sizeof seed, "job %u %llu", tn_worker_slot(),
                        (unsigned long long)++evaluator->jobs);
    uint64_t key = tn_key((struct tn_text){ seed, (size_t)size });
    for (unsigned i = 0; i < 6; i++, key /= 36)
        id[i] = digits[key % 36];
}

static struct task *task_of(struct tn_request *request, struct evaluator *evaluator)
{
    return tn_request_state(request, evaluator->host, sizeof(struct task));
}

/* Who cannot be served at all is told so like all others. */
static enum tn_verdict submit_for_feed(struct evaluator *evaluator, struct task *task)
{
    struct outcome outcome = { 0 };
    task->feed = feed_new(task, evaluator->pool);
    if (kept_find_result(evaluator->kept, task, &outcome))
        end_feed(evaluator, task, &outcome);
    else if (!pool_submit(evaluator->pool, task, &outcome.kind))
        return finish(evaluator, task, &outcome);
    return feed_reply(task->feed);
}

static enum tn_verdict submit(struct tn_request *request, struct evaluator *evaluator,
                              enum protocol_operation operation)
{
    struct task *task = task_of(request, evaluator);
    struct outcome outcome = { 0 };
    task->request = request;
    task->operation = operation;
    task->body = tn_request_body(request);
    kept_note_task(evaluator->kept, task);
    name_job(evaluator, task->id);
    if (operation == PROTOCOL_EVALUATE && feed_is_wanted(request))
        return submit_for_feed(evaluator, task);
    if (!kept_find_result(evaluator->kept, task, &outcome) &&
        pool_submit(evaluator->pool, task, &outcome.kind))
        return TN_LATER;
    return finish(evaluator, task, &outcome);
}

static enum tn_verdict parse_body(struct tn_request *request, void *self)
{
    return submit(request, self, PROTOCOL_PARSE);
}

static enum tn_verdict evaluate_body(struct tn_request *request, void *self)
{
    return submit(request, self, PROTOCOL_EVALUATE);
}

static enum tn_verdict export_body(struct tn_request *request, void *self)
{
    return submit(request, self, PROTOCOL_EXPORT);
}

/* Nothing is unpacked here: a body of that kind would only be bad JSON. */
static enum tn_verdict take_body(struct tn_request *request,
                                 enum tn_verdict (*then)(struct tn_request *request, void *self))
{
    struct tn_text coding = tn_request_header(request, "Content-Encoding");
    if (!tn_text_present(coding) || tn_text_is_nocase(coding, "identity"))
        return tn_body_collect(request, then);
    tn_reply_set(request, "Accept-Encoding", TN_TEXT("identity"));
    return tn_refuse_code(request, 415, "UNSUPPORTED_ENCODING",
                          "A body without Content-Encoding is expected");
}

static enum tn_verdict on_parse(struct tn_request *request, void *self)
{
    (void)self;
    return take_body(request, parse_body);
}

/* An evaluation has its own limits of time, which answer in the shape of a result; they take the
 * place of the server's. A `timeout` of the entry still bounds them, in the shape of an error. */
static void set_deadline(struct tn_request *request, const struct evaluator *evaluator)
{
    const struct settings *settings = evaluator->settings;
    tn_request_deadline(request, settings->wait.ms + settings->timeout.ms + DEADLINE_GRACE_MS);
}

static enum tn_verdict on_evaluate(struct tn_request *request, void *self)
{
    set_deadline(request, self);
    return take_body(request, evaluate_body);
}

static enum tn_verdict on_export(struct tn_request *request, void *self)
{
    set_deadline(request, self);
    return take_body(request, export_body);
}

static void on_cancel(struct tn_request *request, void *self)
{
    struct evaluator *evaluator = self;
    pool_cancel(evaluator->pool, task_of(request, evaluator));
}

/* Life */

/* One process a core, shared among the workers. */
static unsigned default_processes(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned workers = tn_worker_count();
    unsigned share = cores > 0 && workers > 0 ? (unsigned)cores / workers : 1;
    return share > 0 ? share < PROCESSES_MAX ? share : PROCESSES_MAX : 1;
}

static void *create(struct tn_host *host, const void *options)
{
    struct evaluator *evaluator = tn_instance_alloc(host, sizeof *evaluator);
    evaluator->host = host;
    evaluator->settings = options;
    evaluator->shelf = shelf_new(host, evaluator->settings->fonts.at);
    return evaluator;
}

static void settle(struct evaluator *evaluator)
{
    const struct settings *settings = evaluator->settings;
    evaluator->pool_settings = (struct pool_settings){
        .program = settings->program.at ? settings->program.at : program_path(evaluator->host),
        .processes = settings->processes ? (unsigned)settings->processes : default_processes(),
        .memory_bytes = settings->memory.count,
        .stock_items = (uint64_t)settings->geometry_cache,
        .stock_bytes = settings->geometry_cache ? settings->geometry_cache_memory.count : 0,
        .keep_bytes = kept_geometry_max(settings->shared_cache.count),
        .result_bytes = settings->result.count,
        .timeout_ms = settings->timeout.ms,
        .grace_ms = TIMEOUT_GRACE_MS,
        .wait_ms = settings->wait.ms,
        .queue = (unsigned)settings->queue,
        .recycle_after = (unsigned)settings->recycle_after,
        .recycle_bytes = settings->recycle_memory.count,
        .sandbox_required = settings->sandbox == SANDBOX_REQUIRED,
    };
}

static bool open_kept(struct evaluator *evaluator)
{
    const struct settings *settings = evaluator->settings;
    struct kept_settings kept_settings = {
        .results = (size_t)settings->cache,
        .results_bytes = settings->cache_memory.count,
        .common_bytes = settings->shared_cache.count,
        .program = evaluator->pool_settings.program,
    };
    evaluator->kept = kept_open(evaluator->host, &kept_settings);
    return evaluator->kept != NULL;
}

/* fontconfig says nothing of a folder that is not there. */
static bool check_fonts(struct tn_host *host, const char *path)
{
    struct stat status;
    if (!path)
        return true;
    errno = 0;
    if (stat(path, &status) == 0 && S_ISDIR(status.st_mode))
        return true;
    return tn_fail_at(host, "fonts", "a folder is expected at `%s`, but: %s", path,
                      strerror(errno ? errno : ENOTDIR));
}

static bool start(struct tn_host *host, void *self)
{
    struct evaluator *evaluator = self;
    if (!check_fonts(host, evaluator->settings->fonts.at))
        return false;
    settle(evaluator);
    report_open(&evaluator->report, host);
    if (!open_kept(evaluator))
        return false;
    evaluator->pool = pool_new(host, &evaluator->pool_settings, &pool_events, evaluator);
    if (!pool_start(evaluator->pool, tn_service(host, "source"), shelf_service(evaluator->shelf))) {
        kept_close(evaluator->kept);
        return false;
    }
    uint32_t lacks = pool_figures(evaluator->pool).lacks;
    if (lacks)
        tn_log(host, TN_WARN, "The evaluator processes keep rights: there is no%s%s",
               lacks & PROTOCOL_NO_LANDLOCK ? " Landlock" : "",
               lacks & PROTOCOL_NO_SECCOMP ? " seccomp" : "");
    return true;
}

static void stop(struct tn_host *host, void *self)
{
    struct evaluator *evaluator = self;
    (void)host;
    pool_stop(evaluator->pool);
    kept_close(evaluator->kept);
}

static void destroy(struct tn_host *host, void *self)
{
    const struct evaluator *evaluator = self;
    (void)host;
    shelf_free(evaluator->shelf);
}

static const struct tn_choice sandbox_words[] = {
    { "required", SANDBOX_REQUIRED, "Do not start without Landlock and seccomp." },
    { "best_effort", SANDBOX_BEST_EFFORT, "Start with a warning; health is degraded." },
    { 0 },
};

static const struct settings defaults = {
    .mount = "/api",
    .memory = { 512ULL << 20 },
    .result = { 64ULL << 20 },
    .timeout = { 30000 },
    .wait = { 30000 },
    .queue = 64,
    .recycle_after = 1000,
    .recycle_memory = { 192ULL << 20 },
    .cache = 100,
    .cache_memory = { 64ULL << 20 },
    .geometry_cache = 100,
    .geometry_cache_memory = { 64ULL << 20 },
    .shared_cache = { 64ULL << 20 },
};

static const struct tn_option options[] = {
    { "mount", TN_OPTION_TEXT(struct settings, mount),
      .summary = "The path before /parse, /evaluate and /export." },
    { "processes", TN_OPTION_INTEGER(struct settings, processes), .min = 0, .max = PROCESSES_MAX,
      .summary = "Evaluator processes of each worker; 0: the machine's cores, shared among the "
                 "workers." },
    { "program", TN_OPTION_PATH(struct settings, program),
      .summary = "The evaluator program, if it is not the one installed with this plugin." },
    { "fonts", TN_OPTION_PATH(struct settings, fonts),
      .summary =
          "A folder of fonts for text(), besides those that the system's fontconfig knows." },
    { "memory", TN_OPTION_BYTES(struct settings, memory), .min = 32LL << 20, .max = 1LL << 40,
      .summary = "The address space of one evaluator process." },
    { "result", TN_OPTION_BYTES(struct settings, result), .min = 1024, .max = 1LL << 30,
      .summary = "The largest reply; a program whose solid or syntax tree needs more than half of "
                 "it fails, and is told so." },
    { "timeout", TN_OPTION_DURATION(struct settings, timeout), .min = 1, .max = 86400000,
      .summary = "The time of one evaluation, from its taking up by a process." },
    { "wait", TN_OPTION_DURATION(struct settings, wait), .min = 1, .max = 86400000,
      .summary = "The time that an evaluation may wait for a process." },
    { "queue", TN_OPTION_INTEGER(struct settings, queue), .min = 0, .max = 100000,
      .summary = "How many evaluations may wait in each worker." },
    { "recycle_after", TN_OPTION_INTEGER(struct settings, recycle_after), .min = 1,
      .max = 1000000000,
      .summary = "How many requests a process serves before a fresh one takes its place." },
    { "recycle_memory", TN_OPTION_BYTES(struct settings, recycle_memory), .min = 1,
      .max = 1LL << 40,
      .summary = "A process that has held more memory than this is replaced after its answer." },
    { "cache", TN_OPTION_INTEGER(struct settings, cache), .min = 0, .max = 100000,
      .summary =
          "How many results each worker keeps, of programs that read no files, to answer the "
          "same request at once; 0: none." },
    { "cache_memory", TN_OPTION_BYTES(struct settings, cache_memory), .min = 1024, .max = 1LL << 40,
      .summary = "The memory for these results, in each worker." },
    { "geometry_cache", TN_OPTION_INTEGER(struct settings, geometry_cache), .min = 0, .max = 100000,
      .summary = "How many solids and areas each process keeps from one program for the next, so "
                 "that of an edited program only what was changed is worked out; 0: none." },
    { "geometry_cache_memory", TN_OPTION_BYTES(struct settings, geometry_cache_memory), .min = 1024,
      .max = 1LL << 40, .summary = "The memory for these, in each process, besides `memory`." },
    { "shared_cache", TN_OPTION_BYTES(struct settings, shared_cache), .min = 0, .max = 1LL << 40,
      .summary = "The memory in which all workers keep results and geometry for each other; it "
                 "outlives them, and the newest take the place of the oldest; 0: none." },
    { "sandbox", TN_OPTION_CHOICE(struct settings, sandbox, sandbox_words),
      .summary = "What to do where the kernel cannot take all rights away from the processes." },
    { 0 },
};

static const struct tn_need needs[] = {
    { "source", TN_SOURCE_ID, .optional = true,
      .summary =
          "Gives the files that programs include, use and import; without it there are none." },
    { 0 },
};

static const struct tn_route routes[] = {
    { "POST", "$mount/parse", on_parse, "The syntax tree of a program." },
    { "POST", "$mount/evaluate", on_evaluate, "The solid that a program describes." },
    { "POST", "$mount/export", on_export,
      "A solid or a flat shape as a file: STL, OBJ, OFF, AMF, 3MF, SVG, DXF, PDF, PNG, "
      "CSG, JSON." },
    { 0 },
};

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,
    .name = "evaluator",
    .version = "1.0.0",
    .summary = "OpenSCAD programs to syntax trees, solids and files.",
    .options = options,
    .defaults = &defaults,
    .options_size = sizeof defaults,
    .needs = needs,
    .metrics = report_metrics,
    .routes = routes,
    .create = create,
    .start = start,
    .stop = stop,
    .destroy = destroy,
    .cancel = on_cancel,
};

/* SPDX-License-Identifier: MIT */
/*
 * Log lines as JSON or text, to standard output and to files in a folder:
 *
 *   combined.log    every line
 *   error.log       lines of level error
 *   exceptions.log  what must never happen: a process that crashed. The server goes on.
 *   rejections.log  what was turned away unseen by any plugin, or failed in one: requests refused
 *                   for their form, hooks that could not do their work
 *
 * The last two are chosen by what lines say (`exceptions`, `rejections`), whatever the level. Lines are
 * written once a turn of the loop; errors at once. Writing never holds up a request: when a disk is
 * full or a reader too slow, lines wait in a buffer, then are lost and counted (lost_lines), and a
 * line says how many as soon as it works again.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <tenon/tenon.h>

#include "line.h"
#include "outlets.h"

enum { LINE_ROOM = 65536, SERVICE_MAX = 200 };
enum standard { STANDARD_OUTPUT, STANDARD_ERROR, STANDARD_NONE };

struct settings {
    int level;
    int format;
    int output;
    const char *service;
    struct tn_path folder;
    struct access {
        bool enabled;
        const struct tn_template *message, *fields;
    } access;
    struct tn_patterns exceptions, rejections;
    struct tn_duration memory;
};

struct log {
    struct tn_host *host;
    const struct settings *settings;
    struct outlets outlets;
    char *room; /* LINE_ROOM bytes for the line that is being made */
};

static const struct tn_metric metrics[] = {
    { .name = "lost_lines",
      .kind = TN_COUNTER,
      .labels = { "output" },
      .summary = "Lines that were lost because a disk was full or a reader too slow." },
    { 0 },
};

/* Lines */

static void emit(struct log *self, unsigned mask, struct line *line)
{
    line->service = self->settings->service;
    size_t size = line_print(self->room, LINE_ROOM, (enum line_format)self->settings->format, line);
    outlets_put(&self->outlets, mask, self->room, size);
    if (line->level == TN_ERROR)
        outlets_flush(&self->outlets); /* it may be the last thing that this process says */
}

/* Whether the message, or the text of a field, is one that the patterns choose. */
static bool is_chosen(const struct tn_patterns *patterns, const struct tn_record *record)
{
    if (tn_patterns_match(patterns, record->message))
        return true;
    for (const struct tn_field *field = record->fields; field && field->name; field++)
        if (field->value.kind == TN_VALUE_TEXT && tn_patterns_match(patterns, field->value.text))
            return true;
    return false;
}

static unsigned mask_of(const struct log *self, const struct tn_record *record)
{
    unsigned mask = 0;
    if ((int)record->level >= self->settings->level)
        mask = 1u << OUTLET_STANDARD | 1u << OUTLET_COMBINED |
               (record->level == TN_ERROR ? 1u << OUTLET_ERROR : 0);
    if (record->level > TN_DEBUG && is_chosen(&self->settings->exceptions, record))
        mask |= 1u << OUTLET_EXCEPTIONS;
    if (record->level > TN_DEBUG && is_chosen(&self->settings->rejections, record))
        mask |= 1u << OUTLET_REJECTIONS;
    return mask;
}

static void write_record(void *context, const struct tn_record *record)
{
    struct log *self = context;
    unsigned mask = mask_of(self, record);
    if (mask)
        emit(self, mask,
             &(struct line){ .level = record->level,
                             .time_ms = record->time_ms,
                             .entry = record->entry,
                             .message = record->message,
                             .request_id = record->request_id,
                             .fields = record->fields });
}

static void tell_lost(void *context, enum outlet outlet, uint64_t lines, int error)
{
    struct log *self = context;
    char message[160];
    snprintf(message, sizeof message, "%llu log lines were lost here: %s",
             (unsigned long long)lines, error ? strerror(error) : "the reader was too slow");
    emit(self, 1u << outlet,
         &(struct line){ .level = TN_WARN,
                         .time_ms = tn_wall_clock_ms(),
                         .entry = tn_name(self->host),
                         .message = tn_text(message) });
}

/* The line for a request */

/* "GET /path 200", put together by hand: it is made for every request. */
static struct tn_text usual_message(struct tn_request *request)
{
    struct tn_text method = tn_request_method(request), path = tn_request_path(request);
    int status = tn_reply_status(request);
    char *text = tn_request_alloc(request, method.size + path.size + sizeof "  200");
    char *end = mempcpy(text, method.at, method.size);
    *end++ = ' ';
    end = mempcpy(end, path.at, path.size);
    *end++ = ' ';
    for (int place = 100; place; place /= 10)
        *end++ = (char)('0' + status / place % 10);
    return (struct tn_text){ text, (size_t)(end - text) };
}

static struct tn_text access_message(struct tn_request *request, const struct log *self)
{
    const struct tn_template *message = self->settings->access.message;
    return message ? tn_template_text(request, message) : usual_message(request);
}

static void write_access(struct tn_request *request, void *context)
{
    struct log *self = context;
    enum tn_level level = tn_reply_status(request) < 500 ? TN_INFO : TN_WARN;
    if (!self->settings->access.enabled || (int)level < self->settings->level)
        return;
    const struct tn_template *template_ = self->settings->access.fields;
    const struct tn_field usual[] = {
        { "method", tn_value_text(tn_request_method(request)) },
        { "path", tn_value_text(tn_request_path(request)) },
        { "status", tn_value_integer(tn_reply_status(request)) },
        { "bytes", tn_value_integer(tn_reply_size(request)) },
        { "duration_ms", tn_value_number((double)(tn_request_elapsed_ns(request) / 1000) / 1000) },
        { "client", tn_value_text(tn_request_client(request)) },
        { "decided_by", tn_variable(request, "reply.decided_by") },
        { NULL, tn_value_absent() },
    };
    emit(self, 1u << OUTLET_STANDARD | 1u << OUTLET_COMBINED,
         &(struct line){ .level = level,
                         .time_ms = tn_wall_clock_ms(),
                         .entry = tn_name(self->host),
                         .message = access_message(request, self),
                         .request_id = tn_request_id(request),
                         .fields = template_ ? NULL : usual,
                         .members = tn_template_json(request, template_) });
}

/* The line about memory, with the names that people grep for. */
static void write_memory(void *context)
{
    struct log *self = context;
    struct tn_process process = { .process_size = sizeof process };
    tn_observe_process(&process);
    const struct tn_field fields[] = {
        { "worker", tn_value_integer(tn_worker_slot()) },
        { "rss", tn_value_integer((int64_t)process.resident_bytes) },
        { "heapTotal", tn_value_integer((int64_t)process.heap_total_bytes) },
        { "heapUsed", tn_value_integer((int64_t)process.heap_used_bytes) },
        { NULL, tn_value_absent() },
    };
    tn_log_fields(self->host, NULL, TN_INFO, fields, "memory usage");
}

/* Life */

static bool check(struct tn_host *host, const struct settings *settings)
{
    static const char *const taken[] = { "level",   "message", "timestamp",
                                         "service", "entry",   "requestId" };
    bool sane = true;
    if (settings->service && strlen(settings->service) > SERVICE_MAX)
        sane = tn_fail_at(host, "service", "expected at most %d bytes, found %zu", SERVICE_MAX,
                          strlen(settings->service));
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        char way[48];
        snprintf(way, sizeof way, "access.fields.%s", taken[i]);
        if (tn_template_member(settings->access.fields, taken[i]))
            sane = tn_fail_at(host, way, "every line has a `%s` already", taken[i]);
    }
    return sane;
}

static void *create(struct tn_host *host, const void *options)
{
    if (!check(host, options))
        return NULL;
    struct log *self = tn_instance_alloc(host, sizeof *self);
    self->host = host;
    self->settings = options;
    self->room = tn_instance_alloc(host, LINE_ROOM);
    self->outlets.tell_lost = tell_lost;
    self->outlets.context = self;
    return self;
}

static bool start(struct tn_host *host, void *context)
{
    static const int descriptors[] = {
        [STANDARD_OUTPUT] = STDOUT_FILENO, [STANDARD_ERROR] = STDERR_FILENO, [STANDARD_NONE] = -1
    };
    struct log *self = context;
    const struct settings *settings = self->settings;
    if (!outlets_start(&self->outlets, host, descriptors[settings->output], settings->folder.at, 0))
        return false;
    /* From info on in any case, for the files that are chosen by the message. */
    bool chosen = settings->exceptions.count || settings->rejections.count;
    int lowest = chosen && settings->level > TN_INFO ? TN_INFO : settings->level;
    tn_observe_log(host, (enum tn_level)lowest, write_record, self);
    if (settings->memory.ms)
        tn_timer_start(host, 0, settings->memory.ms, write_memory, self);
    return true;
}

static void stop(struct tn_host *host, void *context)
{
    (void)host;
    struct log *self = context;
    outlets_stop(&self->outlets);
}

static void reopen(struct tn_host *host, void *context)
{
    struct log *self = context;
    int error = outlets_reopen(&self->outlets);
    if (error)
        tn_log(host, TN_ERROR, "cannot open the log files anew: %s", strerror(error));
}

static const char *const usual_exceptions[] = { "worker * is lost*", "*crashed*" };
static const char *const usual_rejections[] = { "refused a request*", "*the hook failed*" };

static const struct settings defaults = {
    .level = TN_INFO,
    .format = LINE_JSON,
    .output = STANDARD_OUTPUT,
    .access = { .enabled = true },
    .exceptions = { 2, usual_exceptions },
    .rejections = { 2, usual_rejections },
};

static const struct tn_choice levels[] = {
    { "debug", TN_DEBUG, "Everything." },
    { "info", TN_INFO, "What happens, and a line for each request." },
    { "warn", TN_WARN, "What somebody should look at, and requests that ended with 5xx." },
    { "error", TN_ERROR, "What went wrong." },
    { 0 },
};

static const struct tn_choice formats[] = {
    { "json", LINE_JSON, "An object a line: level, message, timestamp, and what else is known." },
    { "text", LINE_TEXT, "For people: time, level, entry, message, fields." },
    { 0 },
};

static const struct tn_choice outputs[] = {
    { "stdout", STANDARD_OUTPUT, "Standard output." },
    { "stderr", STANDARD_ERROR, "Standard error." },
    { "none", STANDARD_NONE, "The files alone." },
    { 0 },
};

static const struct tn_option access_rows[] = {
    { "enabled", TN_OPTION_BOOLEAN(struct access, enabled), .flags = TN_SHORT,
      .summary = "Whether there is a line for each request, at its end." },
    { "message", TN_OPTION_TEMPLATE(struct access, message),
      .summary = "Its message; if left out, method, path and status." },
    { "fields", TN_OPTION_TEMPLATE(struct access, fields),
      .summary = "Its fields, a map; if left out, method, path, status, bytes, duration_ms, "
                 "client and decided_by (plugin, entry and place)." },
    { 0 },
};

static const struct tn_option options[] = {
    { "level", TN_OPTION_CHOICE(struct settings, level, levels), .flags = TN_SHORT,
      .summary = "The lowest level that is written." },
    { "format", TN_OPTION_CHOICE(struct settings, format, formats),
      .summary = "How a line looks." },
    { "output", TN_OPTION_CHOICE(struct settings, output, outputs),
      .summary = "Where lines go beside the files." },
    { "service", TN_OPTION_TEXT(struct settings, service),
      .summary = "A name for this service, as the field `service` of each line." },
    { "folder", TN_OPTION_PATH(struct settings, folder),
      .summary = "The folder of combined.log, error.log, exceptions.log and rejections.log, made "
                 "if missing; if left out, no files are written." },
    { "access", TN_OPTION_GROUP(struct settings, access, access_rows),
      .summary = "The line for each request; the entry's own `except` keeps paths out." },
    { "exceptions", TN_OPTION_PATTERNS(struct settings, exceptions), .max = 20,
      .summary = "Lines go to exceptions.log too whose message, or the text of a field, matches." },
    { "rejections", TN_OPTION_PATTERNS(struct settings, rejections), .max = 20,
      .summary = "Lines go to rejections.log too whose message, or the text of a field, matches." },
    { "memory", TN_OPTION_DURATION(struct settings, memory), .min = 0, .max = 86400000,
      .summary = "How often each worker tells what memory it uses; 0 is never." },
    { 0 },
};

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,
    .name = "log",
    .version = "1.0.0",
    .summary = "Writes log lines to standard output and to files.",
    .options = options,
    .defaults = &defaults,
    .options_size = sizeof defaults,
    .metrics = metrics,
    .create = create,
    .start = start,
    .stop = stop,
    .done = write_access,
    .reopen = reopen,
};

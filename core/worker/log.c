/* SPDX-License-Identifier: MIT */
/* The sdk's tn_log…: lines find their listeners; early ones are kept until a listener can have come. */
#include <stdlib.h>

#include <base/arena.h>
#include <base/current.h>
#include <tenon/host.h>
#include <tenon/request.h>
#include <worker/line.h>
#include <worker/worker.h>

enum { EARLY_MAX = 1000, FIELDS_MAX = 32 };

struct listener {
    struct listener *next;
    struct tn_host *host;
    enum tn_level lowest;
    void (*write)(void *context, const struct tn_record *record);
    void *context;
};

/* A record and all that it points to. */
struct early_line {
    struct early_line *next;
    struct tn_record record;
    struct tn_field fields[FIELDS_MAX + 1];
    struct arena arena;
};

static void keep(struct log *log, const struct tn_record *record)
{
    if (log->early_count++ >= EARLY_MAX)
        return;
    struct early_line *line = memory_alloc(sizeof *line);
    line->record = *record;
    line->record.entry = arena_string(&line->arena, record->entry);
    line->record.message = arena_copy(&line->arena, record->message);
    line->record.request_id = arena_copy(&line->arena, record->request_id);
    for (size_t i = 0; record->fields && record->fields[i].name && i < FIELDS_MAX; i++) {
        line->fields[i].name = arena_string(&line->arena, record->fields[i].name);
        line->fields[i].value = record->fields[i].value;
        line->fields[i].value.text = arena_copy(&line->arena, record->fields[i].value.text);
    }
    line->record.fields = line->fields;
    line->record.request = NULL;
    if (!log->early_end)
        log->early_end = &log->early;
    *log->early_end = line;
    log->early_end = &line->next;
}

static void hand_over(struct log *log, const struct listener *listener,
                      const struct tn_record *record)
{
    if (record->level < listener->lowest)
        return;
    struct current outer = current_enter(listener->host->name, "log");
    log->writing = true;
    listener->write(listener->context, record);
    log->writing = false;
    current = outer;
}

static void deliver(struct log *log, const struct tn_record *record)
{
    for (const struct listener *listener = log->listeners; listener; listener = listener->next)
        hand_over(log, listener, record);
    if (!log->settled)
        keep(log, record);
    else if (!log->listeners && record->level >= TN_INFO)
        line_write(record);
}

void log_say(struct log *log, const struct tn_host *host, struct tn_request *request,
             enum tn_level level, const struct tn_field *fields, struct tn_text message)
{
    plugin_must(!log->writing, "a listener of the log must not log");
    struct tn_record record = {
        .record_size = sizeof record,
        .level = level,
        .time_ms = tn_wall_clock_ms(),
        .entry = host ? host->name : "tenon",
        .plugin = host && host->plugin ? host->plugin->name : "tenon",
        .request = request,
        .message = message,
        .request_id = request ? tn_request_id(request) : (struct tn_text){ NULL, 0 },
        .fields = fields,
    };
    deliver(log, &record);
}

void log_relay(struct log *log, enum tn_level level, int64_t time_ms, bool written,
               struct tn_text message)
{
    struct tn_record record = { .record_size = sizeof record,
                                .level = level,
                                .time_ms = time_ms,
                                .entry = "tenon",
                                .plugin = "tenon",
                                .message = message };
    if (log->listeners || !written)
        deliver(log, &record);
}

/* Most lines are short; a long one costs an allocation. */
static void say_formatted(struct log *log, const struct tn_host *host, enum tn_level level,
                          const char *format, va_list arguments) TN_PRINTF(4, 0);

static void say_formatted(struct log *log, const struct tn_host *host, enum tn_level level,
                          const char *format, va_list arguments)
{
    struct arena arena = { 0 };
    log_say(log, host, NULL, level, NULL, arena_vprint(&arena, format, arguments));
    arena_free(&arena);
}

void log_print(struct log *log, enum tn_level level, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say_formatted(log, NULL, level, format, arguments);
    va_end(arguments);
}

static bool wanted(const struct log *log, enum tn_level level)
{
    if (!log->settled)
        return true;
    for (const struct listener *listener = log->listeners; listener; listener = listener->next)
        if (level >= listener->lowest)
            return true;
    return !log->listeners && level >= TN_INFO;
}

static void forget_early(struct log *log)
{
    for (struct early_line *line = log->early, *next; line; line = next) {
        next = line->next;
        arena_free(&line->arena);
        free(line);
    }
    log->early = NULL;
    log->early_end = NULL;
}

void log_settle(struct log *log)
{
    for (struct early_line *line = log->early; line && !log->listeners; line = line->next)
        if (line->record.level >= TN_INFO)
            line_write(&line->record);
    log->settled = true;
    forget_early(log);
}

void log_forget(struct log *log, struct tn_host *host)
{
    for (struct listener **link = &log->listeners; *link;) {
        struct listener *listener = *link;
        if (listener->host != host) {
            link = &listener->next;
            continue;
        }
        *link = listener->next;
        free(listener);
    }
}

void log_free(struct log *log)
{
    while (log->listeners)
        log_forget(log, log->listeners->host);
    forget_early(log);
}

static struct log *log_of(void)
{
    return &worker_here()->log;
}

void tn_log(struct tn_host *host, enum tn_level level, const char *format, ...)
{
    if (!wanted(log_of(), level))
        return;
    va_list arguments;
    va_start(arguments, format);
    say_formatted(log_of(), host, level, format, arguments);
    va_end(arguments);
}

void tn_log_fields(struct tn_host *host, struct tn_request *request, enum tn_level level,
                   const struct tn_field *fields, const char *message)
{
    if (wanted(log_of(), level))
        log_say(log_of(), host, request, level, fields, tn_text(message));
}

bool tn_log_wanted(struct tn_host *host, enum tn_level level)
{
    (void)host;
    return wanted(log_of(), level);
}

void tn_observe_log(struct tn_host *host, enum tn_level lowest,
                    void (*write)(void *context, const struct tn_record *record), void *context)
{
    plugin_must(host->started && host->errors, "tn_observe_log is for start");
    struct log *log = log_of();
    struct listener *listener = memory_alloc(sizeof *listener), **link = &log->listeners;
    *listener = (struct listener){ NULL, host, lowest, write, context };
    while (*link)
        link = &(*link)->next;
    *link = listener;
    for (struct early_line *line = log->early; line; line = line->next)
        hand_over(log, listener, &line->record);
}

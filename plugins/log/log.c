/* SPDX-License-Identifier: MIT */
/*
 * Log lines as JSON or text, to standard output and to files in a folder:
 *
 *   combined.log    every line
 *   error.log       lines of level error
 *   exceptions.log  what must never happen: a process that crashed. The server goes on.
 *   rejections.log  what was turned away unseen by any plugin, or failed in one: requests refused
 *                   for their form, hooks that could not do their work
 *   security.log    what the file says is such
 *
 * The last three are chosen by what lines say (`exceptions`, `rejections`, `security`), whatever the level. A thread writes them,
 * so that no request ever waits for a disk: when it is full or a reader too slow, lines wait in a buffer, then are lost and
 * counted (lost_lines), and a line says how many as soon as it works again.
 */
#include "log.h"

#include <stdio.h>
#include <unistd.h>

static const struct tn_metric metrics[] = {
    { .name = "lost_lines",
      .kind = TN_COUNTER,
      .labels = { "output" },
      .summary = "Lines that were lost because a disk was full or a reader too slow." },
    { 0 },
};

static const struct tn_variable variables[] = {
    { "sample", access_sample, 0,
      "How many requests the access line stands for: `access.sample`, or 1." },
    { 0 },
};

/* Fields that every line has */

/* Where the trace stands; only the plugin that declares these variables knows what a trace is. */
static size_t add_trace(struct log *self, size_t count, struct tn_request *request)
{
    struct tn_value trace = tn_variable(request, "trace.id");
    if (trace.kind != TN_VALUE_TEXT)
        return count;
    self->common[count++] = (struct tn_field){ "traceId", trace };
    self->common[count++] = (struct tn_field){ "spanId", tn_variable(request, "trace.span") };
    return count;
}

static const struct tn_field *common_fields(struct log *self, struct tn_request *request)
{
    if (!request)
        return self->constant;
    const struct field_row *rows = self->settings->fields.items;
    size_t count = self->constant_count;
    for (size_t i = 0; i < self->settings->fields.count; i++) {
        if (tn_template_is_constant(rows[i].value))
            continue;
        struct tn_text json = tn_template_filtered(request, rows[i].value, true, &self->filter);
        if (!tn_text_is(json, "null"))
            self->common[count++] = (struct tn_field){ rows[i].name, tn_value_json(json) };
    }
    count = add_trace(self, count, request);
    self->common[count].name = NULL;
    return self->common;
}

static void make_constant_fields(struct log *self)
{
    const struct field_row *rows = self->settings->fields.items;
    size_t most = self->settings->fields.count + 3; /* the trace, and the end */
    self->constant = tn_instance_alloc(self->host, most * sizeof *self->constant);
    self->common = tn_instance_alloc(self->host, most * sizeof *self->common);
    for (size_t i = 0; i < self->settings->fields.count; i++) {
        if (!tn_template_is_constant(rows[i].value))
            continue;
        struct tn_value value = tn_template_value(NULL, rows[i].value);
        if (value.kind == TN_VALUE_ABSENT) /* a map or a list */
            value = tn_value_json(tn_template_constant(rows[i].value));
        self->common[self->constant_count] = (struct tn_field){ rows[i].name, value };
        self->constant[self->constant_count++] = (struct tn_field){ rows[i].name, value };
    }
}

/* Lines */

void log_emit_made(struct log *self, unsigned mask, size_t size)
{
    outlets_put(&self->outlets, mask, self->room, size);
}

void log_emit(struct log *self, unsigned mask, struct tn_request *request, struct line *line)
{
    line->common = common_fields(self, request);
    size_t size = line_print(self->room, LINE_ROOM, &self->shape, line);
    log_emit_made(self, mask, size);
    if (line->level == TN_ERROR)
        outlets_flush(&self->outlets); /* it may be the last thing that this process says */
}

int log_level(const struct log *self, const char *entry, const char *plugin)
{
    const struct level_row *rows = self->settings->levels.items;
    int level = settings_level(self->settings);
    for (size_t i = 0; i < self->settings->levels.count; i++) {
        if (strcmp(rows[i].name, entry) == 0)
            return rows[i].level;
        if (strcmp(rows[i].name, plugin) == 0)
            level = rows[i].level;
    }
    return level;
}

/* Whether the message, or the text of a field, is one that the patterns choose. */
static bool is_chosen(const struct tn_patterns *patterns, struct tn_text message,
                      const struct tn_field *fields)
{
    if (tn_patterns_match(patterns, message))
        return true;
    for (const struct tn_field *field = fields; field && field->name; field++)
        if (field->value.kind == TN_VALUE_TEXT && tn_patterns_match(patterns, field->value.text))
            return true;
    return false;
}

unsigned log_chosen(const struct log *self, struct tn_text message, const struct tn_field *fields)
{
    const struct settings *settings = self->settings;
    unsigned mask = 0;
    if (is_chosen(&settings->exceptions, message, fields))
        mask |= 1u << OUTLET_EXCEPTIONS;
    if (is_chosen(&settings->rejections, message, fields))
        mask |= 1u << OUTLET_REJECTIONS;
    if (is_chosen(&settings->security, message, fields))
        mask |= 1u << OUTLET_SECURITY;
    return mask;
}

static unsigned mask_of(const struct log *self, const struct tn_record *record)
{
    unsigned mask = 0;
    if ((int)record->level >= log_level(self, record->entry, record->plugin))
        mask = 1u << OUTLET_STANDARD | 1u << OUTLET_COMBINED |
               (record->level == TN_ERROR ? 1u << OUTLET_ERROR : 0);
    if (record->level > TN_DEBUG)
        mask |= log_chosen(self, record->message, record->fields);
    return mask;
}

/* What plugins say must not tell secrets either. */
enum { FIELDS_MAX = 64 };
static void clean_fields(struct log *self, const struct tn_field *from,
                         struct tn_field to[FIELDS_MAX + 1])
{
    size_t count = 0;
    for (; from && from->name && count < FIELDS_MAX; from++, count++)
        to[count] = (struct tn_field){ from->name, clean_value(&self->clean, tn_text(from->name),
                                                               from->value) };
    to[count].name = NULL;
}

static void write_record(void *context, const struct tn_record *record)
{
    struct log *self = context;
    unsigned mask = mask_of(self, record);
    if (!mask)
        return;
    struct tn_field fields[FIELDS_MAX + 1];
    clean_reset(&self->clean);
    clean_fields(self, record->fields, fields);
    log_emit(self, mask, record->request,
             &(struct line){ .level = record->level,
                             .time_ms = record->time_ms,
                             .entry = record->entry,
                             .message = clean_text(&self->clean, record->message),
                             .request_id = record->request_id,
                             .fields = fields });
}

static void tell(void *context, unsigned mask, enum tn_level level, const char *message)
{
    struct log *self = context;
    log_emit(self, mask, NULL,
             &(struct line){ .level = level,
                             .time_ms = tn_wall_clock_ms(),
                             .entry = tn_name(self->host),
                             .message = tn_text(message) });
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

static struct tn_value pass_clean(void *context, struct tn_text name, struct tn_value value)
{
    return clean_value(context, name, value);
}

static void prepare_clean(struct log *self)
{
    const struct settings *settings = self->settings;
    self->clean = (struct clean){
        .enabled = settings->redact.enabled,
        .names = { settings->redact.names, settings->redact.also },
        .with = tn_text(settings->redact.with),
        .addresses = settings->mask.addresses,
        .mail = settings->mask.mail,
        .verdicts = tn_instance_alloc(self->host, CLEAN_VERDICTS * sizeof *self->clean.verdicts),
        .room = tn_instance_alloc(self->host, CLEAN_ROOM),
    };
    self->filter = (struct tn_filter){ pass_clean, &self->clean };
}

static struct tn_text make_name(struct log *self, const char *name)
{
    size_t most = strlen(name) * LINE_ESCAPED_MAX + sizeof "\"\":";
    char *room = tn_instance_alloc(self->host, most);
    return line_name(&(struct pen){ room, room + most, false }, name);
}

static void prepare_shape(struct log *self)
{
    const struct settings *settings = self->settings;
    const struct keys *keys = &settings->keys;
    self->shape = (struct line_shape){
        .format = (enum line_format)settings->format,
        .time = (enum pen_time)settings->time,
        .clock = &self->clock,
        .service = settings->service,
        .level = make_name(self, keys->level),
        .message = make_name(self, keys->message),
        .timestamp = make_name(self, keys->timestamp),
        .service_name = make_name(self, keys->service),
        .entry = make_name(self, keys->entry),
        .request = make_name(self, keys->request),
        .fields = make_name(self, keys->fields),
    };
}

static void *create(struct tn_host *host, const void *options)
{
    if (!settings_check(host, options))
        return NULL;
    struct log *self = tn_instance_alloc(host, sizeof *self);
    self->host = host;
    self->settings = options;
    prepare_shape(self);
    self->room = tn_instance_alloc(host, LINE_ROOM);
    self->outlets.tell = tell;
    self->outlets.context = self;
    prepare_clean(self);
    make_constant_fields(self);
    return self;
}

/* From info on in any case, for the files that are chosen by the message. */
static enum tn_level lowest_level(const struct settings *settings)
{
    bool chosen =
        settings->exceptions.count || settings->rejections.count || settings->security.count;
    int level = settings_level(settings), lowest = chosen && level > TN_INFO ? TN_INFO : level;
    const struct level_row *rows = settings->levels.items;
    for (size_t i = 0; i < settings->levels.count; i++)
        lowest = rows[i].level < lowest ? rows[i].level : lowest;
    return (enum tn_level)lowest;
}

static bool start(struct tn_host *host, void *context)
{
    static const int descriptors[] = {
        [STANDARD_OUTPUT] = STDOUT_FILENO, [STANDARD_ERROR] = STDERR_FILENO, [STANDARD_NONE] = -1
    };
    struct log *self = context;
    const struct settings *settings = self->settings;
    const struct outlets_settings outlets = {
        .standard = descriptors[settings->output],
        .folder = settings->folder.at,
        .access = settings->access.file,
        .exceptions = settings->exceptions.count > 0,
        .rejections = settings->rejections.count > 0,
        .security = settings->security.count > 0,
        .rotate_size = settings->rotate.size.count,
        .rotate_keep = (unsigned)settings->rotate.keep,
        .metric = 0,
    };
    if (!outlets_start(&self->outlets, host, &outlets))
        return false;
    tn_observe_log(host, lowest_level(settings), write_record, self);
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
    (void)host;
    struct log *self = context;
    outlets_reopen(&self->outlets);
}

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,
    .name = "log",
    .version = "1.1.0",
    .summary = "Writes log lines to standard output and to files.",
    .options = settings_rows,
    .defaults = &settings_default,
    .options_size = sizeof settings_default,
    .variables = variables,
    .metrics = metrics,
    .create = create,
    .start = start,
    .stop = stop,
    .request = access_arrival,
    .done = access_end,
    .reopen = reopen,
};

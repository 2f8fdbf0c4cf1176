/* SPDX-License-Identifier: MIT */
/* Lines for requests: when they arrive, at their end, and for those that end in a way that the file names. */
#include <stdio.h>
#include <stdlib.h>

#include "apache.h"
#include "log.h"

/* The status under which a client that left without a reply is counted. */
enum { GONE = 499 };

static int status_of(const struct tn_request *request)
{
    int status = tn_reply_status(request);
    return status ? status : GONE;
}

static unsigned access_mask(const struct log *self)
{
    if (self->settings->access.file)
        return 1u << OUTLET_ACCESS;
    return 1u << OUTLET_STANDARD | 1u << OUTLET_COMBINED;
}

/* "GET /path 200", put together by hand: it is made for every request. */
static struct tn_text usual_message(struct tn_request *request, struct tn_text path)
{
    struct tn_text method = tn_request_method(request);
    int status = status_of(request);
    char *text = tn_request_alloc(request, method.size + path.size + sizeof "  200");
    char *end = mempcpy(text, method.at, method.size);
    *end++ = ' ';
    end = mempcpy(end, path.at, path.size);
    *end++ = ' ';
    for (int place = 100; place; place /= 10)
        *end++ = (char)('0' + status / place % 10);
    return (struct tn_text){ text, (size_t)(end - text) };
}

static double elapsed_ms(const struct tn_request *request)
{
    return (double)(tn_request_elapsed_ns(request) / 1000) / 1000;
}

/* Room for a trailing field that says how many requests the line stands for. */
static void put_usual(struct log *self, struct tn_request *request, int64_t sample,
                      struct line *line)
{
    struct tn_text path = clean_text(&self->clean, tn_request_path(request));
    struct tn_text client = tn_request_client(request);
    const struct tn_field usual[] = {
        { "method", tn_value_text(tn_request_method(request)) },
        { "path", tn_value_text(path) },
        { "status", tn_value_integer(status_of(request)) },
        { "bytes", tn_value_integer(tn_reply_size(request)) },
        { "duration_ms", tn_value_number(elapsed_ms(request)) },
        { "client", tn_value_text(clean_text(&self->clean, client)) },
        { "decided_by", tn_variable(request, "reply.decided_by") },
        { sample > 1 ? "sample" : NULL, tn_value_integer(sample) },
        { NULL, tn_value_absent() },
    };
    if (!tn_text_present(line->message))
        line->message = usual_message(request, path);
    line->fields = usual;
    log_emit(self, access_mask(self), request, line);
}

static void put_stated(struct log *self, struct tn_request *request, unsigned mask,
                       const struct words *words, int64_t sample, struct line *line)
{
    const struct tn_field fields[] = {
        { sample > 1 ? "sample" : NULL, tn_value_integer(sample) },
        { NULL, tn_value_absent() },
    };
    line->fields = fields;
    line->members = tn_template_filtered(request, words->fields, true, &self->filter);
    log_emit(self, mask, request, line);
}

static struct line begin_line(struct log *self, struct tn_request *request, enum tn_level level,
                              const struct words *words)
{
    clean_reset(&self->clean);
    return (struct line){ .level = level,
                          .time_ms = tn_wall_clock_ms(),
                          .entry = tn_name(self->host),
                          .message =
                              tn_template_filtered(request, words->message, false, &self->filter),
                          .request_id = tn_request_id(request) };
}

static void put_as_others(struct log *self, struct tn_request *request, enum tn_level level,
                          int64_t sample)
{
    const struct words *words = &self->settings->access.end;
    struct line line = begin_line(self, request, level, words);
    if (!words->fields) {
        put_usual(self, request, sample, &line);
        return;
    }
    if (!tn_text_present(line.message))
        line.message = usual_message(request, clean_text(&self->clean, tn_request_path(request)));
    put_stated(self, request, access_mask(self), words, sample, &line);
}

static struct tn_text clean_header(struct log *self, struct tn_request *request, const char *name)
{
    return clean_value(&self->clean, tn_text(name), tn_value_text(tn_request_header(request, name)))
        .text;
}

static void put_apache(struct log *self, struct tn_request *request)
{
    bool combined = self->settings->access.format == ACCESS_COMBINED;
    bool head = tn_text_is(tn_request_method(request), "HEAD");
    struct pen pen = { self->room, self->room + LINE_ROOM, false };
    clean_reset(&self->clean);
    struct tn_value user = clean_value(&self->clean, TN_TEXT("user"), tn_variable(request, "user"));
    const struct apache line = {
        .time_ms = tn_wall_clock_ms(),
        .clock = &self->apache_clock,
        .client = clean_text(&self->clean, tn_request_client(request)),
        .user = user.kind == TN_VALUE_TEXT ? user.text : tn_text(NULL),
        .method = tn_request_method(request),
        .target = clean_text(&self->clean, tn_request_target(request)),
        .version = tn_variable(request, "request.version").text,
        .status = status_of(request),
        .bytes = head ? 0 : tn_reply_size(request),
        .combined = combined,
        .referer = combined ? clean_header(self, request, "referer") : tn_text(NULL),
        .agent = combined ? clean_header(self, request, "user-agent") : tn_text(NULL),
    };
    apache_print(&pen, &line);
    if (!pen.full)
        log_emit_made(self, access_mask(self), (size_t)(pen.at - self->room));
}

/* What the file says is all there is. */
static void put_own_line(struct log *self, struct tn_request *request)
{
    struct pen pen = { self->room, self->room + LINE_ROOM, false };
    clean_reset(&self->clean);
    pen_escaped(&pen,
                tn_template_filtered(request, self->settings->access.line, false, &self->filter),
                false);
    pen_char(&pen, '\n');
    if (!pen.full)
        log_emit_made(self, access_mask(self), (size_t)(pen.at - self->room));
}

/*
 * One of each group of requests, at random within it, so that nothing that happens regularly is always or never the one. Done for
 * requests that ended well alone.
 */
static bool is_chosen(struct log *self)
{
    int64_t sample = self->settings->access.sample;
    if (sample == 1)
        return true;
    if (self->group_left == 0) {
        self->group_left = sample;
        self->group_chosen = 1 + random() % sample;
    }
    return self->group_left-- == self->group_chosen;
}

static int64_t sample_of(const struct log *self, int status)
{
    return status < 400 ? self->settings->access.sample : 1;
}

struct tn_value access_sample(struct tn_request *request, void *self, struct tn_text rest)
{
    (void)rest;
    return tn_value_integer(sample_of(self, status_of(request)));
}

static void put_line(struct log *self, struct tn_request *request, enum tn_level level)
{
    const struct access *access = &self->settings->access;
    int status = status_of(request);
    if (status < 400 && !is_chosen(self))
        return;
    if (access->line)
        put_own_line(self, request);
    else if (access->format != ACCESS_AS_OTHERS)
        put_apache(self, request);
    else
        put_as_others(self, request, level, sample_of(self, status));
}

static bool event_applies(const struct event *event, struct tn_request *request)
{
    char text[12];
    snprintf(text, sizeof text, "%d", status_of(request));
    if (!tn_patterns_match(&event->status, tn_text(text)))
        return false;
    struct tn_value entry = tn_variable(request, "reply.entry");
    return event->by.count == 0 ||
           (entry.kind == TN_VALUE_TEXT && tn_patterns_match(&event->by, entry.text));
}

static void put_event(struct log *self, struct tn_request *request, const struct event *event)
{
    struct line line = begin_line(self, request, (enum tn_level)event->level, &event->words);
    unsigned mask = log_chosen(self, line.message, NULL);
    if (event->level >= log_level(self, line.entry, "log"))
        mask |= 1u << OUTLET_STANDARD | 1u << OUTLET_COMBINED |
                (event->level == TN_ERROR ? 1u << OUTLET_ERROR : 0);
    put_stated(self, request, mask, &event->words, 1, &line);
}

/* Machines that ask every second whether all is well are not what someone looks for in a log. */
static bool is_quiet(const struct settings *settings, struct tn_request *request)
{
    if (settings->access.probes)
        return false;
    struct tn_value probe = tn_variable(request, "reply.probe");
    return probe.kind == TN_VALUE_BOOLEAN && probe.boolean;
}

void access_end(struct tn_request *request, void *context)
{
    struct log *self = context;
    const struct settings *settings = self->settings;
    enum tn_level level = status_of(request) < 500 ? TN_INFO : TN_WARN;
    if (settings->access.enabled && !is_quiet(settings, request) &&
        (int)level >= log_level(self, tn_name(self->host), "log"))
        put_line(self, request, level);
    const struct event *events = settings->events.items;
    for (size_t i = 0; i < settings->events.count; i++)
        if (event_applies(&events[i], request))
            put_event(self, request, &events[i]);
}

enum tn_verdict access_arrival(struct tn_request *request, void *context)
{
    struct log *self = context;
    const struct access *access = &self->settings->access;
    if (access->arrival.message && access->enabled &&
        log_level(self, tn_name(self->host), "log") <= TN_INFO) {
        struct line line = begin_line(self, request, TN_INFO, &access->arrival);
        put_stated(self, request, access_mask(self), &access->arrival, 1, &line);
    }
    return TN_NEXT;
}

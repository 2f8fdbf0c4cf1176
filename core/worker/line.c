/* SPDX-License-Identifier: MIT */
/* The text form of a log line, for when no plugin takes it. */
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include <base/buffer.h>
#include <base/json.h>
#include <worker/line.h>

static const char *const level_names[] = { "debug", "info ", "warn ", "error" };

static void add_time(struct buffer *line, int64_t time_ms)
{
    time_t seconds = (time_t)(time_ms / 1000);
    struct tm utc;
    char text[32];
    gmtime_r(&seconds, &utc);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &utc);
    buffer_print(line, "%s.%03dZ", text, (int)(time_ms % 1000));
}

static void add_value(struct buffer *line, const struct tn_value *value)
{
    switch (value->kind) {
    case TN_VALUE_ABSENT:
        break;
    case TN_VALUE_TEXT:
    case TN_VALUE_JSON:
        buffer_add(line, value->text);
        break;
    case TN_VALUE_INTEGER:
        buffer_print(line, "%lld", (long long)value->integer);
        break;
    case TN_VALUE_NUMBER: {
        char number[JSON_NUMBER_MAX];
        buffer_add(line, (struct tn_text){ number, json_number_print(value->number, number) });
        break;
    }
    case TN_VALUE_BOOLEAN:
        buffer_string(line, value->boolean ? "true" : "false");
        break;
    }
}

/* A line is one line, whatever a client has put into it. */
static void flatten(struct buffer *line)
{
    for (size_t i = 0; i < line->size; i++)
        if ((unsigned char)line->at[i] < 0x20 || line->at[i] == 0x7f)
            line->at[i] = ' ';
}

void line_write(const struct tn_record *record)
{
    struct buffer line = { 0 };
    add_time(&line, record->time_ms);
    buffer_print(&line, " %s %s: ", level_names[record->level], record->entry);
    buffer_add(&line, record->message);
    for (const struct tn_field *field = record->fields; field && field->name; field++) {
        buffer_print(&line, " %s=", field->name);
        add_value(&line, &field->value);
    }
    if (tn_text_present(record->request_id))
        buffer_print(&line, " request=%" TN_PRI, TN_ARG(record->request_id));
    flatten(&line);
    buffer_string(&line, "\n");
    /* Nobody is left to tell if standard error is closed. */
    ssize_t written = write(STDERR_FILENO, line.at, line.size);
    (void)written;
    buffer_free(&line);
}

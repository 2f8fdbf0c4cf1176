/* SPDX-License-Identifier: MIT */
/* The text form of a log line, for when no plugin takes it. */
#include <unistd.h>

#include <base/clock.h>
#include <base/json.h>
#include <worker/line.h>

static const char *const level_names[] = { "debug", "info ", "warn ", "error" };

static void add_value(struct buffer *line, const struct tn_value *value)
{
    struct json json = { .indent = 0 };
    if (value->kind == TN_VALUE_TEXT || value->kind == TN_VALUE_JSON) {
        buffer_add(line, value->text);
    } else if (value->kind != TN_VALUE_ABSENT) {
        json_value(&json, *value);
        buffer_add(line, buffer_text(&json.out));
    }
    json_free(&json);
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
    char time[CLOCK_ISO_SIZE];
    clock_print_iso(record->time_ms, time);
    buffer_print(&line, "%s %s %s: ", time, level_names[record->level], record->entry);
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

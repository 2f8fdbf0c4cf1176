/* SPDX-License-Identifier: MIT */
/* One log line as bytes: JSON for machines, text for people. */
#pragma once

#include <stdint.h>

#include <tenon/log.h>

enum line_format { LINE_JSON, LINE_TEXT };

struct line {
    enum tn_level level;
    int64_t time_ms;
    const char *service; /* NULL: left out */
    const char *entry;
    struct tn_text message;
    struct tn_text request_id;     /* absent: left out */
    const struct tn_field *fields; /* NULL, or ends with a NULL name */
    struct tn_text members;        /* a JSON object whose members are fields too; absent: none */
};

/*
 * Writes the line with its line feed and returns its size. A line that needs more than `room`
 * loses its fields and the end of its message, and says so; `room` is at least LINE_ROOM_MIN.
 * Whatever a client has put into it, it is one line of valid UTF-8.
 */
enum { LINE_ROOM_MIN = 16384 };
size_t line_print(char *buffer, size_t room, enum line_format format, const struct line *line);

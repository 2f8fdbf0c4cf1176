/* SPDX-License-Identifier: MIT */
/* One log line as bytes: JSON for machines, text for people. */
#pragma once

#include <tenon/log.h>

#include "pen.h"

enum line_format { LINE_JSON, LINE_TEXT };

/* What all lines have in common. */
struct line_shape {
    enum line_format format;
    enum pen_time time;
    struct pen_clock *clock; /* for times of this form; NULL: each is made anew */
    const char *service;     /* NULL: left out */
    /* The names in JSON of what every line has, as line_name makes them; one that is absent is left out. Fields without a name stand
     * beside the others. */
    struct tn_text level, message, timestamp, service_name, entry, request, fields;
};

/* A name with its quotes and its colon, into `room`; absent for one that is empty, or longer than that. */
enum { LINE_ESCAPED_MAX = 6 }; /* of each byte */
struct tn_text line_name(struct pen *room, const char *name);

struct line {
    enum tn_level level;
    int64_t time_ms;
    const char *entry;
    struct tn_text message;
    struct tn_text request_id;     /* absent: left out */
    const struct tn_field *common; /* as fields, but always beside the rest */
    const struct tn_field *fields; /* NULL, or ends with a NULL name */
    struct tn_text members;        /* a JSON object whose members are fields too; absent: none */
};

/*
 * Writes the line with its line feed and returns its size. A line that needs more than `room`
 * loses its fields and the end of its message, and says so; `room` is at least LINE_ROOM_MIN.
 * Whatever a client has put into it, it is one line of valid UTF-8.
 */
enum { LINE_ROOM_MIN = 16384 };
size_t line_print(char *buffer, size_t room, const struct line_shape *shape,
                  const struct line *line);

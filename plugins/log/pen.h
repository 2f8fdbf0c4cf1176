/* SPDX-License-Identifier: MIT */
/* Writing into a buffer piece by piece: texts, numbers, times, JSON. What does not fit is left out, and remembered. */
#pragma once

#include <stdint.h>

#include <tenon/value.h>

struct pen {
    char *at, *end;
    bool full; /* something did not fit */
};

void pen_put(struct pen *pen, const char *bytes, size_t size);

/* One byte; lines are full of commas and quotes. */
static inline void pen_char(struct pen *pen, char byte)
{
    if (pen->at < pen->end)
        *pen->at++ = byte;
    else
        pen->full = true;
}

void pen_string(struct pen *pen, const char *string);
void pen_text(struct pen *pen, struct tn_text text);

/* `width` digits with zeros in front. */
void pen_digits(struct pen *pen, int64_t number, int width);
void pen_integer(struct pen *pen, int64_t number);

/*
 * Control characters as in JSON, what is no UTF-8 as the replacement character: one line whatever a client has put into it.
 * `quotes`: quotes and backslashes too, as within a JSON string.
 */
void pen_escaped(struct pen *pen, struct tn_text text, bool quotes);
void pen_quoted(struct pen *pen, struct tn_text text);

/* As JSON. */
void pen_value(struct pen *pen, const struct tn_value *value);

/* How a time looks; all are UTC, and never before 1970. */
enum pen_time {
    PEN_ISO,     /* 2026-01-02T03:04:05.678Z (RFC 3339) */
    PEN_PLAIN,   /* 2026-01-02 03:04:05 */
    PEN_APACHE,  /* 02/Jan/2026:03:04:05 +0000 */
    PEN_UNIX_MS, /* 1767323045678 */
};
void pen_time(struct pen *pen, int64_t time_ms, enum pen_time form);

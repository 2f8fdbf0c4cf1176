/* SPDX-License-Identifier: MIT */
/* Writing into a buffer piece by piece: texts, numbers, times, JSON. What does not fit is left out, and remembered. */
#pragma once

#include <stdint.h>
#include <string.h>

#include <tenon/value.h>

struct pen {
    char *at, *end;
    bool full; /* something did not fit */
};

static inline void pen_put(struct pen *pen, const char *bytes, size_t size)
{
    if (size > (size_t)(pen->end - pen->at))
        pen->full = true;
    else if (size)
        pen->at = (char *)memcpy(pen->at, bytes, size) + size;
}

/* One byte; lines are full of commas and quotes. */
static inline void pen_char(struct pen *pen, char byte)
{
    if (pen->at < pen->end)
        *pen->at++ = byte;
    else
        pen->full = true;
}

static inline void pen_string(struct pen *pen, const char *string)
{
    pen_put(pen, string, strlen(string));
}

static inline void pen_text(struct pen *pen, struct tn_text text)
{
    pen_put(pen, text.at, text.size);
}

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

/* The same for times that come one after the other: the calendar is asked once a second. All zero at first, and for one form.
 * Without a clock it is pen_time. */
struct pen_clock {
    int64_t second;
    size_t size; /* 0: nothing is known yet */
    char text[32];
};
void pen_clock_time(struct pen *pen, struct pen_clock *clock, int64_t time_ms, enum pen_time form);

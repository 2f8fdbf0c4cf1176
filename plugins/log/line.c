/* SPDX-License-Identifier: MIT */
/* Formatting into a buffer that is large enough for all but the strangest lines. */
#include "line.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { MESSAGE_CUT = 1024 };

static const char *const level_names[] = { "debug", "info", "warn", "error" };

/* Where the line is being written; `full` once something did not fit. */
struct pen {
    char *at, *end;
    bool full;
};

static void put(struct pen *pen, const char *bytes, size_t size)
{
    if (size > (size_t)(pen->end - pen->at)) {
        pen->full = true;
        return;
    }
    memcpy(pen->at, bytes, size);
    pen->at += size;
}

static void put_string(struct pen *pen, const char *string)
{
    put(pen, string, strlen(string));
}

/* The size of the UTF-8 character at the beginning (RFC 3629, 4), or 0 if none is. */
static size_t character_size(const unsigned char *at, size_t size)
{
    size_t wanted = *at < 0x80 ? 1 : *at < 0xc2 ? 0 : *at < 0xe0 ? 2 : *at < 0xf0 ? 3 : 4;
    if (!wanted || wanted > size || *at > 0xf4)
        return 0;
    for (size_t i = 1; i < wanted; i++)
        if ((at[i] & 0xc0) != 0x80)
            return 0;
    if ((*at == 0xe0 && at[1] < 0xa0) || (*at == 0xed && at[1] > 0x9f) ||
        (*at == 0xf0 && at[1] < 0x90) || (*at == 0xf4 && at[1] > 0x8f))
        return 0;
    return wanted;
}

static void put_control(struct pen *pen, unsigned char c)
{
    char escape[8];
    if (c == '\n')
        put_string(pen, "\\n");
    else if (c == '\r')
        put_string(pen, "\\r");
    else if (c == '\t')
        put_string(pen, "\\t");
    else {
        snprintf(escape, sizeof escape, "\\u%04x", c);
        put_string(pen, escape);
    }
}

/* How many bytes from here on need no thought. */
static size_t plain_size(const unsigned char *at, size_t size)
{
    size_t plain = 0;
    while (plain < size && at[plain] >= 0x20 && at[plain] < 0x7f && at[plain] != '"' &&
           at[plain] != '\\')
        plain++;
    return plain;
}

/* The inside of a JSON string; in text lines quotes and backslashes of the message stay. */
static void put_escaped(struct pen *pen, struct tn_text text, bool quotes)
{
    const unsigned char *at = (const unsigned char *)text.at;
    for (size_t left = text.size, size; left; at += size, left -= size) {
        size = plain_size(at, left);
        if (size) {
            put(pen, (const char *)at, size);
            continue;
        }
        size = character_size(at, left);
        if (!size) {
            size = 1;
            put_string(pen, "\xef\xbf\xbd");
        } else if (*at < 0x20 || *at == 0x7f) {
            put_control(pen, *at);
        } else if (quotes && (*at == '"' || *at == '\\')) {
            put_string(pen, *at == '"' ? "\\\"" : "\\\\");
        } else {
            put(pen, (const char *)at, size);
        }
    }
}

static void put_quoted(struct pen *pen, struct tn_text text)
{
    put(pen, "\"", 1);
    put_escaped(pen, text, true);
    put(pen, "\"", 1);
}

/* Lines are written for every request: the usual numbers go without printf. */
static void put_integer(struct pen *pen, int64_t number)
{
    char digits[20];
    size_t at = sizeof digits;
    uint64_t left = number < 0 ? -(uint64_t)number : (uint64_t)number;
    do
        digits[--at] = (char)('0' + left % 10);
    while (left /= 10);
    if (number < 0)
        put(pen, "-", 1);
    put(pen, digits + at, sizeof digits - at);
}

/* `width` digits with zeros in front. */
static void put_digits(struct pen *pen, int64_t number, int width)
{
    char digits[20];
    for (int at = width; at-- > 0; number /= 10)
        digits[at] = (char)('0' + number % 10);
    put(pen, digits, (size_t)width);
}

/* Durations in thousandths are the numbers that lines are full of. */
static bool put_thousandths(struct pen *pen, double number)
{
    double thousandths = number * 1000;
    if (!(number >= 0 && number < 1e9) || thousandths != floor(thousandths))
        return false;
    int64_t whole = (int64_t)thousandths;
    if ((double)whole / 1000 != number)
        return false;
    int width = whole % 10 ? 3 : whole % 100 ? 2 : whole % 1000 ? 1 : 0;
    put_integer(pen, whole / 1000);
    if (width) {
        put(pen, ".", 1);
        put_digits(pen, whole % 1000 / (width == 3 ? 1 : width == 2 ? 10 : 100), width);
    }
    return true;
}

static void put_number(struct pen *pen, double number)
{
    char text[40];
    if (!isfinite(number)) {
        put_string(pen, "null");
    } else if (!put_thousandths(pen, number)) {
        snprintf(text, sizeof text, "%.15g", number);
        if (strtod(text, NULL) != number)
            snprintf(text, sizeof text, "%.17g", number);
        put_string(pen, text);
    }
}

static void put_value(struct pen *pen, const struct tn_value *value)
{
    switch (value->kind) {
    case TN_VALUE_ABSENT:
        put_string(pen, "null");
        break;
    case TN_VALUE_TEXT:
        put_quoted(pen, value->text);
        break;
    case TN_VALUE_INTEGER:
        put_integer(pen, value->integer);
        break;
    case TN_VALUE_NUMBER:
        put_number(pen, value->number);
        break;
    case TN_VALUE_BOOLEAN:
        put_string(pen, value->boolean ? "true" : "false");
        break;
    case TN_VALUE_JSON:
        put(pen, value->text.at, value->text.size);
        break;
    }
}

/* The date of a day counted from 1970-01-01, in the Gregorian calendar: eras of 400 years that begin
 * in March, so that the leap day comes last. */
static void put_date(struct pen *pen, int64_t day)
{
    int64_t shifted = day + 719468;
    int64_t era = shifted / 146097;
    int64_t day_of_era = shifted - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t march_month = (5 * day_of_year + 2) / 153;
    int64_t month = march_month < 10 ? march_month + 3 : march_month - 9;
    put_digits(pen, era * 400 + year_of_era + (month <= 2), 4);
    put(pen, "-", 1);
    put_digits(pen, month, 2);
    put(pen, "-", 1);
    put_digits(pen, day_of_year - (153 * march_month + 2) / 5 + 1, 2);
}

/* ISO 8601 with milliseconds, in UTC; never before 1970. */
static void put_time(struct pen *pen, int64_t time_ms)
{
    int64_t ms = time_ms > 0 ? time_ms : 0, seconds = ms / 1000 % 86400;
    put_date(pen, ms / 86400000);
    put(pen, "T", 1);
    put_digits(pen, seconds / 3600, 2);
    put(pen, ":", 1);
    put_digits(pen, seconds / 60 % 60, 2);
    put(pen, ":", 1);
    put_digits(pen, seconds % 60, 2);
    put(pen, ".", 1);
    put_digits(pen, ms % 1000, 3);
    put(pen, "Z", 1);
}

static void put_member(struct pen *pen, const char *name, struct tn_text value)
{
    if (!tn_text_present(value))
        return;
    put(pen, ",", 1);
    put_quoted(pen, tn_text(name));
    put(pen, ":", 1);
    put_quoted(pen, value);
}

/* The members of an object without its braces; what is no object becomes one member. */
static void put_members(struct pen *pen, struct tn_text members)
{
    if (members.size > 2 && members.at[0] == '{') {
        put(pen, ",", 1);
        put(pen, members.at + 1, members.size - 2);
    } else if (members.size && members.at[0] != '{') {
        put_string(pen, ",\"fields\":");
        put(pen, members.at, members.size);
    }
}

static void print_json(struct pen *pen, const struct line *line)
{
    put_string(pen, "{\"level\":\"");
    put_string(pen, level_names[line->level]);
    put_string(pen, "\",\"message\":");
    put_quoted(pen, line->message);
    put_string(pen, ",\"timestamp\":\"");
    put_time(pen, line->time_ms);
    put(pen, "\"", 1);
    put_member(pen, "service", tn_text(line->service));
    put_member(pen, "entry", tn_text(line->entry));
    put_member(pen, "requestId", line->request_id);
    for (const struct tn_field *field = line->fields; field && field->name; field++) {
        put(pen, ",", 1);
        put_quoted(pen, tn_text(field->name));
        put(pen, ":", 1);
        put_value(pen, &field->value);
    }
    put_members(pen, line->members);
    put_string(pen, "}\n");
}

static void print_text(struct pen *pen, const struct line *line)
{
    char head[32];
    put_time(pen, line->time_ms);
    snprintf(head, sizeof head, " %-5s ", level_names[line->level]);
    put_string(pen, head);
    put_string(pen, line->entry);
    put_string(pen, ": ");
    put_escaped(pen, line->message, false);
    if (tn_text_present(line->request_id)) {
        put_string(pen, " requestId=");
        put_escaped(pen, line->request_id, true);
    }
    for (const struct tn_field *field = line->fields; field && field->name; field++) {
        put(pen, " ", 1);
        put_string(pen, field->name);
        put(pen, "=", 1);
        put_value(pen, &field->value);
    }
    if (tn_text_present(line->members)) {
        put(pen, " ", 1);
        put(pen, line->members.at, line->members.size);
    }
    put(pen, "\n", 1);
}

static size_t print(char *buffer, size_t room, enum line_format format, const struct line *line)
{
    struct pen pen = { buffer, buffer + room, false };
    if (format == LINE_JSON)
        print_json(&pen, line);
    else
        print_text(&pen, line);
    return pen.full ? 0 : (size_t)(pen.at - buffer);
}

size_t line_print(char *buffer, size_t room, enum line_format format, const struct line *line)
{
    static const struct tn_field cut[] = {
        { "truncated", { .kind = TN_VALUE_BOOLEAN, .boolean = true } },
        { NULL, { 0 } },
    };
    assert(room >= LINE_ROOM_MIN);
    size_t size = print(buffer, room, format, line);
    if (size)
        return size;
    struct line brief = *line;
    brief.fields = cut;
    brief.members = (struct tn_text){ NULL, 0 };
    if (brief.message.size > MESSAGE_CUT)
        brief.message.size = MESSAGE_CUT;
    if (brief.request_id.size > MESSAGE_CUT)
        brief.request_id.size = MESSAGE_CUT;
    return print(buffer, room, format, &brief);
}

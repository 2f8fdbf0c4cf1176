/* SPDX-License-Identifier: MIT */
/* Formatting by hand where lines are full of it: they are written for every request. */
#include "pen.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

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
        pen_string(pen, "\\n");
    else if (c == '\r')
        pen_string(pen, "\\r");
    else if (c == '\t')
        pen_string(pen, "\\t");
    else {
        snprintf(escape, sizeof escape, "\\u%04x", c);
        pen_string(pen, escape);
    }
}

/* Whether one of eight bytes is a control character, a quote, a backslash, or not ASCII: a borrow reaches the highest bit of each. */
static bool needs_thought(uint64_t bytes)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;
    uint64_t quotes = bytes ^ ones * '"', backslashes = bytes ^ ones * '\\',
             deletes = bytes ^ ones * 0x7f;
    return (((bytes - ones * 0x20) | (quotes - ones) | (backslashes - ones) | (deletes - ones) |
             bytes) &
            high) != 0;
}

/* How many bytes from here on need no thought. */
static size_t plain_size(const unsigned char *at, size_t size)
{
    size_t plain = 0;
    uint64_t bytes;
    for (; plain + sizeof bytes <= size; plain += sizeof bytes) {
        memcpy(&bytes, at + plain, sizeof bytes);
        if (needs_thought(bytes))
            break;
    }
    if (size - plain < sizeof bytes &&
        size >= sizeof bytes) { /* what is left, and some bytes once more */
        memcpy(&bytes, at + size - sizeof bytes, sizeof bytes);
        if (!needs_thought(bytes))
            return size;
    }
    while (plain < size && at[plain] >= 0x20 && at[plain] < 0x7f && at[plain] != '"' &&
           at[plain] != '\\')
        plain++;
    return plain;
}

void pen_escaped(struct pen *pen, struct tn_text text, bool quotes)
{
    const unsigned char *at = (const unsigned char *)text.at;
    for (size_t left = text.size, size; left; at += size, left -= size) {
        size = plain_size(at, left);
        if (size) {
            pen_put(pen, (const char *)at, size);
            continue;
        }
        size = character_size(at, left);
        if (!size) {
            size = 1;
            pen_string(pen, "\xef\xbf\xbd");
        } else if (*at < 0x20 || *at == 0x7f) {
            put_control(pen, *at);
        } else if (quotes && (*at == '"' || *at == '\\')) {
            pen_string(pen, *at == '"' ? "\\\"" : "\\\\");
        } else {
            pen_put(pen, (const char *)at, size);
        }
    }
}

void pen_quoted(struct pen *pen, struct tn_text text)
{
    pen_char(pen, '"');
    pen_escaped(pen, text, true);
    pen_char(pen, '"');
}

/* Lines are written for every request: the usual numbers go without printf. */
void pen_integer(struct pen *pen, int64_t number)
{
    char digits[20];
    size_t at = sizeof digits;
    uint64_t left = number < 0 ? -(uint64_t)number : (uint64_t)number;
    do
        digits[--at] = (char)('0' + left % 10);
    while (left /= 10);
    if (number < 0)
        pen_char(pen, '-');
    pen_put(pen, digits + at, sizeof digits - at);
}

void pen_digits(struct pen *pen, int64_t number, int width)
{
    char digits[20];
    for (int at = width; at-- > 0; number /= 10)
        digits[at] = (char)('0' + number % 10);
    pen_put(pen, digits, (size_t)width);
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
    pen_integer(pen, whole / 1000);
    if (width) {
        pen_char(pen, '.');
        pen_digits(pen, whole % 1000 / (width == 3 ? 1 : width == 2 ? 10 : 100), width);
    }
    return true;
}

static void put_number(struct pen *pen, double number)
{
    char text[40];
    if (!isfinite(number)) {
        pen_string(pen, "null");
    } else if (!put_thousandths(pen, number)) {
        snprintf(text, sizeof text, "%.15g", number);
        if (strtod(text, NULL) != number)
            snprintf(text, sizeof text, "%.17g", number);
        pen_string(pen, text);
    }
}

void pen_value(struct pen *pen, const struct tn_value *value)
{
    switch (value->kind) {
    case TN_VALUE_ABSENT:
        pen_string(pen, "null");
        break;
    case TN_VALUE_TEXT:
        pen_quoted(pen, value->text);
        break;
    case TN_VALUE_INTEGER:
        pen_integer(pen, value->integer);
        break;
    case TN_VALUE_NUMBER:
        put_number(pen, value->number);
        break;
    case TN_VALUE_BOOLEAN:
        pen_string(pen, value->boolean ? "true" : "false");
        break;
    case TN_VALUE_JSON:
        pen_put(pen, value->text.at, value->text.size);
        break;
    }
}

struct date {
    int64_t year, month, day;
};

/* The date of a day counted from 1970-01-01, in the Gregorian calendar: eras of 400 years that begin
 * in March, so that the leap day comes last. */
static struct date date_of(int64_t day)
{
    int64_t shifted = day + 719468;
    int64_t era = shifted / 146097;
    int64_t day_of_era = shifted - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t march_month = (5 * day_of_year + 2) / 153;
    int64_t month = march_month < 10 ? march_month + 3 : march_month - 9;
    return (struct date){ era * 400 + year_of_era + (month <= 2), month,
                          day_of_year - (153 * march_month + 2) / 5 + 1 };
}

static void put_date(struct pen *pen, const struct date *date, enum pen_time form)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    bool apache = form == PEN_APACHE;
    if (apache) {
        pen_digits(pen, date->day, 2);
        pen_char(pen, '/');
        pen_put(pen, months + 3 * (date->month - 1), 3);
        pen_char(pen, '/');
        pen_digits(pen, date->year, 4);
        return;
    }
    pen_digits(pen, date->year, 4);
    pen_char(pen, '-');
    pen_digits(pen, date->month, 2);
    pen_char(pen, '-');
    pen_digits(pen, date->day, 2);
}

void pen_time(struct pen *pen, int64_t time_ms, enum pen_time form)
{
    static const char *const between[] = { [PEN_ISO] = "T", [PEN_PLAIN] = " ", [PEN_APACHE] = ":" };
    int64_t ms = time_ms > 0 ? time_ms : 0, seconds = ms / 1000 % 86400;
    if (form == PEN_UNIX_MS) {
        pen_integer(pen, ms);
        return;
    }
    struct date date = date_of(ms / 86400000);
    put_date(pen, &date, form);
    pen_string(pen, between[form]);
    pen_digits(pen, seconds / 3600, 2);
    pen_char(pen, ':');
    pen_digits(pen, seconds / 60 % 60, 2);
    pen_char(pen, ':');
    pen_digits(pen, seconds % 60, 2);
    if (form == PEN_ISO) {
        pen_char(pen, '.');
        pen_digits(pen, ms % 1000, 3);
        pen_char(pen, 'Z');
    } else if (form == PEN_APACHE) {
        pen_string(pen, " +0000");
    }
}

void pen_clock_time(struct pen *pen, struct pen_clock *clock, int64_t time_ms, enum pen_time form)
{
    if (!clock || form == PEN_UNIX_MS || time_ms < 0) {
        pen_time(pen, time_ms, form);
        return;
    }
    if (!clock->size || clock->second != time_ms / 1000) {
        struct pen anew = { clock->text, clock->text + sizeof clock->text, false };
        clock->second = time_ms / 1000;
        pen_time(&anew, clock->second * 1000, form);
        clock->size = (size_t)(anew.at - clock->text);
    }
    pen_put(pen, clock->text, clock->size);
    if (form == PEN_ISO && !pen->full) {
        struct pen milliseconds = { pen->at - sizeof "000Z" + 1, pen->at, false };
        pen_digits(&milliseconds, time_ms % 1000, 3);
    }
}

/* SPDX-License-Identifier: MIT */
/* Writing JSON: strings and numbers, and where commas and line breaks go. */
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <base/json.h>
#include <base/utf8.h>

/* What follows the backslash for the characters that have a short form; 'u' for the other controls. */
static char short_escape(unsigned char byte)
{
    switch (byte) {
    case '"':
    case '\\':
        return (char)byte;
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    default:
        return byte < 0x20 ? 'u' : '\0';
    }
}

/*
 * Eight bytes in one look. `(x - low) & ~x` has the high bit of a byte set if the byte is below `low` (exact for the lowest
 * such byte, which is all that is asked); a byte that is to be found becomes 0 by exclusive or.
 */
static bool eight_are_plain(const unsigned char *at)
{
    const uint64_t ones = UINT64_MAX / 255, highs = ones * 0x80;
    uint64_t word;
    memcpy(&word, at, sizeof word);
    uint64_t quote = word ^ (ones * '"'), backslash = word ^ (ones * '\\');
    uint64_t found = ((word - ones * 0x20) & ~word) | ((quote - ones) & ~quote) |
                     ((backslash - ones) & ~backslash) | word;
    return (found & highs) == 0;
}

/* The run of bytes from `at` that need no look: ASCII without control, quote and backslash. */
static size_t plain_run(const unsigned char *at, const unsigned char *end)
{
    const unsigned char *from = at;
    while (end - at >= 8 && eight_are_plain(at))
        at += 8;
    if (end - at < 8 && at > from && eight_are_plain(end - 8)) /* the rest, and some once more */
        return (size_t)(end - from);
    while (at < end && *at >= 0x20 && *at < 0x80 && *at != '"' && *at != '\\')
        at++;
    return (size_t)(at - from);
}

size_t json_text_size(struct tn_text text)
{
    if (text.size == 0)
        return 0;
    const unsigned char *at = (const unsigned char *)text.at, *end = at + text.size;
    size_t size = 0;
    while (at < end) {
        size_t run = plain_run(at, end);
        size += run;
        at += run;
        if (at == end)
            break;
        if (*at < 0x80) {
            size += short_escape(*at++) == 'u' ? 6 : 2;
        } else {
            size_t length = utf8_length(at, end);
            size += length ? length : 3;
            at += length ? length : 1;
        }
    }
    return size;
}

static char *write_escape(char *to, unsigned char byte)
{
    static const char digits[] = "0123456789abcdef";
    *to++ = '\\';
    *to++ = short_escape(byte);
    if (to[-1] == 'u') {
        memcpy(to, "00", 2);
        to[2] = digits[byte >> 4];
        to[3] = digits[byte & 15];
        to += 4;
    }
    return to;
}

char *json_text_write(char *to, struct tn_text text)
{
    if (text.size == 0)
        return to;
    const unsigned char *at = (const unsigned char *)text.at, *end = at + text.size;
    while (at < end) {
        size_t run = plain_run(at, end);
        memcpy(to, at, run);
        to += run;
        at += run;
        if (at == end)
            break;
        if (*at < 0x80) {
            to = write_escape(to, *at++);
            continue;
        }
        size_t length = utf8_length(at, end);
        memcpy(to, length ? (const char *)at : "\xef\xbf\xbd", length ? length : 3);
        to += length ? length : 3;
        at += length ? length : 1;
    }
    return to;
}

/* Durations and sizes: what has at most three decimals goes without printf. 0 if the number is none of these. */
static size_t print_thousandths(double number, char *text)
{
    if (signbit(number) || !(number < 1e9))
        return 0;
    uint64_t thousandths = (uint64_t)(number * 1000 + 0.5);
    if ((double)thousandths / 1000 != number)
        return 0;
    char digits[16], *end = digits + sizeof digits, *at = end;
    for (int decimal = 3; thousandths > 0 || decimal >= 0; decimal--, thousandths /= 10) {
        if (decimal == 0 && at < end)
            *--at = '.';
        if (decimal <= 0 || at < end || thousandths % 10 > 0)
            *--at = (char)('0' + thousandths % 10);
    }
    memcpy(text, at, (size_t)(end - at));
    text[end - at] = '\0';
    return (size_t)(end - at);
}

size_t json_integer_print(int64_t number, char text[JSON_NUMBER_MAX])
{
    char digits[20], *end = digits + sizeof digits, *at = end;
    uint64_t left = number < 0 ? -(uint64_t)number : (uint64_t)number;
    do
        *--at = (char)('0' + left % 10);
    while (left /= 10);
    size_t sign = number < 0;
    text[0] = '-';
    memcpy(text + sign, at, (size_t)(end - at));
    text[sign + (size_t)(end - at)] = '\0';
    return sign + (size_t)(end - at);
}

size_t json_number_print(double number, char text[JSON_NUMBER_MAX])
{
    if (!isfinite(number))
        return (size_t)snprintf(text, JSON_NUMBER_MAX, "null");
    size_t quick = print_thousandths(number, text);
    if (quick > 0)
        return quick;
    for (int digits = 15; digits < 17; digits++) {
        int size = snprintf(text, JSON_NUMBER_MAX, "%.*g", digits, number);
        if (strtod(text, NULL) == number)
            return (size_t)size;
    }
    return (size_t)snprintf(text, JSON_NUMBER_MAX, "%.17g", number);
}

static void line_break(struct json *json)
{
    if (json->indent)
        buffer_print(&json->out, "\n%*s", (int)(json->indent * json->depth), "");
}

/* What stands before a value or a key: a comma, a line break, or nothing behind a key. */
static void lead(struct json *json)
{
    if (json->after_key) {
        json->after_key = false;
        return;
    }
    if (json->filled[json->depth])
        buffer_string(&json->out, ",");
    json->filled[json->depth] = true;
    if (json->depth)
        line_break(json);
}

static void open(struct json *json, const char *bracket)
{
    lead(json);
    buffer_string(&json->out, bracket);
    assert(json->depth < JSON_DEPTH_MAX);
    json->filled[++json->depth] = false;
}

static void end(struct json *json, const char *bracket)
{
    assert(json->depth > 0 && !json->after_key);
    bool filled = json->filled[json->depth--];
    if (filled)
        line_break(json);
    buffer_string(&json->out, bracket);
}

void json_object(struct json *json)
{
    open(json, "{");
}

void json_object_end(struct json *json)
{
    end(json, "}");
}

void json_array(struct json *json)
{
    open(json, "[");
}

void json_array_end(struct json *json)
{
    end(json, "]");
}

static void quoted(struct json *json, struct tn_text text)
{
    size_t size = json_text_size(text) + 2;
    char *to = buffer_room(&json->out, size);
    *to = '"';
    to = json_text_write(to + 1, text);
    *to = '"';
    to[1] = '\0';
    json->out.size += size;
}

void json_key_text(struct json *json, struct tn_text key)
{
    lead(json);
    quoted(json, key);
    buffer_string(&json->out, json->indent ? ": " : ":");
    json->after_key = true;
}

void json_key(struct json *json, const char *key)
{
    json_key_text(json, tn_text(key));
}

void json_text(struct json *json, struct tn_text text)
{
    if (!text.at) {
        json_null(json);
        return;
    }
    lead(json);
    quoted(json, text);
}

void json_string(struct json *json, const char *string)
{
    json_text(json, tn_text(string));
}

void json_print(struct json *json, const char *format, ...)
{
    struct buffer text = { 0 };
    va_list arguments;
    va_start(arguments, format);
    buffer_vprint(&text, format, arguments);
    va_end(arguments);
    json_text(json, buffer_text(&text));
    buffer_free(&text);
}

void json_raw(struct json *json, struct tn_text text)
{
    lead(json);
    buffer_add(&json->out, text);
}

void json_integer(struct json *json, int64_t integer)
{
    char text[JSON_NUMBER_MAX];
    size_t size = json_integer_print(integer, text);
    json_raw(json, (struct tn_text){ text, size });
}

void json_number(struct json *json, double number)
{
    char text[JSON_NUMBER_MAX];
    size_t size = json_number_print(number, text);
    json_raw(json, (struct tn_text){ text, size });
}

void json_boolean(struct json *json, bool boolean)
{
    json_raw(json, boolean ? TN_TEXT("true") : TN_TEXT("false"));
}

void json_null(struct json *json)
{
    json_raw(json, TN_TEXT("null"));
}

void json_value(struct json *json, struct tn_value value)
{
    switch (value.kind) {
    case TN_VALUE_ABSENT:
        json_null(json);
        break;
    case TN_VALUE_TEXT:
        json_text(json, value.text);
        break;
    case TN_VALUE_INTEGER:
        json_integer(json, value.integer);
        break;
    case TN_VALUE_NUMBER:
        json_number(json, value.number);
        break;
    case TN_VALUE_BOOLEAN:
        json_boolean(json, value.boolean);
        break;
    case TN_VALUE_JSON:
        json_raw(json, value.text);
        break;
    }
}

void json_member(struct json *json, const char *key, const char *string)
{
    json_key(json, key);
    json_string(json, string);
}

void json_free(struct json *json)
{
    buffer_free(&json->out);
}

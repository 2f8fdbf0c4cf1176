/* SPDX-License-Identifier: MIT */
/* Lines, words and numbers. */
#include "readers/reading.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Longer than any number is written by a program. */
enum { NUMBER_LENGTH_MAX = 120 };

struct reading reading_of(struct arena *arena, struct text contents)
{
    return (struct reading){ .arena = arena,
                             .begin = contents.bytes,
                             .at = contents.bytes,
                             .end = contents.bytes + contents.length };
}

__attribute__((format(printf, 4, 0))) static bool set_problem(struct reading *reading,
                                                              const char *where, size_t number,
                                                              const char *format, va_list arguments)
{
    if (reading->problem.length)
        return false;
    struct builder builder = builder_in(reading->arena);
    builder_format(&builder, "%s %zu: ", where, number);
    builder_format_list(&builder, format, arguments);
    reading->problem = builder_result(&builder);
    return false;
}

bool reading_fail_list(struct reading *reading, const char *format, va_list arguments)
{
    return set_problem(reading, "line", reading->line, format, arguments);
}

bool reading_fail(struct reading *reading, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    reading_fail_list(reading, format, arguments);
    va_end(arguments);
    return false;
}

bool reading_fail_at(struct reading *reading, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    set_problem(reading, "byte", (size_t)(reading->at - reading->begin), format, arguments);
    va_end(arguments);
    return false;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\v' || byte == '\f';
}

static struct text trimmed(const char *begin, const char *end)
{
    while (begin < end && is_blank(*begin))
        begin++;
    while (begin < end && is_blank(end[-1]))
        end--;
    return (struct text){ begin, (size_t)(end - begin) };
}

bool reading_line(struct reading *reading, struct text *line)
{
    arena_poll(reading->arena);
    if (reading->at == reading->end)
        return false;
    const char *begin = reading->at, *end = begin;
    while (end < reading->end && *end != '\n' && *end != '\r')
        end++;
    reading->line++;
    reading->at = end;
    if (reading->at < reading->end && *reading->at == '\r')
        reading->at++;
    if (reading->at < reading->end && *reading->at == '\n')
        reading->at++;
    *line = trimmed(begin, end);
    return true;
}

bool reading_word(struct text *line, struct text *word)
{
    const char *at = line->bytes, *end = at + line->length;
    while (at < end && is_blank(*at))
        at++;
    word->bytes = at;
    while (at < end && !is_blank(*at))
        at++;
    word->length = (size_t)(at - word->bytes);
    *line = (struct text){ at, (size_t)(end - at) };
    return word->length > 0;
}

bool reading_is(struct text word, const char *expected)
{
    return text_equal(word, text_of(expected));
}

bool reading_begins(struct text text, const char *beginning)
{
    size_t length = strlen(beginning);
    if (text.length < length)
        return false;
    for (size_t i = 0; i < length; i++) {
        bool is_capital = text.bytes[i] >= 'A' && text.bytes[i] <= 'Z';
        if ((is_capital ? text.bytes[i] | 0x20 : text.bytes[i]) != beginning[i])
            return false;
    }
    return true;
}

bool reading_number(struct text word, double *number)
{
    char copy[NUMBER_LENGTH_MAX + 1], *end;
    if (word.length == 0 || word.length > NUMBER_LENGTH_MAX)
        return false;
    for (size_t i = 0; i < word.length; i++)
        if (!memchr("+-.eE0123456789", word.bytes[i], 15))
            return false;
    memcpy(copy, word.bytes, word.length);
    copy[word.length] = '\0';
    *number = strtod(copy, &end);
    return *end == '\0' && isfinite(*number);
}

bool reading_integer(struct text word, long *number)
{
    static const double largest = 1e15;
    double value;
    if (!reading_number(word, &value) || memchr(word.bytes, '.', word.length) ||
        fabs(value) > largest || value != floor(value))
        return false;
    *number = (long)value;
    return true;
}

bool reading_vector(struct text *line, double vector[3])
{
    struct text word;
    for (int axis = 0; axis < 3; axis++)
        if (!reading_word(line, &word) || !reading_number(word, &vector[axis]))
            return false;
    return true;
}

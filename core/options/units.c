/* SPDX-License-Identifier: MIT */
/* The units of the file. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include <options/units.h>

struct unit {
    const char *name;
    int64_t size;
};

/* Ascending, so that printing can begin with the largest. */
static const struct unit durations[] = {
    { "ms", 1 },
    { "s", 1000 },
    { "m", 60 * 1000 },
    { "h", 60 * 60 * 1000 },
    { "d", 24 * 60 * 60 * 1000LL },
    { "w", 7 * 24 * 60 * 60 * 1000LL },
    { "y", 365 * 24 * 60 * 60 * 1000LL },
};

static const struct unit binary_bytes[] = {
    { "B", 1 },           { "KiB", 1LL << 10 }, { "MiB", 1LL << 20 },
    { "GiB", 1LL << 30 }, { "TiB", 1LL << 40 },
};

static const struct unit decimal_bytes[] = {
    { "kB", 1000 },
    { "MB", 1000 * 1000 },
    { "GB", 1000 * 1000 * 1000 },
    { "TB", 1000 * 1000 * 1000 * 1000LL },
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct unit *find_unit(struct tn_text name, const struct unit *units, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (tn_text_is(name, units[i].name))
            return &units[i];
    return NULL;
}

/* The digits at the front; returns how many, 0 also if their value does not fit. */
static size_t leading_digits(struct tn_text text, int64_t *value)
{
    size_t i = 0;
    *value = 0;
    for (; i < text.size && text.at[i] >= '0' && text.at[i] <= '9'; i++)
        if (__builtin_mul_overflow(*value, 10, value) ||
            __builtin_add_overflow(*value, text.at[i] - '0', value))
            return 0;
    return i;
}

static struct tn_text from(struct tn_text text, size_t offset)
{
    return (struct tn_text){ text.at + offset, text.size - offset };
}

static bool hexadecimal(struct tn_text digits, int64_t *integer)
{
    *integer = 0;
    if (digits.size == 0 || digits.size > 15)
        return false;
    for (size_t i = 0; i < digits.size; i++) {
        char digit = digits.at[i] | 0x20;
        if (digit >= '0' && digit <= '9')
            *integer = *integer * 16 + (digit - '0');
        else if (digit >= 'a' && digit <= 'f')
            *integer = *integer * 16 + (digit - 'a') + 10;
        else
            return false;
    }
    return true;
}

bool units_integer(struct tn_text text, int64_t *integer)
{
    bool negative = text.size && text.at[0] == '-';
    struct tn_text digits = negative ? from(text, 1) : text;
    if (digits.size > 2 && digits.at[0] == '0' && (digits.at[1] | 0x20) == 'x') {
        if (!hexadecimal(from(digits, 2), integer))
            return false;
    } else if (digits.size == 0 || leading_digits(digits, integer) != digits.size) {
        return false;
    }
    if (negative)
        *integer = -*integer;
    return true;
}

bool units_number(struct tn_text text, double *number)
{
    char string[64], *end;
    if (text.size == 0 || text.size >= sizeof string)
        return false;
    for (size_t i = 0; i < text.size; i++) /* no "inf", "nan", hexadecimal, blanks */
        if (!strchr("0123456789+-.eE", text.at[i]) || !text.at[i])
            return false;
    memcpy(string, text.at, text.size);
    string[text.size] = '\0';
    *number = strtod(string, &end);
    return *end == '\0' && isfinite(*number);
}

bool units_boolean(struct tn_text text, bool *boolean)
{
    static const char *const words[] = { "false", "true", "no", "yes", "off", "on" };
    for (size_t i = 0; i < COUNT(words); i++) {
        if (tn_text_is_nocase(text, words[i])) {
            *boolean = i % 2;
            return true;
        }
    }
    return false;
}

bool units_duration(struct tn_text text, struct tn_duration *duration)
{
    int64_t count;
    size_t digits = leading_digits(text, &count);
    if (digits == 0)
        return false;
    if (digits == text.size && count == 0) {
        duration->ms = 0;
        return true;
    }
    const struct unit *unit = find_unit(from(text, digits), durations, COUNT(durations));
    return unit && !__builtin_mul_overflow(count, unit->size, &duration->ms);
}

bool units_bytes(struct tn_text text, struct tn_bytes *bytes)
{
    int64_t count, total;
    size_t digits = leading_digits(text, &count);
    if (digits == 0)
        return false;
    struct tn_text name = from(text, digits);
    const struct unit *unit = name.size == 0 ? &binary_bytes[0] : NULL;
    if (!unit)
        unit = find_unit(name, binary_bytes, COUNT(binary_bytes));
    if (!unit)
        unit = find_unit(name, decimal_bytes, COUNT(decimal_bytes));
    if (!unit || __builtin_mul_overflow(count, unit->size, &total))
        return false;
    bytes->count = (uint64_t)total;
    return true;
}

bool units_rate(struct tn_text text, struct tn_rate *rate)
{
    size_t digits = leading_digits(text, &rate->count);
    if (digits == 0 || digits == text.size || text.at[digits] != '/')
        return false;
    struct tn_text period = from(text, digits + 1);
    const struct unit *unit = find_unit(period, durations, COUNT(durations));
    struct tn_duration duration = { unit ? unit->size : 0 };
    if (!unit && !units_duration(period, &duration))
        return false;
    rate->period_ms = duration.ms;
    return duration.ms > 0;
}

static const struct unit *largest(int64_t value, const struct unit *units, size_t count)
{
    while (count > 1 && (value == 0 || value % units[count - 1].size != 0))
        count--;
    return &units[count - 1];
}

void units_print_duration(struct buffer *buffer, struct tn_duration duration)
{
    const struct unit *unit = largest(duration.ms, durations, COUNT(durations));
    if (duration.ms == 0)
        unit = &durations[1];
    buffer_print(buffer, "%" PRId64 "%s", duration.ms / unit->size, unit->name);
}

void units_print_bytes(struct buffer *buffer, struct tn_bytes bytes)
{
    int64_t count = (int64_t)bytes.count;
    const struct unit *unit = largest(count, binary_bytes, COUNT(binary_bytes));
    const struct unit *decimal = largest(count, decimal_bytes, COUNT(decimal_bytes));
    if (unit->size == 1 && count && count % decimal->size == 0)
        unit = decimal;
    buffer_print(buffer, "%" PRId64 "%s", count / unit->size, unit->size == 1 ? "" : unit->name);
}

void units_print_rate(struct buffer *buffer, struct tn_rate rate)
{
    buffer_print(buffer, "%" PRId64 "/", rate.count);
    const struct unit *unit = find_unit(TN_TEXT("s"), durations, COUNT(durations));
    if (rate.period_ms == unit->size)
        buffer_string(buffer, unit->name);
    else
        units_print_duration(buffer, (struct tn_duration){ rate.period_ms });
}

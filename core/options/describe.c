/* SPDX-License-Identifier: MIT */
/* Rows and values in words. */
#include <inttypes.h>

#include <base/address.h>
#include <base/dollar.h>
#include <base/json.h>
#include <options/describe.h>
#include <options/units.h>

static const char *const kinds[] = {
    [TN_KIND_TEXT] = "text",
    [TN_KIND_INTEGER] = "a whole number",
    [TN_KIND_NUMBER] = "a number",
    [TN_KIND_BOOLEAN] = "true or false",
    [TN_KIND_DURATION] = "a time such as 30s",
    [TN_KIND_BYTES] = "a size such as 10MiB",
    [TN_KIND_RATE] = "a rate such as 100/15m",
    [TN_KIND_PATH] = "a path",
    [TN_KIND_RANGES] = "addresses or networks",
    [TN_KIND_PATTERNS] = "patterns, in which a star stands for any run of characters",
    [TN_KIND_TEXTS] = "texts",
    [TN_KIND_TEMPLATE] = "text, a map or a list, with variables",
    [TN_KIND_GROUP] = "a map",
};

static void add_bound(struct buffer *buffer, enum tn_kind kind, int64_t bound)
{
    if (kind == TN_KIND_DURATION)
        units_print_duration(buffer, (struct tn_duration){ bound });
    else if (kind == TN_KIND_BYTES)
        units_print_bytes(buffer, (struct tn_bytes){ (uint64_t)bound });
    else
        buffer_print(buffer, "%" PRId64, bound);
}

static void add_bounds(struct buffer *buffer, const struct tn_option *row)
{
    if (!row->min && !row->max)
        return;
    bool items = row->kind >= TN_KIND_RANGES;
    bool open = row->max == 0 && row->min > 0;
    buffer_string(buffer, row->min == 0 ? ", at most " : open ? ", at least " : ", between ");
    if (row->min)
        add_bound(buffer, row->kind, row->min);
    if (row->min && !open)
        buffer_string(buffer, " and ");
    if (!open)
        add_bound(buffer, row->kind, row->max);
    if (items)
        buffer_string(buffer, " of them");
}

void describe_kind(struct buffer *buffer, const struct tn_option *row)
{
    if (row->kind == TN_KIND_CHOICE) {
        buffer_string(buffer, "one of");
        for (const struct tn_choice *choice = row->choices; choice->name; choice++)
            buffer_print(buffer, "%s %s", choice == row->choices ? "" : ",", choice->name);
    } else if (row->kind == TN_KIND_GROUPS) {
        bool keyed = options_flagged(row->rows, TN_KEY) != NULL;
        buffer_string(buffer, options_are_pair(row->rows) ? "a map"
                              : keyed                     ? "a map or list of maps"
                                                          : "a list of maps");
    } else {
        buffer_string(buffer, kinds[row->kind]);
    }
    add_bounds(buffer, row);
}

const void *describe_field(const struct tn_option *row, const void *values)
{
    return values ? (const char *)values + row->offset : NULL;
}

bool describe_has_value(const struct tn_option *row, const void *field)
{
    if (!field)
        return false;
    switch (row->kind) {
    case TN_KIND_TEXT:
        return *(const char *const *)field != NULL;
    case TN_KIND_PATH:
        return ((const struct tn_path *)field)->at != NULL;
    case TN_KIND_RANGES:
        return ((const struct tn_ranges *)field)->count > 0;
    case TN_KIND_PATTERNS:
        return ((const struct tn_patterns *)field)->count > 0;
    case TN_KIND_TEXTS:
        return ((const struct tn_texts *)field)->count > 0;
    case TN_KIND_DURATION: /* less than nothing stands for "not given" */
        return ((const struct tn_duration *)field)->ms >= 0;
    case TN_KIND_RATE:
        return ((const struct tn_rate *)field)->period_ms > 0;
    case TN_KIND_TEMPLATE:
    case TN_KIND_GROUP:
    case TN_KIND_GROUPS:
        return false;
    default:
        return true;
    }
}

/* A scalar that YAML reads as text, whoever reads it, needs no quotes. */
static bool is_safe_plain(struct tn_text text)
{
    static const char *const words[] = {
        "true", "false", "yes", "no", "on", "off", "null", "y", "n"
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (tn_text_is_nocase(text, words[i]))
            return false;
    for (size_t i = 0; i < text.size; i++) {
        char letter = text.at[i];
        bool alphabetic = (letter | 0x20) >= 'a' && (letter | 0x20) <= 'z';
        bool inside = (letter >= '0' && letter <= '9') || letter == '-' || letter == '.';
        if (!(alphabetic || letter == '/' || letter == '_' || (inside && i > 0)))
            return false;
    }
    return text.size > 0;
}

void describe_text(struct buffer *buffer, struct tn_text text)
{
    if (is_safe_plain(text)) {
        buffer_add(buffer, text);
        return;
    }
    struct json json = { .indent = 0 };
    json_text(&json, text);
    buffer_add(buffer, buffer_text(&json.out));
    json_free(&json);
}

/* A text option's value: its dollars are doubled, as the file wants them. */
static void add_text(struct buffer *buffer, const char *string)
{
    struct buffer escaped = { 0 };
    dollar_escape(&escaped, tn_text(string));
    describe_text(buffer, buffer_text(&escaped));
    buffer_free(&escaped);
}

static void add_texts(struct buffer *buffer, size_t count, const char *const *items)
{
    buffer_string(buffer, "[");
    for (size_t i = 0; i < count; i++) {
        buffer_string(buffer, i ? ", " : "");
        add_text(buffer, items[i]);
    }
    buffer_string(buffer, "]");
}

static void add_ranges(struct buffer *buffer, const struct tn_ranges *ranges)
{
    buffer_string(buffer, "[");
    for (size_t i = 0; i < ranges->count; i++) {
        char text[RANGE_TEXT_MAX];
        range_print(&ranges->items[i], text);
        buffer_print(buffer, strchr(text, ':') ? "%s\"%s\"" : "%s%s", i ? ", " : "", text);
    }
    buffer_string(buffer, "]");
}

static void add_choice(struct buffer *buffer, const struct tn_choice *choices, int value)
{
    for (const struct tn_choice *choice = choices; choice->name; choice++) {
        if (choice->value == value) {
            buffer_string(buffer, choice->name);
            return;
        }
    }
}

static void add_number(struct buffer *buffer, double number)
{
    char text[JSON_NUMBER_MAX];
    buffer_add(buffer, (struct tn_text){ text, json_number_print(number, text) });
}

void describe_value(struct buffer *buffer, const struct tn_option *row, const void *field)
{
    if (!describe_has_value(row, field))
        return;
    const struct tn_texts *texts = field; /* patterns are laid out alike, but are another type */
    const struct tn_patterns *patterns = field;
    switch (row->kind) {
    case TN_KIND_TEXT:
        add_text(buffer, *(const char *const *)field);
        break;
    case TN_KIND_PATH:
        add_text(buffer, ((const struct tn_path *)field)->at);
        break;
    case TN_KIND_INTEGER:
        buffer_print(buffer, "%" PRId64, *(const int64_t *)field);
        break;
    case TN_KIND_NUMBER:
        add_number(buffer, *(const double *)field);
        break;
    case TN_KIND_BOOLEAN:
        buffer_string(buffer, *(const bool *)field ? "true" : "false");
        break;
    case TN_KIND_DURATION:
        units_print_duration(buffer, *(const struct tn_duration *)field);
        break;
    case TN_KIND_BYTES:
        units_print_bytes(buffer, *(const struct tn_bytes *)field);
        break;
    case TN_KIND_RATE:
        units_print_rate(buffer, *(const struct tn_rate *)field);
        break;
    case TN_KIND_CHOICE:
        add_choice(buffer, row->choices, *(const int *)field);
        break;
    case TN_KIND_RANGES:
        add_ranges(buffer, field);
        break;
    case TN_KIND_PATTERNS:
        add_texts(buffer, patterns->count, patterns->items);
        break;
    case TN_KIND_TEXTS:
        add_texts(buffer, texts->count, texts->items);
        break;
    default:
        break;
    }
}

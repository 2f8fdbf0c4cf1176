/* SPDX-License-Identifier: MIT */
/* Rows as JSON Schema, draft 2020-12. Kinds refer to definitions that options_schema_definitions writes once. */
#include <base/json.h>
#include <options/describe.h>

/* A scalar that is still to be expanded may stand wherever a scalar may. */
#define EXPANSION "\\$\\{"

static void open_member(struct json *json, const char *key)
{
    json_key(json, key);
    json_object(json);
}

static void typed(struct json *json, const char *type)
{
    json_object(json);
    json_member(json, "type", type);
    json_object_end(json);
}

static void pattern(struct json *json, const char *expression)
{
    json_object(json);
    json_member(json, "type", "string");
    json_member(json, "pattern", expression);
    json_object_end(json);
}

/* A value of a JSON type, or a text that reads as one. */
static void definition(struct json *json, const char *name, const char *type,
                       const char *expression)
{
    open_member(json, name);
    json_key(json, "anyOf");
    json_array(json);
    if (type)
        typed(json, type);
    pattern(json, expression);
    json_array_end(json);
    json_object_end(json);
}

static void text_definition(struct json *json)
{
    open_member(json, "text");
    json_key(json, "type");
    json_array(json);
    json_string(json, "string");
    json_string(json, "number");
    json_string(json, "boolean");
    json_string(json, "null");
    json_array_end(json);
    json_object_end(json);
}

static void list_definition(struct json *json)
{
    open_member(json, "texts");
    json_key(json, "anyOf");
    json_array(json);
    json_object(json);
    json_member(json, "type", "array");
    open_member(json, "items");
    json_member(json, "$ref", "#/$defs/text");
    json_object_end(json);
    json_object_end(json);
    pattern(json, ".*");
    json_array_end(json);
    json_object_end(json);
}

void options_schema_definitions(struct json *json)
{
    text_definition(json);
    list_definition(json);
    definition(json, "expansion", NULL, EXPANSION);
    definition(json, "integer", "integer", "^-?([0-9]+|0[xX][0-9a-fA-F]+)$|" EXPANSION);
    definition(json, "number", "number", "^[-+0-9.eE]+$|" EXPANSION);
    definition(
        json, "boolean", "boolean",
        "^([Tt]rue|[Ff]alse|[Yy]es|[Nn]o|[Oo]n|[Oo]ff|TRUE|FALSE|YES|NO|ON|OFF)$|" EXPANSION);
    definition(json, "duration", NULL, "^([0-9]+(ms|s|m|h|d|w|y)|0)$|" EXPANSION);
    definition(json, "bytes", "integer", "^[0-9]+(B|[KMGT]iB|[kMGT]B)?$|" EXPANSION);
    definition(json, "rate", NULL, "^[0-9]+/[0-9]*(ms|s|m|h|d|w|y)$|" EXPANSION);
    open_member(json, "template");
    json_member(json, "description",
                "Text, a map or a list, in which $name stands for a variable and $$ for a dollar.");
    json_object_end(json);
}

static const char *const references[] = {
    [TN_KIND_TEXT] = "#/$defs/text",         [TN_KIND_INTEGER] = "#/$defs/integer",
    [TN_KIND_NUMBER] = "#/$defs/number",     [TN_KIND_BOOLEAN] = "#/$defs/boolean",
    [TN_KIND_DURATION] = "#/$defs/duration", [TN_KIND_BYTES] = "#/$defs/bytes",
    [TN_KIND_RATE] = "#/$defs/rate",         [TN_KIND_PATH] = "#/$defs/text",
    [TN_KIND_RANGES] = "#/$defs/texts",      [TN_KIND_PATTERNS] = "#/$defs/texts",
    [TN_KIND_TEXTS] = "#/$defs/texts",       [TN_KIND_TEMPLATE] = "#/$defs/template",
};

/* A bound holds for what is written as a number; of lists, for the items. */
static void bounds(struct json *json, const struct tn_option *row)
{
    bool items =
        row->kind == TN_KIND_TEXTS || row->kind == TN_KIND_PATTERNS || row->kind == TN_KIND_RANGES;
    bool number =
        row->kind == TN_KIND_INTEGER || row->kind == TN_KIND_NUMBER || row->kind == TN_KIND_BYTES;
    if ((!items && !number) || (!row->min && !row->max))
        return;
    json_key(json, items ? "minItems" : "minimum");
    json_integer(json, row->min);
    if (row->max == 0 && row->min > 0)
        return;
    json_key(json, items ? "maxItems" : "maximum");
    json_integer(json, row->max);
}

/* YAML 1.1, which many editors still read, takes these words for booleans. */
static void choice_word(struct json *json, const char *word)
{
    json_string(json, word);
    if (strcmp(word, "on") == 0 || strcmp(word, "yes") == 0)
        json_boolean(json, true);
    if (strcmp(word, "off") == 0 || strcmp(word, "no") == 0)
        json_boolean(json, false);
}

static void choice(struct json *json, const struct tn_choice *choices)
{
    json_key(json, "anyOf");
    json_array(json);
    json_object(json);
    json_key(json, "enum");
    json_array(json);
    for (; choices->name; choices++)
        choice_word(json, choices->name);
    json_array_end(json);
    json_object_end(json);
    json_object(json);
    json_member(json, "$ref", "#/$defs/expansion");
    json_object_end(json);
    json_array_end(json);
}

static void default_value(struct json *json, const struct tn_option *row, const void *field)
{
    if (!describe_has_value(row, field) || (row->flags & (TN_SECRET | TN_REQUIRED)))
        return;
    struct buffer text = { 0 };
    describe_value(&text, row, field);
    bool raw =
        row->kind == TN_KIND_INTEGER || row->kind == TN_KIND_NUMBER || row->kind == TN_KIND_BOOLEAN;
    bool list =
        row->kind == TN_KIND_TEXTS || row->kind == TN_KIND_PATTERNS || row->kind == TN_KIND_RANGES;
    json_key(json, "default");
    if (raw)
        json_raw(json, buffer_text(&text));
    else if (row->kind == TN_KIND_TEXT)
        json_string(json, *(const char *const *)field);
    else if (row->kind == TN_KIND_PATH)
        json_string(json, ((const struct tn_path *)field)->at);
    else if (list)
        json_print(json, "%.*s", (int)text.size - 2, text.at + 1);
    else
        json_text(json, buffer_text(&text));
    buffer_free(&text);
}

static void group(struct json *json, const struct tn_option *rows, const void *defaults,
                  const struct tn_option *key);

static void reference_or_choice(struct json *json, const struct tn_option *row)
{
    if (row->kind == TN_KIND_CHOICE)
        choice(json, row->choices);
    else
        json_member(json, "$ref", references[row->kind]);
    bounds(json, row);
}

/* One of the groups of a map of groups: its key is given, so it is not asked for again. */
static void keyed_element(struct json *json, const struct tn_option *row,
                          const struct tn_option *key)
{
    const struct tn_option *value = options_flagged(row->rows, TN_SHORT);
    json_object(json);
    json_member(json, "type", "object");
    open_member(json, "additionalProperties");
    if (options_are_pair(row->rows) && value->kind < TN_KIND_GROUP)
        reference_or_choice(json, value);
    else
        group(json, row->rows, row->defaults, key);
    json_object_end(json);
    json_object_end(json);
}

static void groups(struct json *json, const struct tn_option *row)
{
    const struct tn_option *key = options_flagged(row->rows, TN_KEY);
    json_key(json, "anyOf");
    json_array(json);
    json_object(json);
    json_member(json, "type", "array");
    open_member(json, "items");
    group(json, row->rows, row->defaults, NULL);
    json_object_end(json);
    json_object_end(json);
    if (key) {
        keyed_element(json, row, key);
    } else {
        json_object(json);
        group(json, row->rows, row->defaults, NULL);
        json_object_end(json);
    }
    json_array_end(json);
}

static void option(struct json *json, const struct tn_option *row, const void *defaults)
{
    const void *field = describe_field(row, defaults);
    json_object(json);
    json_member(json, "description", row->summary);
    if (row->kind == TN_KIND_GROUP)
        group(json, row->rows, field, NULL);
    else if (row->kind == TN_KIND_GROUPS)
        groups(json, row);
    else
        reference_or_choice(json, row);
    default_value(json, row, field);
    if (row->flags & TN_DEPRECATED) {
        json_key(json, "deprecated");
        json_boolean(json, true);
    }
    json_object_end(json);
}

static void properties(struct json *json, const struct tn_option *rows, const void *defaults,
                       const struct tn_option *key)
{
    for (const struct tn_option *row = rows; row && row->name; row++) {
        if (row == key)
            continue;
        json_key(json, row->name);
        option(json, row, defaults);
    }
}

static void members(struct json *json, const struct tn_option *rows, const void *defaults,
                    const struct tn_option *key)
{
    json_member(json, "type", "object");
    json_key(json, "additionalProperties");
    json_boolean(json, false);
    open_member(json, "properties");
    properties(json, rows, defaults, key);
    json_object_end(json);
    json_key(json, "required");
    json_array(json);
    for (const struct tn_option *row = rows; row && row->name; row++)
        if ((row->flags & TN_REQUIRED) && row != key)
            json_string(json, row->name);
    json_array_end(json);
}

static bool needs_nothing(const struct tn_option *rows, const struct tn_option *key)
{
    for (const struct tn_option *row = rows; row && row->name; row++)
        if ((row->flags & TN_REQUIRED) && row != key)
            return false;
    return true;
}

/* A map of options, or what stands for one: nothing at all, or the value of the short row. */
static void group(struct json *json, const struct tn_option *rows, const void *defaults,
                  const struct tn_option *key)
{
    const struct tn_option *brief = options_flagged(rows, TN_SHORT);
    json_key(json, "anyOf");
    json_array(json);
    json_object(json);
    members(json, rows, defaults, key);
    json_object_end(json);
    if (needs_nothing(rows, key))
        typed(json, "null");
    if (brief)
        option(json, brief, NULL);
    json_array_end(json);
}

void options_schema(struct json *json, const struct tn_option *rows, const void *defaults)
{
    json_object(json);
    group(json, rows, defaults, NULL);
    json_object_end(json);
}

void options_schema_properties(struct json *json, const struct tn_option *rows)
{
    properties(json, rows, NULL, NULL);
}

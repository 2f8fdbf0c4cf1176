/* SPDX-License-Identifier: MIT */
/* Keys, and the lists between parentheses. */
#include "language/json_printer.h"

#include "base/json.h"

struct json_printer json_printer_to(struct builder *out, const struct names *names)
{
    return (struct json_printer){
        .out = out,
        .names = names,
        .seen_in = arena_take(out->arena, names->count * sizeof(uint32_t)),
    };
}

void json_printer_open(struct json_printer *printer, const char *type)
{
    builder_format(printer->out, "{\"type\":\"%s\"", type);
}

void json_printer_close(struct json_printer *printer)
{
    builder_byte(printer->out, '}');
}

void json_printer_key(struct json_printer *printer, const char *key)
{
    builder_format(printer->out, ",\"%s\":", key);
}

void json_printer_string(struct json_printer *printer, const char *key, const char *value)
{
    json_printer_key(printer, key);
    json_print_string(printer->out, text_of(value));
}

static void print_name(struct json_printer *printer, name_id name)
{
    json_print_string(printer->out, names_text(printer->names, name));
}

void json_printer_name(struct json_printer *printer, const char *key, name_id name)
{
    json_printer_key(printer, key);
    print_name(printer, name);
}

void json_printer_expression(struct json_printer *printer, const char *key,
                             const struct expression *expression)
{
    json_printer_key(printer, key);
    json_printer_value(printer, expression);
}

/* A comma unless it is the first. */
static void separate(struct json_printer *printer, bool *first)
{
    if (!*first)
        builder_byte(printer->out, ',');
    *first = false;
}

/* For each argument, whether one of the same name stands before it. */
static const bool *find_repeated(struct json_printer *printer,
                                 const struct argument_list *arguments)
{
    bool *repeated = arena_take(printer->out->arena, arguments->count * sizeof *repeated);
    uint32_t list = ++printer->list_count;
    for (uint32_t i = 0; i < arguments->count; i++) {
        name_id name = arguments->items[i].name;
        repeated[i] = printer->seen_in[name] == list;
        printer->seen_in[name] = list;
    }
    return repeated;
}

/* `"a":…,"b":…` for those that have a name and a value, each name once. */
static void print_named(struct json_printer *printer, const struct argument_list *arguments,
                        bool *first)
{
    const bool *repeated = find_repeated(printer, arguments);
    for (uint32_t i = 0; i < arguments->count; i++) {
        const struct assignment *argument = &arguments->items[i];
        if (argument->name == NAME_NONE || !argument->value || repeated[i])
            continue;
        separate(printer, first);
        print_name(printer, argument->name);
        builder_byte(printer->out, ':');
        json_printer_value(printer, argument->value);
    }
}

static bool has_default(const struct argument_list *parameters)
{
    for (uint32_t i = 0; i < parameters->count; i++)
        if (parameters->items[i].value)
            return true;
    return false;
}

void json_printer_bindings(struct json_printer *printer, const char *key,
                           const struct argument_list *arguments)
{
    bool first = true;
    json_printer_key(printer, key);
    builder_byte(printer->out, '{');
    print_named(printer, arguments, &first);
    builder_byte(printer->out, '}');
}

void json_printer_parameters(struct json_printer *printer, const struct argument_list *parameters)
{
    bool first = true;
    json_printer_key(printer, "params");
    builder_byte(printer->out, '[');
    for (uint32_t i = 0; i < parameters->count; i++) {
        separate(printer, &first);
        print_name(printer, parameters->items[i].name);
    }
    builder_byte(printer->out, ']');
    if (has_default(parameters))
        json_printer_bindings(printer, "defaults", parameters);
}

static uint32_t positional_count(const struct argument_list *arguments)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < arguments->count; i++)
        count += arguments->items[i].name == NAME_NONE;
    return count;
}

static const struct expression *first_positional(const struct argument_list *arguments)
{
    uint32_t i = 0;
    while (arguments->items[i].name != NAME_NONE)
        i++;
    return arguments->items[i].value;
}

static void print_positional_array(struct json_printer *printer,
                                   const struct argument_list *arguments)
{
    bool first = true;
    builder_string(printer->out, ",\"_arguments\":[");
    for (uint32_t i = 0; i < arguments->count; i++) {
        if (arguments->items[i].name != NAME_NONE)
            continue;
        separate(printer, &first);
        json_printer_value(printer, arguments->items[i].value);
    }
    builder_byte(printer->out, ']');
}

void json_printer_arguments(struct json_printer *printer, const struct argument_list *arguments)
{
    uint32_t positional = positional_count(arguments);
    bool first = positional == 0;
    json_printer_key(printer, "params");
    builder_byte(printer->out, '{');
    if (positional > 0) {
        builder_string(printer->out, "\"_positional\":");
        json_printer_value(printer, first_positional(arguments));
    }
    if (positional > 1)
        print_positional_array(printer, arguments);
    print_named(printer, arguments, &first);
    builder_byte(printer->out, '}');
}

static void print_argument(struct json_printer *printer, const struct assignment *argument)
{
    if (argument->name == NAME_NONE) {
        json_printer_value(printer, argument->value);
        return;
    }
    json_printer_open(printer, "assignment");
    json_printer_name(printer, "name", argument->name);
    json_printer_expression(printer, "value", argument->value);
    json_printer_close(printer);
}

void json_printer_argument_array(struct json_printer *printer, const char *key,
                                 const struct argument_list *arguments)
{
    bool first = true;
    json_printer_key(printer, key);
    builder_byte(printer->out, '[');
    for (uint32_t i = 0; i < arguments->count; i++) {
        separate(printer, &first);
        print_argument(printer, &arguments->items[i]);
    }
    builder_byte(printer->out, ']');
}

static void print_range(struct json_printer *printer, const struct expression *range)
{
    builder_byte(printer->out, '[');
    json_printer_value(printer, range->range.begin);
    builder_byte(printer->out, ',');
    if (range->range.step) {
        json_printer_value(printer, range->range.step);
        builder_byte(printer->out, ',');
    }
    json_printer_value(printer, range->range.end);
    builder_byte(printer->out, ']');
}

void json_printer_loop_variable(struct json_printer *printer, const struct assignment *variable)
{
    builder_string(printer->out, "\"variable\":");
    print_name(printer, variable->name);
    if (variable->value->kind == EXPRESSION_RANGE) {
        json_printer_key(printer, "range");
        print_range(printer, variable->value);
    } else {
        json_printer_expression(printer, "values", variable->value);
    }
}

void json_printer_assertion(struct json_printer *printer, const struct argument_list *arguments)
{
    if (arguments->count > 0)
        json_printer_expression(printer, "condition", arguments->items[0].value);
    if (arguments->count > 1)
        json_printer_expression(printer, "message", arguments->items[1].value);
}

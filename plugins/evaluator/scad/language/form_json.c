/* SPDX-License-Identifier: MIT */
/* Members are in the order of their names, and every number has a point: so OpenSCAD writes them. */
#include "language/form.h"

#include "base/decimal.h"
#include "base/json.h"

#include <math.h>
#include <string.h>

static void print_number(struct builder *builder, double number)
{
    char digits[DECIMAL_BYTES];
    if (!isfinite(number)) {
        builder_string(builder, "null");
        return;
    }
    decimal_print(number, digits);
    if (number == 0 && signbit(number))
        builder_byte(builder, '-');
    builder_string(builder, digits);
    if (!strpbrk(digits, ".e"))
        builder_string(builder, ".0");
}

static void print_member(struct builder *builder, const char *name, struct text value)
{
    builder_format(builder, "\"%s\":", name);
    json_print_string(builder, value);
}

static void print_value(struct builder *builder, const struct expression *value)
{
    switch (value->kind) {
    case EXPRESSION_BOOLEAN:
        builder_string(builder, value->boolean ? "true" : "false");
        break;
    case EXPRESSION_NUMBER:
        print_number(builder, value->number);
        break;
    case EXPRESSION_STRING:
        json_print_string(builder, value->string);
        break;
    default: /* a vector of such */
        for (uint32_t i = 0; i < value->vector.count; i++) {
            builder_byte(builder, i > 0 ? ',' : '[');
            print_value(builder, value->vector.items[i]);
        }
        builder_byte(builder, ']');
    }
}

static void print_options(struct builder *builder, const struct form_option_list *options)
{
    builder_string(builder, ",\"options\":[");
    for (size_t i = 0; i < options->count; i++) {
        builder_string(builder, i > 0 ? ",{" : "{");
        print_member(builder, "name", options->items[i].label);
        builder_string(builder, ",\"value\":");
        print_value(builder, options->items[i].value);
        builder_byte(builder, '}');
    }
    builder_byte(builder, ']');
}

static void print_bounds(struct builder *builder, const struct form_field *field)
{
    builder_string(builder, ",\"max\":");
    print_number(builder, field->most.number);
    builder_string(builder, ",\"min\":");
    print_number(builder, field->least.given ? field->least.number : 0);
}

static const char *type_of(const struct form_field *field, const struct expression *initial)
{
    if (field->kind == FORM_BOOLEAN)
        return "boolean";
    return initial->kind == EXPRESSION_STRING ? "string" : "number";
}

static void print_field(struct builder *builder, const struct form_field *field)
{
    const struct expression *initial = field->kind == FORM_CHOICE
                                           ? field->options.items[field->chosen].value
                                           : field->assignment->value;
    bool ranges = field->kind == FORM_NUMBER || field->kind == FORM_VECTOR;
    builder_byte(builder, '{');
    if (field->description.length > 0) {
        print_member(builder, "caption", field->description);
        builder_byte(builder, ',');
    }
    if (field->group.length > 0) {
        print_member(builder, "group", field->group);
        builder_byte(builder, ',');
    }
    builder_string(builder, "\"initial\":");
    print_value(builder, initial);
    if (ranges && field->most.given)
        print_bounds(builder, field);
    if (field->kind == FORM_STRING && field->longest.given)
        builder_format(builder, ",\"maxLength\":%.0f", fmax(trunc(field->longest.number), 0));
    builder_byte(builder, ',');
    print_member(builder, "name", field->name);
    if (field->kind == FORM_CHOICE)
        print_options(builder, &field->options);
    if (field->kind == FORM_NUMBER || (ranges && field->most.given)) {
        builder_string(builder, ",\"step\":");
        print_number(builder, field->step.given ? field->step.number : 1);
    }
    builder_byte(builder, ',');
    print_member(builder, "type", text_of(type_of(field, initial)));
    builder_byte(builder, '}');
}

void form_print_json(struct builder *builder, const struct form *form)
{
    builder_byte(builder, '[');
    for (size_t i = 0; i < form->count; i++) {
        if (i > 0)
            builder_byte(builder, ',');
        print_field(builder, &form->items[i]);
    }
    builder_byte(builder, ']');
}

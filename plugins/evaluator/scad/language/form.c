/* SPDX-License-Identifier: MIT */
/* What kind of field an assignment makes follows from its value first, then from the comment behind it. */
#include "language/form.h"

#include "base/list.h"
#include "base/number.h"
#include "language/form_value.h"

#include <string.h>

static bool is_number(const struct expression *expression)
{
    return expression && expression->kind == EXPRESSION_NUMBER;
}

static bool is_string(const struct expression *expression)
{
    return expression && expression->kind == EXPRESSION_STRING;
}

static bool is_scalar(const struct expression *expression)
{
    return is_number(expression) || is_string(expression);
}

static struct text label_of(struct arena *arena, const struct expression *scalar)
{
    if (is_string(scalar))
        return scalar->string;
    struct builder label = builder_in(arena);
    number_print_general(&label, scalar->number);
    return builder_result(&label);
}

/* --- choices ------------------------------------------------------------------------------------------ */

/* `1`, `"a"`, or a value with a label, `[1, "one"]`. */
static bool read_option(struct arena *arena, const struct expression *element,
                        struct form_option *option)
{
    const struct expression *value = element, *label = element;
    if (element->kind == EXPRESSION_VECTOR && element->vector.count == 2) {
        value = element->vector.items[0];
        label = element->vector.items[1];
    }
    if (!is_scalar(value) || !is_scalar(label))
        return false;
    *option = (struct form_option){ label_of(arena, label), value };
    return true;
}

/* False if the comment lists no choices: a single number is the greatest of a range. */
static bool read_options(struct arena *arena, const struct expression *comment,
                         struct form_option_list *options)
{
    if (comment->kind != EXPRESSION_VECTOR || comment->vector.count == 0)
        return false;
    if (comment->vector.count == 1 && is_number(comment->vector.items[0]))
        return false;
    for (uint32_t i = 0; i < comment->vector.count; i++) {
        struct form_option option;
        if (!read_option(arena, comment->vector.items[i], &option))
            return false;
        list_append(arena, options, option);
    }
    return true;
}

/* The option of the field's own value, which is put before the others if it is not among them. */
static void choose(struct arena *arena, struct form_field *field)
{
    const struct expression *value = field->assignment->value;
    struct form_option_list *options = &field->options;
    for (size_t i = 0; i < options->count; i++)
        if (form_value_equal(options->items[i].value, value)) {
            field->chosen = i;
            return;
        }
    struct form_option own = { label_of(arena, value), value };
    list_append(arena, options, own);
    memmove(options->items + 1, options->items, (options->count - 1) * sizeof *options->items);
    options->items[0] = own;
}

static bool read_choice(struct arena *arena, struct form_field *field)
{
    const struct expression *comment = field->assignment->annotations->parameter;
    field->options = (struct form_option_list){ 0 };
    if (!read_options(arena, comment, &field->options))
        return false;
    field->kind = FORM_CHOICE;
    choose(arena, field);
    return true;
}

/* --- bounds ------------------------------------------------------------------------------------------- */

static struct form_bound bound_of(const struct expression *expression)
{
    if (!is_number(expression))
        return (struct form_bound){ 0 };
    return (struct form_bound){ true, expression->number };
}

/* `5` is a step, `[10]` the greatest, `[1:5]` and `[1:0.5:5]` are least, step and greatest. */
static void read_bounds(struct form_field *field)
{
    const struct expression *comment = field->assignment->annotations->parameter;
    field->step = bound_of(comment);
    if (comment->kind == EXPRESSION_VECTOR && comment->vector.count == 1)
        field->most = bound_of(comment->vector.items[0]);
    if (comment->kind != EXPRESSION_RANGE || !is_number(comment->range.begin) ||
        !is_number(comment->range.end))
        return;
    field->least = bound_of(comment->range.begin);
    field->most = bound_of(comment->range.end);
    field->step = bound_of(comment->range.step);
}

/* The value that is there has its place within the bounds, whatever the comment says. */
static void widen(struct form_field *field, double number)
{
    if (field->least.given && number < field->least.number)
        field->least.number = number;
    if (field->most.given && number > field->most.number)
        field->most.number = number;
}

/* --- fields ------------------------------------------------------------------------------------------- */

static bool is_vector_of_numbers(const struct expression *value)
{
    if (value->kind != EXPRESSION_VECTOR || value->vector.count < 1 || value->vector.count > 4)
        return false;
    for (uint32_t i = 0; i < value->vector.count; i++)
        if (!is_number(value->vector.items[i]))
            return false;
    return true;
}

/* False if the value is of no kind that a form can hold. */
static bool read_field(struct arena *arena, struct form_field *field)
{
    const struct expression *value = field->assignment->value;
    if (value->kind == EXPRESSION_BOOLEAN) {
        field->kind = FORM_BOOLEAN;
    } else if (is_scalar(value) && read_choice(arena, field)) {
        return true;
    } else if (is_string(value)) {
        field->kind = FORM_STRING;
        field->longest = bound_of(field->assignment->annotations->parameter);
    } else if (is_number(value)) {
        field->kind = FORM_NUMBER;
        read_bounds(field);
        widen(field, value->number);
    } else if (is_vector_of_numbers(value)) {
        field->kind = FORM_VECTOR;
        read_bounds(field);
        for (uint32_t i = 0; i < value->vector.count; i++)
            widen(field, value->vector.items[i]->number);
    } else {
        return false;
    }
    return true;
}

static struct text trimmed(struct text text)
{
    static const char blanks[] = " \t\n\v\f\r";
    while (text.length > 0 && memchr(blanks, text.bytes[0], sizeof blanks - 1))
        text = (struct text){ text.bytes + 1, text.length - 1 };
    while (text.length > 0 && memchr(blanks, text.bytes[text.length - 1], sizeof blanks - 1))
        text.length--;
    return text;
}

static struct text string_or(const struct expression *string, struct text otherwise)
{
    return is_string(string) ? string->string : otherwise;
}

struct form form_of(struct arena *arena, const struct names *names, const struct syntax_file *file)
{
    struct form form = { .arena = arena };
    for (uint32_t i = 0; i < file->scope->assignments.count; i++) {
        struct assignment *assignment = file->scope->assignments.items[i];
        const struct annotations *annotations = assignment->annotations;
        if (!annotations || !annotations->parameter)
            continue;
        struct form_field field = {
            .name = names_text(names, assignment->name),
            .description = string_or(annotations->description, text_of("")),
            .group = trimmed(string_or(annotations->group, text_of("Parameters"))),
            .assignment = assignment,
        };
        if (!text_equal(field.group, text_of("Hidden")) && read_field(arena, &field))
            list_append(arena, &form, field);
    }
    return form;
}

struct form_field *form_find(const struct form *form, struct text name)
{
    for (size_t i = 0; i < form->count; i++)
        if (text_equal(form->items[i].name, name))
            return &form->items[i];
    return NULL;
}

/* SPDX-License-Identifier: MIT */
/* Saved sets hold every value as a text. What a text is depends on the field that it is for. */
#include "language/form_value.h"

#include "base/list.h"
#include "language/form.h"
#include "language/node.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { VECTOR_ITEMS_MAX = 4 };

bool form_value_equal(const struct expression *a, const struct expression *b)
{
    if (a->kind != b->kind)
        return false;
    return a->kind == EXPRESSION_NUMBER ? a->number == b->number : text_equal(a->string, b->string);
}

bool form_value_number(struct text text, double *number)
{
    static const char letters[] = "+-.0123456789eE \t\r\n";
    char digits[64], *after;
    if (text.length >= sizeof digits)
        return false;
    for (size_t i = 0; i < text.length; i++)
        if (!text.bytes[i] || !strchr(letters, text.bytes[i]))
            return false;
    memcpy(digits, text.bytes, text.length);
    digits[text.length] = '\0';
    *number = strtod(digits, &after);
    return after != digits && after[strspn(after, " \t\r\n")] == '\0' && isfinite(*number);
}

static struct position position_of(const struct form_field *field)
{
    return field->assignment->value->position;
}

static double within_bounds(const struct form_field *field, double number)
{
    if (field->least.given && number < field->least.number)
        number = field->least.number;
    if (field->most.given && number > field->most.number)
        number = field->most.number;
    return number;
}

static struct expression *boolean_of(const struct form *form, const struct form_field *field,
                                     struct text value)
{
    bool yes = text_equal(value, text_of("true")) || text_equal(value, text_of("1"));
    bool no = text_equal(value, text_of("false")) || text_equal(value, text_of("0"));
    return yes || no ? node_boolean(form->arena, position_of(field), yes) : NULL;
}

static struct expression *string_of(const struct form *form, const struct form_field *field,
                                    struct text value)
{
    if (field->longest.given && (double)value.length > field->longest.number)
        value.length = (size_t)fmax(field->longest.number, 0);
    return node_string(form->arena, position_of(field), text_copy(form->arena, value));
}

static struct expression *number_of(const struct form *form, const struct form_field *field,
                                    struct text value)
{
    double number;
    if (!form_value_number(value, &number))
        return NULL;
    return node_number(form->arena, position_of(field), within_bounds(field, number));
}

static struct text without_blanks(struct arena *arena, struct text text)
{
    struct builder kept = builder_in(arena);
    for (size_t i = 0; i < text.length; i++)
        if (text.bytes[i] != ' ')
            builder_byte(&kept, text.bytes[i]);
    return builder_result(&kept);
}

/* The text up to the next comma, which is taken off. */
static struct text next_item(struct text *rest)
{
    const char *comma = memchr(rest->bytes, ',', rest->length);
    size_t length = comma ? (size_t)(comma - rest->bytes) : rest->length;
    struct text item = { rest->bytes, length };
    size_t used = comma ? length + 1 : length;
    *rest = (struct text){ rest->bytes + used, rest->length - used };
    return item;
}

/* `[1, 2, 3]`, as many numbers as there were. */
static struct expression *vector_of(const struct form *form, const struct form_field *field,
                                    struct text value)
{
    struct expression_list items = { 0 };
    struct text text = without_blanks(form->arena, value);
    if (text.length < 2 || text.bytes[0] != '[' || text.bytes[text.length - 1] != ']')
        return NULL;
    struct text rest = { text.bytes + 1, text.length - 2 };
    uint32_t wanted = field->assignment->value->vector.count;
    for (uint32_t i = 0; i < wanted && i < VECTOR_ITEMS_MAX; i++) {
        double number;
        bool last = memchr(rest.bytes, ',', rest.length) == NULL;
        if (!form_value_number(next_item(&rest), &number) || last != (i + 1 == wanted))
            return NULL;
        struct expression *item =
            node_number(form->arena, position_of(field), within_bounds(field, number));
        list_append(form->arena, &items, item);
    }
    return node_vector(form->arena, position_of(field), items);
}

static struct expression *choice_of(const struct form *form, const struct form_field *field,
                                    struct text value)
{
    double number = 0;
    bool is_number = form_value_number(value, &number);
    for (size_t i = 0; i < field->options.count; i++) {
        const struct expression *option = field->options.items[i].value;
        if (option->kind == EXPRESSION_NUMBER && is_number && option->number == number)
            return node_number(form->arena, position_of(field), number);
        if (option->kind == EXPRESSION_STRING && text_equal(option->string, value))
            return node_string(form->arena, position_of(field), option->string);
    }
    return NULL;
}

void form_set(const struct form *form, struct form_field *field, struct text value)
{
    static struct expression *(*const readers[])(const struct form *, const struct form_field *,
                                                 struct text) = {
        [FORM_BOOLEAN] = boolean_of, [FORM_STRING] = string_of, [FORM_NUMBER] = number_of,
        [FORM_VECTOR] = vector_of,   [FORM_CHOICE] = choice_of,
    };
    struct expression *expression = readers[field->kind](form, field, value);
    if (expression)
        field->assignment->value = expression;
}

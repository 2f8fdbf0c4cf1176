/* SPDX-License-Identifier: MIT */
/* Values as text. */
#include "evaluate/print.h"

#include "base/number.h"
#include "evaluate/string.h"
#include "evaluate/vector.h"

/* A value that is shared many times over is written as often. */
void print_text(struct printer *printer, struct text text)
{
    heap_spend(printer->heap, 1);
    string_append(printer->heap, &printer->text, text);
}

void print_string(struct printer *printer, const char *string)
{
    print_text(printer, text_of(string));
}

static void print_number(struct printer *printer, double number)
{
    char bytes[NUMBER_BYTES];
    size_t length = number_format(number, bytes);
    print_text(printer, (struct text){ bytes, length });
}

static void print_quoted(struct printer *printer, struct value value)
{
    print_string(printer, "\"");
    print_text(printer, string_text(value));
    print_string(printer, "\"");
}

static void print_range(struct printer *printer, const struct range *range)
{
    print_string(printer, "[");
    print_number(printer, range->begin);
    print_string(printer, " : ");
    print_number(printer, range->step);
    print_string(printer, " : ");
    print_number(printer, range->end);
    print_string(printer, "]");
}

static void print_vector(struct printer *printer, struct value vector)
{
    const struct value *items = vector_items(vector);
    print_string(printer, "[");
    for (uint32_t i = 0; i < vector.length && !printer->too_deep; i++) {
        if (i > 0)
            print_string(printer, ", ");
        print_echo(printer, items[i]);
    }
    print_string(printer, "]");
}

static void print_object(struct printer *printer, const struct object *object)
{
    print_string(printer, "{ ");
    for (uint32_t i = 0; i < object->count && !printer->too_deep; i++) {
        print_text(printer, string_text(object->entries[i].key));
        print_string(printer, " = ");
        print_echo(printer, object->entries[i].value);
        print_string(printer, "; ");
    }
    print_string(printer, "}");
}

bool print_value(struct printer *printer, struct value value)
{
    if (heap_stack_is_low(printer->heap)) {
        printer->too_deep = true;
        return false;
    }
    switch (value.kind) {
    case VALUE_BOOLEAN:
        print_string(printer, value.as.boolean ? "true" : "false");
        break;
    case VALUE_NUMBER:
        print_number(printer, value.as.number);
        break;
    case VALUE_STRING:
        print_text(printer, string_text(value));
        break;
    case VALUE_VECTOR:
        print_vector(printer, value);
        break;
    case VALUE_RANGE:
        print_range(printer, value.as.range);
        break;
    case VALUE_FUNCTION:
        printer->print_function(printer->context, printer, value.as.function);
        break;
    case VALUE_OBJECT:
        print_object(printer, value.as.object);
        break;
    case VALUE_UNSET:
    case VALUE_UNDEFINED:
    case VALUE_FRAME:
        print_string(printer, "undef");
        break;
    }
    return !printer->too_deep;
}

bool print_echo(struct printer *printer, struct value value)
{
    if (value.kind != VALUE_STRING)
        return print_value(printer, value);
    print_quoted(printer, value);
    return true;
}

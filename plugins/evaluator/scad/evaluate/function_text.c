/* SPDX-License-Identifier: MIT */
/* Functions of strings. */
#include "evaluate/functions.h"
#include "evaluate/string.h"
#include "evaluate/vector.h"

struct value function_len(const struct builtin_call *call)
{
    static const enum value_kind string[] = { VALUE_STRING };
    if (call->count == 1 && call->arguments[0].kind == VALUE_VECTOR)
        return value_number(call->arguments[0].length);
    if (call->count == 1 && call->arguments[0].kind == VALUE_OBJECT)
        return value_number(call->arguments[0].as.object->count);
    if (!call_takes(call, 1, string))
        return value_undefined();
    return value_number(string_length(&call->evaluator->heap, call->arguments[0]));
}

/* str(s, …) goes on in the buffer of s if it can. */
struct value function_str(const struct builtin_call *call)
{
    static const struct position nowhere;
    struct printer printer = report_printer(call->evaluator);
    uint32_t first = 0;
    if (call->count > 0 && call->arguments[0].kind == VALUE_STRING) {
        value_assign(&call->evaluator->heap, &printer.text, value_keep(call->arguments[0]));
        first = 1;
    }
    for (uint32_t i = first; i < call->count; i++)
        if (!print_value(&printer, call->arguments[i]))
            report_error(call->evaluator, nowhere,
                         "Stack exhausted while trying to convert a vector to EchoString");
    return printer.text;
}

enum { CHR_RANGE_MAX = 10000 };

static void add_character(struct heap *heap, struct value *string, double number)
{
    char bytes[4];
    if (number >= 1 && number < 0x110000)
        string_append(heap, string,
                      (struct text){ bytes, text_encode_utf8((uint32_t)number, bytes) });
}

static void add_characters(struct evaluator *evaluator, struct value *string, struct value value)
{
    static const struct position nowhere;
    heap_check_stack(&evaluator->heap);
    heap_spend(&evaluator->heap, 1);
    if (value.kind == VALUE_NUMBER) {
        add_character(&evaluator->heap, string, value.as.number);
    } else if (value.kind == VALUE_VECTOR) {
        for (uint32_t i = 0; i < value.length; i++)
            add_characters(evaluator, string, vector_items(value)[i]);
    } else if (value.kind == VALUE_RANGE) {
        const struct range *range = value.as.range;
        uint32_t count = range_count(range);
        if (count >= CHR_RANGE_MAX)
            report_warning(evaluator, nowhere,
                           "Bad range parameter in for statement: too many elements (%u).", count);
        for (uint32_t i = 0; count < CHR_RANGE_MAX && range->step != 0 && i < count; i++)
            add_character(&evaluator->heap, string, range_at(range, i));
    }
}

struct value function_chr(const struct builtin_call *call)
{
    struct value string = string_with_room(&call->evaluator->heap, 4);
    for (uint32_t i = 0; i < call->count; i++)
        add_characters(call->evaluator, &string, call->arguments[i]);
    return string;
}

struct value function_ord(const struct builtin_call *call)
{
    static const enum value_kind string[] = { VALUE_STRING };
    if (!call_takes(call, 1, string))
        return value_undefined();
    struct text text = string_text(call->arguments[0]);
    bool ascii = call->arguments[0].as.string->shared.ascii;
    heap_spend(&call->evaluator->heap, ascii ? 0 : text.length / 8);
    if (!ascii && !string_is_valid(text)) {
        report_warning(call->evaluator, call->expression->position,
                       "ord() argument '%.*s' is not a valid utf8 string", (int)text.length,
                       text.bytes);
        return value_undefined();
    }
    return text.length > 0 ? value_number(string_character(text)) : value_undefined();
}

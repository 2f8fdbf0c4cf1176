/* SPDX-License-Identifier: MIT */
/* Functions that tell what a value is, and what is running. */
#include "evaluate/functions.h"
#include "evaluate/parameters.h"
#include "evaluate/string.h"
#include "evaluate/vector.h"

#include <math.h>

/* The OpenSCAD whose language this is. */
static const double language_version[] = { 2026, 7, 20 };

static struct value is_kind(const struct builtin_call *call, enum value_kind kind)
{
    if (!call_has(call, 1))
        return value_undefined();
    return value_boolean(call->arguments[0].kind == kind);
}

struct value function_is_bool(const struct builtin_call *call)
{
    return is_kind(call, VALUE_BOOLEAN);
}

struct value function_is_function(const struct builtin_call *call)
{
    return is_kind(call, VALUE_FUNCTION);
}

struct value function_is_list(const struct builtin_call *call)
{
    return is_kind(call, VALUE_VECTOR);
}

struct value function_is_object(const struct builtin_call *call)
{
    return is_kind(call, VALUE_OBJECT);
}

struct value function_is_string(const struct builtin_call *call)
{
    return is_kind(call, VALUE_STRING);
}

struct value function_is_undef(const struct builtin_call *call)
{
    return is_kind(call, VALUE_UNDEFINED);
}

/* nan is not a number here. */
struct value function_is_num(const struct builtin_call *call)
{
    if (!call_has(call, 1))
        return value_undefined();
    struct value value = call->arguments[0];
    return value_boolean(value.kind == VALUE_NUMBER && !isnan(value.as.number));
}

struct value function_version(const struct builtin_call *call)
{
    return vector_of_numbers(&call->evaluator->heap, 3, language_version);
}

/* [2026, 7, 20] and [2026, 7] as 20260720 and 20260700. */
struct value function_version_num(const struct builtin_call *call)
{
    double parts[3] = { 0, 0, 0 };
    if (call->count == 0) {
        for (int i = 0; i < 3; i++)
            parts[i] = language_version[i];
    } else if (!value_read_three(call->arguments[0], 0, parts)) {
        return value_undefined();
    }
    return value_number(parts[0] * 10000 + parts[1] * 100 + parts[2]);
}

struct value function_parent_module(const struct builtin_call *call)
{
    static const enum value_kind kinds[] = { VALUE_NUMBER };
    struct evaluator *evaluator = call->evaluator;
    if (call->count > 0 && !call_takes(call, 1, kinds))
        return value_undefined();
    double wanted = call->count > 0 ? trunc(call->arguments[0].as.number) : 1;
    int index = wanted > INT32_MIN && wanted < INT32_MAX ? (int)wanted : INT32_MIN;
    if (index < 0) {
        report_warning(evaluator, call->expression->position,
                       "Negative parent module index (%d) not allowed", index);
        return value_undefined();
    }
    evaluator->unrepeatable++;
    const struct activation *activation = evaluator->activation;
    for (int i = 0; activation && i < index; i++)
        activation = activation->outer;
    if (!activation) {
        report_warning(evaluator, call->expression->position,
                       "Parent module index (%d) greater than the number of modules on the stack",
                       index);
        return value_undefined();
    }
    return string_new(&evaluator->heap, names_text(evaluator->program->names, activation->name));
}

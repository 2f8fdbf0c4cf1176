/* SPDX-License-Identifier: MIT */
/* Functions of vectors. */
#include "evaluate/functions.h"
#include "evaluate/vector.h"

#include <math.h>

/* concat(list, …) goes on in the buffer of the list if it can. */
struct value function_concat(const struct builtin_call *call)
{
    struct heap *heap = &call->evaluator->heap;
    uint32_t first = call->count > 0 && call->arguments[0].kind == VALUE_VECTOR;
    struct value result =
        first ? value_keep(call->arguments[0]) : vector_with_room(heap, call->count);
    for (uint32_t i = first; i < call->count; i++) {
        if (call->arguments[i].kind == VALUE_VECTOR)
            vector_append_all(heap, &result, call->arguments[i]);
        else
            vector_append(heap, &result, value_keep(call->arguments[i]));
    }
    return result;
}

static bool read_pair(struct value row, double pair[2])
{
    if (row.kind != VALUE_VECTOR || row.length != 2)
        return false;
    const struct value *items = vector_items(row);
    pair[0] = items[0].as.number;
    pair[1] = items[1].as.number;
    return items[0].kind == VALUE_NUMBER && items[1].kind == VALUE_NUMBER;
}

/* The nearest pairs below and above the key. */
struct surroundings {
    double low, low_value, high, high_value;
};

static void narrow(struct surroundings *around, double key, const double pair[2])
{
    if (pair[0] <= key && (pair[0] > around->low || around->low > key)) {
        around->low = pair[0];
        around->low_value = pair[1];
    }
    if (pair[0] >= key && (pair[0] < around->high || around->high < key)) {
        around->high = pair[0];
        around->high_value = pair[1];
    }
}

static double interpolate(const struct surroundings *around, double key)
{
    if (key <= around->low)
        return around->high_value;
    if (key >= around->high)
        return around->low_value;
    double part = (key - around->low) / (around->high - around->low);
    return around->high_value * part + around->low_value * (1 - part);
}

struct value function_lookup(const struct builtin_call *call)
{
    static const enum value_kind kinds[] = { VALUE_NUMBER, VALUE_VECTOR };
    if (!call_takes(call, 2, kinds))
        return value_undefined();
    double key = call->arguments[0].as.number;
    if (!isfinite(key)) {
        report_warning(call->evaluator, call->expression->position,
                       "lookup(%s, ...) first argument is not a number",
                       report_value(call->evaluator, call->arguments[0]));
        return value_undefined();
    }
    struct value table = call->arguments[1];
    double pair[2];
    if (table.length == 0 || !read_pair(vector_items(table)[0], pair))
        return value_undefined();
    heap_spend(&call->evaluator->heap, table.length / 4);
    struct surroundings around = { pair[0], pair[1], pair[0], pair[1] };
    for (uint32_t i = 1; i < table.length; i++)
        if (read_pair(vector_items(table)[i], pair))
            narrow(&around, key, pair);
    return value_number(interpolate(&around, key));
}

struct value function_norm(const struct builtin_call *call)
{
    static const enum value_kind kinds[] = { VALUE_VECTOR };
    if (!call_takes(call, 1, kinds))
        return value_undefined();
    struct value vector = call->arguments[0];
    double sum = 0;
    heap_spend(&call->evaluator->heap, vector.length / 8);
    for (uint32_t i = 0; i < vector.length; i++) {
        struct value item = vector_items(vector)[i];
        if (item.kind != VALUE_NUMBER) {
            report_warning(call->evaluator, call->expression->position,
                           "Incorrect arguments to norm()");
            return value_undefined();
        }
        sum += item.as.number * item.as.number;
    }
    return value_number(sqrt(sum));
}

static double number_or_zero(struct value value)
{
    return value.kind == VALUE_NUMBER ? value.as.number : 0;
}

static struct value refuse_cross(const struct builtin_call *call, const char *problem)
{
    report_warning(call->evaluator, call->expression->position, "Invalid %s for cross()", problem);
    return value_undefined();
}

struct value function_cross(const struct builtin_call *call)
{
    static const enum value_kind kinds[] = { VALUE_VECTOR, VALUE_VECTOR };
    if (!call_takes(call, 2, kinds))
        return value_undefined();
    const struct value *a = vector_items(call->arguments[0]);
    const struct value *b = vector_items(call->arguments[1]);
    uint32_t length = call->arguments[0].length, other_length = call->arguments[1].length;
    if (length == 2 && other_length == 2)
        return value_number(number_or_zero(a[0]) * number_or_zero(b[1]) -
                            number_or_zero(a[1]) * number_or_zero(b[0]));
    if (length != 3 || other_length != 3)
        return refuse_cross(call, "vector size of parameter");
    for (int i = 0; i < 3; i++) {
        if (a[i].kind != VALUE_NUMBER || b[i].kind != VALUE_NUMBER)
            return refuse_cross(call, "value in parameter vector");
        if (isnan(a[i].as.number) || isnan(b[i].as.number))
            return refuse_cross(call, "value (NaN) in parameter vector");
        if (isinf(a[i].as.number) || isinf(b[i].as.number))
            return refuse_cross(call, "value (INF) in parameter vector");
    }
    const double product[] = {
        a[1].as.number * b[2].as.number - a[2].as.number * b[1].as.number,
        a[2].as.number * b[0].as.number - a[0].as.number * b[2].as.number,
        a[0].as.number * b[1].as.number - a[1].as.number * b[0].as.number,
    };
    return vector_of_numbers(&call->evaluator->heap, 3, product);
}

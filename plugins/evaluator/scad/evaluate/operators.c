/* SPDX-License-Identifier: MIT */
/* Arithmetic, bit operations and indexing. */
#include "evaluate/operators.h"

#include "evaluate/method.h"
#include "evaluate/string.h"
#include "evaluate/vector.h"
#include "language/operation.h"

#include <math.h>

/* --- numbers -------------------------------------------------------------------------------- */

/* As the processor does it: what does not fit is the smallest integer. */
static int64_t to_integer(double number)
{
    if (number > -9223372036854775808.0 && number < 9223372036854775808.0)
        return (int64_t)number;
    return INT64_MIN;
}

static struct value shift(enum operation operation, double left, double right,
                          struct reason *reason)
{
    int64_t bits = to_integer(left);
    int64_t distance = to_integer(right);
    if (distance < 0)
        return reason_refuse(reason, "negative shift");
    if (distance >= 64)
        return reason_refuse(reason, "shift too large");
    if (operation == OPERATION_SHIFT_LEFT)
        return value_number((double)(int64_t)((uint64_t)bits << distance));
    return value_number((double)(bits >> distance));
}

/* The remainder with the sign of the dividend; whole numbers, which are most, need no division of
 * doubles. */
static double remainder_of(double left, double right)
{
    if (left >= 0 && left < INT32_MAX && right > 0 && right < INT32_MAX && left == (int32_t)left &&
        right == (int32_t)right)
        return (int32_t)left % (int32_t)right;
    return fmod(left, right);
}

static struct value operate_numbers(enum operation operation, double left, double right,
                                    struct reason *reason)
{
    switch (operation) {
    case OPERATION_ADD:
        return value_number(left + right);
    case OPERATION_SUBTRACT:
        return value_number(left - right);
    case OPERATION_MULTIPLY:
        return value_number(left * right);
    case OPERATION_DIVIDE:
        return value_number(left / right);
    case OPERATION_MODULO:
        return value_number(remainder_of(left, right));
    case OPERATION_POWER:
        return value_number(pow(left, right));
    case OPERATION_BINARY_AND:
        return value_number((double)(to_integer(left) & to_integer(right)));
    case OPERATION_BINARY_OR:
        return value_number((double)(to_integer(left) | to_integer(right)));
    default:
        return shift(operation, left, right, reason);
    }
}

/* --- vectors -------------------------------------------------------------------------------- */

/* Elements that cannot be combined are undefined in the result, silently. */
static struct value combine_vectors(struct heap *heap, enum operation operation, struct value left,
                                    struct value right)
{
    heap_check_stack(heap);
    uint32_t count = left.length < right.length ? left.length : right.length;
    heap_spend(heap, count);
    const struct value *lefts = vector_items(left);
    const struct value *rights = vector_items(right);
    struct value result = vector_with_room(heap, count);
    for (uint32_t i = 0; i < count; i++)
        vector_append(heap, &result, operate_binary(heap, operation, lefts[i], rights[i], NULL));
    return result;
}

/* Each element of a vector with a number, the vector on the left. */
static struct value combine_with_right(struct heap *heap, enum operation operation,
                                       struct value vector, struct value right)
{
    heap_check_stack(heap);
    heap_spend(heap, vector.length);
    const struct value *items = vector_items(vector);
    struct value result = vector_with_room(heap, vector.length);
    for (uint32_t i = 0; i < vector.length; i++)
        vector_append(heap, &result, operate_binary(heap, operation, items[i], right, NULL));
    return result;
}

static struct value divide_by_elements(struct heap *heap, struct value number, struct value vector)
{
    heap_check_stack(heap);
    heap_spend(heap, vector.length);
    const struct value *items = vector_items(vector);
    struct value result = vector_with_room(heap, vector.length);
    for (uint32_t i = 0; i < vector.length; i++)
        vector_append(heap, &result,
                      operate_binary(heap, OPERATION_DIVIDE, number, items[i], NULL));
    return result;
}

static struct value operate_with_vector(struct heap *heap, enum operation operation,
                                        struct value left, struct value right,
                                        struct reason *reason)
{
    bool left_vector = left.kind == VALUE_VECTOR;
    bool right_vector = right.kind == VALUE_VECTOR;
    bool left_number = left.kind == VALUE_NUMBER;
    bool right_number = right.kind == VALUE_NUMBER;
    switch (operation) {
    case OPERATION_ADD:
    case OPERATION_SUBTRACT:
        if (left_vector && right_vector)
            return combine_vectors(heap, operation, left, right);
        break;
    case OPERATION_MULTIPLY:
        if (left_vector && right_vector)
            return operate_multiply(heap, left, right, reason);
        if (left_vector && right_number)
            return combine_with_right(heap, operation, left, right);
        if (left_number && right_vector)
            return combine_with_right(heap, operation, right, left);
        break;
    case OPERATION_DIVIDE:
        if (left_vector && right_number)
            return combine_with_right(heap, operation, left, right);
        if (left_number && right_vector)
            return divide_by_elements(heap, left, right);
        break;
    default:
        break;
    }
    return reason_refuse_kinds(reason, operation, left, right);
}

/* --- the operators ---------------------------------------------------------------------------- */

struct value operate_binary(struct heap *heap, enum operation operation, struct value left,
                            struct value right, struct reason *reason)
{
    if (operation >= OPERATION_EQUAL && operation <= OPERATION_LESS_EQUAL)
        return operate_compare(heap, operation, left, right, reason);
    if (left.kind == VALUE_NUMBER && right.kind == VALUE_NUMBER)
        return operate_numbers(operation, left.as.number, right.as.number, reason);
    return operate_with_vector(heap, operation, left, right, reason);
}

static struct value negate_elements(struct heap *heap, struct value vector)
{
    heap_check_stack(heap);
    heap_spend(heap, vector.length);
    const struct value *items = vector_items(vector);
    struct value result = vector_with_room(heap, vector.length);
    for (uint32_t i = 0; i < vector.length; i++)
        vector_append(heap, &result, operate_unary(heap, OPERATION_NEGATE, items[i], NULL));
    return result;
}

struct value operate_unary(struct heap *heap, enum operation operation, struct value operand,
                           struct reason *reason)
{
    if (operation == OPERATION_NOT)
        return value_boolean(!value_is_true(operand));
    bool negate = operation == OPERATION_NEGATE;
    if (operand.kind == VALUE_NUMBER)
        return value_number(negate ? -operand.as.number : (double)~to_integer(operand.as.number));
    if (negate && operand.kind == VALUE_VECTOR)
        return negate_elements(heap, operand);
    return reason_refuse(reason, "undefined operation (%c%s)", negate ? '-' : '~',
                         value_kind_name(operand.kind));
}

static uint32_t to_index(double number)
{
    return number > -1 && number < UINT32_MAX ? (uint32_t)number : UINT32_MAX;
}

static struct value range_part(const struct range *range, uint32_t index)
{
    const double parts[] = { range->begin, range->step, range->end };
    return index < 3 ? value_number(parts[index]) : value_undefined();
}

struct value operate_index(struct heap *heap, struct value value, struct value index)
{
    if (value.kind == VALUE_OBJECT && index.kind == VALUE_STRING)
        return method_take(heap, value.as.object, string_text(index));
    if (index.kind != VALUE_NUMBER)
        return value_undefined();
    uint32_t place = to_index(index.as.number);
    switch (value.kind) {
    case VALUE_VECTOR:
        return place < value.length ? value_keep(vector_items(value)[place]) : value_undefined();
    case VALUE_STRING:
        return string_at(heap, value, place);
    case VALUE_RANGE:
        return range_part(value.as.range, place);
    default:
        return value_undefined();
    }
}

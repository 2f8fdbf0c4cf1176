/* SPDX-License-Identifier: MIT */
/* Comparisons: numbers by size, strings by bytes, vectors element by element. */
#include "evaluate/operators.h"

#include "evaluate/string.h"
#include "evaluate/vector.h"
#include "language/operation.h"

#include <stdio.h>
#include <string.h>

/* Adds a line to a reason that came from deeper down. */
static void add_place(struct reason *reason, uint32_t index)
{
    if (!reason || !reason->given)
        return;
    size_t length = strlen(reason->text);
    snprintf(reason->text + length, sizeof reason->text - length,
             "\n\tin vector comparison at index %u", index);
}

static bool holds(enum operation operation, int order)
{
    switch (operation) {
    case OPERATION_LESS:
        return order < 0;
    case OPERATION_LESS_EQUAL:
        return order <= 0;
    case OPERATION_GREATER:
        return order > 0;
    case OPERATION_GREATER_EQUAL:
        return order >= 0;
    case OPERATION_EQUAL:
        return order == 0;
    default:
        return order != 0;
    }
}

static bool numbers_hold(enum operation operation, double left, double right)
{
    switch (operation) {
    case OPERATION_LESS:
        return left < right;
    case OPERATION_LESS_EQUAL:
        return left <= right;
    case OPERATION_GREATER:
        return left > right;
    case OPERATION_GREATER_EQUAL:
        return left >= right;
    case OPERATION_EQUAL:
        return left == right;
    default:
        return left != right;
    }
}

static bool ranges_equal(const struct range *left, const struct range *right)
{
    uint32_t left_count = range_count(left);
    uint32_t right_count = range_count(right);
    if (left_count == 0 || right_count == 0)
        return left_count == right_count;
    return left == right ||
           (left->begin == right->begin && left->step == right->step && left_count == right_count);
}

/* Empty ranges come first; then by begin, step and number of elements. */
static bool ranges_hold(enum operation operation, const struct range *left,
                        const struct range *right)
{
    if (operation == OPERATION_EQUAL)
        return ranges_equal(left, right);
    if (operation == OPERATION_NOT_EQUAL)
        return !ranges_equal(left, right);
    uint32_t left_count = range_count(left);
    uint32_t right_count = range_count(right);
    if (left_count == 0 || right_count == 0)
        return holds(operation, (left_count > 0) - (right_count > 0));
    if (left->begin != right->begin)
        return numbers_hold(operation, left->begin, right->begin);
    if (left->step != right->step)
        return numbers_hold(operation, left->step, right->step);
    return holds(operation, (left_count > right_count) - (left_count < right_count));
}

static struct value vectors_equal(struct heap *heap, struct value left, struct value right,
                                  struct reason *reason)
{
    heap_spend(heap, 1);
    const struct value *lefts = vector_items(left);
    const struct value *rights = vector_items(right);
    for (uint32_t i = 0; i < left.length && i < right.length; i++) {
        heap_spend(heap, 1);
        struct value equal = operate_compare(heap, OPERATION_EQUAL, lefts[i], rights[i], reason);
        if (equal.kind == VALUE_UNDEFINED) {
            add_place(reason, i);
            return equal;
        }
        if (!equal.as.boolean)
            return equal;
    }
    return value_boolean(left.length == right.length);
}

static bool find_order(struct heap *heap, struct value left, struct value right,
                       struct reason *reason, int *order);

/* Goes down once: asking at every level which of the two is less, and then which is greater, would
 * double the work with each. */
static bool find_vector_order(struct heap *heap, struct value left, struct value right,
                              struct reason *reason, int *order)
{
    heap_check_stack(heap);
    heap_spend(heap, 1);
    const struct value *lefts = vector_items(left);
    const struct value *rights = vector_items(right);
    for (uint32_t i = 0; i < left.length && i < right.length; i++) {
        heap_spend(heap, 1);
        if (!find_order(heap, lefts[i], rights[i], reason, order)) {
            add_place(reason, i);
            return false;
        }
        if (*order != 0)
            return true;
    }
    *order = (left.length > right.length) - (left.length < right.length);
    return true;
}

/* Below 0 if the left one is less, above if the right one is. False if they cannot be compared. */
static bool find_order(struct heap *heap, struct value left, struct value right,
                       struct reason *reason, int *order)
{
    if (left.kind == VALUE_VECTOR && right.kind == VALUE_VECTOR)
        return find_vector_order(heap, left, right, reason, order);
    struct value less = operate_compare(heap, OPERATION_LESS, left, right, reason);
    if (less.kind == VALUE_UNDEFINED)
        return false;
    *order =
        less.as.boolean ? -1 : operate_compare(heap, OPERATION_LESS, right, left, NULL).as.boolean;
    return true;
}

static struct value vector_less(struct heap *heap, struct value left, struct value right,
                                struct reason *reason)
{
    int order;
    if (!find_vector_order(heap, left, right, reason, &order))
        return value_undefined();
    return value_boolean(order < 0);
}

static struct value negated(struct value value)
{
    return value.kind == VALUE_BOOLEAN ? value_boolean(!value.as.boolean) : value;
}

static struct value compare_vectors(struct heap *heap, enum operation operation, struct value left,
                                    struct value right, struct reason *reason)
{
    heap_check_stack(heap);
    switch (operation) {
    case OPERATION_LESS:
        return vector_less(heap, left, right, reason);
    case OPERATION_GREATER:
        return vector_less(heap, right, left, reason);
    case OPERATION_LESS_EQUAL:
        return negated(vector_less(heap, right, left, reason));
    case OPERATION_GREATER_EQUAL:
        return negated(vector_less(heap, left, right, reason));
    case OPERATION_EQUAL:
        return vectors_equal(heap, left, right, reason);
    default:
        return negated(vectors_equal(heap, left, right, reason));
    }
}

static bool is_equality(enum operation operation)
{
    return operation == OPERATION_EQUAL || operation == OPERATION_NOT_EQUAL;
}

static struct value refuse_order(enum operation operation, struct value operand,
                                 struct reason *reason)
{
    const char *name = value_kind_name(operand.kind);
    return reason_refuse(reason, "operation undefined (%s %s %s)", name, operation_sign(operation),
                         name);
}

static bool objects_equal(struct heap *heap, const struct object *left, const struct object *right)
{
    heap_check_stack(heap);
    heap_spend(heap, 1);
    if (left == right)
        return true;
    if (left->count != right->count)
        return false;
    for (uint32_t i = 0; i < left->count; i++)
        if (!text_equal(string_text(left->entries[i].key), string_text(right->entries[i].key)) ||
            !operate_equal(heap, left->entries[i].value, right->entries[i].value))
            return false;
    return true;
}

static bool same_thing(struct heap *heap, struct value left, struct value right)
{
    if (left.kind == VALUE_OBJECT)
        return objects_equal(heap, left.as.object, right.as.object);
    const struct function *one = left.as.function, *other = right.as.function;
    return one == other || (one->object && one->object == other->object &&
                            one->callable == other->callable && one->frame == other->frame);
}

struct value operate_compare(struct heap *heap, enum operation operation, struct value left,
                             struct value right, struct reason *reason)
{
    if (left.kind != right.kind) {
        if (is_equality(operation))
            return value_boolean(operation == OPERATION_NOT_EQUAL);
        return reason_refuse_kinds(reason, operation, left, right);
    }
    switch (left.kind) {
    case VALUE_NUMBER:
        return value_boolean(numbers_hold(operation, left.as.number, right.as.number));
    case VALUE_BOOLEAN:
        return value_boolean(holds(operation, left.as.boolean - right.as.boolean));
    case VALUE_STRING:
        heap_spend_bytes(heap, left.length < right.length ? left.length : right.length);
        return value_boolean(holds(operation, text_compare(string_text(left), string_text(right))));
    case VALUE_RANGE:
        return value_boolean(ranges_hold(operation, left.as.range, right.as.range));
    case VALUE_VECTOR:
        return compare_vectors(heap, operation, left, right, reason);
    case VALUE_FUNCTION:
    case VALUE_OBJECT:
        if (!is_equality(operation))
            return refuse_order(operation, left, reason);
        return value_boolean(same_thing(heap, left, right) == (operation == OPERATION_EQUAL));
    default:
        if (!is_equality(operation))
            return refuse_order(operation, left, reason);
        return value_boolean(operation == OPERATION_EQUAL);
    }
}

bool operate_equal(struct heap *heap, struct value left, struct value right)
{
    if (left.kind != right.kind)
        return false;
    if (left.kind == VALUE_NUMBER)
        return left.as.number == right.as.number;
    if (left.kind == VALUE_STRING) {
        heap_spend_bytes(heap, left.length == right.length ? left.length : 0);
        return text_equal(string_text(left), string_text(right));
    }
    struct value equal = operate_compare(heap, OPERATION_EQUAL, left, right, NULL);
    return equal.kind == VALUE_BOOLEAN && equal.as.boolean;
}

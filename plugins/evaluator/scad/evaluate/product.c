/* SPDX-License-Identifier: MIT */
/* Products of vectors and matrices. */
#include "evaluate/operators.h"

#include "evaluate/vector.h"

#include <stdio.h>

static uint32_t length_of(struct value value)
{
    return value.kind == VALUE_VECTOR ? value.length : 0;
}

static struct value dot_product(struct value left, struct value right, struct reason *reason)
{
    const struct value *lefts = vector_items(left);
    const struct value *rights = vector_items(right);
    double sum = 0;
    for (uint32_t i = 0; i < left.length; i++) {
        if (lefts[i].kind != VALUE_NUMBER || rights[i].kind != VALUE_NUMBER)
            return reason_refuse_kinds(reason, OPERATION_MULTIPLY, lefts[i], rights[i]);
        sum += lefts[i].as.number * rights[i].as.number;
    }
    return value_number(sum);
}

/* One row times the vector; false if it cannot be done. */
static bool row_product(struct value row, uint32_t index, struct value vector, double *product,
                        struct reason *reason)
{
    if (row.kind != VALUE_VECTOR || row.length != vector.length) {
        reason_refuse(reason, "Matrix must be rectangular. Problem at row %u", index);
        return false;
    }
    const struct value *cells = vector_items(row);
    const struct value *items = vector_items(vector);
    *product = 0;
    for (uint32_t j = 0; j < row.length; j++) {
        if (cells[j].kind != VALUE_NUMBER) {
            reason_refuse(reason, "Matrix must contain only numbers. Problem at row %u, col %u",
                          index, j);
            return false;
        }
        if (items[j].kind != VALUE_NUMBER) {
            reason_refuse(reason, "Vector must contain only numbers. Problem at index %u", j);
            return false;
        }
        *product += cells[j].as.number * items[j].as.number;
    }
    return true;
}

static struct value matrix_by_vector(struct heap *heap, struct value matrix, struct value vector,
                                     struct reason *reason)
{
    const struct value *rows = vector_items(matrix);
    struct value result = vector_with_room(heap, matrix.length);
    for (uint32_t i = 0; i < matrix.length; i++) {
        double product;
        heap_spend(heap, vector.length);
        if (!row_product(rows[i], i, vector, &product, reason)) {
            value_drop(heap, result);
            return value_undefined();
        }
        vector_append(heap, &result, value_number(product));
    }
    return result;
}

/* OpenSCAD says this twice: once at once and without a place, once with it. */
static bool refuse_twice(struct reason *reason, const char *problem, uint32_t row, int column)
{
    char text[100];
    int length = snprintf(text, sizeof text, "%s %u", problem, row);
    if (column >= 0)
        snprintf(text + length, sizeof text - (size_t)length, ", col %d", column);
    reason_refuse(reason, "%s", text);
    if (reason)
        snprintf(reason->unplaced, sizeof reason->unplaced, "%s", text);
    return false;
}

static bool column_product(struct value vector, struct value matrix, uint32_t column,
                           double *product, struct reason *reason)
{
    const struct value *items = vector_items(vector);
    const struct value *rows = vector_items(matrix);
    *product = 0;
    for (uint32_t j = 0; j < vector.length; j++) {
        if (rows[j].kind != VALUE_VECTOR || rows[j].length != length_of(rows[0]))
            return refuse_twice(reason, "Matrix must be rectangular. Problem at row", j, -1);
        if (items[j].kind != VALUE_NUMBER)
            return refuse_twice(reason, "Vector must contain only numbers. Problem at index", j,
                                -1);
        struct value cell = vector_items(rows[j])[column];
        if (cell.kind != VALUE_NUMBER)
            return refuse_twice(reason, "Matrix must contain only numbers. Problem at row", j,
                                (int)column);
        *product += items[j].as.number * cell.as.number;
    }
    return true;
}

static struct value vector_by_matrix(struct heap *heap, struct value vector, struct value matrix,
                                     struct reason *reason)
{
    uint32_t columns = length_of(vector_items(matrix)[0]);
    struct value result = vector_with_room(heap, columns);
    for (uint32_t i = 0; i < columns; i++) {
        double product;
        heap_spend(heap, vector.length);
        if (!column_product(vector, matrix, i, &product, reason)) {
            value_drop(heap, result);
            return value_undefined();
        }
        vector_append(heap, &result, value_number(product));
    }
    return result;
}

static void add_row(struct reason *reason, uint32_t row)
{
    if (!reason || !reason->given)
        return;
    size_t length = 0;
    while (reason->text[length])
        length++;
    snprintf(reason->text + length, sizeof reason->text - length,
             "\n\twhile processing left operand at row %u", row);
}

static struct value matrix_by_matrix(struct heap *heap, struct value left, struct value right,
                                     struct reason *reason)
{
    const struct value *rows = vector_items(left);
    struct value result = vector_with_room(heap, left.length);
    for (uint32_t i = 0; i < left.length; i++) {
        struct value product = value_undefined();
        if (length_of(rows[i]) != right.length) {
            reason_refuse(reason,
                          "matrix*matrix left operand row length does not match right operand "
                          "row count (%u != %u) at row %u",
                          length_of(rows[i]), right.length, i);
        } else {
            product = vector_by_matrix(heap, rows[i], right, reason);
            if (product.kind == VALUE_UNDEFINED)
                add_row(reason, i);
        }
        if (product.kind == VALUE_UNDEFINED) {
            value_drop(heap, result);
            return product;
        }
        vector_append(heap, &result, product);
    }
    return result;
}

static struct value number_vector_first(struct heap *heap, struct value left, struct value right,
                                        struct reason *reason)
{
    bool matrix = vector_items(right)[0].kind == VALUE_VECTOR;
    heap_spend(heap, left.length / 4);
    if (left.length == right.length)
        return matrix ? vector_by_matrix(heap, left, right, reason)
                      : dot_product(left, right, reason);
    if (matrix)
        return reason_refuse(
            reason, "vector*matrix requires vector length to match matrix row count (%u != %u)",
            left.length, right.length);
    return reason_refuse(reason, "vector*vector requires matching lengths (%u != %u)", left.length,
                         right.length);
}

static struct value matrix_first(struct heap *heap, struct value left, struct value right,
                                 struct reason *reason)
{
    uint32_t columns = length_of(vector_items(left)[0]);
    bool matrix = vector_items(right)[0].kind == VALUE_VECTOR;
    if (columns == right.length)
        return matrix ? matrix_by_matrix(heap, left, right, reason)
                      : matrix_by_vector(heap, left, right, reason);
    if (matrix)
        return reason_refuse(reason,
                             "matrix*matrix requires left operand column count to match right "
                             "operand row count (%u != %u)",
                             columns, right.length);
    return reason_refuse(
        reason, "matrix*vector requires matrix column count to match vector length (%u != %u)",
        columns, right.length);
}

struct value operate_multiply(struct heap *heap, struct value left, struct value right,
                              struct reason *reason)
{
    if (left.length == 0 || right.length == 0)
        return reason_refuse(reason, "Multiplication is undefined on empty vectors");
    enum value_kind first = vector_items(left)[0].kind;
    enum value_kind second = vector_items(right)[0].kind;
    bool second_known = second == VALUE_NUMBER || second == VALUE_VECTOR;
    if (first == VALUE_NUMBER && second_known)
        return number_vector_first(heap, left, right, reason);
    if (first == VALUE_VECTOR && second_known)
        return matrix_first(heap, left, right, reason);
    return reason_refuse(
        reason, "undefined vector*vector multiplication where first elements are types %s and %s",
        value_kind_name(first), value_kind_name(second));
}

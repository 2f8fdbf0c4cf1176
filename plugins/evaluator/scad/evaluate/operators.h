/* SPDX-License-Identifier: MIT */
/* What operators do with values. */
#ifndef SCAD_EVALUATE_OPERATORS_H
#define SCAD_EVALUATE_OPERATORS_H

#include "evaluate/reason.h"
#include "language/syntax.h"

/* Comparisons, arithmetic and bit operations, but for && and ||. The operands stay the caller's. If
 * there is no result, it is undefined and *reason says why; reason may be NULL. */
struct value operate_binary(struct heap *heap, enum operation operation, struct value left,
                            struct value right, struct reason *reason);

/* - ! and ~ */
struct value operate_unary(struct heap *heap, enum operation operation, struct value operand,
                           struct reason *reason);

/* value[index]. What is outside is undefined, silently. */
struct value operate_index(struct heap *heap, struct value value, struct value index);

/* Are the values equal, as == has it? Two that cannot be compared are not. */
bool operate_equal(struct heap *heap, struct value left, struct value right);

/* For operators.c's neighbours: comparisons, and products of vectors and matrices. */
struct value operate_compare(struct heap *heap, enum operation operation, struct value left,
                             struct value right, struct reason *reason);
struct value operate_multiply(struct heap *heap, struct value left, struct value right,
                              struct reason *reason);

#endif

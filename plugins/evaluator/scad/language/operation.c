/* SPDX-License-Identifier: MIT */
/* The signs of the operations. */
#include "language/operation.h"

const char *operation_sign(enum operation operation)
{
    static const char *const signs[] = {
        [OPERATION_NEGATE] = "-",         [OPERATION_NOT] = "!",
        [OPERATION_BINARY_NOT] = "~",     [OPERATION_OR] = "||",
        [OPERATION_AND] = "&&",           [OPERATION_EQUAL] = "==",
        [OPERATION_NOT_EQUAL] = "!=",     [OPERATION_GREATER] = ">",
        [OPERATION_GREATER_EQUAL] = ">=", [OPERATION_LESS] = "<",
        [OPERATION_LESS_EQUAL] = "<=",    [OPERATION_BINARY_OR] = "|",
        [OPERATION_BINARY_AND] = "&",     [OPERATION_SHIFT_LEFT] = "<<",
        [OPERATION_SHIFT_RIGHT] = ">>",   [OPERATION_ADD] = "+",
        [OPERATION_SUBTRACT] = "-",       [OPERATION_MULTIPLY] = "*",
        [OPERATION_DIVIDE] = "/",         [OPERATION_MODULO] = "%",
        [OPERATION_POWER] = "^",
    };
    return signs[operation];
}

/* SPDX-License-Identifier: MIT */
/* Why an operation has no result. */
#ifndef SCAD_EVALUATE_REASON_H
#define SCAD_EVALUATE_REASON_H

#include "evaluate/value.h"
#include "language/syntax.h"

struct reason {
    bool given;
    char text[400];
    char unplaced[100]; /* said first, without a place; empty if there is nothing */
};

/* Undefined, with a formatted reason. */
struct value reason_refuse(struct reason *reason, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Undefined, because the operator does not know these kinds. */
struct value reason_refuse_kinds(struct reason *reason, enum operation operation, struct value left,
                                 struct value right);

#endif

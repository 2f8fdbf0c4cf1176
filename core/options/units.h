/* SPDX-License-Identifier: MIT */
/* The units of the file, read and printed in one place: durations, bytes, rates, numbers, booleans. */
#pragma once

#include <base/buffer.h>
#include <tenon/kinds.h>

/* Each reads the whole text; false if it is something else, or too large to hold. */
bool units_integer(struct tn_text text, int64_t *integer);
bool units_number(struct tn_text text, double *number);
bool units_boolean(struct tn_text text, bool *boolean);
bool units_duration(struct tn_text text, struct tn_duration *duration);
bool units_bytes(struct tn_text text, struct tn_bytes *bytes);
bool units_rate(struct tn_text text, struct tn_rate *rate);

/* Print with the largest unit that leaves no rest, so that reading it gives the same value. */
void units_print_duration(struct buffer *buffer, struct tn_duration duration);
void units_print_bytes(struct buffer *buffer, struct tn_bytes bytes);
void units_print_rate(struct buffer *buffer, struct tn_rate rate);

/* SPDX-License-Identifier: MIT */
/* Rows and values in words: what the schema, the manual and the printout share. */
#pragma once

#include <base/buffer.h>
#include <options/options.h>

/* What the file holds for the row, with its bounds: "a size such as 8KiB, between 64 and 64KiB". */
void describe_kind(struct buffer *buffer, const struct tn_option *row);

/* Whether there is a value that can be shown: a text or path that is not absent, a list that is not empty, any number. */
bool describe_has_value(const struct tn_option *row, const void *field);

/* The value as one writes it in YAML, on one line; groups and templates have no such form and print nothing. */
void describe_value(struct buffer *buffer, const struct tn_option *row, const void *field);

/* A text as a YAML scalar: plain where that is safe, else in double quotes. */
void describe_text(struct buffer *buffer, struct tn_text text);

/* The field of a row in a struct, or NULL without a struct. */
const void *describe_field(const struct tn_option *row, const void *values);

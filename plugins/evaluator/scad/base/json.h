/* SPDX-License-Identifier: MIT */
/* The scalars of JSON, for those who print it. */
#ifndef SCAD_BASE_JSON_H
#define SCAD_BASE_JSON_H

#include "base/text.h"

/* A quoted string. Bytes that are not UTF-8 come out as U+FFFD. */
void json_print_string(struct builder *builder, struct text text);

/* The shortest form that reads back as the same number; null for what JSON has no number for. */
void json_print_number(struct builder *builder, double number);

#endif

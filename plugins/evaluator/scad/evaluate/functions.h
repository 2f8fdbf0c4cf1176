/* SPDX-License-Identifier: MIT */
/* The built-in functions, for their table. */
#ifndef SCAD_EVALUATE_FUNCTIONS_H
#define SCAD_EVALUATE_FUNCTIONS_H

#include "evaluate/evaluator.h"

/* function_number.c */
struct value function_abs(const struct builtin_call *call);
struct value function_acos(const struct builtin_call *call);
struct value function_asin(const struct builtin_call *call);
struct value function_atan(const struct builtin_call *call);
struct value function_atan2(const struct builtin_call *call);
struct value function_ceil(const struct builtin_call *call);
struct value function_cos(const struct builtin_call *call);
struct value function_exp(const struct builtin_call *call);
struct value function_floor(const struct builtin_call *call);
struct value function_ln(const struct builtin_call *call);
struct value function_log(const struct builtin_call *call);
struct value function_max(const struct builtin_call *call);
struct value function_min(const struct builtin_call *call);
struct value function_pow(const struct builtin_call *call);
struct value function_rands(const struct builtin_call *call);
struct value function_round(const struct builtin_call *call);
struct value function_sign(const struct builtin_call *call);
struct value function_sin(const struct builtin_call *call);
struct value function_sqrt(const struct builtin_call *call);
struct value function_tan(const struct builtin_call *call);

/* function_text.c */
struct value function_chr(const struct builtin_call *call);
struct value function_len(const struct builtin_call *call);
struct value function_ord(const struct builtin_call *call);
struct value function_str(const struct builtin_call *call);

/* function_list.c */
struct value function_concat(const struct builtin_call *call);
struct value function_cross(const struct builtin_call *call);
struct value function_lookup(const struct builtin_call *call);
struct value function_norm(const struct builtin_call *call);

/* function_search.c */
struct value function_search(const struct builtin_call *call);

/* function_kind.c */
struct value function_is_bool(const struct builtin_call *call);
struct value function_is_function(const struct builtin_call *call);
struct value function_is_list(const struct builtin_call *call);
struct value function_is_num(const struct builtin_call *call);
struct value function_is_object(const struct builtin_call *call);
struct value function_is_string(const struct builtin_call *call);
struct value function_is_undef(const struct builtin_call *call);
struct value function_parent_module(const struct builtin_call *call);
struct value function_version(const struct builtin_call *call);
struct value function_version_num(const struct builtin_call *call);

/* function_dxf.c, function_import.c, function_metrics.c: these evaluate their arguments themselves. */
struct value function_dxf_cross(struct evaluator *evaluator, const struct expression *call,
                                struct frame *frame);
struct value function_dxf_dim(struct evaluator *evaluator, const struct expression *call,
                              struct frame *frame);

struct value function_fontmetrics(struct evaluator *evaluator, const struct expression *call,
                                  struct frame *frame);
struct value function_textmetrics(struct evaluator *evaluator, const struct expression *call,
                                  struct frame *frame);

struct value function_import(struct evaluator *evaluator, const struct expression *call,
                             struct frame *frame);

/* function_object.c */
struct value function_has_key(const struct builtin_call *call);
struct value function_object(const struct builtin_call *call);

/* Are there exactly so many arguments? A warning if not. */
bool call_has(const struct builtin_call *call, uint32_t count);

/* Are the arguments of these kinds, `count` of them? A warning if not. */
bool call_takes(const struct builtin_call *call, uint32_t count, const enum value_kind *kinds);

/* Says that the number of arguments is not as expected. */
void call_refuse_count(const struct builtin_call *call, const char *expected, uint32_t found);

/* Says that a value ("argument 0", "vector element 2") is not of the expected kind. */
void call_refuse_kind(const struct builtin_call *call, const char *part, uint32_t index,
                      struct value found, enum value_kind expected);

#endif

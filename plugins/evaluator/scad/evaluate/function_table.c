/* SPDX-License-Identifier: MIT */
/* The built-in functions by name, and what they have in common. */
#include "evaluate/functions.h"

#include <stdio.h>

static const struct builtin_function functions[] = {
    { "abs", function_abs },
    { "acos", function_acos },
    { "asin", function_asin },
    { "atan", function_atan },
    { "atan2", function_atan2 },
    { "ceil", function_ceil },
    { "chr", function_chr },
    { "concat", function_concat },
    { "cos", function_cos },
    { "cross", function_cross },
    { "dxf_cross", .evaluate = function_dxf_cross },
    { "dxf_dim", .evaluate = function_dxf_dim },
    { "exp", function_exp },
    { "floor", function_floor },
    { "fontmetrics", .feature = FEATURE_TEXT_METRICS, .evaluate = function_fontmetrics },
    { "has_key", function_has_key, .feature = FEATURE_OBJECT_FUNCTION },
    { "import", .feature = FEATURE_IMPORT_FUNCTION, .evaluate = function_import },
    { "is_bool", function_is_bool },
    { "is_function", function_is_function },
    { "is_list", function_is_list },
    { "is_num", function_is_num },
    { "is_object", function_is_object, .feature = FEATURE_TEXT_METRICS },
    { "is_string", function_is_string },
    { "is_undef", function_is_undef, .quiet = true },
    { "len", function_len },
    { "ln", function_ln },
    { "log", function_log },
    { "lookup", function_lookup },
    { "max", function_max },
    { "min", function_min },
    { "norm", function_norm },
    { "object", function_object, .feature = FEATURE_OBJECT_FUNCTION },
    { "ord", function_ord },
    { "parent_module", function_parent_module },
    { "pow", function_pow },
    { "rands", function_rands },
    { "round", function_round },
    { "search", function_search },
    { "sign", function_sign },
    { "sin", function_sin },
    { "sqrt", function_sqrt },
    { "str", function_str },
    { "tan", function_tan },
    { "textmetrics", .feature = FEATURE_TEXT_METRICS, .evaluate = function_textmetrics },
    { "version", function_version },
    { "version_num", function_version_num },
};

const struct builtin_function *builtin_function_at(size_t index)
{
    return index < sizeof functions / sizeof *functions ? &functions[index] : NULL;
}

void call_refuse_count(const struct builtin_call *call, const char *expected, uint32_t found)
{
    report_warning(call->evaluator, call->expression->position,
                   "%s() number of parameters does not match: expected %s, found %u",
                   call->function->name, expected, found);
}

void call_refuse_kind(const struct builtin_call *call, const char *part, uint32_t index,
                      struct value found, enum value_kind expected)
{
    report_warning(call->evaluator, call->expression->position,
                   "%s() parameter could not be converted: %s %u: expected %s, found %s (%s)",
                   call->function->name, part, index, value_kind_name(expected),
                   value_kind_name(found.kind), report_value(call->evaluator, found));
}

bool call_has(const struct builtin_call *call, uint32_t count)
{
    char expected[16];
    if (call->count == count)
        return true;
    snprintf(expected, sizeof expected, "%u", count);
    call_refuse_count(call, expected, call->count);
    return false;
}

bool call_takes(const struct builtin_call *call, uint32_t count, const enum value_kind *kinds)
{
    if (!call_has(call, count))
        return false;
    for (uint32_t i = 0; i < count; i++) {
        if (call->arguments[i].kind != kinds[i]) {
            call_refuse_kind(call, "argument", i, call->arguments[i], kinds[i]);
            return false;
        }
    }
    return true;
}

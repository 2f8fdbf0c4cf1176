/* SPDX-License-Identifier: MIT */
/* Functions of numbers. */
#include "evaluate/functions.h"

#include "base/degrees.h"
#include "evaluate/vector.h"

#include <float.h>
#include <math.h>

static const enum value_kind numbers[] = { VALUE_NUMBER, VALUE_NUMBER, VALUE_NUMBER, VALUE_NUMBER };

static struct value apply(const struct builtin_call *call, double (*function)(double))
{
    if (!call_takes(call, 1, numbers))
        return value_undefined();
    return value_number(function(call->arguments[0].as.number));
}

static struct value apply_two(const struct builtin_call *call, double (*function)(double, double))
{
    if (!call_takes(call, 2, numbers))
        return value_undefined();
    return value_number(function(call->arguments[0].as.number, call->arguments[1].as.number));
}

static double sign_of(double number)
{
    return (number > 0) - (number < 0);
}

struct value function_abs(const struct builtin_call *call)
{
    return apply(call, fabs);
}

struct value function_acos(const struct builtin_call *call)
{
    return apply(call, degrees_arccosine);
}

struct value function_asin(const struct builtin_call *call)
{
    return apply(call, degrees_arcsine);
}

struct value function_atan(const struct builtin_call *call)
{
    return apply(call, degrees_arctangent);
}

struct value function_atan2(const struct builtin_call *call)
{
    return apply_two(call, degrees_direction);
}

struct value function_ceil(const struct builtin_call *call)
{
    return apply(call, ceil);
}

struct value function_cos(const struct builtin_call *call)
{
    return apply(call, degrees_cosine);
}

struct value function_exp(const struct builtin_call *call)
{
    return apply(call, exp);
}

struct value function_floor(const struct builtin_call *call)
{
    return apply(call, floor);
}

struct value function_ln(const struct builtin_call *call)
{
    return apply(call, log);
}

/* log(x) is to the base 10, log(b, x) to the base b. */
struct value function_log(const struct builtin_call *call)
{
    if (!call_takes(call, call->count == 1 ? 1 : 2, numbers))
        return value_undefined();
    double base = call->count == 1 ? 10 : call->arguments[0].as.number;
    return value_number(log(call->arguments[call->count - 1].as.number) / log(base));
}

struct value function_pow(const struct builtin_call *call)
{
    return apply_two(call, pow);
}

struct value function_round(const struct builtin_call *call)
{
    return apply(call, round);
}

struct value function_sign(const struct builtin_call *call)
{
    return apply(call, sign_of);
}

struct value function_sin(const struct builtin_call *call)
{
    return apply(call, degrees_sine);
}

struct value function_sqrt(const struct builtin_call *call)
{
    return apply(call, sqrt);
}

struct value function_tan(const struct builtin_call *call)
{
    return apply(call, degrees_tangent);
}

/* --- min and max -------------------------------------------------------------------------------------- */

/* The first of the numbers that none of the others passes. */
static struct value extreme(const struct builtin_call *call, const char *part,
                            const struct value *items, uint32_t count, double direction)
{
    for (uint32_t i = 0; i < count; i++) {
        if (items[i].kind != VALUE_NUMBER) {
            call_refuse_kind(call, part, i, items[i], VALUE_NUMBER);
            return value_undefined();
        }
    }
    double best = items[0].as.number;
    for (uint32_t i = 1; i < count; i++)
        if (items[i].as.number * direction > best * direction)
            best = items[i].as.number;
    return value_number(best);
}

/* Of the one vector that was given, or of the arguments. */
static struct value extreme_of_call(const struct builtin_call *call, double direction)
{
    if (call->count == 0) {
        call_refuse_count(call, "at least 1", 0);
        return value_undefined();
    }
    struct value first = call->arguments[0];
    if (call->count > 1 || first.kind != VALUE_VECTOR)
        return extreme(call, "argument", call->arguments, call->count, direction);
    if (first.length == 0) {
        call_refuse_count(call, "at least 1 vector element", 0);
        return value_undefined();
    }
    heap_spend(&call->evaluator->heap, first.length / 8);
    return extreme(call, "vector element", vector_items(first), first.length, direction);
}

struct value function_max(const struct builtin_call *call)
{
    return extreme_of_call(call, 1);
}

struct value function_min(const struct builtin_call *call)
{
    return extreme_of_call(call, -1);
}

/* --- rands -------------------------------------------------------------------------------------------- */

static double bound(const struct builtin_call *call, const char *which, double number,
                    double otherwise)
{
    static const struct position nowhere;
    if (isfinite(number))
        return number;
    report_warning(call->evaluator, call->expression->position,
                   "rands() range %s cannot be infinite", which);
    report_warning(call->evaluator, nowhere, "resetting to %f", otherwise);
    return otherwise;
}

static double result_count(const struct builtin_call *call, double number)
{
    static const struct position nowhere;
    if (isfinite(number))
        return fabs(number);
    report_warning(call->evaluator, call->expression->position,
                   "rands() cannot create an infinite number of results");
    report_warning(call->evaluator, nowhere, "resetting number of results to 1");
    return 1;
}

struct value function_rands(const struct builtin_call *call)
{
    struct evaluator *evaluator = call->evaluator;
    if (call->count < 3 || call->count > 4) {
        call_refuse_count(call, "3 or 4", call->count);
        return value_undefined();
    }
    if (!call_takes(call, call->count, numbers))
        return value_undefined();
    double low = bound(call, "min", call->arguments[0].as.number, -DBL_MAX / 2);
    double high = bound(call, "max", call->arguments[1].as.number, DBL_MAX / 2);
    double count = result_count(call, call->arguments[2].as.number);
    if (count > UINT32_MAX)
        evaluator->heap.exhausted(evaluator->heap.context);
    if (call->count > 3)
        random_seed(&evaluator->random, random_seed_of(call->arguments[3].as.number));
    evaluator->unrepeatable++;
    struct value result = vector_with_room(&evaluator->heap, (uint32_t)count);
    heap_spend(&evaluator->heap, (uint32_t)count);
    for (uint32_t i = 0; i < (uint32_t)count; i++) {
        double number = low == high
                            ? low
                            : random_between(&evaluator->random, fmin(low, high), fmax(low, high));
        vector_append(&evaluator->heap, &result, value_number(number));
    }
    return result;
}

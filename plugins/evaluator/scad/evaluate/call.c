/* SPDX-License-Identifier: MIT */
/* Calls of functions. What a function ends in is evaluated in its place, so that tail calls need
 * no stack. */
#include "evaluate/evaluator.h"
#include "evaluate/method.h"

#include <string.h>

enum { TAIL_CALLS_MAX = 1000000 };

/* A call at work: what is left to evaluate, and where. */
struct call {
    struct evaluator *evaluator;
    const struct expression *rest;
    struct frame *frame;
    struct frame storage;  /* the frame, unless it is captured */
    struct frame *entered; /* the innermost frame to be left at the end; NULL is none */
    struct value function; /* keeps a called function value, and with it the frame around, alive */
    struct frame *library; /* keeps a library's frame alive; NULL is none */
    struct trace trace;
    uint32_t tail_calls;
};

/* --- what is called --------------------------------------------------------------------------------- */

/* Something to call: a user's function with the frame around it, or a built-in one. */
struct callee {
    const struct callable *callable;
    const struct builtin_function *builtin;
    struct frame *defining;
    struct value function; /* the function value, held; else undefined */
    struct frame *library; /* the library's frame, to be left; else NULL */
};

static struct callee callee_of_value(struct value function)
{
    return (struct callee){ .callable = function.as.function->callable,
                            .defining = function.as.function->frame,
                            .function = function };
}

static bool is_enabled(struct evaluator *evaluator, const struct builtin_function *builtin,
                       struct position position)
{
    if ((builtin->feature & ~evaluator->input->features) == 0)
        return true;
    report_warning(evaluator, position, "Experimental builtin function '%s' is not enabled",
                   builtin->name);
    return false;
}

/* Does the candidate exist at this moment? */
static bool try_candidate(struct evaluator *evaluator, const struct function_candidate *candidate,
                          const struct expression *call, struct frame *frame, struct callee *callee)
{
    *callee = (struct callee){ .callable = candidate->callable, .function = value_undefined() };
    switch (candidate->kind) {
    case CANDIDATE_FUNCTION:
        callee->defining = frame_outward(frame, candidate->resolution.hops);
        return true;
    case CANDIDATE_VARIABLE: {
        const struct value *value;
        if (candidate->resolution.hops == HOPS_SPECIAL)
            evaluator->unrepeatable++;
        value = frame_find(evaluator, candidate->resolution, frame);
        if (!value || value->kind != VALUE_FUNCTION)
            return false;
        *callee = callee_of_value(value_keep(*value));
        return true;
    }
    case CANDIDATE_LIBRARY:
        callee->library = library_frame(evaluator, candidate->library);
        callee->defining = callee->library;
        return true;
    case CANDIDATE_BUILTIN:
        callee->builtin = candidate->builtin;
        return is_enabled(evaluator, candidate->builtin, call->position);
    }
    return false;
}

static bool find_by_name(struct evaluator *evaluator, const struct expression *call,
                         struct frame *frame, struct callee *callee)
{
    const struct function_target *target = call->call.target;
    for (const struct function_candidate *candidate = target->candidates; candidate;
         candidate = candidate->next)
        if (try_candidate(evaluator, candidate, call, frame, callee))
            return true;
    report_warning(evaluator, call->position, "Ignoring unknown function '%s'",
                   report_name(evaluator, call->call.function->variable.name));
    return false;
}

static bool find_callee(struct evaluator *evaluator, const struct expression *call,
                        struct frame *frame, struct callee *callee)
{
    if (call->call.function->kind == EXPRESSION_VARIABLE)
        return find_by_name(evaluator, call, frame, callee);
    struct value function = evaluate_expression(evaluator, call->call.function, frame);
    if (function.kind == VALUE_FUNCTION) {
        *callee = callee_of_value(function);
        return true;
    }
    report_warning(evaluator, call->position, "Can't call function on %s",
                   value_kind_name(function.kind));
    value_drop(&evaluator->heap, function);
    return false;
}

/* --- built-in functions ------------------------------------------------------------------------------- */

static struct value call_builtin(struct evaluator *evaluator,
                                 const struct builtin_function *builtin,
                                 const struct expression *expression, struct frame *frame)
{
    const struct argument_list *list = expression->call.arguments;
    if (builtin->evaluate)
        return builtin->evaluate(evaluator, expression, frame);
    struct value *arguments = stack_take(evaluator, list->count);
    for (uint32_t i = 0; i < list->count; i++) {
        const struct expression *argument = list->items[i].value;
        if (builtin->quiet && argument->kind == EXPRESSION_VARIABLE) {
            const struct value *value = frame_find(evaluator, argument->variable.resolution, frame);
            evaluator->unrepeatable += argument->variable.resolution.hops == HOPS_SPECIAL;
            arguments[i] = value ? value_keep(*value) : value_undefined();
        } else {
            arguments[i] = evaluate_operand(evaluator, argument, frame);
        }
    }
    struct builtin_call call = { evaluator, builtin, expression, arguments, list->count };
    struct value result = builtin->call(&call);
    stack_drop(evaluator, arguments);
    return result;
}

/* --- user's functions --------------------------------------------------------------------------------- */

/* Lets go of what was held for the function called last, and holds this. */
static void hold(struct call *call, struct value function, struct frame *library)
{
    value_assign(&call->evaluator->heap, &call->function, function);
    if (call->library)
        frame_leave(call->evaluator, call->library);
    call->library = library;
}

/* Puts a new frame in the place of the one that is done. */
static void replace_frame(struct call *call, struct frame *storage, struct frame *frame)
{
    struct evaluator *evaluator = call->evaluator;
    bool on_stack = frame == storage;
    if (call->entered && !value_frame_is_shared(call->entered) && on_stack) {
        struct value *bottom = call->entered->slots;
        for (uint32_t i = 0; i < call->entered->count; i++)
            value_drop(&evaluator->heap, bottom[i]);
        memmove(bottom, frame->slots, frame->count * sizeof *bottom);
        storage->slots = bottom;
        evaluator->stack = bottom + frame->count;
    } else if (call->entered) {
        frame_leave(evaluator, call->entered);
    }
    call->entered = frame;
    if (on_stack) {
        call->storage = *storage;
        call->entered = &call->storage;
    }
    call->frame = call->entered;
}

static void note_tail_call(struct call *call, const struct expression *expression,
                           const struct callable *callable)
{
    call->trace.subject = expression;
    if (call->tail_calls++ == TAIL_CALLS_MAX)
        report_error(call->evaluator, callable->body->position,
                     "Recursion detected calling function '%s'",
                     report_callee(call->evaluator, expression));
}

static void call_user(struct call *call, const struct callee *callee)
{
    struct evaluator *evaluator = call->evaluator;
    const struct expression *expression = call->rest;
    const struct callable *callable = callee->callable;
    struct function_target *target = expression->call.target;
    struct frame storage;
    struct frame *frame = frame_enter(evaluator, &storage, &callable->frame, callee->defining);
    binding_make(evaluator, &target->binding, callable, expression->call.arguments,
                 expression->position, call->frame, frame);
    method_set_this(evaluator, callee->function, frame);
    replace_frame(call, &storage, frame);
    hold(call, callee->function, callee->library);
    call->rest = callable->body;
    note_tail_call(call, expression, callable);
}

/* A let in tail position: its frame, if it has one, is entered within the one before. */
static void enter_let(struct call *call)
{
    struct evaluator *evaluator = call->evaluator;
    const struct expression *let = call->rest;
    struct frame *inner =
        evaluate_bindings(evaluator, let->block.arguments, let->position, call->frame);
    if (inner != call->frame) {
        /* the new frame counts the old one, which is captured as well, up */
        if (call->entered)
            frame_leave(evaluator, call->entered);
        call->entered = inner;
        call->frame = inner;
    }
    call->rest = let->block.body;
}

/* Does one step of a call. True if that was the last one: *result is then the value. */
static bool step_call(struct call *call, struct value *result)
{
    struct evaluator *evaluator = call->evaluator;
    struct callee callee;
    if (!find_callee(evaluator, call->rest, call->frame, &callee)) {
        *result = value_undefined();
        return true;
    }
    if (callee.builtin) {
        *result = call_builtin(evaluator, callee.builtin, call->rest, call->frame);
        return true;
    }
    call_user(call, &callee);
    return false;
}

/* Does one step of what a function ends in. True if that was the last one. */
static bool step(struct call *call, struct value *result)
{
    struct evaluator *evaluator = call->evaluator;
    const struct expression *rest = call->rest;
    if (!rest) {
        *result = value_undefined();
        return true;
    }
    switch ((enum expression_kind)rest->kind) {
    case EXPRESSION_CALL:
        return step_call(call, result);
    case EXPRESSION_TERNARY:
        call->rest = evaluate_condition(evaluator, rest->ternary.condition, call->frame)
                         ? rest->ternary.then
                         : rest->ternary.otherwise;
        return false;
    case EXPRESSION_LET:
        enter_let(call);
        return false;
    case EXPRESSION_ECHO:
        evaluate_echo(evaluator, rest->block.arguments, call->frame);
        call->rest = rest->block.body;
        return false;
    case EXPRESSION_ASSERT:
        evaluate_assertion(evaluator, rest->block.arguments, rest->position, call->frame);
        call->rest = rest->block.body;
        return false;
    default:
        *result = evaluate_expression(evaluator, rest, call->frame);
        return true;
    }
}

struct value evaluate_call(struct evaluator *evaluator, const struct expression *expression,
                           struct frame *frame)
{
    if (heap_stack_is_low(&evaluator->heap))
        report_error(evaluator, expression->position, "Recursion detected calling function '%s'",
                     report_callee(evaluator, expression));
    struct call call;
    call.evaluator = evaluator;
    call.rest = expression;
    call.frame = frame;
    call.entered = NULL;
    call.function = value_undefined();
    call.library = NULL;
    call.tail_calls = 0;
    call.trace =
        (struct trace){ .outer = evaluator->trace, .kind = TRACE_CALL, .subject = expression };
    evaluator->trace = &call.trace;
    size_t mark = special_mark(evaluator);
    struct value result;
    do {
        limits_spend(evaluator);
    } while (!step(&call, &result));
    if (call.entered)
        frame_leave(evaluator, call.entered);
    hold(&call, value_undefined(), NULL);
    special_restore(evaluator, mark);
    evaluator->trace = call.trace.outer;
    return result;
}

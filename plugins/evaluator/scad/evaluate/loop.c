/* SPDX-License-Identifier: MIT */
/* Bindings of let, and loops over ranges, vectors, strings and objects. */
#include "evaluate/evaluator.h"

#include "evaluate/string.h"
#include "evaluate/vector.h"

enum { RANGE_MAX = 1000000 };

void evaluate_binding(struct evaluator *evaluator, const struct assignment *binding,
                      struct position position, struct frame *frame)
{
    struct value value = evaluate_operand(evaluator, binding->value, frame);
    if (binding->name == NAME_NONE)
        report_warning(evaluator, position, "Assignment without variable name %s",
                       report_value(evaluator, value));
    else if (binding->resolution.hops == HOPS_DUPLICATE)
        report_warning(evaluator, position, "Ignoring duplicate variable assignment \"%s\" = %s",
                       report_name(evaluator, binding->name), report_value(evaluator, value));
    frame_set(evaluator, binding->resolution, frame, value);
}

/* The frame that a binding begins, or the one around it. */
static struct frame *frame_of_binding(struct evaluator *evaluator, const struct assignment *binding,
                                      struct frame *frame)
{
    if (!hops_begin_frame(binding->resolution.hops))
        return frame;
    uint32_t index = binding->resolution.hops - HOPS_FRAME;
    return frame_enter(evaluator, NULL, evaluator->program->frames.items[index], frame);
}

struct frame *evaluate_bindings(struct evaluator *evaluator, const struct argument_list *arguments,
                                struct position position, struct frame *frame)
{
    if (arguments->count == 0)
        return frame;
    struct frame *inner = frame_of_binding(evaluator, &arguments->items[0], frame);
    for (uint32_t i = 0; i < arguments->count; i++)
        evaluate_binding(evaluator, &arguments->items[i], position, inner);
    return inner;
}

uint32_t loop_count(struct evaluator *evaluator, const struct range *range,
                    struct position position)
{
    uint32_t count = range_count(range);
    if (count >= RANGE_MAX) {
        report_warning(evaluator, position,
                       "Bad range parameter in for statement: too many elements (%u)", count);
        return 0;
    }
    /* a range that stands still has an end only if it has one element */
    return range->step == 0 ? 0 : count;
}

/* One loop within the others. */
struct loop {
    const struct argument_list *arguments;
    struct position position;
    loop_body *body;
    void *context;
};

static void run_from(struct evaluator *evaluator, const struct loop *loop, uint32_t index,
                     struct frame *frame);

/* Runs what is inside with one value of the loop variable, taking the value over. */
static void pass(struct evaluator *evaluator, const struct loop *loop, uint32_t index,
                 struct frame *frame, struct value value)
{
    const struct assignment *binding = &loop->arguments->items[index];
    limits_spend(evaluator);
    size_t mark = special_mark(evaluator);
    struct frame *inner = frame_of_binding(evaluator, binding, frame);
    frame_set(evaluator, binding->resolution, inner, value);
    if (index + 1 == loop->arguments->count)
        loop->body(evaluator, loop->context, inner);
    else
        run_from(evaluator, loop, index + 1, inner);
    if (inner != frame)
        frame_leave(evaluator, inner);
    special_restore(evaluator, mark);
}

static void pass_characters(struct evaluator *evaluator, const struct loop *loop, uint32_t index,
                            struct frame *frame, struct value string)
{
    struct text rest = string_text(string);
    while (rest.length > 0) {
        size_t bytes = string_character_bytes(rest);
        pass(evaluator, loop, index, frame,
             string_new(&evaluator->heap, (struct text){ rest.bytes, bytes }));
        rest = (struct text){ rest.bytes + bytes, rest.length - bytes };
    }
}

static void run_from(struct evaluator *evaluator, const struct loop *loop, uint32_t index,
                     struct frame *frame)
{
    limits_check_stack(evaluator);
    struct value values =
        evaluate_expression(evaluator, loop->arguments->items[index].value, frame);
    switch (values.kind) {
    case VALUE_RANGE: {
        uint32_t count = loop_count(evaluator, values.as.range, loop->position);
        for (uint32_t i = 0; i < count; i++)
            pass(evaluator, loop, index, frame, value_number(range_at(values.as.range, i)));
        break;
    }
    case VALUE_VECTOR:
        for (uint32_t i = 0; i < values.length; i++)
            pass(evaluator, loop, index, frame, value_keep(vector_items(values)[i]));
        break;
    case VALUE_STRING:
        pass_characters(evaluator, loop, index, frame, values);
        break;
    case VALUE_OBJECT:
        for (uint32_t i = 0; i < values.as.object->count; i++)
            pass(evaluator, loop, index, frame, value_keep(values.as.object->entries[i].key));
        break;
    case VALUE_UNDEFINED:
        break;
    default:
        pass(evaluator, loop, index, frame, value_keep(values));
    }
    value_drop(&evaluator->heap, values);
}

void loop_run(struct evaluator *evaluator, const struct argument_list *arguments,
              struct position position, struct frame *frame, loop_body *body, void *context)
{
    struct loop loop = { arguments, position, body, context };
    if (arguments->count > 0)
        run_from(evaluator, &loop, 0, frame);
    else
        body(evaluator, context, frame);
}

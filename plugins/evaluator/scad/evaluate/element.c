/* SPDX-License-Identifier: MIT */
/* Elements of vectors: plain values, and the comprehensions that yield none or many. */
#include "evaluate/evaluator.h"

#include "evaluate/string.h"
#include "evaluate/vector.h"

static void spread_string(struct evaluator *evaluator, struct value string, struct value *vector)
{
    struct text rest = string_text(string);
    while (rest.length > 0) {
        size_t bytes = string_character_bytes(rest);
        vector_append(&evaluator->heap, vector,
                      string_new(&evaluator->heap, (struct text){ rest.bytes, bytes }));
        rest = (struct text){ rest.bytes + bytes, rest.length - bytes };
    }
}

/* What `each` makes of one value, which it takes over. */
static void spread(struct evaluator *evaluator, struct position position, struct value value,
                   struct value *vector)
{
    struct heap *heap = &evaluator->heap;
    if (value.kind == VALUE_VECTOR && vector->length == 0) {
        value_assign(heap, vector, value); /* [each list, …] goes on in the list's buffer */
        return;
    }
    if (value.kind == VALUE_VECTOR) {
        vector_append_all(heap, vector, value);
    } else if (value.kind == VALUE_RANGE) {
        uint32_t count = loop_count(evaluator, value.as.range, position);
        for (uint32_t i = 0; i < count; i++)
            vector_append(heap, vector, value_number(range_at(value.as.range, i)));
    } else if (value.kind == VALUE_STRING) {
        spread_string(evaluator, value, vector);
    } else if (value.kind != VALUE_UNDEFINED) {
        vector_append(heap, vector, value);
        return;
    }
    value_drop(heap, value);
}

static bool is_element(const struct expression *expression)
{
    return expression->kind >= EXPRESSION_ELEMENT_LET;
}

/* `each` spreads every value that its operand yields. */
static void evaluate_each(struct evaluator *evaluator, const struct expression *expression,
                          struct frame *frame, struct value *vector)
{
    const struct expression *operand = expression->each.value;
    if (!is_element(operand)) {
        spread(evaluator, expression->position, evaluate_expression(evaluator, operand, frame),
               vector);
        return;
    }
    struct value yielded = vector_with_room(&evaluator->heap, 0);
    evaluate_element(evaluator, operand, frame, &yielded);
    const struct value *items = vector_items(yielded);
    for (uint32_t i = 0; i < yielded.length; i++)
        spread(evaluator, expression->position, value_keep(items[i]), vector);
    value_drop(&evaluator->heap, yielded);
}

struct growing {
    const struct expression *body;
    struct value *vector;
};

static void add_pass(struct evaluator *evaluator, void *context, struct frame *frame)
{
    struct growing *growing = context;
    evaluate_element(evaluator, growing->body, frame, growing->vector);
}

/* The frame of the next pass: as it was before its variables are set anew. */
static struct frame *renew_frame(struct evaluator *evaluator, struct frame *frame)
{
    struct frame *renewed = frame_enter(evaluator, NULL, frame->plan, frame->parent);
    for (uint32_t i = 0; i < frame->count; i++)
        renewed->slots[i] = value_keep(frame->slots[i]);
    frame_leave(evaluator, frame);
    return renewed;
}

/* Sets what a C-like loop sets after a pass, one after the other. */
static void set_next(struct evaluator *evaluator, const struct argument_list *next,
                     struct position position, struct frame *frame)
{
    for (uint32_t i = 0; i < next->count; i++)
        evaluate_binding(evaluator, &next->items[i], position, frame);
}

static void unset_next(struct evaluator *evaluator, const struct argument_list *next,
                       struct frame *frame)
{
    for (uint32_t i = 0; i < next->count; i++)
        if (hops_is_count(next->items[i].resolution.hops))
            value_assign(&evaluator->heap, &frame->slots[next->items[i].resolution.slot],
                         (struct value){ .kind = VALUE_UNSET });
}

enum { PASSES_MAX = 1000000 };

static void run_for_c(struct evaluator *evaluator, const struct expression *expression,
                      struct frame *frame, struct value *vector)
{
    const struct argument_list *next = expression->loop.next;
    uint32_t hops = next->count > 0 ? next->items[0].resolution.hops : 0;
    struct frame *current = frame;
    if (hops_begin_frame(hops))
        current = frame_enter(evaluator, NULL, evaluator->program->frames.items[hops - HOPS_FRAME],
                              frame);
    else
        unset_next(evaluator, next, frame);
    uint32_t passes = 0;
    while (evaluate_condition(evaluator, expression->loop.condition, current)) {
        limits_spend(evaluator);
        evaluate_element(evaluator, expression->loop.body, current, vector);
        if (passes++ == PASSES_MAX)
            report_error(evaluator, expression->position, "For loop counter exceeded limit");
        if (current != frame)
            current = renew_frame(evaluator, current);
        set_next(evaluator, next, expression->position, current);
    }
    if (current != frame)
        frame_leave(evaluator, current);
}

static void evaluate_for_c(struct evaluator *evaluator, const struct expression *expression,
                           struct frame *frame, struct value *vector)
{
    size_t mark = special_mark(evaluator);
    struct frame *first =
        evaluate_bindings(evaluator, expression->loop.arguments, expression->position, frame);
    run_for_c(evaluator, expression, first, vector);
    if (first != frame)
        frame_leave(evaluator, first);
    special_restore(evaluator, mark);
}

static void evaluate_element_let(struct evaluator *evaluator, const struct expression *expression,
                                 struct frame *frame, struct value *vector)
{
    size_t mark = special_mark(evaluator);
    struct frame *inner =
        evaluate_bindings(evaluator, expression->block.arguments, expression->position, frame);
    evaluate_element(evaluator, expression->block.body, inner, vector);
    if (inner != frame)
        frame_leave(evaluator, inner);
    special_restore(evaluator, mark);
}

void evaluate_element(struct evaluator *evaluator, const struct expression *expression,
                      struct frame *frame, struct value *vector)
{
    switch ((enum expression_kind)expression->kind) {
    case EXPRESSION_ELEMENT_LET:
        evaluate_element_let(evaluator, expression, frame, vector);
        break;
    case EXPRESSION_ELEMENT_EACH:
        evaluate_each(evaluator, expression, frame, vector);
        break;
    case EXPRESSION_ELEMENT_FOR: {
        struct growing growing = { expression->loop.body, vector };
        loop_run(evaluator, expression->loop.arguments, expression->position, frame, add_pass,
                 &growing);
        break;
    }
    case EXPRESSION_ELEMENT_FOR_C:
        evaluate_for_c(evaluator, expression, frame, vector);
        break;
    case EXPRESSION_ELEMENT_IF: {
        const struct expression *chosen =
            evaluate_condition(evaluator, expression->choice.condition, frame)
                ? expression->choice.then
                : expression->choice.otherwise;
        if (chosen)
            evaluate_element(evaluator, chosen, frame, vector);
        break;
    }
    default:
        vector_append(&evaluator->heap, vector, evaluate_operand(evaluator, expression, frame));
    }
}

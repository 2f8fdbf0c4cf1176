/* SPDX-License-Identifier: MIT */
/* Variables while the program runs: frames, their slots, and special variables. */
#include "evaluate/evaluator.h"

#include <stdlib.h>
#include <string.h>

struct value *stack_take(struct evaluator *evaluator, uint32_t count)
{
    if ((size_t)(evaluator->stack_end - evaluator->stack) < count)
        report_limit(evaluator, "LIMIT_DEPTH",
                     "Evaluation stopped: more than %zu variables at once",
                     (size_t)(evaluator->stack_end - evaluator->stack_bottom));
    struct value *bottom = evaluator->stack;
    evaluator->stack += count;
    memset(bottom, 0, count * sizeof *bottom);
    return bottom;
}

void stack_drop(struct evaluator *evaluator, struct value *bottom)
{
    while (evaluator->stack > bottom)
        value_drop(&evaluator->heap, *--evaluator->stack);
}

struct frame *frame_enter(struct evaluator *evaluator, struct frame *storage,
                          const struct frame_plan *plan, struct frame *parent)
{
    if (plan->captured) {
        struct frame *frame = value_frame(&evaluator->heap, parent, plan->count);
        frame->plan = plan;
        return frame;
    }
    *storage = (struct frame){ .count = plan->count,
                               .parent = parent,
                               .plan = plan,
                               .slots = stack_take(evaluator, plan->count) };
    return storage;
}

/* How many of the frame's holders are function values that only the frame itself holds. */
static uint32_t own_functions(const struct frame *frame)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < frame->count; i++) {
        struct value value = frame->slots[i];
        if (value.kind == VALUE_FUNCTION && value.as.shared->references == 1 &&
            value.as.function->frame == frame)
            count++;
    }
    return count;
}

/* A function that is kept in a variable of the scope it was written in holds that scope, which
 * holds the function: at the end of the scope the knot is cut. */
static void cut_knot(struct evaluator *evaluator, struct frame *frame)
{
    if (frame->shared.references != 1 + own_functions(frame))
        return;
    for (uint32_t i = 0; i < frame->count; i++)
        value_assign(&evaluator->heap, &frame->slots[i], value_undefined());
}

void frame_leave(struct evaluator *evaluator, struct frame *frame)
{
    if (!value_frame_is_shared(frame)) {
        stack_drop(evaluator, frame->slots);
        return;
    }
    if (frame->shared.references > 1)
        cut_knot(evaluator, frame);
    value_drop_frame(&evaluator->heap, frame);
}

/* What is known without being assigned. */
static const struct value constant_pi = { .kind = VALUE_NUMBER,
                                          .as.number = 3.14159265358979323846 };

const struct value *frame_find(const struct evaluator *evaluator, struct resolution resolution,
                               const struct frame *frame)
{
    while (hops_is_count(resolution.hops)) {
        for (uint32_t i = 0; i < resolution.hops; i++)
            frame = frame->parent;
        const struct value *value = &frame->slots[resolution.slot];
        if (value->kind != VALUE_UNSET)
            return value;
        resolution = frame->plan->items[resolution.slot].outer;
    }
    if (resolution.hops == HOPS_SPECIAL && evaluator->specials[resolution.slot].kind != VALUE_UNSET)
        return &evaluator->specials[resolution.slot];
    if (resolution.hops == HOPS_CONSTANT)
        return &constant_pi;
    return NULL;
}

void frame_set(struct evaluator *evaluator, struct resolution resolution, struct frame *frame,
               struct value value)
{
    if (hops_is_count(resolution.hops) || hops_begin_frame(resolution.hops))
        value_assign(&evaluator->heap, &frame->slots[resolution.slot], value);
    else if (resolution.hops == HOPS_SPECIAL)
        special_bind(evaluator, resolution.slot, value);
    else
        value_drop(&evaluator->heap, value);
}

static void make_room_for_saved(struct evaluator *evaluator)
{
    size_t capacity = evaluator->saved_capacity ? 2 * evaluator->saved_capacity : 64;
    struct saved_special *saved = heap_take(&evaluator->heap, capacity * sizeof *saved);
    if (evaluator->saved) {
        memcpy(saved, evaluator->saved, evaluator->saved_count * sizeof *saved);
        heap_give(&evaluator->heap, evaluator->saved, evaluator->saved_capacity * sizeof *saved);
    }
    evaluator->saved = saved;
    evaluator->saved_capacity = capacity;
}

void special_bind(struct evaluator *evaluator, uint32_t index, struct value value)
{
    if (index >= evaluator->program->specials.count) {
        value_drop(&evaluator->heap, value);
        return;
    }
    if (evaluator->saved_count == evaluator->saved_capacity)
        make_room_for_saved(evaluator);
    evaluator->saved[evaluator->saved_count++] =
        (struct saved_special){ index, evaluator->specials[index] };
    evaluator->specials[index] = value;
}

void special_restore(struct evaluator *evaluator, size_t mark)
{
    while (evaluator->saved_count > mark) {
        const struct saved_special *saved = &evaluator->saved[--evaluator->saved_count];
        value_assign(&evaluator->heap, &evaluator->specials[saved->index], saved->value);
    }
}

bool special_bound_since(const struct evaluator *evaluator, uint32_t index, size_t mark)
{
    for (size_t i = mark; i < evaluator->saved_count; i++)
        if (evaluator->saved[i].index == index)
            return true;
    return false;
}

/* SPDX-License-Identifier: MIT */
/* Functions are bound to objects and released from them. */
#include "evaluate/method.h"

struct value method_take(struct heap *heap, struct object *object, struct text key)
{
    const struct value *entry = object_get(object, key);
    if (!entry)
        return value_undefined();
    if (entry->kind != VALUE_FUNCTION ||
        entry->as.function->callable->this_parameter == PARAMETER_NONE)
        return value_keep(*entry);
    const struct function *function = entry->as.function;
    struct value bound = value_function(heap, function->callable, function->frame);
    bound.as.function->object = object;
    object->shared.references++;
    return bound;
}

struct value method_release(struct heap *heap, struct value value)
{
    if (value.kind != VALUE_FUNCTION || !value.as.function->object)
        return value;
    const struct function *function = value.as.function;
    struct value released = value_function(heap, function->callable, function->frame);
    value_drop(heap, value);
    return released;
}

void method_set_this(struct evaluator *evaluator, struct value function, struct frame *frame)
{
    if (function.kind != VALUE_FUNCTION || !function.as.function->object)
        return;
    const struct callable *callable = function.as.function->callable;
    const struct assignment *parameter = &callable->parameters->items[callable->this_parameter];
    struct value object = { .kind = VALUE_OBJECT, .as.object = function.as.function->object };
    frame_set(evaluator, parameter->resolution, frame, value_keep(object));
}

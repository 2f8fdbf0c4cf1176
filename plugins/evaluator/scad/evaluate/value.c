/* SPDX-License-Identifier: MIT */
/* What all values share: their life, their truth, their names; ranges, functions and frames. */
#include "evaluate/value.h"

#include "evaluate/string.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *value_kind_name(enum value_kind kind)
{
    static const char *const names[] = {
        [VALUE_UNSET] = "undefined", [VALUE_UNDEFINED] = "undefined", [VALUE_BOOLEAN] = "bool",
        [VALUE_NUMBER] = "number",   [VALUE_STRING] = "string",       [VALUE_VECTOR] = "vector",
        [VALUE_RANGE] = "range",     [VALUE_FUNCTION] = "function",   [VALUE_OBJECT] = "object",
        [VALUE_FRAME] = "undefined",
    };
    return names[kind];
}

bool value_is_true(struct value value)
{
    switch (value.kind) {
    case VALUE_BOOLEAN:
        return value.as.boolean;
    case VALUE_NUMBER:
        return value.as.number != 0;
    case VALUE_STRING:
    case VALUE_VECTOR:
        return value.length > 0;
    case VALUE_OBJECT:
        return value.as.object->count > 0;
    case VALUE_RANGE:
    case VALUE_FUNCTION:
        return true;
    case VALUE_UNSET:
    case VALUE_UNDEFINED:
    case VALUE_FRAME:
        break;
    }
    return false;
}

/* --- the end of a value -------------------------------------------------------------------- */

static void mark_dying(struct heap *heap, struct shared *shared)
{
    if (heap->dying_count == heap->dying_capacity) {
        size_t capacity = heap->dying_capacity ? 2 * heap->dying_capacity : 64;
        struct shared **dying = realloc(heap->dying, capacity * sizeof *dying);
        if (!dying)
            abort();
        heap->dying = dying;
        heap->dying_capacity = capacity;
    }
    heap->dying[heap->dying_count++] = shared;
}

static void drop_later(struct heap *heap, struct value value)
{
    if (value.kind >= VALUE_STRING && --value.as.shared->references == 0)
        mark_dying(heap, value.as.shared);
}

static void drop_frame_later(struct heap *heap, struct frame *frame)
{
    if (value_frame_is_shared(frame) && --frame->shared.references == 0)
        mark_dying(heap, &frame->shared);
}

static void free_vector(struct heap *heap, struct vector *vector)
{
    for (uint32_t i = 0; i < vector->used; i++)
        drop_later(heap, vector->items[i]);
    heap_give(heap, vector, sizeof *vector + vector->capacity * sizeof(struct value));
}

static void free_frame(struct heap *heap, struct frame *frame)
{
    for (uint32_t i = 0; i < frame->count; i++)
        drop_later(heap, frame->slots[i]);
    drop_frame_later(heap, frame->parent);
    heap_give(heap, frame, sizeof *frame + frame->count * sizeof(struct value));
}

static void free_object(struct heap *heap, struct object *object)
{
    for (uint32_t i = 0; i < object->count; i++) {
        drop_later(heap, object->entries[i].key);
        drop_later(heap, object->entries[i].value);
    }
    if (object->entries)
        heap_give(heap, object->entries, object->capacity * sizeof *object->entries);
    heap_give(heap, object, sizeof *object);
}

static void free_function(struct heap *heap, struct function *function)
{
    drop_frame_later(heap, function->frame);
    if (function->object)
        drop_later(heap, (struct value){ .kind = VALUE_OBJECT, .as.object = function->object });
    heap_give(heap, function, sizeof *function);
}

static void free_one(struct heap *heap, struct shared *shared)
{
    switch ((enum value_kind)shared->kind) {
    case VALUE_STRING: {
        struct string *string = (struct string *)shared;
        string_forget_marks(heap, string);
        heap_give(heap, string, sizeof *string + string->capacity);
        break;
    }
    case VALUE_VECTOR:
        free_vector(heap, (struct vector *)shared);
        break;
    case VALUE_RANGE:
        heap_give(heap, shared, sizeof(struct range));
        break;
    case VALUE_FUNCTION:
        free_function(heap, (struct function *)shared);
        break;
    case VALUE_OBJECT:
        free_object(heap, (struct object *)shared);
        break;
    case VALUE_FRAME:
        free_frame(heap, (struct frame *)shared);
        break;
    case VALUE_UNSET:
    case VALUE_UNDEFINED:
    case VALUE_BOOLEAN:
    case VALUE_NUMBER:
        assert(!"a value that is not shared");
    }
}

void value_free(struct heap *heap, struct shared *shared)
{
    size_t waiting = heap->dying_count;
    free_one(heap, shared);
    while (heap->dying_count > waiting)
        free_one(heap, heap->dying[--heap->dying_count]);
}

/* --- ranges, functions, frames --------------------------------------------------------------- */

struct value value_range(struct heap *heap, double begin, double step, double end)
{
    struct range *range = heap_take(heap, sizeof *range);
    *range = (struct range){
        .shared = { .references = 1, .kind = VALUE_RANGE }, .begin = begin, .step = step, .end = end
    };
    return (struct value){ .kind = VALUE_RANGE, .as.range = range };
}

uint32_t range_count(const struct range *range)
{
    if (isnan(range->begin) || isnan(range->end) || isnan(range->step))
        return 0;
    if (range->step < 0 ? range->begin < range->end : range->begin > range->end)
        return 0;
    if (range->begin == range->end || isinf(range->step))
        return 1;
    if (isinf(range->begin) || isinf(range->end) || range->step == 0)
        return UINT32_MAX;
    /* The next larger double makes up for a quotient that fell just below a whole number. */
    double steps = nextafter((range->end - range->begin) / range->step, UINT32_MAX);
    return steps >= UINT32_MAX ? UINT32_MAX : (uint32_t)steps + 1;
}

struct value value_function(struct heap *heap, const struct callable *callable, struct frame *frame)
{
    struct function *function = heap_take(heap, sizeof *function);
    *function = (struct function){ .shared = { .references = 1, .kind = VALUE_FUNCTION },
                                   .callable = callable,
                                   .frame = frame };
    if (value_frame_is_shared(frame))
        frame->shared.references++;
    return (struct value){ .kind = VALUE_FUNCTION, .as.function = function };
}

struct frame *value_frame(struct heap *heap, struct frame *parent, uint32_t count)
{
    struct frame *frame = heap_take(heap, sizeof *frame + count * sizeof(struct value));
    *frame = (struct frame){ .shared = { .references = 1, .kind = VALUE_FRAME },
                             .count = count,
                             .parent = parent,
                             .slots = (struct value *)(frame + 1) };
    memset(frame->slots, 0, count * sizeof(struct value));
    if (value_frame_is_shared(parent))
        parent->shared.references++;
    return frame;
}

void value_drop_frame(struct heap *heap, struct frame *frame)
{
    if (--frame->shared.references == 0)
        value_free(heap, &frame->shared);
}

/* --- objects ----------------------------------------------------------------------------------- */

struct value object_new(struct heap *heap)
{
    struct object *object = heap_take(heap, sizeof *object);
    *object = (struct object){ .shared = { .references = 1, .kind = VALUE_OBJECT } };
    return (struct value){ .kind = VALUE_OBJECT, .as.object = object };
}

static struct object_entry *find_entry(const struct object *object, struct text key)
{
    for (uint32_t i = 0; i < object->count; i++) {
        const struct value *name = &object->entries[i].key;
        if (name->length == key.length &&
            memcmp(name->as.string->bytes, key.bytes, key.length) == 0)
            return &object->entries[i];
    }
    return NULL;
}

const struct value *object_get(const struct object *object, struct text key)
{
    const struct object_entry *entry = find_entry(object, key);
    return entry ? &entry->value : NULL;
}

static void make_room_for_entry(struct heap *heap, struct object *object)
{
    uint32_t capacity = object->capacity ? 2 * object->capacity : 4;
    struct object_entry *entries = heap_take(heap, capacity * sizeof *entries);
    if (object->entries) {
        memcpy(entries, object->entries, object->count * sizeof *entries);
        heap_give(heap, object->entries, object->capacity * sizeof *entries);
    }
    object->entries = entries;
    object->capacity = capacity;
}

void object_set(struct heap *heap, struct object *object, struct text key, struct value value)
{
    heap_spend(heap, object->count);
    struct object_entry *entry = find_entry(object, key);
    if (entry) {
        value_assign(heap, &entry->value, value);
        return;
    }
    struct value name = string_new(heap, key);
    if (object->count == object->capacity)
        make_room_for_entry(heap, object);
    object->entries[object->count++] = (struct object_entry){ name, value };
}

void object_remove(struct heap *heap, struct object *object, struct text key)
{
    heap_spend(heap, object->count);
    struct object_entry *entry = find_entry(object, key);
    if (!entry)
        return;
    value_drop(heap, entry->key);
    value_drop(heap, entry->value);
    size_t after = (size_t)(object->entries + object->count - (entry + 1));
    memmove(entry, entry + 1, after * sizeof *entry);
    object->count--;
}

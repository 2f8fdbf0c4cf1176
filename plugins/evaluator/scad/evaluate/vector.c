/* SPDX-License-Identifier: MIT */
/* Vector values. */
#include "evaluate/vector.h"

#include <string.h>

static size_t vector_bytes(uint32_t capacity)
{
    return sizeof(struct vector) + capacity * sizeof(struct value);
}

struct value vector_with_room(struct heap *heap, uint32_t capacity)
{
    struct vector *vector = heap_take(heap, vector_bytes(capacity));
    vector->shared = (struct shared){ .references = 1, .kind = VALUE_VECTOR };
    vector->used = 0;
    vector->capacity = capacity;
    return (struct value){ .kind = VALUE_VECTOR, .as.vector = vector };
}

/* May the buffer grow behind this value's end, seen by nobody else? */
static bool ends_buffer(struct heap *heap, const struct value *value)
{
    struct vector *vector = value->as.vector;
    if (vector->shared.references == 1)
        while (vector->used > value->length)
            value_drop(heap, vector->items[--vector->used]);
    return vector->used == value->length;
}

static void copy_to_larger(struct heap *heap, struct value *value, uint32_t capacity)
{
    struct value larger = vector_with_room(heap, capacity);
    struct vector *copy = larger.as.vector;
    heap_spend_bytes(heap, value->length * sizeof *copy->items);
    for (uint32_t i = 0; i < value->length; i++)
        copy->items[i] = value_keep(vector_items(*value)[i]);
    larger.length = copy->used = value->length;
    value_drop(heap, *value);
    *value = larger;
}

/* A buffer that nobody else holds moves with its elements. */
static void move_to_larger(struct heap *heap, struct value *value, uint64_t wanted)
{
    if (wanted > UINT32_MAX)
        heap->exhausted(heap->context);
    uint64_t room = wanted + wanted / 2 + 4;
    uint32_t capacity = room > UINT32_MAX ? UINT32_MAX : (uint32_t)room;
    struct vector *vector = value->as.vector;
    if (vector->shared.references > 1) {
        copy_to_larger(heap, value, capacity);
        return;
    }
    vector = heap_grow(heap, vector, vector_bytes(vector->capacity), vector_bytes(capacity));
    vector->capacity = capacity;
    value->as.vector = vector;
}

void vector_make_room(struct heap *heap, struct value *value, uint32_t more)
{
    uint64_t wanted = (uint64_t)value->length + more;
    if (!ends_buffer(heap, value) || wanted > value->as.vector->capacity)
        move_to_larger(heap, value, wanted);
}

void vector_append_all(struct heap *heap, struct value *value, struct value other)
{
    vector_make_room(heap, value, other.length);
    struct vector *vector = value->as.vector;
    const struct value *items = vector_items(other);
    heap_spend_bytes(heap, other.length * sizeof *items);
    for (uint32_t i = 0; i < other.length; i++)
        vector->items[vector->used++] = value_keep(items[i]);
    value->length = vector->used;
}

struct value vector_of_numbers(struct heap *heap, uint32_t count, const double *numbers)
{
    struct value vector = vector_with_room(heap, count);
    for (uint32_t i = 0; i < count; i++)
        vector_append(heap, &vector, value_number(numbers[i]));
    return vector;
}

bool vector_read_numbers(struct value value, uint32_t count, double *numbers)
{
    if (value.kind != VALUE_VECTOR || value.length != count)
        return false;
    const struct value *items = vector_items(value);
    for (uint32_t i = 0; i < count; i++)
        if (items[i].kind != VALUE_NUMBER)
            return false;
    for (uint32_t i = 0; i < count; i++)
        numbers[i] = items[i].as.number;
    return true;
}

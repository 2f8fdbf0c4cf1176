/* SPDX-License-Identifier: MIT */
/* Vector values. Appending to the longest holder of a buffer is done in place, so that building a
 * list element by element is linear. */
#ifndef SCAD_EVALUATE_VECTOR_H
#define SCAD_EVALUATE_VECTOR_H

#include "evaluate/value.h"

/* An empty vector with room for so many elements. */
struct value vector_with_room(struct heap *heap, uint32_t capacity);

/* Room for so many elements more behind the end of this holder's vector. */
void vector_make_room(struct heap *heap, struct value *vector, uint32_t more);

/* Adds an element, taking it over. Other holders of the same value do not see it. */
static inline void vector_append(struct heap *heap, struct value *value, struct value element)
{
    struct vector *vector = value->as.vector;
    if (vector->used != value->length || vector->used == vector->capacity) {
        vector_make_room(heap, value, 1);
        vector = value->as.vector;
    }
    vector->items[vector->used++] = element;
    value->length = vector->used;
}

/* Adds all elements of another vector. */
void vector_append_all(struct heap *heap, struct value *vector, struct value other);

/* A vector of numbers. */
struct value vector_of_numbers(struct heap *heap, uint32_t count, const double *numbers);

/* The elements, as long as the value is held. */
static inline const struct value *vector_items(struct value value)
{
    return value.as.vector->items;
}

/* Reads `count` numbers of a vector that has exactly so many; false and nothing read otherwise. */
bool vector_read_numbers(struct value value, uint32_t count, double *numbers);

#endif

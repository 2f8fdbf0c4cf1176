/* SPDX-License-Identifier: MIT */
/* String values: UTF-8, counted and indexed by character. Appending to the longest holder of a
 * buffer is done in place, so that building a string piece by piece is linear. */
#ifndef SCAD_EVALUATE_STRING_H
#define SCAD_EVALUATE_STRING_H

#include "evaluate/value.h"

/* A string value with these bytes. */
struct value string_new(struct heap *heap, struct text text);

/* An empty string with room for so many bytes. */
struct value string_with_room(struct heap *heap, uint32_t capacity);

/* The bytes of a string value, as long as it is held. No NUL follows. */
static inline struct text string_text(struct value value)
{
    return (struct text){ value.as.string->bytes, value.length };
}

/* Makes the string longer. Other holders of the same value do not see it. */
void string_append(struct heap *heap, struct value *string, struct text text);

/* How many characters it has. Leaves marks, as string_at does, so that asking again, or for the next
 * character, need not begin at the start. */
uint32_t string_length(struct heap *heap, struct value value);

/* The character at an index as a string of one; undefined if there is none. */
struct value string_at(struct heap *heap, struct value value, uint32_t index);

/* Gives back what string_length and string_at remember of a buffer. */
void string_forget_marks(struct heap *heap, struct string *string);

/* How many bytes the character at the start has; at least 1 of a text that is not empty. */
size_t string_character_bytes(struct text text);

/* The code of the first character; 0 of an empty text. */
uint32_t string_character(struct text text);

/* Is all of it well-formed UTF-8? */
bool string_is_valid(struct text text);

#endif

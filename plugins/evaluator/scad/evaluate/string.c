/* SPDX-License-Identifier: MIT */
/* String values. */
#include "evaluate/string.h"

#include <string.h>

struct value string_with_room(struct heap *heap, uint32_t capacity)
{
    struct string *string = heap_take(heap, sizeof *string + capacity);
    string->shared = (struct shared){ .references = 1, .kind = VALUE_STRING, .ascii = true };
    string->used = 0;
    string->capacity = capacity;
    return (struct value){ .kind = VALUE_STRING, .as.string = string };
}

static bool is_ascii(struct text text)
{
    unsigned char all = 0;
    for (size_t i = 0; i < text.length; i++)
        all |= (unsigned char)text.bytes[i];
    return all < 0x80;
}

static void put(struct value *value, struct text text)
{
    struct string *string = value->as.string;
    memcpy(string->bytes + string->used, text.bytes, text.length);
    string->used += (uint32_t)text.length;
    value->length = string->used;
    if (string->shared.ascii && !is_ascii(text))
        string->shared.ascii = false;
}

struct value string_new(struct heap *heap, struct text text)
{
    struct value value = string_with_room(heap, (uint32_t)text.length);
    if (text.length > 0)
        put(&value, text);
    return value;
}

/* May the buffer grow behind this value's end, seen by nobody else? */
static bool ends_buffer(struct value *value)
{
    struct string *string = value->as.string;
    if (string->shared.references == 1)
        string->used = value->length;
    return string->used == value->length;
}

void string_append(struct heap *heap, struct value *value, struct text text)
{
    if (text.length == 0)
        return;
    uint64_t length = (uint64_t)value->length + text.length;
    if (length > UINT32_MAX)
        heap->exhausted(heap->context);
    if (ends_buffer(value) && length <= value->as.string->capacity) {
        put(value, text);
        return;
    }
    uint64_t room = length + length / 2 + 16;
    struct value longer = string_with_room(heap, room > UINT32_MAX ? UINT32_MAX : (uint32_t)room);
    if (value->length > 0)
        put(&longer, string_text(*value));
    put(&longer, text);
    value_drop(heap, *value);
    *value = longer;
}

/* The length that a first byte promises. A byte that cannot be first stands for itself. */
static size_t promised_bytes(unsigned char first)
{
    if (first < 0xC0)
        return 1;
    if (first < 0xE0)
        return 2;
    if (first < 0xF0)
        return 3;
    return first < 0xF8 ? 4 : 1;
}

size_t string_character_bytes(struct text text)
{
    size_t bytes = promised_bytes((unsigned char)text.bytes[0]);
    return bytes < text.length ? bytes : text.length;
}

uint32_t string_length(struct value value)
{
    if (value.as.string->shared.ascii)
        return value.length;
    struct text rest = string_text(value);
    uint32_t count = 0;
    while (rest.length > 0) {
        size_t bytes = string_character_bytes(rest);
        rest = (struct text){ rest.bytes + bytes, rest.length - bytes };
        count++;
    }
    return count;
}

struct value string_at(struct heap *heap, struct value value, uint32_t index)
{
    struct text rest = string_text(value);
    if (index >= rest.length)
        return value_undefined();
    if (value.as.string->shared.ascii)
        return string_new(heap, (struct text){ rest.bytes + index, 1 });
    while (rest.length > 0) {
        size_t bytes = string_character_bytes(rest);
        if (index-- == 0)
            return string_new(heap, (struct text){ rest.bytes, bytes });
        rest = (struct text){ rest.bytes + bytes, rest.length - bytes };
    }
    return value_undefined();
}

uint32_t string_character(struct text text)
{
    if (text.length == 0)
        return 0;
    size_t bytes = string_character_bytes(text);
    unsigned char first = (unsigned char)text.bytes[0];
    if (bytes == 1)
        return first;
    uint32_t character = first & (0xFFu >> (bytes + 1));
    for (size_t i = 1; i < bytes; i++)
        character = character << 6 | ((unsigned char)text.bytes[i] & 0x3F);
    return character;
}

bool string_is_valid(struct text text)
{
    while (text.length > 0) {
        size_t bytes = promised_bytes((unsigned char)text.bytes[0]);
        if (bytes > text.length || (bytes == 1 && (unsigned char)text.bytes[0] >= 0x80))
            return false;
        char again[4];
        if (text_encode_utf8(string_character(text), again) != bytes ||
            memcmp(again, text.bytes, bytes) != 0)
            return false;
        text = (struct text){ text.bytes + bytes, text.length - bytes };
    }
    return true;
}

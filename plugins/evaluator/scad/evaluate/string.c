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
    string->marks = NULL;
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

/* Where every 64th character of a string that is not ASCII begins, as far as somebody went. Holders
 * of a shorter part of the buffer see the same characters, up to their end. */
struct string_marks {
    uint32_t count, capacity;
    uint32_t offsets[];
};

enum { MARK_DISTANCE = 64 };

static size_t marks_bytes(uint32_t capacity)
{
    return sizeof(struct string_marks) + capacity * sizeof(uint32_t);
}

void string_forget_marks(struct heap *heap, struct string *string)
{
    if (string->marks)
        heap_give(heap, string->marks, marks_bytes(string->marks->capacity));
    string->marks = NULL;
}

/* May the buffer grow behind this value's end, seen by nobody else? */
static bool ends_buffer(struct heap *heap, struct value *value)
{
    struct string *string = value->as.string;
    if (string->shared.references == 1 && string->used > value->length) {
        string->used = value->length;
        string_forget_marks(heap, string);
    }
    return string->used == value->length;
}

void string_append(struct heap *heap, struct value *value, struct text text)
{
    if (text.length == 0)
        return;
    uint64_t length = (uint64_t)value->length + text.length;
    heap_spend_bytes(heap, text.length);
    if (length > UINT32_MAX)
        heap->exhausted(heap->context);
    if (ends_buffer(heap, value) && length <= value->as.string->capacity) {
        put(value, text);
        return;
    }
    heap_spend_bytes(heap, value->length);
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

/* --- places ------------------------------------------------------------------------------------- */

/* A place in a string: so many characters come before it, in so many bytes. */
struct place {
    uint32_t index, offset;
};

static void leave_mark(struct heap *heap, struct string *string, struct place place)
{
    struct string_marks *marks = string->marks;
    if (!marks) {
        marks = string->marks = heap_take(heap, marks_bytes(8));
        *marks = (struct string_marks){ .capacity = 8 };
    }
    if (place.index != (marks->count + 1) * MARK_DISTANCE)
        return; /* it is there already */
    if (marks->count == marks->capacity) {
        marks =
            heap_grow(heap, marks, marks_bytes(marks->capacity), marks_bytes(2 * marks->capacity));
        marks->capacity *= 2;
        string->marks = marks;
    }
    marks->offsets[marks->count++] = place.offset;
}

/* The last mark within the value that does not come after the character. */
static struct place nearest_mark(struct value value, uint32_t index)
{
    const struct string_marks *marks = value.as.string->marks;
    uint32_t low = 0, high = marks ? marks->count : 0;
    if (high > index / MARK_DISTANCE)
        high = index / MARK_DISTANCE;
    while (low < high) {
        uint32_t middle = (low + high + 1) / 2;
        if (marks->offsets[middle - 1] < value.length)
            low = middle;
        else
            high = middle - 1;
    }
    return (struct place){ low * MARK_DISTANCE, low > 0 ? marks->offsets[low - 1] : 0 };
}

static struct text rest_at(struct value value, struct place place)
{
    struct text text = string_text(value);
    return (struct text){ text.bytes + place.offset, text.length - place.offset };
}

/* The place of the character, or the end. What the end cuts short gets no mark: it may become
 * longer. */
static struct place find_place(struct heap *heap, struct value value, uint32_t index)
{
    struct place place = nearest_mark(value, index);
    const uint32_t begin = place.index;
    while (place.index < index && place.offset < value.length) {
        place.offset += (uint32_t)string_character_bytes(rest_at(value, place));
        place.index++;
        if (place.index % MARK_DISTANCE == 0 && place.offset < value.length)
            leave_mark(heap, value.as.string, place);
    }
    heap_spend(heap, (place.index - begin) / 8);
    return place;
}

uint32_t string_length(struct heap *heap, struct value value)
{
    if (value.as.string->shared.ascii)
        return value.length;
    return find_place(heap, value, UINT32_MAX).index;
}

struct value string_at(struct heap *heap, struct value value, uint32_t index)
{
    if (index >= value.length)
        return value_undefined();
    struct place place = { index, index };
    if (!value.as.string->shared.ascii)
        place = find_place(heap, value, index);
    struct text rest = rest_at(value, place);
    if (rest.length == 0)
        return value_undefined();
    size_t bytes = value.as.string->shared.ascii ? 1 : string_character_bytes(rest);
    return string_new(heap, (struct text){ rest.bytes, bytes });
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

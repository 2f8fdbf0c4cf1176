/* SPDX-License-Identifier: MIT */
/* Text views, UTF-8 and the builder. */
#include "base/text.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_CAPACITY = 64 };

struct text text_of(const char *string)
{
    return (struct text){ string, strlen(string) };
}

bool text_equal(struct text a, struct text b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);
}

int text_compare(struct text a, struct text b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter > 0 ? memcmp(a.bytes, b.bytes, shorter) : 0;
    return order ? order : (a.length > b.length) - (a.length < b.length);
}

struct text text_copy(struct arena *arena, struct text text)
{
    return (struct text){ arena_copy(arena, text.bytes, text.length), text.length };
}

static size_t continue_utf8(uint32_t character, size_t count, char *bytes)
{
    for (size_t i = count; i > 0; i--) {
        bytes[i - 1] = (char)(0x80 | (character & 0x3f));
        character >>= 6;
    }
    return count;
}

size_t text_encode_utf8(uint32_t character, char bytes[4])
{
    if (character < 0x80) {
        bytes[0] = (char)character;
        return 1;
    }
    if (character < 0x800) {
        bytes[0] = (char)(0xc0 | character >> 6);
        return 1 + continue_utf8(character, 1, bytes + 1);
    }
    if (character > 0x10ffff || (character >= 0xd800 && character <= 0xdfff))
        return 0;
    if (character < 0x10000) {
        bytes[0] = (char)(0xe0 | character >> 12);
        return 1 + continue_utf8(character, 2, bytes + 1);
    }
    bytes[0] = (char)(0xf0 | character >> 18);
    return 1 + continue_utf8(character, 3, bytes + 1);
}

static bool is_between(unsigned char byte, unsigned char low, unsigned char high)
{
    return byte >= low && byte <= high;
}

/* The length that a first byte announces, and the range of its second byte (RFC 3629, section 4).
 */
static size_t announced_length(unsigned char first, unsigned char *low, unsigned char *high)
{
    *low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    *high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (first < 0x80)
        return 1;
    if (is_between(first, 0xc2, 0xdf))
        return 2;
    if (is_between(first, 0xe0, 0xef))
        return 3;
    return is_between(first, 0xf0, 0xf4) ? 4 : 0;
}

size_t text_utf8_length(struct text text, size_t at)
{
    const unsigned char *bytes = (const unsigned char *)text.bytes + at;
    unsigned char low, high;
    size_t length = announced_length(bytes[0], &low, &high);
    if (length > text.length - at || (length > 1 && !is_between(bytes[1], low, high)))
        return 0;
    for (size_t i = 2; i < length; i++)
        if (!is_between(bytes[i], 0x80, 0xbf))
            return 0;
    return length;
}

struct builder builder_in(struct arena *arena)
{
    return (struct builder){ .arena = arena };
}

/* Room for so many bytes more and a NUL. Asks whether the work goes on: so do loops that write something, by this alone. */
static void make_room(struct builder *builder, size_t length)
{
    arena_poll(builder->arena);
    assert(length < PTRDIFF_MAX); /* no text is larger: what is was a length below nothing */
    size_t wanted = builder->length + length + 1;
    if (wanted <= builder->capacity)
        return;
    size_t capacity = builder->capacity ? 2 * builder->capacity : FIRST_CAPACITY;
    if (capacity < wanted)
        capacity = wanted;
    builder->bytes = arena_grow(builder->arena, builder->bytes, builder->capacity, capacity);
    builder->capacity = capacity;
}

void builder_byte(struct builder *builder, char byte)
{
    make_room(builder, 1);
    builder->bytes[builder->length++] = byte;
}

void builder_bytes(struct builder *builder, const char *bytes, size_t length)
{
    if (length == 0)
        return;
    make_room(builder, length);
    memcpy(builder->bytes + builder->length, bytes, length);
    builder->length += length;
}

void builder_string(struct builder *builder, const char *string)
{
    builder_bytes(builder, string, strlen(string));
}

void builder_text(struct builder *builder, struct text text)
{
    builder_bytes(builder, text.bytes, text.length);
}

void builder_format(struct builder *builder, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    builder_format_list(builder, format, arguments);
    va_end(arguments);
}

void builder_format_list(struct builder *builder, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length <= 0)
        return;
    make_room(builder, (size_t)length);
    vsnprintf(builder->bytes + builder->length, (size_t)length + 1, format, arguments);
    builder->length += (size_t)length;
}

struct text builder_result(struct builder *builder)
{
    make_room(builder, 0);
    builder->bytes[builder->length] = '\0';
    return (struct text){ builder->bytes, builder->length };
}

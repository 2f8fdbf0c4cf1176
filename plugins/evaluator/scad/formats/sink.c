/* SPDX-License-Identifier: MIT */
/* A buffer before the caller's function. */
#include "formats/sink.h"

#include "base/decimal.h"

#include <string.h>

void sink_open(struct sink *sink, struct arena *arena, sink_write *write, void *context)
{
    sink->arena = arena;
    sink->write = write;
    sink->context = context;
    sink->failed = false;
    sink->used = 0;
}

static bool write_to_builder(void *context, const void *bytes, size_t length)
{
    builder_bytes(context, bytes, length);
    return true;
}

void sink_open_builder(struct sink *sink, struct builder *builder)
{
    sink_open(sink, builder->arena, write_to_builder, builder);
}

static void empty(struct sink *sink)
{
    arena_poll(sink->arena);
    if (!sink->failed && sink->used)
        sink->failed = !sink->write(sink->context, sink->buffer, sink->used);
    sink->used = 0;
}

void sink_bytes(struct sink *sink, const void *bytes, size_t length)
{
    const char *from = bytes;
    while (length > 0) {
        size_t room = sizeof sink->buffer - sink->used;
        size_t taken = length < room ? length : room;
        memcpy(sink->buffer + sink->used, from, taken);
        sink->used += taken;
        from += taken;
        length -= taken;
        if (sink->used == sizeof sink->buffer)
            empty(sink);
    }
}

void sink_string(struct sink *sink, const char *string)
{
    sink_bytes(sink, string, strlen(string));
}

/* How XML writes what begins there; NULL if as it is. */
static const char *escape_of(const char *at, size_t length)
{
    if (length == 0)
        return "?";
    switch (*at) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    default:
        return (unsigned char)*at < ' ' ? " " : NULL;
    }
}

void sink_xml(struct sink *sink, const char *string)
{
    struct text text = text_of(string);
    for (size_t at = 0; at < text.length;) {
        size_t length = text_utf8_length(text, at);
        const char *escape = escape_of(text.bytes + at, length);
        if (escape)
            sink_string(sink, escape);
        else
            sink_bytes(sink, text.bytes + at, length);
        at += length > 0 ? length : 1;
    }
}

void sink_number(struct sink *sink, double number)
{
    char text[DECIMAL_BYTES];
    sink_bytes(sink, text, decimal_print(number, text));
}

void sink_u32(struct sink *sink, uint32_t value)
{
    unsigned char bytes[4];
    for (int i = 0; i < 4; i++)
        bytes[i] = (unsigned char)(value >> 8 * i);
    sink_bytes(sink, bytes, sizeof bytes);
}

void sink_float(struct sink *sink, float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    sink_u32(sink, bits);
}

bool sink_close(struct sink *sink)
{
    empty(sink);
    return !sink->failed;
}

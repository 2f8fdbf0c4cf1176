/* SPDX-License-Identifier: MIT */
/* Text that grows at its end. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include <base/arena.h>
#include <base/buffer.h>

char *buffer_room(struct buffer *buffer, size_t size)
{
    size_t wanted = buffer->size + size + 1;
    if (wanted > buffer->room) {
        size_t room = buffer->room ? buffer->room : 256;
        while (room < wanted)
            room *= 2;
        buffer->at = memory_resize(buffer->at, room);
        buffer->room = room;
    }
    return buffer->at + buffer->size;
}

void buffer_add(struct buffer *buffer, struct tn_text text)
{
    char *to = buffer_room(buffer, text.size);
    if (text.size)
        memcpy(to, text.at, text.size);
    buffer->size += text.size;
    buffer->at[buffer->size] = '\0';
}

void buffer_string(struct buffer *buffer, const char *string)
{
    buffer_add(buffer, tn_text(string));
}

void buffer_vprint(struct buffer *buffer, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int size = vsnprintf(NULL, 0, format, arguments);
    assert(size >= 0);
    vsnprintf(buffer_room(buffer, (size_t)size), (size_t)size + 1, format, again);
    buffer->size += (size_t)size;
    va_end(again);
}

void buffer_print(struct buffer *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    buffer_vprint(buffer, format, arguments);
    va_end(arguments);
}

struct tn_text buffer_text(const struct buffer *buffer)
{
    return (struct tn_text){ buffer->at ? buffer->at : "", buffer->size };
}

void buffer_free(struct buffer *buffer)
{
    free(buffer->at);
    *buffer = (struct buffer){ 0 };
}

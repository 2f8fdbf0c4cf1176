/* SPDX-License-Identifier: MIT */
/* Frames on a stream between two processes. */
#include "frame.h"

#include <stdlib.h>

enum { FIRST_CAPACITY = 4096 };

/* Grows an array of bytes to hold `size`. All growth of this file ends here, out of memory too. */
static char *grow(char *bytes, size_t *capacity, size_t size)
{
    size_t wanted = *capacity ? *capacity : FIRST_CAPACITY;
    while (wanted < size)
        wanted *= 2;
    if (wanted == *capacity)
        return bytes;
    char *larger = realloc(bytes, wanted);
    if (!larger)
        abort();
    *capacity = wanted;
    return larger;
}

static uint64_t number_at(const char *bytes, unsigned count)
{
    uint64_t number = 0;
    for (unsigned i = count; i-- > 0;)
        number = number << 8 | (unsigned char)bytes[i];
    return number;
}

void frame_reader_open(struct frame_reader *reader, const struct frame_limits *limits)
{
    *reader = (struct frame_reader){ .limits = limits };
}

void frame_reader_close(struct frame_reader *reader)
{
    free(reader->payload);
    *reader = (struct frame_reader){ .limits = reader->limits };
}

char *frame_reader_room(struct frame_reader *reader, size_t *size)
{
    if (reader->head_used < FRAME_HEAD_BYTES) {
        *size = FRAME_HEAD_BYTES - reader->head_used;
        return (char *)reader->head + reader->head_used;
    }
    if (reader->used == reader->capacity && reader->used < reader->size)
        reader->payload = grow(reader->payload, &reader->capacity, reader->used + 1);
    size_t room = reader->capacity - reader->used;
    size_t missing = reader->size - reader->used;
    *size = room < missing ? room : missing;
    return reader->payload + reader->used;
}

static enum frame_state took_head(struct frame_reader *reader)
{
    uint64_t size = number_at((const char *)reader->head, 4);
    reader->kind = reader->head[4];
    if (reader->kind >= FRAME_KINDS || size >= reader->limits->of[reader->kind])
        return FRAME_BROKEN;
    reader->size = (size_t)size;
    /* Even an empty payload has an address. */
    reader->payload = grow(reader->payload, &reader->capacity, 1);
    return reader->size == 0 ? FRAME_WHOLE : FRAME_PART;
}

enum frame_state frame_reader_took(struct frame_reader *reader, size_t count)
{
    if (reader->head_used < FRAME_HEAD_BYTES) {
        reader->head_used += count;
        return reader->head_used == FRAME_HEAD_BYTES ? took_head(reader) : FRAME_PART;
    }
    reader->used += count;
    return reader->used == reader->size ? FRAME_WHOLE : FRAME_PART;
}

void frame_reader_next(struct frame_reader *reader)
{
    /* One large frame is not to hold its memory until the next large one. */
    if (reader->capacity > FIRST_CAPACITY)
        frame_reader_close(reader);
    reader->head_used = 0;
    reader->used = 0;
    reader->size = 0;
}

struct tn_text frame_payload(const struct frame_reader *reader)
{
    return (struct tn_text){ reader->payload, reader->size };
}

struct tn_text frame_take_payload(struct frame_reader *reader)
{
    struct tn_text payload = frame_payload(reader);
    reader->payload = NULL;
    reader->capacity = 0;
    return payload;
}

static void add(struct frame_writer *writer, const char *bytes, size_t size)
{
    writer->bytes = grow(writer->bytes, &writer->capacity, writer->size + size);
    if (size > 0)
        memcpy(writer->bytes + writer->size, bytes, size);
    writer->size += size;
}

static void add_number(struct frame_writer *writer, uint64_t number, unsigned count)
{
    for (unsigned i = 0; i < count; i++, number >>= 8)
        frame_add_byte(writer, (uint8_t)number);
}

void frame_begin(struct frame_writer *writer, uint8_t kind)
{
    writer->size = 0;
    add_number(writer, 0, 4);
    frame_add_byte(writer, kind);
}

void frame_add_byte(struct frame_writer *writer, uint8_t byte)
{
    char one = (char)byte;
    add(writer, &one, 1);
}

void frame_add_32(struct frame_writer *writer, uint32_t number)
{
    add_number(writer, number, 4);
}

void frame_add_64(struct frame_writer *writer, uint64_t number)
{
    add_number(writer, number, 8);
}

void frame_add_text(struct frame_writer *writer, struct tn_text text)
{
    frame_add_32(writer, (uint32_t)text.size);
    add(writer, text.at, text.size);
}

void frame_add_rest(struct frame_writer *writer, struct tn_text text)
{
    add(writer, text.at, text.size);
}

void frame_end(struct frame_writer *writer, size_t behind)
{
    size_t size = writer->size - FRAME_HEAD_BYTES + behind;
    for (unsigned i = 0; i < 4; i++, size >>= 8)
        writer->bytes[i] = (char)(size & 0xff);
}

void frame_writer_close(struct frame_writer *writer)
{
    free(writer->bytes);
    *writer = (struct frame_writer){ 0 };
}

struct frame_parts frame_parts(struct tn_text payload)
{
    return (struct frame_parts){ payload.at, payload.size, true };
}

/* The next `size` bytes; NULL, and nothing is good any more, if there are not so many. */
static const char *next(struct frame_parts *parts, size_t size)
{
    if (!parts->good || parts->left < size) {
        parts->good = false;
        return NULL;
    }
    const char *at = parts->at;
    parts->at += size;
    parts->left -= size;
    return at;
}

static uint64_t next_number(struct frame_parts *parts, unsigned size)
{
    const char *at = next(parts, size);
    return at ? number_at(at, size) : 0;
}

uint8_t frame_byte(struct frame_parts *parts)
{
    return (uint8_t)next_number(parts, 1);
}

uint32_t frame_32(struct frame_parts *parts)
{
    return (uint32_t)next_number(parts, 4);
}

uint64_t frame_64(struct frame_parts *parts)
{
    return next_number(parts, 8);
}

struct tn_text frame_text(struct frame_parts *parts)
{
    uint32_t size = frame_32(parts);
    const char *at = next(parts, size);
    return at ? (struct tn_text){ at, size } : (struct tn_text){ "", 0 };
}

struct tn_text frame_rest(struct frame_parts *parts)
{
    size_t size = parts->left;
    const char *at = next(parts, size);
    return at ? (struct tn_text){ at, size } : (struct tn_text){ "", 0 };
}

bool frame_complete(const struct frame_parts *parts)
{
    return parts->good && parts->left == 0;
}

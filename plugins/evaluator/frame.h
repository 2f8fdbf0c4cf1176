/* SPDX-License-Identifier: MIT */
/* Frames on a stream between two processes: a length, a kind, a payload. Nothing that arrives is
 * believed: each kind has its largest size, and memory is taken only for bytes that have come. */
#pragma once

#include <stdint.h>

#include <tenon/text.h>

/*
 * On the wire: the payload's length in four bytes, least significant first; the kind in one; the
 * payload. Numbers in payloads are least significant byte first; a text is its length in four bytes
 * and its bytes.
 */
enum { FRAME_HEAD_BYTES = 5, FRAME_KINDS = 32 };

/* The largest payload of each kind plus one, so that 0 means: this kind may not come. */
struct frame_limits {
    uint64_t of[FRAME_KINDS];
};

enum frame_state {
    FRAME_PART,   /* more bytes are needed */
    FRAME_WHOLE,  /* kind and payload are there */
    FRAME_BROKEN, /* a kind that may not come, or too large: nothing more can be read */
};

/* Puts frames together from pieces of any size. */
struct frame_reader {
    const struct frame_limits *limits;
    unsigned char head[FRAME_HEAD_BYTES];
    size_t head_used;
    uint8_t kind;
    char *payload; /* of malloc */
    size_t used, size, capacity;
};

void frame_reader_open(struct frame_reader *reader, const struct frame_limits *limits);
void frame_reader_close(struct frame_reader *reader);

/* Where the next bytes are to be put, and how many at most; never 0 unless a frame is whole. */
char *frame_reader_room(struct frame_reader *reader, size_t *size);

/* Says that so many bytes were put there. Once whole, the frame stays until frame_reader_next. */
enum frame_state frame_reader_took(struct frame_reader *reader, size_t count);

/* Makes ready for the next frame. */
void frame_reader_next(struct frame_reader *reader);

/* The payload of a whole frame; the reader's until frame_reader_next. */
struct tn_text frame_payload(const struct frame_reader *reader);

/* The same, but it is the caller's from now on, to be given to free(). */
struct tn_text frame_take_payload(struct frame_reader *reader);

/* Writes one frame into memory of malloc. */
struct frame_writer {
    char *bytes;
    size_t size, capacity;
};

/* Begins a frame; what the writer held before is dropped. */
void frame_begin(struct frame_writer *writer, uint8_t kind);
void frame_add_byte(struct frame_writer *writer, uint8_t byte);
void frame_add_32(struct frame_writer *writer, uint32_t number);
void frame_add_64(struct frame_writer *writer, uint64_t number);
void frame_add_text(struct frame_writer *writer, struct tn_text text);
void frame_add_rest(struct frame_writer *writer, struct tn_text text);

/* Fills in the length. `behind` bytes of the payload are sent after the writer's own. */
void frame_end(struct frame_writer *writer, size_t behind);
void frame_writer_close(struct frame_writer *writer);

/* Takes a payload apart. What is not there reads as zero and makes `good` false. */
struct frame_parts {
    const char *at;
    size_t left;
    bool good;
};

struct frame_parts frame_parts(struct tn_text payload);
uint8_t frame_byte(struct frame_parts *parts);
uint32_t frame_32(struct frame_parts *parts);
uint64_t frame_64(struct frame_parts *parts);
struct tn_text frame_text(struct frame_parts *parts);
struct tn_text frame_rest(struct frame_parts *parts);

/* Whether everything was there and nothing is left over. */
bool frame_complete(const struct frame_parts *parts);

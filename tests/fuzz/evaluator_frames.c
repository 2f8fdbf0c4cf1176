/* SPDX-License-Identifier: MIT */
/* Any bytes as what the worker and an evaluator process send each other: frames are put together from pieces, and their
 * payloads read. What a reader takes is written again, and must come out as it was. */
#include "protocol.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { RESULT_BYTES_MAX = 1 << 16 };

/* Reads the payload as the kind that it is. `writer` then holds the same frame, or nothing if it is malformed. */
static void read_to_process(uint8_t kind, struct tn_text payload, struct frame_writer *writer)
{
    struct protocol_settings settings;
    struct protocol_request request;
    struct protocol_file file;
    if (kind == PROTOCOL_SETTINGS && protocol_read_settings(payload, &settings))
        protocol_write_settings(writer, &settings);
    if (kind == PROTOCOL_REQUEST && protocol_read_request(payload, &request))
        protocol_write_request(writer, &request);
    if (kind == PROTOCOL_FILE && protocol_read_file(payload, &file))
        protocol_write_file(writer, &file);
}

static void read_to_worker(uint8_t kind, struct tn_text payload, struct frame_writer *writer)
{
    struct protocol_ready ready;
    struct protocol_begun begun;
    struct protocol_want want;
    struct protocol_refused refused;
    struct protocol_result result;
    struct protocol_keep keep;
    struct protocol_progress progress;
    if (kind == PROTOCOL_READY && protocol_read_ready(payload, &ready))
        protocol_write_ready(writer, &ready);
    if (kind == PROTOCOL_BEGUN && protocol_read_begun(payload, &begun))
        protocol_write_begun(writer, &begun);
    if (kind == PROTOCOL_WANT && protocol_read_want(payload, &want))
        protocol_write_want(writer, &want);
    if (kind == PROTOCOL_REFUSED && protocol_read_refused(payload, &refused))
        protocol_write_refused(writer, &refused);
    if (kind == PROTOCOL_PROGRESS && protocol_read_progress(payload, &progress))
        protocol_write_progress(writer, &progress);
    if (kind == PROTOCOL_KEEP && protocol_read_keep(payload, &keep))
        assert(keep.content.size <= payload.size);
    if (kind == PROTOCOL_RESULT && protocol_read_result(payload, &result))
        assert(result.body.size <= payload.size);
}

static void check_frame(struct frame_reader *reader, bool to_worker)
{
    struct frame_writer writer = { .bytes = NULL };
    struct tn_text payload = frame_payload(reader);
    if (to_worker)
        read_to_worker(reader->kind, payload, &writer);
    else
        read_to_process(reader->kind, payload, &writer);
    if (writer.size > 0) {
        assert(writer.size == FRAME_HEAD_BYTES + payload.size);
        assert(payload.size == 0 ||
               memcmp(writer.bytes + FRAME_HEAD_BYTES, payload.at, payload.size) == 0);
    }
    frame_writer_close(&writer);
}

/* Gives the reader as much as it has room for, in pieces of that size at most. */
static void read_all(struct frame_reader *reader, const uint8_t *data, size_t size, size_t piece,
                     bool to_worker)
{
    while (size > 0) {
        size_t room;
        char *at = frame_reader_room(reader, &room);
        size_t count = room < piece ? room : piece;
        count = count < size ? count : size;
        memcpy(at, data, count);
        data += count;
        size -= count;
        enum frame_state state = frame_reader_took(reader, count);
        if (state == FRAME_BROKEN)
            return;
        if (state == FRAME_WHOLE) {
            check_frame(reader, to_worker);
            frame_reader_next(reader);
        }
    }
}

/* The first byte says who reads and how large the pieces are. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    bool to_worker = data[0] & 1;
    struct frame_limits limits =
        to_worker ? protocol_to_worker(RESULT_BYTES_MAX, RESULT_BYTES_MAX) : protocol_to_process;
    struct frame_reader reader;
    frame_reader_open(&reader, &limits);
    read_all(&reader, data + 1, size - 1, (data[0] >> 1) + 1u, to_worker);
    frame_reader_close(&reader);
    return 0;
}

/* SPDX-License-Identifier: MIT */
/* What the worker and an evaluator process say to each other, as frames. */
#include "protocol.h"

/* Clients of moicad know the types of STL and OBJ; the others are IANA's where it has one. What is text for people, too, but
 * has none, is plain text. */
static const struct protocol_format formats[] = {
    [PROTOCOL_REPLY] = { "", "application/json", NULL },
    { "stl", "application/octet-stream", "attachment; filename=\"model.stl\"" },
    { "obj", "text/plain", "attachment; filename=\"model.obj\"" },
    { "off", "text/plain", "attachment; filename=\"model.off\"" },
    { "amf", "application/x-amf", "attachment; filename=\"model.amf\"" },
    { "3mf", "model/3mf", "attachment; filename=\"model.3mf\"" },
    { "svg", "image/svg+xml", "attachment; filename=\"model.svg\"" },
    { "dxf", "image/vnd.dxf", "attachment; filename=\"model.dxf\"" },
    { "pdf", "application/pdf", "attachment; filename=\"model.pdf\"" },
    { "png", "image/png", "attachment; filename=\"model.png\"" },
    { "csg", "text/plain", "attachment; filename=\"model.csg\"" },
    { "json", "application/json", "attachment; filename=\"model.json\"" },
};

enum { FORMATS = sizeof formats / sizeof *formats };

const struct protocol_format *protocol_format(unsigned number)
{
    return number < FORMATS ? &formats[number] : NULL;
}

unsigned protocol_format_number(const char *name)
{
    for (unsigned number = PROTOCOL_REPLY + 1; number < FORMATS; number++)
        if (tn_text_is_nocase(tn_text(formats[number].name), name))
            return number;
    return PROTOCOL_REPLY;
}

/* A frame's length has 32 bits; no request of HTTP comes near. */
const struct frame_limits protocol_to_process = { {
    [PROTOCOL_SETTINGS] = 64,
    [PROTOCOL_REQUEST] = UINT32_MAX,
    [PROTOCOL_FILE] = PROTOCOL_FILE_MAX,
} };

struct frame_limits protocol_to_worker(uint64_t result_bytes_max, uint64_t keep_bytes_max)
{
    return (struct frame_limits){ {
        [PROTOCOL_READY] = 64,
        [PROTOCOL_BEGUN] = 64,
        [PROTOCOL_WANT] = 2 * PROTOCOL_NAME_MAX + 64,
        [PROTOCOL_REFUSED] = PROTOCOL_MESSAGE_MAX + 64,
        [PROTOCOL_RESULT] = result_bytes_max + 64,
        [PROTOCOL_PROGRESS] = 64,
        [PROTOCOL_KEEP] = keep_bytes_max ? keep_bytes_max + 64 : 0,
    } };
}

void protocol_write_settings(struct frame_writer *writer, const struct protocol_settings *settings)
{
    frame_begin(writer, PROTOCOL_SETTINGS);
    frame_add_32(writer, PROTOCOL_VERSION);
    frame_add_64(writer, settings->memory_bytes);
    frame_add_64(writer, settings->result_bytes);
    frame_add_64(writer, settings->stock_items);
    frame_add_64(writer, settings->stock_bytes);
    frame_add_64(writer, settings->keep_bytes);
    frame_add_64(writer, settings->timeout_ms);
    frame_end(writer, 0);
}

bool protocol_read_settings(struct tn_text payload, struct protocol_settings *settings)
{
    struct frame_parts parts = frame_parts(payload);
    uint32_t version = frame_32(&parts);
    settings->memory_bytes = frame_64(&parts);
    settings->result_bytes = frame_64(&parts);
    settings->stock_items = frame_64(&parts);
    settings->stock_bytes = frame_64(&parts);
    settings->keep_bytes = frame_64(&parts);
    settings->timeout_ms = frame_64(&parts);
    return frame_complete(&parts) && version == PROTOCOL_VERSION;
}

void protocol_write_request(struct frame_writer *writer, const struct protocol_request *request)
{
    frame_begin(writer, PROTOCOL_REQUEST);
    frame_add_byte(writer, (uint8_t)request->operation);
    frame_add_byte(writer, request->progress);
    frame_add_rest(writer, request->body);
    frame_end(writer, 0);
}

bool protocol_read_request(struct tn_text payload, struct protocol_request *request)
{
    struct frame_parts parts = frame_parts(payload);
    request->operation = (enum protocol_operation)frame_byte(&parts);
    uint8_t progress = frame_byte(&parts);
    request->progress = progress == 1;
    request->body = frame_rest(&parts);
    return frame_complete(&parts) && request->operation < PROTOCOL_OPERATIONS && progress <= 1;
}

void protocol_write_file(struct frame_writer *writer, const struct protocol_file *file)
{
    frame_begin(writer, PROTOCOL_FILE);
    frame_add_byte(writer, (uint8_t)file->end);
    frame_add_text(writer, file->name);
    frame_add_rest(writer, file->content);
    frame_end(writer, 0);
}

bool protocol_read_file(struct tn_text payload, struct protocol_file *file)
{
    struct frame_parts parts = frame_parts(payload);
    file->end = (enum protocol_end)frame_byte(&parts);
    file->name = frame_text(&parts);
    file->content = frame_rest(&parts);
    return frame_complete(&parts) && file->end < PROTOCOL_ENDS;
}

void protocol_write_ready(struct frame_writer *writer, const struct protocol_ready *ready)
{
    frame_begin(writer, PROTOCOL_READY);
    frame_add_32(writer, PROTOCOL_VERSION);
    frame_add_32(writer, ready->lacks);
    frame_end(writer, 0);
}

bool protocol_read_ready(struct tn_text payload, struct protocol_ready *ready)
{
    struct frame_parts parts = frame_parts(payload);
    uint32_t version = frame_32(&parts);
    ready->lacks = frame_32(&parts);
    return frame_complete(&parts) && version == PROTOCOL_VERSION;
}

void protocol_write_begun(struct frame_writer *writer, const struct protocol_begun *begun)
{
    frame_begin(writer, PROTOCOL_BEGUN);
    frame_add_64(writer, begun->code_bytes);
    frame_end(writer, 0);
}

bool protocol_read_begun(struct tn_text payload, struct protocol_begun *begun)
{
    struct frame_parts parts = frame_parts(payload);
    begun->code_bytes = frame_64(&parts);
    return frame_complete(&parts);
}

void protocol_write_want(struct frame_writer *writer, const struct protocol_want *want)
{
    frame_begin(writer, PROTOCOL_WANT);
    frame_add_byte(writer, (uint8_t)want->kind);
    frame_add_text(writer, want->name);
    frame_add_text(writer, want->from);
    frame_end(writer, 0);
}

bool protocol_read_want(struct tn_text payload, struct protocol_want *want)
{
    struct frame_parts parts = frame_parts(payload);
    want->kind = (enum protocol_wanted)frame_byte(&parts);
    want->name = frame_text(&parts);
    want->from = frame_text(&parts);
    return frame_complete(&parts) && want->kind < PROTOCOL_WANTS;
}

void protocol_write_keep(struct frame_writer *writer, const struct protocol_keep *keep)
{
    frame_begin(writer, PROTOCOL_KEEP);
    frame_add_text(writer, keep->name);
    frame_end(writer, keep->content.size);
}

bool protocol_read_keep(struct tn_text payload, struct protocol_keep *keep)
{
    struct frame_parts parts = frame_parts(payload);
    keep->name = frame_text(&parts);
    keep->content = frame_rest(&parts);
    return frame_complete(&parts) && keep->name.size == PROTOCOL_KEY_BYTES;
}

void protocol_write_progress(struct frame_writer *writer, const struct protocol_progress *progress)
{
    frame_begin(writer, PROTOCOL_PROGRESS);
    frame_add_byte(writer, (uint8_t)progress->stage);
    frame_add_32(writer, progress->permille);
    frame_add_rest(writer, progress->step);
    frame_end(writer, 0);
}

/* It is shown to clients as it is. */
static bool is_step(struct tn_text step)
{
    for (size_t i = 0; i < step.size; i++)
        if (step.at[i] != '_' && (step.at[i] < 'a' || step.at[i] > 'z'))
            return false;
    return step.size <= PROTOCOL_STEP_MAX;
}

bool protocol_read_progress(struct tn_text payload, struct protocol_progress *progress)
{
    struct frame_parts parts = frame_parts(payload);
    progress->stage = (enum protocol_stage)frame_byte(&parts);
    progress->permille = frame_32(&parts);
    progress->step = frame_rest(&parts);
    return frame_complete(&parts) && progress->stage < PROTOCOL_STAGES &&
           progress->permille <= 1000 && is_step(progress->step);
}

void protocol_write_refused(struct frame_writer *writer, const struct protocol_refused *refused)
{
    frame_begin(writer, PROTOCOL_REFUSED);
    frame_add_32(writer, refused->status);
    frame_add_rest(writer, refused->message);
    frame_end(writer, 0);
}

bool protocol_read_refused(struct tn_text payload, struct protocol_refused *refused)
{
    struct frame_parts parts = frame_parts(payload);
    refused->status = frame_32(&parts);
    refused->message = frame_rest(&parts);
    return frame_complete(&parts) && refused->status >= 400 && refused->status < 500;
}

void protocol_write_result(struct frame_writer *writer, const struct protocol_result *result)
{
    frame_begin(writer, PROTOCOL_RESULT);
    frame_add_byte(writer, result->success);
    frame_add_byte(writer, result->timed_out);
    frame_add_byte(writer, (uint8_t)result->format);
    frame_add_64(writer, result->resident_bytes);
    frame_add_64(writer, result->stock.hits);
    frame_add_64(writer, result->stock.misses);
    frame_add_64(writer, result->stock.items);
    frame_add_64(writer, result->stock.bytes);
    frame_add_64(writer, result->stock.fetched);
    frame_end(writer, result->body.size);
}

bool protocol_read_result(struct tn_text payload, struct protocol_result *result)
{
    struct frame_parts parts = frame_parts(payload);
    uint8_t success = frame_byte(&parts), timed_out = frame_byte(&parts);
    result->success = success == 1;
    result->timed_out = timed_out == 1;
    result->format = frame_byte(&parts);
    result->resident_bytes = frame_64(&parts);
    result->stock.hits = frame_64(&parts);
    result->stock.misses = frame_64(&parts);
    result->stock.items = frame_64(&parts);
    result->stock.bytes = frame_64(&parts);
    result->stock.fetched = frame_64(&parts);
    result->body = frame_rest(&parts);
    return frame_complete(&parts) && success <= 1 && timed_out <= 1 && result->format < FORMATS;
}

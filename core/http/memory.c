/* SPDX-License-Identifier: MIT */
/* The exchange without a network. */
#include <unistd.h>

#include <http/body.h>
#include <http/memory.h>
#include <http/reply.h>

static void receive_body(struct memory_call *call)
{
    struct tn_text rest = call->body;
    size_t piece = call->piece ? call->piece : rest.size;
    while (rest.size > 0) {
        size_t size = rest.size < piece ? rest.size : piece;
        if (!body_receive(call->request, (struct tn_text){ rest.at, size }))
            return;
        rest.at += size;
        rest.size -= size;
    }
    body_end(call->request);
}

static void drive(struct memory_call *call)
{
    if (call->request->phase == PHASE_BODY)
        receive_body(call);
    call->replied = call->request->phase == PHASE_REPLY;
}

static void wake(struct tn_request *request)
{
    drive(request->carrier);
}

static void stream_ready(struct tn_request *request)
{
    struct memory_call *call = request->carrier;
    call->stream_waits = false;
}

static const struct exchange memory_exchange = { wake, stream_ready };

static void receive_fields(struct memory_call *call)
{
    struct tn_request *request = call->request;
    for (const struct memory_field *field = call->fields; field && field->name; field++)
        request_receive(request, tn_text(field->name), tn_text(field->value));
    if (!request_field(request, "host").at)
        request_receive(request, TN_TEXT("Host"), TN_TEXT("localhost"));
    if (call->body.size > 0 && !request_field(request, "content-length").at &&
        !request_field(request, "transfer-encoding").at)
        request_receive(request, TN_TEXT("Content-Length"),
                        arena_print(&request->arena, "%zu", call->body.size));
}

void memory_begin(struct chain *chain, struct memory_call *call)
{
    const char *client = call->client ? call->client : "127.0.0.1";
    address_parse(tn_text(client), call->peer.address);
    call->peer.text = tn_text(client);
    struct tn_request *request = request_new(chain, &memory_exchange, call);
    call->request = request;
    request->peer = &call->peer;
    request->method = tn_text(call->method);
    request->version = tn_text(call->version ? call->version : "HTTP/1.1");
    request->target = tn_text(call->target);
    receive_fields(call);
    chain_examine(request);
    if (request->phase == PHASE_NEW)
        chain_run(request);
    drive(call);
}

static void read_file(struct memory_call *call)
{
    const struct reply *reply = &call->request->reply;
    char *room = buffer_room(&call->read, reply->size);
    ssize_t got = pread(reply->fd, room, reply->size, (off_t)reply->offset);
    if (got > 0)
        call->read.size += (size_t)got;
}

static void read_stream(struct memory_call *call)
{
    enum { ROOM = 4096 };
    struct tn_stream *stream = &call->request->reply.stream;
    for (;;) {
        ptrdiff_t got = stream->read(stream->context, buffer_room(&call->read, ROOM), ROOM);
        call->stream_waits = got == TN_STREAM_WAIT;
        call->stream_failed = got == TN_STREAM_ERROR;
        if (got <= 0)
            return;
        call->read.size += (size_t)got;
    }
}

struct tn_text memory_read(struct memory_call *call)
{
    switch (call->request->reply.kind) {
    case REPLY_BYTES:
        return call->request->reply.bytes;
    case REPLY_FILE:
        read_file(call);
        break;
    case REPLY_STREAM:
        read_stream(call);
        break;
    case REPLY_NONE:
        break;
    }
    return buffer_text(&call->read);
}

void memory_end(struct memory_call *call)
{
    struct tn_request *request = call->request;
    call->request = NULL;
    buffer_free(&call->read);
    request_end(request);
}

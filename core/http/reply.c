/* SPDX-License-Identifier: MIT */
/* Setting a reply: what <tenon/reply.h> promises. */
#include <unistd.h>

#include <base/current.h>
#include <http/reply.h>
#include <http/token.h>

void reply_close(struct tn_request *request)
{
    struct reply *reply = &request->reply;
    if (reply->borrowed)
        return;
    if (reply->kind == REPLY_FILE && reply->fd >= 0) {
        close(reply->fd);
        reply->fd = -1;
    } else if (reply->kind == REPLY_STREAM && reply->stream.close) {
        void (*end)(void *context) = reply->stream.close;
        reply->stream.close = NULL;
        end(reply->stream.context);
    }
}

void reply_discard(struct tn_request *request)
{
    reply_close(request);
    request->reply.kind = REPLY_NONE;
    request->reply.status = 0;
    request->reply.refused = 0;
}

void reply_file_taken(struct tn_request *request)
{
    request->reply.fd = -1;
}

static const struct tn_text content_type = { "Content-Type", sizeof "Content-Type" - 1 };

static void must_be_final(int status)
{
    plugin_must(status >= 200 && status <= 599, "a reply's status is 200 to 599, not %d", status);
}

/* False if the reply is no longer the plugin's to set. */
static bool begin(struct tn_request *request, enum reply_kind kind, int status, const char *type)
{
    must_be_final(status);
    if (!request_writable(request))
        return false;
    reply_discard(request);
    struct reply *reply = &request->reply;
    reply->kind = kind;
    reply->borrowed = false;
    reply->entry = request->speaker;
    reply->status = status;
    if (type)
        fields_set(&reply->fields, &request->arena, content_type,
                   arena_copy(&request->arena, tn_text(type)));
    else
        fields_remove(&reply->fields, content_type.at);
    return true;
}

enum tn_verdict tn_reply(struct tn_request *request, int status, const char *type,
                         struct tn_text body)
{
    if (begin(request, REPLY_BYTES, status, type))
        request->reply.bytes = body.at ? body : TN_TEXT("");
    return TN_REPLY;
}

enum tn_verdict tn_reply_template(struct tn_request *request, int status,
                                  const struct tn_template *body)
{
    return tn_reply(request, status, "application/json", tn_template_json(request, body));
}

enum tn_verdict tn_reply_file(struct tn_request *request, int status, const char *type, int fd,
                              uint64_t offset, uint64_t size)
{
    if (!begin(request, REPLY_FILE, status, type)) {
        close(fd);
        return TN_REPLY;
    }
    request->reply.fd = fd;
    request->reply.offset = offset;
    request->reply.size = size;
    return TN_REPLY;
}

enum tn_verdict tn_reply_stream(struct tn_request *request, int status, const char *type,
                                const struct tn_stream *stream)
{
    struct tn_stream copy = { 0 };
    size_t known = sizeof copy;
    memcpy(&copy, stream, stream->stream_size < known ? stream->stream_size : known);
    plugin_must(copy.read, "tn_reply_stream is given a struct with its size, and with a `read`");
    if (begin(request, REPLY_STREAM, status, type))
        request->reply.stream = copy;
    else if (copy.close)
        copy.close(copy.context);
    return TN_REPLY;
}

void tn_stream_ready(struct tn_request *request)
{
    if (request->carrier && request->phase == PHASE_REPLY)
        request->exchange->stream_ready(request);
}

/* The host writes these itself. Nearly every name is told from them by its size. */
static bool is_framing(struct tn_text name)
{
    switch (name.size) {
    case sizeof "Content-Length" - 1:
        return tn_text_is_nocase(name, "content-length");
    case sizeof "Transfer-Encoding" - 1:
        return tn_text_is_nocase(name, "transfer-encoding");
    case sizeof "Connection" - 1:
        return tn_text_is_nocase(name, "connection");
    default:
        return false;
    }
}

static bool sendable(struct tn_text name, struct tn_text value)
{
    return value.at && token_valid(name) && !is_framing(name) && field_value_valid(value);
}

static bool field_valid(const struct tn_request *request, struct tn_text name, struct tn_text value)
{
    return request_writable(request) && sendable(name, value);
}

bool tn_reply_set(struct tn_request *request, const char *name, struct tn_text value)
{
    if (!field_valid(request, tn_text(name), value))
        return false;
    struct arena *arena = &request->arena;
    fields_set(&request->reply.fields, arena, arena_copy(arena, tn_text(name)),
               arena_copy(arena, trimmed(value)));
    return true;
}

bool tn_reply_add(struct tn_request *request, const char *name, struct tn_text value)
{
    if (!field_valid(request, tn_text(name), value))
        return false;
    struct arena *arena = &request->arena;
    fields_add(&request->reply.fields, arena, arena_copy(arena, tn_text(name)),
               arena_copy(arena, trimmed(value)));
    return true;
}

struct tn_header {
    struct field field;
};

static struct tn_text instance_copy(struct tn_host *host, struct tn_text text)
{
    char *copy = tn_instance_alloc(host, text.size + 1);
    memcpy(copy, text.at, text.size);
    return (struct tn_text){ copy, text.size };
}

const struct tn_header *tn_header_prepare(struct tn_host *host, const char *name,
                                          struct tn_text value)
{
    if (!sendable(tn_text(name), value))
        return NULL;
    struct tn_header *header = tn_instance_alloc(host, sizeof *header);
    header->field = (struct field){ instance_copy(host, tn_text(name)),
                                    instance_copy(host, trimmed(value)), header };
    return header;
}

void tn_reply_fill(struct tn_request *request, const struct tn_header *header)
{
    if (request_writable(request))
        fields_fill(&request->reply.fields, &request->arena, &header->field);
}

void tn_reply_remove(struct tn_request *request, const char *name)
{
    if (request_writable(request))
        fields_remove(&request->reply.fields, name);
}

/* Whether a field of that name has the member already, or a star, which stands for all. */
static bool has_member(const struct fields *fields, struct tn_text name, struct tn_text member)
{
    for (size_t i = 0; i < fields->count; i++) {
        struct tn_text list = fields->items[i].value, found;
        if (!text_equal_nocase(fields->items[i].name, name))
            continue;
        while (list_next(&list, &found))
            if (text_equal_nocase(found, member) || tn_text_is(found, "*"))
                return true;
    }
    return false;
}

bool tn_reply_merge(struct tn_request *request, const char *name, struct tn_text member)
{
    if (!field_valid(request, tn_text(name), member))
        return false;
    struct fields *fields = &request->reply.fields;
    struct arena *arena = &request->arena;
    struct field *field = fields_find(fields, tn_text(name));
    if (field && has_member(fields, tn_text(name), member))
        return true;
    if (!field || field->value.size == 0)
        fields_set(fields, arena, arena_copy(arena, tn_text(name)),
                   arena_copy(arena, trimmed(member)));
    else
        *field = (struct field){ .name = field->name,
                                 .value = arena_print(arena, "%" TN_PRI ", %" TN_PRI,
                                                      TN_ARG(field->value), TN_ARG(member)) };
    return true;
}

struct tn_text tn_reply_header(const struct tn_request *request, const char *name)
{
    struct field *field = fields_find(&request->reply.fields, tn_text(name));
    return field ? field->value : (struct tn_text){ 0 };
}

int tn_reply_status(const struct tn_request *request)
{
    return request->reply.status;
}

void tn_reply_set_status(struct tn_request *request, int status)
{
    must_be_final(status);
    if (request_writable(request) && request->reply.kind != REPLY_NONE)
        request->reply.status = status;
}

int64_t tn_reply_size(const struct tn_request *request)
{
    const struct reply *reply = &request->reply;
    switch (reply->kind) {
    case REPLY_BYTES:
        return (int64_t)reply->bytes.size;
    case REPLY_FILE:
        return (int64_t)reply->size;
    case REPLY_STREAM:
        return reply->stream.length;
    case REPLY_NONE:
        break;
    }
    return 0;
}

struct tn_text tn_reply_body(const struct tn_request *request)
{
    return request->reply.kind == REPLY_BYTES ? request->reply.bytes : (struct tn_text){ 0 };
}

/* SPDX-License-Identifier: MIT */
/* Replies on their way to the socket. */
#include <assert.h>
#include <sys/socket.h>
#include <time.h>

#include <base/current.h>
#include <http/engine.h>
#include <http/reply.h>
#include <http/status.h>
#include <http/tls.h>
#include <http/token.h>

enum {
    STREAM_BLOCK = 32 * 1024,
    RAW_MAX = 16 * 1024, /* what a socket that has sent nothing yet takes at once */
};

static ssize_t read_stream(void *context, uint64_t position, char *buffer, size_t room)
{
    (void)position;
    struct connection *connection = context;
    struct tn_request *request = connection->request;
    if (connection->gone)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    bool of_entry = request->at < request->chain->options->count;
    struct current outer = current_enter(of_entry ? chain_entry(request)->name : NULL, "stream");
    const struct tn_stream *stream = &request->reply.stream;
    ptrdiff_t got = stream->read(stream->context, buffer, room);
    plugin_must(got <= (ptrdiff_t)room, "a stream's read wrote %td bytes into room for %zu", got,
                room);
    current = outer;
    if (got > 0) {
        request->sent += (uint64_t)got;
        return got;
    }
    if (got == TN_STREAM_END)
        return MHD_CONTENT_READER_END_OF_STREAM;
    if (got != TN_STREAM_WAIT)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    connection->stream_waits = true;
    connection_suspend(connection);
    return 0;
}

static struct MHD_Response *response_of_stream(struct connection *connection)
{
    const struct tn_stream *stream = &connection->request->reply.stream;
    uint64_t size = stream->length < 0 ? MHD_SIZE_UNKNOWN : (uint64_t)stream->length;
    struct MHD_Response *response =
        MHD_create_response_from_callback(size, STREAM_BLOCK, read_stream, connection, NULL);
    /* libmicrohttpd sends the last chunk even of a body that it does not send: without chunks and keep-alive it does not. */
    if (response && stream->length < 0 && tn_text_is(connection->request->method, "HEAD"))
        MHD_set_response_options(response, MHD_RF_HTTP_1_0_COMPATIBLE_STRICT, MHD_RO_END);
    return response;
}

static struct MHD_Response *response_of_file(struct tn_request *request)
{
    const struct reply *reply = &request->reply;
    struct MHD_Response *response =
        MHD_create_response_from_fd_at_offset64(reply->size, reply->fd, reply->offset);
    if (response)
        reply_file_taken(request);
    return response;
}

static struct MHD_Response *response_of_bytes(struct tn_text bytes)
{
    return MHD_create_response_from_buffer(bytes.size, (void *)(uintptr_t)bytes.at,
                                           MHD_RESPMEM_PERSISTENT);
}

/* Whether the reply is bytes in memory, and which. */
static bool in_memory(const struct tn_request *request, struct tn_text *bytes)
{
    bool no_body = status_has_no_body(request->reply.status);
    *bytes = no_body ? TN_TEXT("") : request->reply.bytes;
    return no_body || request->reply.kind == REPLY_BYTES;
}

static struct MHD_Response *make_response(struct connection *connection)
{
    struct tn_request *request = connection->request;
    struct tn_text bytes;
    if (in_memory(request, &bytes))
        return response_of_bytes(bytes);
    if (request->reply.kind == REPLY_STREAM)
        return response_of_stream(connection);
    return request->reply.kind == REPLY_FILE ? response_of_file(request) : NULL;
}

static bool must_close(const struct connection *connection)
{
    return connection->request->close || connection->server->draining;
}

/* The Date of this second (RFC 9110, 6.6.1); libmicrohttpd would print one for each reply. */
static struct tn_text date(struct http_server *server)
{
    time_t now = time(NULL);
    if (now != server->date_second) {
        struct tm parts;
        gmtime_r(&now, &parts);
        strftime(server->date, sizeof server->date, "%a, %d %b %Y %H:%M:%S GMT", &parts);
        server->date_second = now;
    }
    return tn_text(server->date);
}

static void add_missing(struct tn_request *request, struct tn_text name, struct tn_text value)
{
    if (value.at && field_value_valid(value))
        fields_fill(&request->reply.fields, &request->arena,
                    &(struct field){ .name = name, .value = value });
}

static void add_own_fields(struct connection *connection)
{
    struct http_server *server = connection->server;
    add_missing(connection->request, TN_TEXT("Server"), tn_text(server->options->server_header));
    add_missing(connection->request, TN_TEXT("Date"), date(server));
}

static struct MHD_Response *respond_anew(struct connection *connection)
{
    struct tn_request *request = connection->request;
    struct MHD_Response *response = make_response(connection);
    if (!response)
        return NULL;
    /* First: libmicrohttpd 0.9.75 forgets at this field that it has been given a Date, and adds one. */
    if (must_close(connection))
        MHD_add_response_header(response, "Connection", "close");
    envelope_add_fields(response, &request->reply.fields, &request->arena);
    return response;
}

static enum MHD_Result queue(struct connection *connection)
{
    const struct tn_request *request = connection->request;
    unsigned status = (unsigned)request->reply.status;
    struct tn_text bytes;
    if (in_memory(request, &bytes) && !must_close(connection))
        connection->envelope =
            envelope_take(connection->server->envelopes, bytes, &request->reply.fields);
    if (connection->envelope)
        return MHD_queue_response(connection->mhd, status, envelope_response(connection->envelope));
    struct MHD_Response *response = respond_anew(connection);
    if (!response)
        return MHD_NO;
    enum MHD_Result queued = MHD_queue_response(connection->mhd, status, response);
    MHD_destroy_response(response);
    return queued;
}

enum MHD_Result send_queue(struct connection *connection)
{
    struct tn_request *request = connection->request;
    assert(!connection->envelope);
    add_own_fields(connection);
    if (request->reply.kind != REPLY_STREAM && !tn_text_is(request->method, "HEAD") &&
        !status_has_no_body(request->reply.status))
        request->sent = (uint64_t)tn_reply_size(request);
    connection_enter(connection, STAGE_SENDING);
    return queue(connection);
}

static ssize_t write_now(const struct connection *connection, struct tn_text bytes)
{
    if (connection->session)
        return tls_send(connection->session, bytes);
    return send(connection->fd, bytes.at, bytes.size, MSG_DONTWAIT | MSG_NOSIGNAL);
}

bool send_raw(struct connection *connection)
{
    struct tn_request *request = connection->request;
    const struct reply *reply = &request->reply;
    if (reply->kind != REPLY_BYTES || reply->bytes.size > RAW_MAX)
        return false;
    struct buffer out = { 0 };
    buffer_print(&out, "HTTP/1.1 %d %s\r\n", reply->status, status_title(reply->status));
    add_own_fields(connection);
    for (size_t i = 0; i < reply->fields.count; i++)
        buffer_print(&out, "%" TN_PRI ": %" TN_PRI "\r\n", TN_ARG(reply->fields.items[i].name),
                     TN_ARG(reply->fields.items[i].value));
    buffer_print(&out, "Content-Length: %zu\r\nConnection: close\r\n\r\n", reply->bytes.size);
    if (!tn_text_is(request->method, "HEAD"))
        buffer_add(&out, reply->bytes);
    ssize_t sent = write_now(connection, buffer_text(&out));
    bool whole = sent == (ssize_t)out.size;
    if (whole)
        request->sent = reply->bytes.size;
    else if (sent > 0 || connection->session) /* what has begun cannot be begun again */
        connection_cut(connection);
    buffer_free(&out);
    return whole;
}

/* SPDX-License-Identifier: MIT */
/* Name to addresses on a thread; then one address after the other, on the loop. */
#include "remote.h"

#include <netdb.h>
#include <stdio.h>

static void dial(struct remote *remote);

static void report(struct remote *remote)
{
    reply_free(&remote->reply);
    secure_close(remote->secure);
    remote->secure = NULL;
    tn_check_report(remote->check, remote->health, -1, "%s", remote->message);
}

/* A name may have addresses on which nobody listens, such as ::1 of localhost. */
static void on_closed(uv_handle_t *handle)
{
    struct remote *remote = handle->data;
    remote->open = false;
    if (remote->next < remote->addresses)
        dial(remote);
    else
        report(remote);
}

static void close_socket(struct remote *remote)
{
    if (remote->open && !uv_is_closing((uv_handle_t *)&remote->socket))
        uv_close((uv_handle_t *)&remote->socket, on_closed);
}

static void decide(struct remote *remote, bool good, const char *message)
{
    remote->health = good ? TN_HEALTH_UP : TN_HEALTH_DOWN;
    remote->next = remote->addresses;
    snprintf(remote->message, sizeof remote->message, "%s", message);
    close_socket(remote);
}

static bool is_good(const struct remote *remote, int status)
{
    for (size_t i = 0; i < remote->ranges; i++)
        if (status >= remote->range[i].from && status <= remote->range[i].to)
            return true;
    return false;
}

/* With what has come so far; `ended`: no more will. */
static void judge(struct remote *remote, bool ended)
{
    char message[80];
    const struct reply *reply = &remote->reply;
    enum reply_state state = reply_read(&remote->reply, ended);
    if (state == REPLY_BROKEN) {
        decide(remote, false,
               ended && !reply->size ? "closed without an answer" : "the answer is not HTTP");
        return;
    }
    if (reply->status == 0)
        return;
    snprintf(message, sizeof message, "status %d", reply->status);
    if (!is_good(remote, reply->status) || !remote->body->count) {
        decide(remote, is_good(remote, reply->status), message);
    } else if (state == REPLY_WHOLE) {
        bool good = tn_patterns_match(remote->body, reply_body(reply));
        decide(remote, good, good ? message : "the body is not what it should be");
    }
}

static void on_room(uv_handle_t *handle, size_t wanted, uv_buf_t *buffer)
{
    (void)wanted;
    struct remote *remote = handle->data;
    size_t room;
    char *at = reply_room(&remote->reply, &room);
    *buffer = uv_buf_init(at, (unsigned)room);
}

static void on_read(uv_stream_t *stream, ssize_t size, const uv_buf_t *buffer)
{
    (void)buffer;
    struct remote *remote = stream->data;
    if (size == UV_EOF || size == UV_ENOBUFS) {
        judge(remote, true);
    } else if (size < 0) {
        decide(remote, false, uv_strerror((int)size));
    } else {
        remote->reply.size += (size_t)size;
        judge(remote, false);
    }
}

/* A client's few bytes always fit what the socket has room for. */
static bool send_pending(struct remote *remote)
{
    struct tn_text pending = secure_pending(remote->secure);
    uv_buf_t buffer = uv_buf_init((char *)(uintptr_t)pending.at, (unsigned)pending.size);
    return !pending.size ||
           uv_try_write((uv_stream_t *)&remote->socket, &buffer, 1) == (int)pending.size;
}

/* Reads what can be deciphered, until the answer is decided on. */
static void decipher(struct remote *remote)
{
    for (ssize_t size = 1; size > 0 && !uv_is_closing((uv_handle_t *)&remote->socket);) {
        size_t room;
        char *at = reply_room(&remote->reply, &room);
        size = room ? secure_read(remote->secure, at, room) : -1;
        if (size > 0)
            remote->reply.size += (size_t)size;
        if (size)
            judge(remote, size < 0);
    }
}

/* The handshake, then the question, then the answer: as far as bytes have come. */
static void converse(struct remote *remote)
{
    struct secure *secure = remote->secure;
    enum secure_state state = remote->asked ? SECURE_OPEN : secure_shake(secure);
    bool asks = state == SECURE_OPEN && !remote->asked;
    remote->asked |= asks;
    if ((asks && !secure_write(secure, remote->request)) || !send_pending(remote))
        decide(remote, false, "cannot be written to");
    else if (state == SECURE_FAILED)
        decide(remote, false, secure_problem(secure));
    else if (state == SECURE_OPEN)
        decipher(remote);
}

static void on_secure_room(uv_handle_t *handle, size_t wanted, uv_buf_t *buffer)
{
    (void)wanted;
    struct remote *remote = handle->data;
    size_t room;
    char *at = secure_room(remote->secure, &room);
    *buffer = uv_buf_init(at, (unsigned)room);
}

static void on_secure_read(uv_stream_t *stream, ssize_t size, const uv_buf_t *buffer)
{
    (void)buffer;
    struct remote *remote = stream->data;
    if (size == 0)
        return;
    if (size < 0 && size != UV_EOF) {
        decide(remote, false, uv_strerror((int)size));
        return;
    }
    secure_took(remote->secure, size == UV_EOF ? 0 : (size_t)size);
    converse(remote);
}

static void ask_https(struct remote *remote)
{
    if (remote->verify && !remote->trust) {
        decide(remote, false, "no authority is trusted");
        return;
    }
    remote->asked = false;
    remote->secure = secure_open(remote->trust, remote->target.host);
    if (!remote->secure || !reply_begin(&remote->reply))
        decide(remote, false, "no memory");
    else if (uv_read_start((uv_stream_t *)&remote->socket, on_secure_room, on_secure_read) == 0)
        converse(remote);
    else
        decide(remote, false, "cannot be read from");
}

static void on_written(uv_write_t *request, int status)
{
    if (status < 0 && status != UV_ECANCELED)
        decide(request->data, false, uv_strerror(status));
}

static void ask_http(struct remote *remote)
{
    struct tn_text request = remote->request;
    uv_buf_t buffer = uv_buf_init((char *)(uintptr_t)request.at, (unsigned)request.size);
    remote->writing.data = remote;
    if (!reply_begin(&remote->reply))
        decide(remote, false, "no memory");
    else if (uv_write(&remote->writing, (uv_stream_t *)&remote->socket, &buffer, 1, on_written) ==
             0)
        uv_read_start((uv_stream_t *)&remote->socket, on_room, on_read);
    else
        decide(remote, false, "cannot be written to");
}

static void fail_to_connect(struct remote *remote, int status)
{
    remote->health = TN_HEALTH_DOWN;
    snprintf(remote->message, sizeof remote->message, "%s", uv_strerror(status));
    close_socket(remote); /* and on to the next address, if there is one */
}

static void on_connected(uv_connect_t *request, int status)
{
    struct remote *remote = request->data;
    if (status == UV_ECANCELED)
        return; /* given up */
    if (status < 0)
        fail_to_connect(remote, status);
    else if (remote->http && remote->target.tls)
        ask_https(remote);
    else if (remote->http)
        ask_http(remote);
    else
        decide(remote, true, "connected");
}

static void dial(struct remote *remote)
{
    uv_tcp_init(tn_loop(remote->host), &remote->socket);
    remote->socket.data = remote;
    remote->connecting.data = remote;
    remote->open = true;
    int status = uv_tcp_connect(&remote->connecting, &remote->socket,
                                &remote->address[remote->next++].any, on_connected);
    if (status < 0)
        fail_to_connect(remote, status);
}

static void resolve(void *context)
{
    struct remote *remote = context;
    struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV };
    struct addrinfo *found = NULL;
    remote->addresses = 0;
    remote->resolved = getaddrinfo(remote->target.host, remote->target.port, &hints, &found);
    if (remote->resolved)
        return;
    for (struct addrinfo *one = found; one && remote->addresses < REMOTE_ADDRESSES_MAX;
         one = one->ai_next)
        if (one->ai_addrlen <= sizeof remote->address[0])
            memcpy(&remote->address[remote->addresses++], one->ai_addr, one->ai_addrlen);
    freeaddrinfo(found);
}

static void on_resolved(void *context, enum tn_job_end how)
{
    struct remote *remote = context;
    remote->next = 0;
    remote->health = TN_HEALTH_DOWN;
    if (how == TN_JOB_FINISHED && !remote->resolved && remote->addresses && !remote->aborted) {
        dial(remote);
        return;
    }
    snprintf(remote->message, sizeof remote->message, "%s",
             how == TN_JOB_FINISHED && remote->resolved ? gai_strerror(remote->resolved)
                                                        : "no address");
    report(remote);
}

void remote_open(struct remote *remote)
{
    static const char format[] = "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: tenon-health\r\n"
                                 "Accept: */*\r\nConnection: close\r\n\r\n";
    const struct target *target = &remote->target;
    size_t room = sizeof format + strlen(target->path) + strlen(target->authority);
    char *text = tn_instance_alloc(remote->host, room);
    snprintf(text, room, format, target->path, target->authority);
    remote->request = tn_text(text);
}

void remote_close(struct remote *remote)
{
    secure_trust_close(remote->trust);
    remote->trust = NULL;
}

void remote_ask(void *context)
{
    struct remote *remote = context;
    remote->aborted = false;
    tn_job(remote->host, NULL, resolve, on_resolved, remote);
}

void remote_abort(void *context)
{
    struct remote *remote = context;
    remote->aborted = true;
    remote->next = remote->addresses;
    close_socket(remote);
}

bool remote_parse_range(const char *text, struct status_range *range)
{
    int end = 0;
    if (sscanf(text, "%3d%n-%3d%n", &range->from, &end, &range->to, &end) == 1)
        range->to = range->from;
    return end && !text[end] && range->from >= 100 && range->to <= 599 && range->from <= range->to;
}

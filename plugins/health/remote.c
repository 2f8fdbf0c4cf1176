/* SPDX-License-Identifier: MIT */
/* Probes over the network: name to address on a thread, then connect, and for HTTP ask and read the
 * status, on the loop. */
#include "probe.h"

#include <netdb.h>
#include <stdio.h>

static void on_closed(uv_handle_t *handle)
{
    struct probe *probe = handle->data;
    probe_end(probe);
}

static void finish(struct probe *probe)
{
    if (probe->open && !uv_is_closing((uv_handle_t *)&probe->socket)) {
        probe->open = false;
        uv_close((uv_handle_t *)&probe->socket, on_closed);
    }
}

static void decide_status(struct probe *probe, int status)
{
    if (status < 0)
        probe_decide(probe, false, "the answer is not HTTP");
    else
        probe_decide(probe, status >= 200 && status < 400, "status %d", status);
    finish(probe);
}

/* Only the first bytes matter. */
static void on_room(uv_handle_t *handle, size_t wanted, uv_buf_t *buffer)
{
    (void)wanted;
    struct probe *probe = handle->data;
    *buffer = uv_buf_init(probe->reply + probe->reply_size,
                          (unsigned)(sizeof probe->reply - probe->reply_size));
}

static void on_read(uv_stream_t *stream, ssize_t size, const uv_buf_t *buffer)
{
    (void)buffer;
    struct probe *probe = stream->data;
    if (size < 0) {
        probe_decide(probe, false, "%s",
                     size == UV_EOF ? "closed without an answer" : uv_strerror((int)size));
        finish(probe);
        return;
    }
    probe->reply_size += (size_t)size;
    int status = target_http_status(probe->reply, probe->reply_size);
    if (status)
        decide_status(probe, status);
}

static void on_written(uv_write_t *request, int status)
{
    struct probe *probe = request->data;
    if (status < 0) {
        probe_decide(probe, false, "%s", uv_strerror(status));
        finish(probe);
    }
}

static void ask(struct probe *probe)
{
    /* libuv does not copy: all parts live as long as the probe. */
    const struct target *target = &probe->target;
    const char *const parts[] = { "GET ", target->path, " HTTP/1.1\r\nHost: ", target->authority,
                                  "\r\nUser-Agent: tenon-health\r\nConnection: close\r\n\r\n" };
    uv_buf_t buffers[sizeof parts / sizeof *parts];
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        buffers[i].base = (char *)(uintptr_t)parts[i]; /* only read */
        buffers[i].len = strlen(parts[i]);
    }
    probe->writing.data = probe;
    probe->reply_size = 0;
    uv_write(&probe->writing, (uv_stream_t *)&probe->socket, buffers, sizeof parts / sizeof *parts,
             on_written);
    uv_read_start((uv_stream_t *)&probe->socket, on_room, on_read);
}

static void on_connected(uv_connect_t *request, int status)
{
    struct probe *probe = request->data;
    if (!probe->open)
        return; /* given up meanwhile */
    if (status == 0 && probe->settings->kind == PROBE_HTTP) {
        ask(probe);
        return;
    }
    probe_decide(probe, status == 0, "%s", status ? uv_strerror(status) : "connected");
    finish(probe);
}

static void dial(struct probe *probe)
{
    uv_tcp_init(tn_loop(probe->host), &probe->socket);
    probe->socket.data = probe;
    probe->connecting.data = probe;
    probe->open = true;
    int status = uv_tcp_connect(&probe->connecting, &probe->socket,
                                (const struct sockaddr *)&probe->peer, on_connected);
    if (status < 0) {
        probe_decide(probe, false, "%s", uv_strerror(status));
        finish(probe);
    }
}

static void resolve(void *context)
{
    struct probe *probe = context;
    struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV };
    struct addrinfo *found = NULL;
    int status = getaddrinfo(probe->target.host, probe->target.port, &hints, &found);
    probe->good = status == 0;
    snprintf(probe->message, sizeof probe->message, "%s", status ? gai_strerror(status) : "");
    if (!status) {
        memcpy(&probe->peer, found->ai_addr, found->ai_addrlen);
        freeaddrinfo(found);
    }
}

static void on_resolved(void *context, enum tn_job_end how)
{
    struct probe *probe = context;
    if (how == TN_JOB_FINISHED && !probe->good)
        probe_decide(probe, false, "%s", probe->message);
    if (how != TN_JOB_FINISHED || probe->decided)
        probe_end(probe);
    else
        dial(probe);
}

void remote_begin(struct probe *probe)
{
    tn_job(probe->host, NULL, resolve, on_resolved, probe);
}

void remote_abort(struct probe *probe)
{
    finish(probe);
}

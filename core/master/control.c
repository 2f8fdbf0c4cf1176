/* SPDX-License-Identifier: MIT */
/* The control socket: a line in, a status and a text out, one request a connection. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include <base/arena.h>
#include <master/master.h>

enum { LINE_MAX_SIZE = 64, BACKLOG = 16, CONNECTIONS_MAX = 64 };

struct request {
    struct request *next;
    struct master *master;
    uv_pipe_t pipe;
    uv_write_t write;
    char line[LINE_MAX_SIZE];
    bool json; /* is wanted */
    size_t got;
    struct buffer answer;
};

static void on_closed(uv_handle_t *handle)
{
    struct request *request = handle->data;
    request->master->control_connections--;
    buffer_free(&request->answer);
    free(request);
}

static void on_written(uv_write_t *write, int status)
{
    struct request *request = write->data;
    (void)status; /* who has gone does not want to know */
    uv_close((uv_handle_t *)&request->pipe, on_closed);
}

static void answer(struct request *request, bool good, struct tn_text text)
{
    buffer_string(&request->answer, good ? "0\n" : "1\n");
    buffer_add(&request->answer, text);
    uv_buf_t bytes = uv_buf_init(request->answer.at, (unsigned)request->answer.size);
    request->write.data = request;
    if (uv_write(&request->write, (uv_stream_t *)&request->pipe, &bytes, 1, on_written) != 0)
        uv_close((uv_handle_t *)&request->pipe, on_closed);
}

void control_answer(struct request **list, bool good, struct tn_text text, struct tn_text json)
{
    while (*list) {
        struct request *request = *list;
        *list = request->next;
        answer(request, good, request->json ? json : text);
    }
}

void control_queue(struct request **list, struct request *request)
{
    if (!request)
        return;
    request->next = *list;
    *list = request;
}

static void show_traces(struct request *request)
{
    struct buffer text = { 0 };
    traces_write(request->master, request->json, &text);
    answer(request, true, buffer_text(&text));
    buffer_free(&text);
}

static void obey(struct request *request)
{
    struct master *master = request->master;
    char *form = strchr(request->line, ' ');
    request->json = form && strcmp(form, " json") == 0;
    if (request->json)
        *form = '\0';
    if (strcmp(request->line, "reload") == 0) {
        reload_ask(master, request);
    } else if (strcmp(request->line, "status") == 0) {
        status_ask(master, request);
    } else if (strcmp(request->line, "traces") == 0) {
        show_traces(request);
    } else if (strcmp(request->line, "drain") == 0) {
        answer(request, true, TN_TEXT("draining\n"));
        if (!master->ending)
            master_end(master);
    } else if (strcmp(request->line, "reopen") == 0) {
        master_reopen(master);
        answer(request, true, TN_TEXT("reopened\n"));
    } else {
        answer(request, false,
               TN_TEXT("the server knows reload, status, traces, drain and reopen\n"));
    }
}

static void give_room(uv_handle_t *handle, size_t suggested, uv_buf_t *room)
{
    struct request *request = handle->data;
    (void)suggested;
    *room = uv_buf_init(request->line + request->got,
                        (unsigned)(sizeof request->line - 1 - request->got));
}

static void on_read(uv_stream_t *stream, ssize_t size, const uv_buf_t *room)
{
    struct request *request = stream->data;
    (void)room;
    if (size == 0)
        return;
    request->got += size > 0 ? (size_t)size : 0;
    char *end = memchr(request->line, '\n', request->got);
    if (end) {
        *end = '\0';
        uv_read_stop(stream);
        obey(request);
    } else if (size < 0 || request->got == sizeof request->line - 1) {
        uv_close((uv_handle_t *)stream, on_closed);
    }
}

static void on_connection(uv_stream_t *server, int status)
{
    struct master *master = server->data;
    if (status < 0)
        return;
    struct request *request = memory_alloc(sizeof *request);
    request->master = master;
    master->control_connections++;
    uv_pipe_init(&master->loop, &request->pipe, 0);
    request->pipe.data = request;
    if (uv_accept(server, (uv_stream_t *)&request->pipe) != 0 ||
        master->control_connections > CONNECTIONS_MAX ||
        uv_read_start((uv_stream_t *)&request->pipe, give_room, on_read) != 0)
        uv_close((uv_handle_t *)&request->pipe, on_closed);
}

bool control_open(struct master *master, const char *path, struct place place,
                  struct errors *errors)
{
    int fd = sockets_open_local(path);
    if (fd < 0) {
        errors_add(errors, SEVERITY_ERROR, place, "the control socket %s cannot be opened: %s",
                   path, strerror(errno));
        return false;
    }
    uv_pipe_init(&master->loop, &master->control, 0);
    master->control.data = master;
    master->control_path = path;
    uv_pipe_open(&master->control, fd);
    return uv_listen((uv_stream_t *)&master->control, BACKLOG, on_connection) == 0;
}

void control_close(struct master *master)
{
    if (!master->control_path)
        return;
    unlink(master->control_path);
    uv_close((uv_handle_t *)&master->control, NULL);
    master->control_path = NULL;
}

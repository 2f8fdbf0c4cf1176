/* SPDX-License-Identifier: MIT */
/* One evaluator process: libuv's handles, frames in and out, files from the source service. */
#include "process.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <tenon/host.h>
#include <tenon/log.h>

/* The descriptor on which the process finds the channel. */
#define CHANNEL_DESCRIPTOR "3"

/* A file that is being read for a process which may be gone when it comes. */
struct wanted_file {
    struct process *process; /* NULL: gone */
};

/* Bytes on their way to the process. */
struct sending {
    uv_write_t write;
    struct frame_writer frame;
};

static void *allocate(size_t size)
{
    void *memory = calloc(1, size);
    if (!memory)
        abort();
    return memory;
}

/* Sending */

static void on_sent(uv_write_t *write, int status)
{
    struct sending *sending = write->data;
    (void)status; /* a process that cannot be written to is gone, which is heard of elsewhere */
    frame_writer_close(&sending->frame);
    free(sending);
}

static struct sending *sending_new(void)
{
    struct sending *sending = allocate(sizeof *sending);
    sending->write.data = sending;
    return sending;
}

static void send_frame(struct process *process, struct sending *sending)
{
    uv_buf_t bytes = uv_buf_init(sending->frame.bytes, (unsigned)sending->frame.size);
    uv_stream_t *stream = (uv_stream_t *)&process->pipe;
    if (uv_write(&sending->write, stream, &bytes, 1, on_sent) != 0)
        on_sent(&sending->write, 0);
}

void process_ask(struct process *process, const struct protocol_request *request)
{
    struct sending *sending = sending_new();
    protocol_write_request(&sending->frame, request);
    process->state = PROCESS_READING;
    process->evaluated++;
    process->asked_for_files = process->asked_for_fonts = false;
    send_frame(process, sending);
}

/* Files */

static void send_file(struct process *process, const struct protocol_file *file)
{
    struct sending *sending = sending_new();
    protocol_write_file(&sending->frame, file);
    process->state = PROCESS_WORKING;
    send_frame(process, sending);
}

static void on_file(void *context, const struct tn_source_file *file)
{
    struct wanted_file *wanted = context;
    struct process *process = wanted->process;
    free(wanted);
    if (!process)
        return;
    process->wanted = NULL;
    bool found = file->end == TN_SOURCE_FOUND;
    struct protocol_file answer = {
        .end = (enum protocol_end)file->end,
        .name = file->name,
        .content = found ? file->content : tn_text(file->problem ? file->problem : "unreadable"),
    };
    send_file(process, &answer);
}

/* Without waiting: it is in memory, or nowhere. */
static void find_kept(struct process *process, struct tn_text name)
{
    struct protocol_file answer = { .end = PROTOCOL_MISSING };
    struct tn_text content = { NULL, 0 };
    if (process->options->events->find(process, name, &content))
        answer = (struct protocol_file){ .end = PROTOCOL_FOUND, .content = content };
    send_file(process, &answer);
    free((void *)(uintptr_t)content.at);
}

static void read_file(struct process *process, const struct protocol_want *want)
{
    bool is_font = want->kind == PROTOCOL_WANT_FONT;
    struct tn_service service = is_font ? process->options->fonts : process->options->source;
    const struct tn_source *source = service.table;
    process->asked_for_files |= !is_font;
    process->asked_for_fonts |= is_font;
    if (!source) {
        struct protocol_file none = { .end = PROTOCOL_FORBIDDEN,
                                      .name = { "", 0 },
                                      .content = TN_TEXT("this server reads no files") };
        send_file(process, &none);
        return;
    }
    process->state = PROCESS_WANTING;
    process->wanted = allocate(sizeof *process->wanted);
    process->wanted->process = process;
    source->read(service.self, want->name, want->from, on_file, process->wanted);
}

/* Dying */

static void forget_file(struct process *process)
{
    if (process->wanted)
        process->wanted->process = NULL;
    process->wanted = NULL;
}

static void on_closed(uv_handle_t *handle)
{
    struct process *process = handle->data;
    if (--process->handles_open > 0)
        return;
    frame_reader_close(&process->reader);
    free(process);
}

static void close_handle(uv_handle_t *handle)
{
    if (!uv_is_closing(handle))
        uv_close(handle, on_closed);
}

static void stop_talking(struct process *process)
{
    process->state = PROCESS_ENDING;
    forget_file(process);
    close_handle((uv_handle_t *)&process->pipe);
}

static void on_child_exit(uv_process_t *child, int64_t status, int signal)
{
    struct process *process = child->data;
    struct process_end end = { (int)status, signal };
    stop_talking(process);
    close_handle((uv_handle_t *)&process->child);
    process->options->events->gone(process, &end);
}

void process_kill(struct process *process)
{
    uv_process_kill(&process->child, SIGKILL);
    stop_talking(process);
}

void process_forget(struct process *process)
{
    pid_t pid = uv_process_get_pid(&process->child);
    stop_talking(process);
    close_handle((uv_handle_t *)&process->child);
    kill(pid, SIGKILL);
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        continue;
}

/* Receiving */

static bool took_ready(struct process *process)
{
    struct protocol_ready ready;
    if (process->state != PROCESS_STARTING ||
        !protocol_read_ready(frame_payload(&process->reader), &ready))
        return false;
    process->state = PROCESS_IDLE;
    process->options->events->ready(process, &ready);
    return true;
}

static bool took_begun(struct process *process)
{
    struct protocol_begun begun;
    if (process->state != PROCESS_READING ||
        !protocol_read_begun(frame_payload(&process->reader), &begun))
        return false;
    process->state = PROCESS_WORKING;
    process->options->events->begun(process, &begun);
    return true;
}

static bool took_want(struct process *process)
{
    struct protocol_want want;
    if (process->state != PROCESS_WORKING ||
        !protocol_read_want(frame_payload(&process->reader), &want))
        return false;
    if (want.kind != PROTOCOL_WANT_KEPT)
        read_file(process, &want);
    else if (want.name.size == PROTOCOL_KEY_BYTES)
        find_kept(process, want.name);
    else
        return false;
    return true;
}

static bool took_keep(struct process *process)
{
    struct protocol_keep keep;
    if (process->state != PROCESS_WORKING ||
        !protocol_read_keep(frame_payload(&process->reader), &keep))
        return false;
    process->options->events->keep(process, &keep);
    return true;
}

static bool took_progress(struct process *process)
{
    struct protocol_progress progress;
    if (process->state != PROCESS_WORKING ||
        !protocol_read_progress(frame_payload(&process->reader), &progress))
        return false;
    process->options->events->progress(process, &progress);
    return true;
}

static bool took_refused(struct process *process)
{
    struct protocol_refused refused;
    if ((process->state != PROCESS_READING && process->state != PROCESS_WORKING) ||
        !protocol_read_refused(frame_payload(&process->reader), &refused))
        return false;
    process->state = PROCESS_IDLE;
    process->options->events->refused(process, &refused);
    return true;
}

static bool took_result(struct process *process)
{
    struct protocol_result result;
    if (process->state != PROCESS_WORKING ||
        !protocol_read_result(frame_payload(&process->reader), &result))
        return false;
    process->state = PROCESS_IDLE;
    void *memory = process->reader.payload;
    frame_take_payload(&process->reader);
    process->options->events->result(process, &result, memory);
    return true;
}

static bool took_frame(struct process *process)
{
    switch (process->reader.kind) {
    case PROTOCOL_READY:
        return took_ready(process);
    case PROTOCOL_BEGUN:
        return took_begun(process);
    case PROTOCOL_WANT:
        return took_want(process);
    case PROTOCOL_PROGRESS:
        return took_progress(process);
    case PROTOCOL_KEEP:
        return took_keep(process);
    case PROTOCOL_REFUSED:
        return took_refused(process);
    case PROTOCOL_RESULT:
        return took_result(process);
    default:
        return false;
    }
}

static void took_bytes(struct process *process, size_t count)
{
    enum frame_state state = frame_reader_took(&process->reader, count);
    if (state == FRAME_PART)
        return;
    if (state == FRAME_BROKEN || !took_frame(process)) {
        process->options->events->broke(process);
        process_kill(process);
    } else {
        frame_reader_next(&process->reader);
    }
}

static void on_room(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer)
{
    struct process *process = handle->data;
    size_t size;
    (void)suggested;
    buffer->base = frame_reader_room(&process->reader, &size);
    buffer->len = size;
}

static void on_bytes(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer)
{
    struct process *process = stream->data;
    (void)buffer;
    if (count > 0)
        took_bytes(process, (size_t)count);
    else if (count < 0)
        process_kill(process); /* it has let go of the channel: no use in living on */
}

/* Being born */

static int spawn(struct process *process)
{
    const struct process_options *options = process->options;
    char *arguments[] = { (char[]){ "tenon-evaluator" }, (char[]){ CHANNEL_DESCRIPTOR }, NULL };
    char *environment[] = { NULL };
    uv_stdio_container_t descriptors[] = {
        { .flags = UV_IGNORE },
        { .flags = UV_IGNORE },
        { .flags = UV_IGNORE },
        { .flags = UV_CREATE_PIPE | UV_READABLE_PIPE | UV_WRITABLE_PIPE,
          .data.stream = (uv_stream_t *)&process->pipe },
    };
    uv_process_options_t how = {
        .exit_cb = on_child_exit,
        .file = options->program,
        .args = arguments,
        .env = environment,
        .stdio_count = 4,
        .stdio = descriptors,
    };
    return uv_spawn(tn_loop(options->host), &process->child, &how);
}

static void send_settings(struct process *process)
{
    struct sending *sending = sending_new();
    protocol_write_settings(&sending->frame, &process->options->settings);
    send_frame(process, sending);
}

struct process *process_start(const struct process_options *options, int *error)
{
    struct process *process = allocate(sizeof *process);
    process->options = options;
    process->pipe.data = process;
    process->child.data = process;
    process->handles_open = 2;
    frame_reader_open(&process->reader, options->limits);
    uv_pipe_init(tn_loop(options->host), &process->pipe, 0);
    *error = spawn(process);
    if (*error != 0) {
        stop_talking(process);
        close_handle((uv_handle_t *)&process->child);
        return NULL;
    }
    send_settings(process);
    uv_read_start((uv_stream_t *)&process->pipe, on_room, on_bytes);
    return process;
}

/* Reads what is there now; false if the process is gone. */
static bool read_now(struct process *process, int descriptor)
{
    size_t room;
    char *at = frame_reader_room(&process->reader, &room);
    ssize_t count = read(descriptor, at, room);
    if (count <= 0)
        return count < 0 && (errno == EAGAIN || errno == EINTR);
    took_bytes(process, (size_t)count);
    return process->state != PROCESS_ENDING;
}

bool process_await_ready(struct process *process, int patience_ms)
{
    struct pollfd channel = { .events = POLLIN };
    uint64_t end_ns = tn_clock_ns() + (uint64_t)patience_ms * 1000000;
    uv_fileno((uv_handle_t *)&process->pipe, &channel.fd);
    while (process->state == PROCESS_STARTING && tn_clock_ns() < end_ns) {
        if (poll(&channel, 1, 100) < 0 && errno != EINTR)
            break;
        if ((channel.revents & (POLLIN | POLLHUP)) && !read_now(process, channel.fd))
            break;
    }
    if (process->state != PROCESS_STARTING && process->state != PROCESS_ENDING)
        return true;
    process_forget(process);
    return false;
}

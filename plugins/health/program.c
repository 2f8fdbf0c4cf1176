/* SPDX-License-Identifier: MIT */
/* Starting, listening, ending. */
#include "program.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static void on_closed(uv_handle_t *handle)
{
    struct program *program = handle->data;
    if (--program->open > 0)
        return;
    for (size_t i = 0; i < program->said_size; i++)
        if ((unsigned char)program->said[i] < ' ')
            program->said[i] = ' ';
    program->said[program->said_size] = '\0';
    if (program->said_size)
        tn_check_detail(program->check, "%s", program->said);
    tn_check_report(program->check, program->health, -1, "%s", program->message);
}

static void close_all(struct program *program)
{
    program->running = false;
    uv_close((uv_handle_t *)&program->pipe, on_closed);
    uv_close((uv_handle_t *)&program->process, on_closed);
}

/* The first bytes are kept. */
static void on_room(uv_handle_t *handle, size_t wanted, uv_buf_t *buffer)
{
    (void)wanted;
    struct program *program = handle->data;
    if (program->said_size < PROGRAM_SAID_MAX)
        *buffer = uv_buf_init(program->said + program->said_size,
                              (unsigned)(PROGRAM_SAID_MAX - program->said_size));
    else
        *buffer = uv_buf_init(program->rest, sizeof program->rest);
}

static void on_read(uv_stream_t *stream, ssize_t size, const uv_buf_t *buffer)
{
    struct program *program = stream->data;
    if (size < 0)
        uv_read_stop(stream);
    else if (buffer->base != program->rest)
        program->said_size += (size_t)size;
}

/* What it said last may still be in the pipe, which a child of its own may keep open for ever. */
static void read_rest(struct program *program)
{
    int fd;
    if (program->said_size == PROGRAM_SAID_MAX || uv_fileno((uv_handle_t *)&program->pipe, &fd))
        return;
    ssize_t size =
        read(fd, program->said + program->said_size, PROGRAM_SAID_MAX - program->said_size);
    if (size > 0)
        program->said_size += (size_t)size;
}

static void on_exit_of(uv_process_t *process, int64_t status, int signal)
{
    struct program *program = process->data;
    program->health = status == 0 && signal == 0 ? TN_HEALTH_UP : TN_HEALTH_DOWN;
    if (signal)
        snprintf(program->message, sizeof program->message, "ended by signal %d", signal);
    else
        snprintf(program->message, sizeof program->message, "exit status %d", (int)status);
    read_rest(program);
    close_all(program);
}

static int spawn(struct program *program, int output)
{
    char *arguments[PROGRAM_ARGUMENTS_MAX + 1] = { NULL };
    for (size_t i = 0; i < program->command->count && i < PROGRAM_ARGUMENTS_MAX; i++)
        arguments[i] = (char *)(uintptr_t)program->command->items[i]; /* only read */
    uv_stdio_container_t stdio[] = {
        { .flags = UV_IGNORE },
        { .flags = UV_INHERIT_FD, .data.fd = output },
        { .flags = UV_INHERIT_FD, .data.fd = output },
    };
    uv_process_options_t options = {
        .file = arguments[0],
        .args = arguments,
        .exit_cb = on_exit_of,
        .flags = UV_PROCESS_DETACHED, /* a session and group of its own */
        .stdio = stdio,
        .stdio_count = sizeof stdio / sizeof *stdio,
    };
    return uv_spawn(tn_loop(program->host), &program->process, &options);
}

/* The descriptor that the command writes to; negative: there is none to be had. */
static int open_pipe(struct program *program)
{
    int ends[2];
    uv_pipe_init(tn_loop(program->host), &program->pipe, 0);
    program->pipe.data = program;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return -1;
    uv_pipe_open(&program->pipe, ends[0]);
    return ends[1];
}

void program_ask(void *context)
{
    struct program *program = context;
    program->said_size = 0;
    program->open = 2;
    program->process.data = program;
    int output = open_pipe(program);
    int failed = spawn(program, output);
    if (output >= 0)
        close(output);
    if (failed) {
        program->health = TN_HEALTH_DOWN;
        snprintf(program->message, sizeof program->message, "cannot be run: %s",
                 uv_strerror(failed));
        close_all(program);
        return;
    }
    program->running = true;
    uv_read_start((uv_stream_t *)&program->pipe, on_room, on_read);
}

/* Whether it ends is heard of in on_exit_of. */
void program_abort(void *context)
{
    struct program *program = context;
    if (program->running)
        kill(-uv_process_get_pid(&program->process), SIGKILL);
}

void program_close(struct program *program)
{
    if (program->running)
        close_all(program);
}

/* SPDX-License-Identifier: MIT */
/* Buffered writing that gives up lines rather than time. */
#include "sink.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool blocks(int fd)
{
    struct stat about;
    return fstat(fd, &about) == 0 && !S_ISREG(about.st_mode);
}

static char *new_buffer(void)
{
    char *buffer = malloc(SINK_ROOM);
    if (!buffer)
        abort();
    return buffer;
}

void sink_open(struct sink *sink, int fd)
{
    *sink = (struct sink){
        .fd = fd, .may_block = blocks(fd), .filling = new_buffer(), .writing = new_buffer()
    };
}

void sink_replace(struct sink *sink, int fd)
{
    sink->fd = fd;
    sink->may_block = blocks(fd);
}

void sink_close(struct sink *sink)
{
    free(sink->filling);
    free(sink->writing);
    *sink = (struct sink){ .fd = -1 };
}

bool sink_has_room(const struct sink *sink, size_t size)
{
    return !sink->filling || size <= SINK_ROOM - sink->filled || sink->stuck;
}

bool sink_put(struct sink *sink, const char *line, size_t size)
{
    if (!sink->filling)
        return true;
    if (size > SINK_ROOM - sink->filled) {
        sink->lost++;
        return false;
    }
    memcpy(sink->filling + sink->filled, line, size);
    sink->filled += size;
    return true;
}

bool sink_take(struct sink *sink)
{
    if (sink->at < sink->end)
        return true;
    if (!sink->filled)
        return false;
    char *written = sink->writing;
    sink->writing = sink->filling;
    sink->at = 0;
    sink->end = sink->filled;
    sink->filling = written;
    sink->filled = 0;
    return true;
}

/*
 * How much to write at once. A pipe that says it is writable takes PIPE_BUF bytes without waiting,
 * and as one piece (POSIX, write): so whole lines up to there, for workers may share the pipe.
 */
static size_t portion(const struct sink *sink)
{
    size_t left = sink->end - sink->at;
    if (!sink->may_block || left <= PIPE_BUF)
        return left;
    const char *begin = sink->writing + sink->at;
    const char *end = memrchr(begin, '\n', PIPE_BUF);
    return end ? (size_t)(end - begin) + 1 : PIPE_BUF;
}

static bool writable(const struct sink *sink)
{
    struct pollfd ask = { .fd = sink->fd, .events = POLLOUT };
    return !sink->may_block || (poll(&ask, 1, 0) == 1 && (ask.revents & (POLLOUT | POLLERR)));
}

struct sink_end sink_write(struct sink *sink)
{
    size_t began = sink->at;
    while (sink->at < sink->end) {
        errno = 0;
        ssize_t written =
            writable(sink) ? write(sink->fd, sink->writing + sink->at, portion(sink)) : -1;
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return (struct sink_end){ true, sink->at == began, errno == EAGAIN ? 0 : errno };
        sink->at += (size_t)written;
    }
    return (struct sink_end){ .left = false };
}

bool sink_has_news(const struct sink *sink)
{
    return sink->lost > 0 && !sink->stuck && sink->filled <= SINK_ROOM / 2;
}

uint64_t sink_recovered(struct sink *sink)
{
    if (!sink_has_news(sink))
        return 0;
    uint64_t lost = sink->lost;
    sink->lost = 0;
    return lost;
}

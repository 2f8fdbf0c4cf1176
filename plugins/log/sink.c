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

void sink_open(struct sink *sink, int fd)
{
    *sink = (struct sink){ .fd = fd, .may_block = blocks(fd) };
    sink->buffer = malloc(SINK_ROOM);
    if (!sink->buffer)
        abort();
}

int sink_replace(struct sink *sink, int fd)
{
    int old = sink->fd;
    sink->fd = fd;
    sink->may_block = blocks(fd);
    return old;
}

void sink_close(struct sink *sink)
{
    free(sink->buffer);
    *sink = (struct sink){ .fd = -1 };
}

bool sink_put(struct sink *sink, const char *line, size_t size)
{
    if (sink->fd < 0)
        return true;
    if (size > SINK_ROOM - sink->size && !sink->stuck)
        sink_flush(sink);
    if (size > SINK_ROOM - sink->size) {
        sink->lost++;
        return false;
    }
    memcpy(sink->buffer + sink->size, line, size);
    sink->size += size;
    return true;
}

/*
 * How much to write at once. A pipe that says it is writable takes PIPE_BUF bytes without waiting,
 * and as one piece (POSIX, write): so whole lines up to there, for workers may share the pipe.
 */
static size_t portion(const struct sink *sink)
{
    if (!sink->may_block || sink->size <= PIPE_BUF)
        return sink->size;
    const char *end = memrchr(sink->buffer, '\n', PIPE_BUF);
    return end ? (size_t)(end - sink->buffer) + 1 : PIPE_BUF;
}

static bool writable(const struct sink *sink)
{
    struct pollfd ask = { .fd = sink->fd, .events = POLLOUT };
    return !sink->may_block || (poll(&ask, 1, 0) == 1 && (ask.revents & POLLOUT));
}

bool sink_flush(struct sink *sink)
{
    sink->stuck = false;
    while (sink->size && sink->fd >= 0) {
        errno = 0;
        ssize_t written = writable(sink) ? write(sink->fd, sink->buffer, portion(sink)) : -1;
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            sink->stuck = true;
            sink->error = errno == EAGAIN ? 0 : errno;
            return false;
        }
        sink->size -= (size_t)written;
        memmove(sink->buffer, sink->buffer + written, sink->size);
    }
    return true;
}

uint64_t sink_recovered(struct sink *sink)
{
    if (sink->stuck || sink->size > SINK_ROOM / 2)
        return 0;
    uint64_t lost = sink->lost;
    sink->lost = 0;
    return lost;
}

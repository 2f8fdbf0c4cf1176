/* SPDX-License-Identifier: MIT */
/*
 * One place where lines go: two buffers of whole lines and a descriptor. The loop fills one buffer while a thread writes the
 * other, so that nothing ever waits for a disk or a reader; what does not fit is lost, and counted.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The room is for readers and disks that are away for a moment; what is beyond SINK_MUCH is written without waiting for more. */
enum { SINK_ROOM = 2 * 1024 * 1024, SINK_MUCH = 128 * 1024 };

struct sink {
    /* Whoever calls keeps the loop and the thread apart: sink_put, sink_take and sink_recovered under a lock. */
    char *filling; /* SINK_ROOM bytes; NULL: closed, lines vanish uncounted */
    size_t filled;
    uint64_t lost; /* lines since the last report */
    bool stuck;    /* the last write failed or would have waited, at its first byte */
    int error;     /* errno of the failure, 0 if the reader was too slow */
    /* The thread's alone. */
    int fd;
    bool may_block; /* a pipe, a socket or a terminal: asked before it is written to */
    char *writing;  /* SINK_ROOM bytes, of which those from `at` to `end` are still to be written */
    size_t at, end;
};

/* Starts with a descriptor, whose closing stays the caller's. */
void sink_open(struct sink *sink, int fd);

/* Puts another descriptor in place; what is in the buffers stays. */
void sink_replace(struct sink *sink, int fd);

/* Frees the buffers. */
void sink_close(struct sink *sink);

/* Whether a line would be taken, or it is known why not. */
bool sink_has_room(const struct sink *sink, size_t size);

/* Takes a line. False if it is lost. */
bool sink_put(struct sink *sink, const char *line, size_t size);

/* Whether there is something to write; exchanges the buffers if the thread has none left. */
bool sink_take(struct sink *sink);

/* How a write ended, to be set on the sink under the lock. */
struct sink_end {
    bool left;  /* not all could be written */
    bool stuck; /* nothing could */
    int error;
};

/* Writes what can be written without waiting for a reader. */
struct sink_end sink_write(struct sink *sink);

/* Whether lines were lost, and it works again. */
bool sink_has_news(const struct sink *sink);

/* The lines that were lost, once the sink works again; 0 before. Asked once: then it begins anew. */
uint64_t sink_recovered(struct sink *sink);

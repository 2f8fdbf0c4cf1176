/* SPDX-License-Identifier: MIT */
/* A descriptor with a buffer of whole lines in front of it, which never waits and never fails a
 * caller: what does not fit is lost, and counted. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SINK_ROOM = 256 * 1024 };

struct sink {
    int fd;         /* -1: closed, lines vanish uncounted */
    bool may_block; /* a pipe, a socket or a terminal: asked before it is written to */
    bool stuck;     /* the last write failed or would have waited: try again later, not each turn */
    char *buffer;   /* SINK_ROOM bytes */
    size_t size;
    uint64_t lost; /* lines since the last report */
    int error;     /* errno of the failure, 0 if the reader was too slow */
};

/* Starts with a descriptor, whose closing stays the caller's. */
void sink_open(struct sink *sink, int fd);

/* Puts another descriptor in place (the same file opened anew); the buffer is kept. Returns the old
 * one. */
int sink_replace(struct sink *sink, int fd);

/* Frees the buffer. */
void sink_close(struct sink *sink);

/* Takes a line. False if it is lost. */
bool sink_put(struct sink *sink, const char *line, size_t size);

/* Writes what can be written without waiting. True if nothing is left. */
bool sink_flush(struct sink *sink);

/* The lines that were lost, once the sink works again; 0 before. Asked once: then it begins anew.
 */
uint64_t sink_recovered(struct sink *sink);

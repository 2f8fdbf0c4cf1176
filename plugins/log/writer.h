/* SPDX-License-Identifier: MIT */
/* The thread that writes what the loop has put into sinks. All that may wait for a disk happens there. */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "rotation.h"
#include "sink.h"

enum { WRITER_SINKS = 7 };

struct writer_sink {
    struct sink sink;
    struct log_file file; /* its name is NULL for a descriptor that is somebody else's */
    int problem;          /* errno of the last attempt to open the file anew, or 0 */
};

/* Not part of any instance: where a disk hangs for good, the thread outlives it. */
struct writer {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t work, progress;
    struct writer_sink sinks[WRITER_SINKS];
    size_t count;
    bool pending; /* something has been put since the thread last looked */
    bool urgent;  /* and is not to wait for more */
    bool reopen;  /* all files are to be opened anew */
    bool stopping, ended;
    struct timespec
        slow_until; /* the loop has waited for the thread in vain, and does not again before */
    uint64_t asked, done; /* rounds of writing */
    /* Has the loop call writer_news; called by the thread, under the lock, until writer_stop. */
    void (*tell)(void *context);
    void *context;
};

/* Makes a writer without sinks; fill `sinks` and `count` before writer_start. */
struct writer *writer_new(void (*tell)(void *context), void *context);

/* False with errno: there is no thread to be had. */
bool writer_start(struct writer *writer);

/* Hands a line to the sinks whose bits are set; the bits of those that lost it come back. Where there is no room, the thread is
 * waited for, no longer than by writer_flush. */
unsigned writer_put(struct writer *writer, unsigned mask, const char *line, size_t size);

/* Has what was put written now, and waits until it is, though not for long, and not often for a slow disk. False if it was not. */
bool writer_flush(struct writer *writer);

/* Has all files opened anew. Never waits. */
void writer_reopen(struct writer *writer);

/* What there is to say about a sink: lines that were lost before it worked again (and why), a file that cannot be opened. */
struct writer_news {
    uint64_t lost;
    int error, problem;
};
struct writer_news writer_news(struct writer *writer, size_t sink);

/* Of one that was not started; closes the files. */
void writer_free(struct writer *writer);

/* Writes what is left, waiting a little for slow readers; frees the writer, if the thread has ended by then. */
void writer_stop(struct writer *writer);

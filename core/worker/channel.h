/* SPDX-License-Identifier: MIT */
/* What master and worker say to each other: one packet a message, over a socket pair. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum channel_kind {
    /* From the master. */
    CHANNEL_START =
        1, /* numbers: enum channel_start; text: the key, the file, a NUL, the row of `listen` of each socket as a byte; descriptors: the config, then sockets */
    CHANNEL_SERVE, /* all of the generation are ready: listen */
    CHANNEL_DRAIN, /* numbers: delay_ms, deadline_ms, enum channel_sockets */
    CHANNEL_REOPEN,
    CHANNEL_ASK, /* for CHANNEL_STATUS */
    CHANNEL_LOG, /* numbers: level, time_ms, whether it is on standard error already; text: a line of the master's, for the log plugin */
    CHANNEL_GIVEN, /* a descriptor: the zone that was asked for; without one, numbers: errno */
    /* From the worker. */
    CHANNEL_READY,
    CHANNEL_FAILED, /* text: a piece of the errors; numbers: whether it is of their JSON, not of their text */
    CHANNEL_ZONE,    /* numbers: size; text: name */
    CHANNEL_STATUS,  /* numbers: state, connections, requests in flight, requests so far */
    CHANNEL_CRASH,   /* text: what happened where */
    CHANNEL_ACCEPTS, /* numbers: whether connections are accepted from now on */
};

enum channel_start { START_SLOT, START_SLOTS, START_LANE, START_TIME_MS };

/* What becomes of the sockets of a worker that drains. */
enum channel_sockets {
    SOCKETS_STAY, /* the next worker accepts what has queued up */
    SOCKETS_LEFT, /* some are this worker's alone: they refuse already, but others may have queued up before */
    SOCKETS_GO, /* all are: to be refused after the delay */
};

enum { CHANNEL_FD = 3, CHANNEL_NUMBERS = 4, CHANNEL_TEXT_MAX = 16 << 10, CHANNEL_FDS_MAX = 200 };

struct channel_message {
    uint32_t kind;
    int64_t numbers[CHANNEL_NUMBERS];
    size_t size; /* of the text, which is NUL-terminated when received */
    char text[CHANNEL_TEXT_MAX];
    size_t fd_count;
    int fds[CHANNEL_FDS_MAX]; /* sent: stay the sender's; received: the receiver's, close-on-exec */
};

/* Does not wait: false if the other side is gone or does not read. Async-signal-safe for messages without descriptors. */
bool channel_send(int fd, const struct channel_message *message);
/* A message of a kind and nothing else. */
bool channel_send_kind(int fd, enum channel_kind kind);

enum channel_result { CHANNEL_GOT, CHANNEL_NOTHING, CHANNEL_CLOSED };
/* Takes the next message; `wait` blocks until there is one. */
enum channel_result channel_receive(int fd, struct channel_message *message, bool wait);

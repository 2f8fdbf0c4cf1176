/* SPDX-License-Identifier: MIT */
/* The checks of the file: probed in the background, at intervals, with a deadline. Nobody who asks
 * for the state waits for a probe. */
#pragma once

#include <tenon/loop.h>
#include <tenon/tenon.h>

#include "streak.h"
#include "target.h"

enum probe_kind { PROBE_DISK, PROBE_WRITABLE, PROBE_MEMORY, PROBE_TCP, PROBE_HTTP };

/* A check as the file has it. */
struct probe_settings {
    const char *name;
    int kind;
    bool required;
    struct tn_path path;
    struct tn_bytes free, most;
    const char *address, *url;
    struct tn_duration interval, timeout;
    int64_t rise, fall;
};

enum { PROBE_MESSAGE_ROOM = 160, REPLY_ROOM = 16 };

struct probe {
    struct tn_host *host;
    const struct probe_settings *settings;
    struct tn_check *check;
    struct streak streak;
    struct tn_timer *deadline;
    uint64_t began_ns;
    bool running; /* between begin and end, the clearing up included */
    bool decided; /* the result is reported; what still comes is late */

    /* Of the result, filled on whatever thread. */
    bool good;
    char message[PROBE_MESSAGE_ROOM];

    /* Of probes over the network. */
    struct target target;
    struct sockaddr_storage peer;
    uv_tcp_t socket;
    bool open; /* the socket is to be closed */
    uv_connect_t connecting;
    uv_write_t writing;
    char reply[REPLY_ROOM];
    size_t reply_size;
};

/* Checks what the rows cannot. False after tn_fail_at. Hook: create. */
bool probe_check(struct tn_host *host, const struct probe_settings *settings);

/* Registers the check and begins. Hook: start. */
void probe_start(struct probe *probe, struct tn_host *host, const struct probe_settings *settings);

/* Closes what is open. Hook: stop. */
void probe_stop(struct probe *probe);

/* For the kinds: the result, at any time after begin; later ones are ignored. */
void probe_decide(struct probe *probe, bool good, const char *format, ...) TN_PRINTF(3, 4);
/* For the kinds: nothing of the probe is under way any more. */
void probe_end(struct probe *probe);

/* The kinds. */
void local_begin(struct probe *probe);
void remote_begin(struct probe *probe);
/* Gives up: the deadline has passed, or the worker stops. */
void remote_abort(struct probe *probe);

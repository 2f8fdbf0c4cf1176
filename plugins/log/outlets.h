/* SPDX-License-Identifier: MIT */
/* Where lines go: standard output and the four files; written once a turn of the loop. */
#pragma once

#include <tenon/loop.h>
#include <tenon/tenon.h>

#include "sink.h"

enum outlet {
    OUTLET_STANDARD,
    OUTLET_COMBINED,
    OUTLET_ERROR,
    OUTLET_EXCEPTIONS,
    OUTLET_REJECTIONS,
    OUTLETS,
};

struct outlets {
    struct tn_host *host;
    const char *folder; /* NULL: no files */
    struct sink sinks[OUTLETS];
    struct tn_series *lost[OUTLETS];
    uv_prepare_t turn;
    bool waiting;           /* for the end of the turn */
    struct tn_timer *retry; /* runs while a sink is stuck */
    /* Makes a line that tells of lost ones; called when the outlet works again. */
    void (*tell_lost)(void *context, enum outlet outlet, uint64_t lines, int error);
    void *context;
};

/*
 * Opens everything. `standard` is a descriptor or -1. `metric` is the row of the family that counts
 * lost lines. False after tn_fail_at. Hook: start.
 */
bool outlets_start(struct outlets *outlets, struct tn_host *host, int standard, const char *folder,
                   unsigned metric);

/* Hands a line to the outlets whose bits (1 << enum outlet) are set. */
void outlets_put(struct outlets *outlets, unsigned mask, const char *line, size_t size);

/* Writes now what the end of the turn would. */
void outlets_flush(struct outlets *outlets);

/* Opens the files anew, after they were moved away. Those that cannot be opened stay as they are;
 * returns the first error, or 0. */
int outlets_reopen(struct outlets *outlets);

/* Writes what is left, waiting a little for slow readers, and closes. Hook: stop. */
void outlets_stop(struct outlets *outlets);

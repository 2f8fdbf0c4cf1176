/* SPDX-License-Identifier: MIT */
/* Where lines go: standard output and the files. */
#pragma once

#include <tenon/loop.h>
#include <tenon/tenon.h>

#include "writer.h"

enum outlet {
    OUTLET_STANDARD,
    OUTLET_COMBINED,
    OUTLET_ERROR,
    OUTLET_EXCEPTIONS,
    OUTLET_REJECTIONS,
    OUTLET_SECURITY,
    OUTLET_ACCESS,
    OUTLETS,
};

struct outlets {
    struct tn_host *host;
    const char *names[OUTLETS]; /* of the files; NULL: there is none */
    int told[OUTLETS];          /* the problem that was told last */
    struct writer *writer;
    struct tn_series *lost[OUTLETS];
    uv_async_t news;
    /* Makes a line for an outlet: of lines lost there, or of a file that cannot be opened. */
    void (*tell)(void *context, unsigned mask, enum tn_level level, const char *message);
    void *context;
};

struct outlets_settings {
    int standard;                          /* a descriptor, or -1 */
    const char *folder;                    /* NULL: no files */
    const char *access;                    /* the name of the file for access lines, or NULL */
    bool exceptions, rejections, security; /* whether there are such files */
    uint64_t rotate_size;
    unsigned rotate_keep;
    unsigned metric; /* the row of the family that counts lost lines */
};

/* Opens everything. False after tn_fail_at. Hook: start. */
bool outlets_start(struct outlets *outlets, struct tn_host *host,
                   const struct outlets_settings *settings);

/* Hands a line to the outlets whose bits (1 << enum outlet) are set. */
void outlets_put(struct outlets *outlets, unsigned mask, const char *line, size_t size);

/* Has all lines written now, as long as disks and readers are quick. */
void outlets_flush(struct outlets *outlets);

/* Opens the files anew, after they were moved away. Those that cannot be opened stay as they are. */
void outlets_reopen(struct outlets *outlets);

/* Writes what is left, waiting a little for slow readers, and closes. Hook: stop. */
void outlets_stop(struct outlets *outlets);

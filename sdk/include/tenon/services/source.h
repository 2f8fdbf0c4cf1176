/* SPDX-License-Identifier: MIT */
/* The contract tenon.source/1: someone who hands out files by name from a place that he guards. */
#pragma once

#include <tenon/plugin.h>

#define TN_SOURCE_ID "tenon.source/1"

/* What came of it. `problem` may be shown to anyone: it names no path of the system. */
enum tn_source_end {
    TN_SOURCE_FOUND,
    TN_SOURCE_MISSING,   /* no such file in any place that is searched */
    TN_SOURCE_FORBIDDEN, /* the name leaves the root, is absolute, begins with ~, or its extension
                            is not allowed */
    TN_SOURCE_TOO_LARGE,
    TN_SOURCE_UNREADABLE, /* not a regular file, or the system refuses */
};

/* An answer. All texts are borrowed for the call that hands them over. */
struct tn_source_file {
    uint32_t file_size;
    enum tn_source_end end;
    /* The file's name below the root, normalised: what `from` is in the next request. */
    struct tn_text name;
    struct tn_text content; /* its bytes, if found */
    const char *problem;    /* one sentence, if not found; else NULL */
};

struct tn_source {
    uint32_t table_size; /* sizeof(struct tn_source) */
    /*
     * Reads the file `name` as it is written in the file `from` (below the root; empty for a
     * program without a name): first beside `from`, then in the source's search folders. `found` is
     * called exactly once, before or after `read` returns, on the loop. Thread: the loop. Symbolic
     * links are not followed out of, or within, the root.
     */
    void (*read)(void *self, struct tn_text name, struct tn_text from,
                 void (*found)(void *context, const struct tn_source_file *file), void *context);
};

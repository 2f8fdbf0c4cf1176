/* SPDX-License-Identifier: MIT */
/* A folder and what lies beneath it. The kernel keeps every path inside, whatever happens to the
 * folders meanwhile: there is no check that a race could outrun. */
#pragma once

#include <stdint.h>

#include <tenon/services/source.h>

/* What came of reading. */
struct root_file {
    enum tn_source_end end;
    const char *problem; /* the end of a sentence without any path; NULL if found */
    char *content;       /* of malloc; the caller frees it */
    size_t size;
};

/* A descriptor of the folder, for root_read alone; -1 with errno if it cannot be opened. */
int root_open(const char *path);

/* Whether the kernel can keep paths beneath the folder (openat2, Linux 5.6); errno says why not. */
bool root_can_confine(int root);

/*
 * Reads a regular file of at most `size_max` bytes. Never waits for a FIFO or a device. A folder of
 * that name counts as missing. May be called on any thread.
 */
struct root_file root_read(int root, const char *path, uint64_t size_max);

/* SPDX-License-Identifier: MIT */
/* The memory that the server shares with all that runs beside it, and its limit: what alerts
 * compare. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct memory {
    uint64_t used_bytes;
    uint64_t limit_bytes;
};

/*
 * The nearest control group (version 2) with a limit, or the whole machine if there is none. `root`
 * stands before the paths in /proc and /sys: "" but in tests. False if neither can be read.
 */
bool memory_measure(const char *root, struct memory *memory);

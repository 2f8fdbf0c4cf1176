/* SPDX-License-Identifier: MIT */
/* One look at a database file, on a thread, that can be ended from another. */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum { LOOK_TEXT_ROOM = 200 };

struct look {
    const char *path, *query;
    bool quick_check;
    int64_t busy_ms; /* how long a lock of somebody else is waited for */
    atomic_bool unwanted;

    /* The answer. */
    bool good;
    char message[LOOK_TEXT_ROOM]; /* may be seen by anyone */
    char detail[LOOK_TEXT_ROOM];  /* for the log */
};

/* Opens the file for reading only, asks, and closes it. */
void look_take(struct look *look);

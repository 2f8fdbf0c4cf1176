/* SPDX-License-Identifier: MIT */
/* Log files that several processes write to: opening them, and beginning them anew when they are full. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct log_file {
    const char *folder, *name; /* of the file in it; borrowed */
    uint64_t size;             /* from which it is full; 0: never */
    unsigned keep;             /* how many full ones */
};

/*
 * Opens the file at its end, made if missing. Every line lands whole, whoever else writes: O_APPEND makes each write one piece.
 * A FIFO without a reader is opened all the same. -1 with errno.
 */
int log_file_open(const struct log_file *file);

/*
 * A descriptor to write to from now on in place of `fd`, which the caller then closes; or -1 for none: nothing is to be done,
 * or, with errno other than 0, it could not be done, and `fd` goes on. The full file becomes NAME.1, NAME.1 becomes NAME.2 and
 * so on; what is beyond `keep` is deleted, but never while another process may still write to it.
 */
int log_file_renew(const struct log_file *file, int fd);

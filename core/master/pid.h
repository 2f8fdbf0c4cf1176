/* SPDX-License-Identifier: MIT */
/* The file that holds the master's process id, and keeps a second server away. */
#pragma once

#include <base/error.h>

/* Writes and locks the file. Returns its descriptor, or -1 after an error at `place`. */
int pid_file_take(const char *path, struct place place, struct errors *errors);
/* Removes it. */
void pid_file_leave(const char *path, int fd);

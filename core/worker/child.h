/* SPDX-License-Identifier: MIT */
/* A worker as the child of a master; and the whole server in one process. */
#pragma once

/* Serves what the master at the other end of CHANNEL_FD says. Returns the exit status: 0 drained, 1 failed or forced. */
int child_run(void);

/* Serves the file in this process alone, until SIGTERM or SIGINT. Returns the exit status. */
int single_run(const char *file);

/* SPDX-License-Identifier: MIT */
/* Loading a file with its plugins in a process that may crash. */
#pragma once

#include <cli/arguments.h>

struct worker;

/*
 * In a child process: reads the file, opens its plugins, fills their options, calls `create`, wires the services and builds the
 * chain; nothing is started. The child prints the errors. A child that crashes or does not end is reported with the entry and
 * hook that were running. If all is well the child runs `then`, unless it is NULL. Returns the status to exit with.
 */
int trial_run(const struct cli_arguments *arguments, const char *file,
              int (*then)(struct worker *worker, const struct cli_arguments *arguments));

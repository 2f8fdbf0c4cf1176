/* SPDX-License-Identifier: MIT */
/* Asking the server that runs, over its control socket. */
#pragma once

#include <cli/arguments.h>

#define ASK_OPTION                                                              \
    {                                                                           \
        "control", "PATH", NULL,                                                \
            "The server's control socket, instead of the one that FILE states." \
    }

/*
 * The whole of a command that only asks: sends `line`, with " json" behind it where --format says so, to the server whose socket
 * --control or FILE states, and prints the answer to standard output, or to standard error if the server could not do it. Returns
 * the exit status.
 */
int ask_command(const struct cli_syntax *syntax, const char *line, int argument_count,
                char **arguments);

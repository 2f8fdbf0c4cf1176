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
 * What a command runs that only asks: sends its name, with " json" behind it where --format says so, to the server whose socket
 * --control or FILE states, and prints the answer to standard output, or to standard error if the server could not do it. Returns
 * the exit status.
 */
int ask_command(const struct cli_arguments *arguments);

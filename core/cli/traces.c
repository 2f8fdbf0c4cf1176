/* SPDX-License-Identifier: MIT */
/* `tenon traces`: the requests that the server keeps. */
#include <cli/ask.h>
#include <cli/cli.h>

static const struct cli_option options[] = {
    ASK_OPTION,
    CLI_FORMAT_OPTION("How the answer is printed."),
    { 0 },
};

const struct cli_command cli_traces = {
    .name = "traces",
    .summary = "Print the requests that were traced, failed or were slow.",
    .operands = "[FILE]",
    .operands_max = 1,
    .options = options,
    .text = "Prints the last requests that were traced, with each hook that ran, and the last that "
            "failed (5xx) or\n"
            "waited longer than `server.trace.slow` for their reply, with who replied. Newest "
            "first, of all workers,\n"
            "of those before a reload or a crash too. FILE only says where the server is found.",
    .run = ask_command,
};

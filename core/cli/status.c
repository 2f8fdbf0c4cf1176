/* SPDX-License-Identifier: MIT */
/* `tenon status`: how the server is, for people or as JSON. */
#include <cli/ask.h>
#include <cli/cli.h>

static const struct cli_option options[] = {
    ASK_OPTION,
    CLI_FORMAT_OPTION("How the answer is printed."),
    { 0 },
};

const struct cli_command cli_status = {
    .name = "status",
    .summary = "Print how the server is.",
    .operands = "[FILE]",
    .operands_max = 1,
    .options = options,
    .text = "Prints what the server says of itself: its generation, its workers, where it listens, "
            "and how\n"
            "the last reload ended. FILE only says where the server is found.",
    .run = ask_command,
};

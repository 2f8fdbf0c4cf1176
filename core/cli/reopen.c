/* SPDX-License-Identifier: MIT */
/* `tenon reopen`: like SIGUSR1, after logs were rotated. */
#include <cli/ask.h>
#include <cli/cli.h>

static const struct cli_option options[] = { ASK_OPTION, { 0 } };

const struct cli_command cli_reopen = {
    .name = "reopen",
    .summary = "Have the server open its log files anew.",
    .operands = "[FILE]",
    .operands_max = 1,
    .options = options,
    .text = "Has every plugin open its files anew, as SIGUSR1 does. FILE only says where the "
            "server is found.",
    .run = ask_command,
};

/* SPDX-License-Identifier: MIT */
/* `tenon reopen`: like SIGUSR1, after logs were rotated. */
#include <cli/ask.h>
#include <cli/cli.h>

static const struct cli_option options[] = { ASK_OPTION, { 0 } };

static const struct cli_syntax syntax = {
    .command = "reopen",
    .operands = "[FILE]",
    .operands_max = 1,
    .options = options,
    .text = "Has every plugin open its files anew, as SIGUSR1 does. FILE only says where the "
            "server is found.",
};

static int run(int argument_count, char **arguments)
{
    return ask_command(&syntax, "reopen", argument_count, arguments);
}

const struct cli_command cli_reopen = {
    .name = "reopen",
    .summary = "Have the server open its log files anew.",
    .run = run,
};

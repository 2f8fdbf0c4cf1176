/* SPDX-License-Identifier: MIT */
/* `tenon drain`: like SIGTERM. */
#include <cli/ask.h>
#include <cli/cli.h>

static const struct cli_option options[] = { ASK_OPTION, { 0 } };

static const struct cli_syntax syntax = {
    .command = "drain",
    .operands = "[FILE]",
    .operands_max = 1,
    .options = options,
    .text = "Has the server turn its readiness to 503, finish its requests and end, as SIGTERM "
            "does. FILE only\n"
            "says where the server is found.",
};

static int run(int argument_count, char **arguments)
{
    return ask_command(&syntax, "drain", argument_count, arguments);
}

const struct cli_command cli_drain = {
    .name = "drain",
    .summary = "Have the server finish what it has, and end.",
    .run = run,
};

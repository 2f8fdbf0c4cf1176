/* SPDX-License-Identifier: MIT */
/* `tenon drain`: like SIGTERM. */
#include <cli/ask.h>
#include <cli/cli.h>

static const struct cli_option options[] = { ASK_OPTION, { 0 } };

const struct cli_command cli_drain = {
    .name = "drain",
    .summary = "Have the server finish what it has, and end.",
    .operands = "[FILE]",
    .operands_max = 1,
    .options = options,
    .text = "Has the server turn its readiness to 503, finish its requests and end, as SIGTERM "
            "does. FILE only\n"
            "says where the server is found.",
    .run = ask_command,
};

/* SPDX-License-Identifier: MIT */
/* `tenon reload`: new workers on the file as it is now, or its errors. */
#include <cli/ask.h>
#include <cli/cli.h>

static const struct cli_option options[] = {
    ASK_OPTION,
    CLI_FORMAT_OPTION("How errors are printed; JSON goes to standard output."),
    { 0 },
};

const struct cli_command cli_reload = {
    .name = "reload",
    .summary = "Have the server read its file again.",
    .operands = "[FILE]",
    .operands_max = 1,
    .options = options,
    .text =
        "Has the server start new workers on its file. Only when all are ready do the old ones "
        "drain;\n"
        "otherwise they stay, and the errors are printed. It returns when no old worker accepts "
        "connections\n"
        "any more. FILE only says where the server is found.",
    .run = ask_command,
};

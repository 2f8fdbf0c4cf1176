/* SPDX-License-Identifier: MIT */
/* `tenon serve`: the server, until it is told to end. */
#include <cli/arguments.h>
#include <cli/cli.h>
#include <master/master.h>
#include <worker/child.h>

static const struct cli_option options[] = {
    { "single", NULL, NULL, "Everything in one process, without reload: for debuggers and tests." },
    { 0 },
};

static int run(const struct cli_arguments *arguments)
{
    const char *file = arguments->operand_count ? arguments->operands[0] : CLI_DEFAULT_FILE;
    return cli_value(arguments, "single") ? single_run(file) : master_run(file);
}

const struct cli_command cli_serve = {
    .name = "serve",
    .summary = "Serve what a file says.",
    .operands = "[FILE]",
    .operands_max = 1,
    .options = options,
    .text =
        "Serves what FILE says (default: " CLI_DEFAULT_FILE ").\n"
        "SIGTERM and SIGINT drain and end the server, SIGHUP reloads, SIGUSR1 reopens log files.\n"
        "Status 1 also says that requests had to be cut off at the end.",
    .run = run,
};

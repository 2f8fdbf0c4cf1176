/* SPDX-License-Identifier: MIT */
/* `tenon version`: the program's version and the ABI that plugins need. */
#include <stdio.h>

#include <cli/cli.h>
#include <tenon/abi.h>

static int run(const struct cli_arguments *arguments)
{
    (void)arguments;
    printf("tenon %s (plugin ABI %d.%d)\n", TENON_VERSION, TN_ABI_MAJOR, TN_ABI_MINOR);
    return CLI_OK;
}

const struct cli_command cli_version = {
    .name = "version",
    .summary = "Print the version and the plugin ABI.",
    .text = "Prints the version of the program, and that of the ABI which plugins need.",
    .run = run,
};

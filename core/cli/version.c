/* SPDX-License-Identifier: MIT */
/* `tenon version`: the program's version and the ABI that plugins need. */
#include <stdio.h>

#include <cli/cli.h>
#include <tenon/abi.h>

static int run(int argument_count, char **arguments)
{
    (void)argument_count;
    (void)arguments;
    printf("tenon %s (plugin ABI %d.%d)\n", TENON_VERSION, TN_ABI_MAJOR, TN_ABI_MINOR);
    return CLI_OK;
}

const struct cli_command cli_version = {
    .name = "version",
    .summary = "Print the version and the plugin ABI.",
    .run = run,
};

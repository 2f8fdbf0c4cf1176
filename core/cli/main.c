/* SPDX-License-Identifier: MIT */
/* Finds the subcommand and runs it. */
#include <stdio.h>
#include <string.h>

#include <cli/cli.h>
#include <tenon/abi.h>

/* Exported for the program alone (TENON_PRIVATE in libtenon.map). */
TN_API int tenon_main(int argument_count, char **arguments);

/* clang-format off */
static const struct cli_command *const commands[] = {
    &cli_serve,
    &cli_check,
    &cli_print,
    &cli_explain,
    &cli_schema,
    &cli_document,
    &cli_plugins,
    &cli_reload,
    &cli_status,
    &cli_traces,
    &cli_trace_token,
    &cli_drain,
    &cli_reopen,
    &cli_version,
    &cli_worker,
};
/* clang-format on */

static int usage(FILE *stream, int status)
{
    fprintf(stream, "usage: tenon COMMAND [OPTION ...]\n\n");
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (commands[i]->summary)
            fprintf(stream, "  %-11s %s\n", commands[i]->name, commands[i]->summary);
    fprintf(stream, "\n`tenon COMMAND --help` says more.\n");
    return status;
}

static int run(const struct cli_command *command, int argument_count, char **arguments)
{
    struct cli_arguments read;
    int status;
    if (!cli_arguments_read(command, argument_count, arguments, &read, &status))
        return status;
    return command->run(&read);
}

int tenon_main(int argument_count, char **arguments)
{
    if (argument_count < 2)
        return usage(stderr, CLI_USAGE);
    if (strcmp(arguments[1], "--help") == 0 || strcmp(arguments[1], "help") == 0)
        return usage(stdout, CLI_OK);
    if (strcmp(arguments[1], "--version") == 0)
        return run(&cli_version, argument_count - 1, arguments + 1);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(arguments[1], commands[i]->name) == 0)
            return run(commands[i], argument_count - 1, arguments + 1);
    fprintf(stderr, "tenon: there is no command `%s`\n\n", arguments[1]);
    return usage(stderr, CLI_USAGE);
}

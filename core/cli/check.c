/* SPDX-License-Identifier: MIT */
/* `tenon check`: everything that is wrong with a file, at once. */
#include <cli/cli.h>
#include <cli/found.h>

static const char *const formats[] = { "text", "json", NULL };

static const struct cli_option options[] = {
    { "format", "text|json", formats, "How errors are printed; JSON goes to standard output." },
    { 0 },
};

static const struct cli_syntax syntax = {
    .command = "check",
    .operands = "FILE",
    .operands_min = 1,
    .operands_max = 1,
    .options = options,
    .text =
        "Reads FILE with all that it includes, and reports every error in it and in the settings\n"
        "of the server and of the entries.",
};

static int run(int argument_count, char **arguments)
{
    struct cli_arguments read;
    int status;
    if (!cli_arguments_read(&syntax, argument_count, arguments, &read, &status))
        return status;
    struct errors errors = { 0 };
    struct config *config = config_read(read.operands[0], &errors);
    cli_print_errors(&read, &errors);
    status = config ? CLI_OK : CLI_FAILED;
    config_free(config);
    errors_free(&errors);
    return status;
}

const struct cli_command cli_check = {
    .name = "check",
    .summary = "Report every error in a file.",
    .run = run,
};

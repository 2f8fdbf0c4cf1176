/* SPDX-License-Identifier: MIT */
/* `tenon check`: everything that is wrong with a file, at once. */
#include <cli/cli.h>
#include <cli/found.h>
#include <cli/trial.h>

static const struct cli_option options[] = {
    { "load", NULL, NULL, "Load the plugins too, check their options, and create them." },
    CLI_PLUGINS_OPTION,
    CLI_FORMAT_OPTION("How errors are printed; JSON goes to standard output."),
    { 0 },
};

static int check_file(const struct cli_arguments *arguments, const char *file)
{
    struct errors errors = { 0 };
    struct config *config = config_read(file, &errors);
    int status = config ? CLI_OK : CLI_FAILED;
    cli_print_errors(arguments, &errors);
    config_free(config);
    errors_free(&errors);
    return status;
}

static int run(const struct cli_arguments *arguments)
{
    const char *file = arguments->operands[0];
    return cli_value(arguments, "load") ? trial_run(arguments, file, NULL)
                                        : check_file(arguments, file);
}

const struct cli_command cli_check = {
    .name = "check",
    .summary = "Report every error in a file.",
    .operands = "FILE",
    .operands_min = 1,
    .operands_max = 1,
    .options = options,
    .text =
        "Reads FILE with all that it includes, and reports every error in it and in the settings\n"
        "of the server and of the entries. With --load, a child process loads the plugins, checks\n"
        "their options and creates them, but starts nothing; a plugin that crashes is named.",
    .run = run,
};

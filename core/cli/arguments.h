/* SPDX-License-Identifier: MIT */
/* The command line of a subcommand: options that begin with two hyphens, and operands. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* One option; a list ends with an all-zero row. */
struct cli_option {
    const char *name;         /* without the hyphens */
    const char *value;        /* what its value is called, such as "FOLDER"; NULL: it takes none */
    const char *const *words; /* the values that are allowed, ended by NULL; or NULL: any */
    const char *summary;
    char letter; /* `-H value` is the same; 0: none */
};

/* The option --format of commands that speak to people and to programs, and whether it says JSON. */
extern const char *const cli_formats[];
#define CLI_FORMAT_OPTION(summary)                    \
    {                                                 \
        "format", "text|json", cli_formats, (summary) \
    }
struct cli_arguments;
bool cli_wants_json(const struct cli_arguments *arguments);

enum { CLI_GIVEN_MAX = 32 };

struct cli_command;

struct cli_arguments {
    const struct cli_command *command;
    const char *operands[CLI_GIVEN_MAX];
    size_t operand_count;
    struct {
        const struct cli_option *option;
        const char *value; /* "" of an option that takes none */
    } given[CLI_GIVEN_MAX];
    size_t given_count;
};

/*
 * Reads `--name=value`, `--name value`, `--name` and operands; `--` ends the options. False if the command is over: after
 * --help, or after a message about what is wrong; `status` is then how to exit.
 */
bool cli_arguments_read(const struct cli_command *command, int argument_count, char **arguments,
                        struct cli_arguments *read, int *status);

/* The value of an option, of the last where it is given several times; NULL if it was not given. */
const char *cli_value(const struct cli_arguments *arguments, const char *name);

/* All values of an option in their order, and a NULL behind them; returns how many. */
size_t cli_values(const struct cli_arguments *arguments, const char *name,
                  const char *values[CLI_GIVEN_MAX + 1]);

/* SPDX-License-Identifier: MIT */
/* `tenon status`: how the server is, for people or as JSON. */
#include <string.h>

#include <cli/ask.h>
#include <cli/cli.h>

static const char *const formats[] = { "text", "json", NULL };

static const struct cli_option options[] = {
    ASK_OPTION,
    { "format", "text|json", formats, "How the answer is printed." },
    { 0 },
};

static const struct cli_syntax syntax = {
    .command = "status",
    .operands = "[FILE]",
    .operands_max = 1,
    .options = options,
    .text = "Prints what the server says of itself: its generation, its workers, where it listens, "
            "and how\n"
            "the last reload ended. FILE only says where the server is found.",
};

static int run(int argument_count, char **arguments)
{
    struct cli_arguments read;
    int status;
    if (!cli_arguments_read(&syntax, argument_count, arguments, &read, &status))
        return status;
    const char *format = cli_value(&read, "format");
    bool json = format && strcmp(format, "json") == 0;
    return ask_server(&read, syntax.command, json ? "status json\n" : "status\n");
}

const struct cli_command cli_status = {
    .name = "status",
    .summary = "Print how the server is.",
    .run = run,
};

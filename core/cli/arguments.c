/* SPDX-License-Identifier: MIT */
/* Reading the command line of a subcommand, and its --help. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <base/error.h>
#include <cli/arguments.h>
#include <cli/cli.h>

static void print_synopsis(FILE *stream, const struct cli_command *command)
{
    fprintf(stream, "usage: tenon %s", command->name);
    if (command->options)
        fprintf(stream, " [OPTION ...]");
    if (command->operands)
        fprintf(stream, " %s", command->operands);
    putc('\n', stream);
}

static void print_option(const char *name, const char *value, const char *summary, char letter)
{
    char left[64];
    int size = letter ? snprintf(left, sizeof left, "-%c, ", letter) : 0;
    snprintf(left + size, sizeof left - (size_t)size, "--%s%s%s", name, value ? "=" : "",
             value ? value : "");
    printf("  %-24s %s\n", left, summary);
}

static void print_help(const struct cli_command *command)
{
    print_synopsis(stdout, command);
    printf("\n%s\n\n", command->text);
    for (const struct cli_option *option = command->options; option && option->name; option++)
        print_option(option->name, option->value, option->summary, option->letter);
    print_option("help", NULL, "Print this, and exit.", 0);
    printf("\nExit status: 0, done; 1, it could not be done: errors in the file, a plugin that "
           "does not load,\n"
           "no server there; 2, the command line is wrong.\n");
}

static bool wrong(const struct cli_command *command, int *status, const char *format, ...)
    TN_PRINTF(3, 4);

static bool wrong(const struct cli_command *command, int *status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "tenon %s: ", command->name);
    vfprintf(stderr, format, arguments);
    putc('\n', stderr);
    print_synopsis(stderr, command);
    va_end(arguments);
    *status = CLI_USAGE;
    return false;
}

static const struct cli_option *find_option(const struct cli_command *command, struct tn_text name)
{
    for (const struct cli_option *option = command->options; option && option->name; option++)
        if (tn_text_is(name, option->name) || (name.size == 1 && *name.at == option->letter))
            return option;
    return NULL;
}

/* "-H", and not the name of a file. */
static bool is_letter(const struct cli_command *command, const char *argument)
{
    return argument[0] == '-' && strlen(argument) == 2 &&
           find_option(command, (struct tn_text){ argument + 1, 1 });
}

static bool is_word(const struct cli_option *option, const char *value)
{
    if (!option->words)
        return true;
    for (size_t i = 0; option->words[i]; i++)
        if (strcmp(option->words[i], value) == 0)
            return true;
    return false;
}

/* Reads the option at `arguments[*i]`, and steps over a value that stands apart. */
static bool read_option(const struct cli_command *command, int argument_count, char **arguments,
                        int *i, struct cli_arguments *read, int *status)
{
    const char *name = arguments[*i] + strspn(arguments[*i], "-"), *equals = strchr(name, '=');
    size_t size = equals ? (size_t)(equals - name) : strlen(name);
    const struct cli_option *option = find_option(command, (struct tn_text){ name, size });
    if (!option)
        return wrong(command, status, "there is no option `%s`", arguments[*i]);
    const char *value = equals ? equals + 1 : "";
    if (equals && !option->value)
        return wrong(command, status, "`--%s` takes no value", option->name);
    if (!equals && option->value) {
        if (*i + 1 == argument_count)
            return wrong(command, status, "`--%s` needs a value", option->name);
        value = arguments[++*i];
    }
    if (!is_word(option, value))
        return wrong(command, status, "`%s` is no value of that option", value);
    if (read->given_count == CLI_GIVEN_MAX)
        return wrong(command, status, "too many options: `%s`", arguments[*i]);
    read->given[read->given_count].option = option;
    read->given[read->given_count++].value = value;
    return true;
}

bool cli_arguments_read(const struct cli_command *command, int argument_count, char **arguments,
                        struct cli_arguments *read, int *status)
{
    bool options = true;
    *read = (struct cli_arguments){ .command = command };
    for (int i = 1; i < argument_count; i++) {
        if (options && strcmp(arguments[i], "--help") == 0) {
            print_help(command);
            *status = CLI_OK;
            return false;
        }
        if (options && strcmp(arguments[i], "--") == 0) {
            options = false;
        } else if (options &&
                   (strncmp(arguments[i], "--", 2) == 0 || is_letter(command, arguments[i]))) {
            if (!read_option(command, argument_count, arguments, &i, read, status))
                return false;
        } else if (read->operand_count == command->operands_max) {
            return wrong(command, status, "`%s` is one too many", arguments[i]);
        } else {
            read->operands[read->operand_count++] = arguments[i];
        }
    }
    if (read->operand_count < command->operands_min)
        return wrong(command, status, "%s is missing", command->operands);
    return true;
}

const char *cli_value(const struct cli_arguments *arguments, const char *name)
{
    const char *value = NULL;
    for (size_t i = 0; i < arguments->given_count; i++)
        if (strcmp(arguments->given[i].option->name, name) == 0)
            value = arguments->given[i].value;
    return value;
}

size_t cli_values(const struct cli_arguments *arguments, const char *name,
                  const char *values[CLI_GIVEN_MAX + 1])
{
    size_t count = 0;
    for (size_t i = 0; i < arguments->given_count; i++)
        if (strcmp(arguments->given[i].option->name, name) == 0)
            values[count++] = arguments->given[i].value;
    values[count] = NULL;
    return count;
}

const char *const cli_formats[] = { "text", "json", NULL };

bool cli_wants_json(const struct cli_arguments *arguments)
{
    const char *format = cli_value(arguments, "format");
    return format && strcmp(format, "json") == 0;
}

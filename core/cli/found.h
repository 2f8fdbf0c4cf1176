/* SPDX-License-Identifier: MIT */
/* The plugins that a command looks at, and the file that it is given. */
#pragma once

#include <cli/arguments.h>
#include <config/config.h>
#include <plugins/library.h>

/* The option --plugins, for the lists of options of those commands that use what follows. */
#define CLI_PLUGINS_OPTION                                                                    \
    {                                                                                         \
        "plugins", "FOLDER", NULL, "Look for plugins here first; may be given several times." \
    }

/* Where to look: --plugins, then what the file says (or NULL), then the usual places. */
const char *const *cli_folders(const struct cli_arguments *arguments, const struct config *config,
                               struct arena *arena);

/* Everything a command may need; cli_found_free gives it back. */
struct cli_found {
    struct arena arena;
    struct errors errors;
    struct config *config; /* NULL without a file, or if it has errors */
    const char *const *folders;
    size_t count;
    const struct library *libraries; /* in order of name */
};

/* Reads the file (or NULL) and scans the folders. False after errors, which have been printed to standard error. */
bool cli_find(const struct cli_arguments *arguments, const char *file, struct cli_found *found);
void cli_found_free(struct cli_found *found);

/* Prints the errors as --format says: JSON to standard output, else text to standard error. */
void cli_print_errors(const struct cli_arguments *arguments, const struct errors *errors);

/* SPDX-License-Identifier: MIT */
/* The plugins that a command looks at, and the file that it is given. */
#include <stdio.h>

#include <cli/found.h>

const char *const *cli_folders(const struct cli_arguments *arguments, const struct config *config,
                               struct arena *arena)
{
    const char *given[CLI_GIVEN_MAX + 1];
    size_t count = cli_values(arguments, "plugins", given);
    const struct tn_texts none = { 0 };
    const struct tn_texts *configured = config ? &config->server.plugin_path : &none;
    const char **folders = arena_alloc(arena, (count + configured->count + 1) * sizeof *folders);
    for (size_t i = 0; i < count; i++)
        folders[i] = given[i];
    for (size_t i = 0; i < configured->count; i++)
        folders[count + i] = configured->items[i];
    struct tn_texts all = { count + configured->count, folders };
    return library_folders(&all, arena);
}

bool cli_find(const struct cli_arguments *arguments, const char *file, struct cli_found *found)
{
    *found = (struct cli_found){ 0 };
    if (file)
        found->config = config_read(file, &found->errors);
    if (found->config || !file) {
        found->folders = cli_folders(arguments, found->config, &found->arena);
        found->count =
            library_scan(found->folders, &found->libraries, &found->arena, &found->errors);
    }
    errors_print(&found->errors, stderr);
    return found->errors.count == 0;
}

void cli_found_free(struct cli_found *found)
{
    config_free(found->config);
    errors_free(&found->errors);
    arena_free(&found->arena);
}

void cli_print_errors(const struct cli_arguments *arguments, const struct errors *errors)
{
    if (cli_wants_json(arguments))
        errors_print_json(errors, stdout);
    else
        errors_print(errors, stderr);
}

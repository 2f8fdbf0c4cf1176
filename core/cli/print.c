/* SPDX-License-Identifier: MIT */
/* `tenon print`: every effective setting, and where it comes from. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cli/cli.h>
#include <cli/found.h>
#include <options/options.h>

static const struct cli_option options[] = { CLI_PLUGINS_OPTION, { 0 } };

static void print_members(const struct node *map, const char *without, unsigned indent)
{
    for (const struct node *member = map ? map->first : NULL; member; member = member->next)
        if (!without || !tn_text_is(member->key, without))
            options_print_node(stdout, member, indent);
}

static bool print_options(const struct cli_found *found, struct config_entry *entry,
                          const struct tn_plugin *plugin, struct errors *errors)
{
    char folder[4096];
    struct options_load load = {
        .arena = &found->config->arena,
        .errors = errors,
        .scope = &variables_any_scope,
        .folder = getcwd(folder, sizeof folder) ? folder : NULL,
        .owner = arena_print(&found->config->arena, "plugin `%s`", plugin->name).at,
        .place = entry->place,
    };
    void *values = arena_alloc(&found->config->arena, plugin->options_size);
    if (!options_fill(&load, plugin->options, plugin->defaults, plugin->options_size,
                      entry->options, values))
        return false;
    options_print(stdout, plugin->options, values, entry->options, 6);
    return true;
}

static bool print_entry(struct cli_found *found, struct config_entry *entry)
{
    const struct library *library =
        library_open(entry->plugin, found->folders, entry->place, &found->arena, &found->errors);
    if (!library)
        return false;
    printf("  - %s:  # %s:%u, %s %s\n", entry->plugin, entry->place.source->name, entry->place.line,
           library->path, library->plugin->version);
    bool good = print_options(found, entry, library->plugin, &found->errors);
    if (entry->siblings->kind == NODE_MAP)
        print_members(entry->siblings, entry->plugin, 4);
    return good;
}

static bool print_config(struct cli_found *found)
{
    struct config *config = found->config;
    bool good = true;
    printf("server:\n");
    options_print(stdout, config_server_rows, &config->server, node_member(config->root, "server"),
                  2);
    printf("errors:%s\n", config->errors ? "" : " {}");
    print_members(config->errors, NULL, 2);
    printf("plugins:%s\n", config->entry_count ? "" : " []");
    for (size_t i = 0; i < config->entry_count; i++)
        good = print_entry(found, &config->entries[i]) && good;
    return good;
}

static int run(const struct cli_arguments *arguments)
{
    struct cli_found found = { 0 };
    found.config = config_read(arguments->operands[0], &found.errors);
    bool good = found.config != NULL;
    if (good) {
        found.folders = cli_folders(arguments, found.config, &found.arena);
        good = print_config(&found);
    }
    errors_print(&found.errors, stderr);
    cli_found_free(&found);
    return good ? CLI_OK : CLI_FAILED;
}

const struct cli_command cli_print = {
    .name = "print",
    .summary = "Print every effective setting and its origin.",
    .operands = "FILE",
    .operands_min = 1,
    .operands_max = 1,
    .options = options,
    .text =
        "Prints FILE as it takes effect: with all that it includes, expanded, with every default,\n"
        "each value with the file and line, the variable of the environment or \"default\" that "
        "it\n"
        "comes from. Secrets are masked.",
    .run = run,
};

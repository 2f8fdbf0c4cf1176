/* SPDX-License-Identifier: MIT */
/* `tenon plugins`: what is installed here. */
#include <stdio.h>

#include <base/json.h>
#include <cli/cli.h>
#include <cli/found.h>

static const struct cli_option options[] = {
    CLI_PLUGINS_OPTION,
    CLI_FORMAT_OPTION("How the list is printed."),
    { 0 },
};

static void print_json(const struct cli_found *found)
{
    struct json json = { .indent = 2 };
    json_array(&json);
    for (size_t i = 0; i < found->count; i++) {
        const struct tn_plugin *plugin = found->libraries[i].plugin;
        json_object(&json);
        json_member(&json, "name", plugin->name);
        json_member(&json, "version", plugin->version);
        json_key(&json, "abi");
        json_print(&json, "%u.%u", plugin->abi_major, plugin->abi_minor);
        json_member(&json, "path", found->libraries[i].path);
        json_member(&json, "summary", plugin->summary);
        json_object_end(&json);
    }
    json_array_end(&json);
    printf("%s\n", json.out.at);
    json_free(&json);
}

static void print_text(const struct cli_found *found)
{
    for (size_t i = 0; i < found->count; i++) {
        const struct tn_plugin *plugin = found->libraries[i].plugin;
        printf("%-14s %-8s abi %u.%u  %s\n%-14s %s\n", plugin->name, plugin->version,
               plugin->abi_major, plugin->abi_minor, plugin->summary, "", found->libraries[i].path);
    }
}

static int run(const struct cli_arguments *arguments)
{
    struct cli_found found;
    bool good = cli_find(arguments, NULL, &found);
    if (cli_wants_json(arguments))
        print_json(&found);
    else
        print_text(&found);
    cli_found_free(&found);
    return good ? CLI_OK : CLI_FAILED;
}

const struct cli_command cli_plugins = {
    .name = "plugins",
    .summary = "List the plugins that are found.",
    .options = options,
    .text = "Lists the plugins that are found, with their versions and where they are.",
    .run = run,
};

/* SPDX-License-Identifier: MIT */
/* `tenon schema`: what an editor needs to complete and check a file, for exactly the plugins that are found. */
#include <stdio.h>

#include <base/json.h>
#include <cli/cli.h>
#include <cli/found.h>
#include <options/options.h>

static const struct cli_option options[] = { CLI_PLUGINS_OPTION, { 0 } };

static void definitions(struct json *json, const struct cli_found *found)
{
    json_key(json, "$defs");
    json_object(json);
    options_schema_definitions(json);
    for (size_t i = 0; i < found->count; i++) {
        const struct tn_plugin *plugin = found->libraries[i].plugin;
        struct buffer name = { 0 };
        buffer_print(&name, "plugin-%s", plugin->name);
        json_key_text(json, buffer_text(&name));
        options_schema(json, plugin->options, plugin->defaults);
        buffer_free(&name);
    }
    json_object_end(json);
}

static void entry_properties(struct json *json, const struct cli_found *found)
{
    json_key(json, "properties");
    json_object(json);
    options_schema_properties(json, config_entry_rows);
    for (size_t i = 0; i < found->count; i++) {
        const struct tn_plugin *plugin = found->libraries[i].plugin;
        json_key(json, plugin->name);
        json_object(json);
        json_member(json, "description", plugin->summary);
        json_key(json, "$ref");
        json_print(json, "#/$defs/plugin-%s", plugin->name);
        json_object_end(json);
    }
    json_object_end(json);
}

/* `- health`: a name alone. */
static void bare_entry(struct json *json, const struct cli_found *found)
{
    json_object(json);
    json_key(json, "enum");
    json_array(json);
    for (size_t i = 0; i < found->count; i++)
        json_string(json, found->libraries[i].plugin->name);
    json_array_end(json);
    json_object_end(json);
}

/* A map with the siblings and one plugin's key. */
static void full_entry(struct json *json, const struct cli_found *found)
{
    json_object(json);
    json_member(json, "type", "object");
    json_key(json, "additionalProperties");
    json_boolean(json, false);
    entry_properties(json, found);
    json_key(json, "oneOf");
    json_array(json);
    for (size_t i = 0; i < found->count; i++) {
        json_object(json);
        json_key(json, "required");
        json_array(json);
        json_string(json, found->libraries[i].plugin->name);
        json_array_end(json);
        json_object_end(json);
    }
    json_array_end(json);
    json_object_end(json);
}

static void plugins(struct json *json, const struct cli_found *found)
{
    json_key(json, "plugins");
    json_object(json);
    json_member(json, "description",
                "Requests pass the entries from top to bottom, replies from bottom to top.");
    json_member(json, "type", "array");
    if (found->count) {
        json_key(json, "items");
        json_object(json);
        json_key(json, "anyOf");
        json_array(json);
        bare_entry(json, found);
        full_entry(json, found);
        json_array_end(json);
        json_object_end(json);
    }
    json_object_end(json);
}

static void root(struct json *json, const struct cli_found *found)
{
    json_object(json);
    json_member(json, "$schema", "https://json-schema.org/draft/2020-12/schema");
    json_member(json, "title", "Tenon");
    json_member(json, "type", "object");
    json_key(json, "additionalProperties");
    json_boolean(json, false);
    json_key(json, "properties");
    json_object(json);
    json_key(json, "include");
    json_object(json);
    json_member(json, "description",
                "Files whose content stands here: a pattern or a list of them, beside this file.");
    json_member(json, "$ref", "#/$defs/texts");
    json_object_end(json);
    json_key(json, "server");
    options_schema(json, config_server_rows, &config_server_defaults);
    json_key(json, "errors");
    options_schema(json, config_errors_rows, NULL);
    plugins(json, found);
    json_object_end(json);
    definitions(json, found);
    json_object_end(json);
}

static int run(const struct cli_arguments *arguments)
{
    struct cli_found found;
    bool good = cli_find(arguments, arguments->operands[0], &found);
    if (good) {
        struct json json = { .indent = 2 };
        root(&json, &found);
        printf("%s\n", json.out.at);
        json_free(&json);
    }
    cli_found_free(&found);
    return good ? CLI_OK : CLI_FAILED;
}

const struct cli_command cli_schema = {
    .name = "schema",
    .summary = "Print the JSON Schema of files, for editors.",
    .operands = "[FILE]",
    .operands_max = 1,
    .options = options,
    .text = "Prints the JSON Schema (draft 2020-12) of configuration files for exactly the plugins "
            "that\n"
            "are found; FILE adds its `server.plugin_path`. An editor with the YAML language "
            "server reads\n"
            "it by a first line such as: # yaml-language-server: $schema=tenon.schema.json",
    .run = run,
};

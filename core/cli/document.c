/* SPDX-License-Identifier: MIT */
/* `tenon document`: the manual of the file and of each plugin, from the rows that load it. */
#include <stdio.h>
#include <string.h>

#include <base/buffer.h>
#include <cli/cli.h>
#include <cli/found.h>
#include <cli/page.h>
#include <http/server.h>
#include <tenon/tenon.h>

static const char *const formats[] = { "markdown", "man", NULL };

static const struct cli_option options[] = {
    CLI_PLUGINS_OPTION,
    { "format", "markdown|man", formats, "How the page is written; markdown if not given." },
    { 0 },
};

static void print_plugin(struct page *page, const struct tn_plugin *plugin)
{
    char name[128];
    snprintf(name, sizeof name, "tenon-%s", plugin->name);
    page_title(page, page->man ? name : plugin->name, 5, plugin->summary);
    snprintf(name, sizeof name, "Version %s, for the plugin ABI %u.%u.", plugin->version,
             plugin->abi_major, plugin->abi_minor);
    page_paragraph(page, name);
    page_heading(page, "Options");
    if (plugin->options && plugin->options->name)
        page_rows(page, plugin->options, plugin->defaults);
    else
        page_paragraph(page, "It has none.");
}

static void print_routes(struct page *page, const struct tn_route *routes)
{
    if (!routes || !routes->path)
        return;
    page_heading(page, "Routes");
    page_paragraph(page, "A `$name` is the value of the option of that name.");
    for (const struct tn_route *route = routes; route->path; route++) {
        char line[256];
        snprintf(line, sizeof line, "%s %s", route->method ? route->method : "any method",
                 route->path);
        page_item(page, line, route->summary);
    }
}

static void print_variables(struct page *page, const char *prefix,
                            const struct tn_variable *variables)
{
    if (!variables || !variables->name)
        return;
    page_heading(page, "Variables");
    for (const struct tn_variable *variable = variables; variable->name; variable++) {
        bool bare = !prefix || (variable->flags & TN_GLOBAL);
        char name[256];
        snprintf(name, sizeof name, "$%s%s%s", bare ? "" : prefix, bare ? "" : ".", variable->name);
        page_item(page, name, variable->summary);
    }
}

static void print_services(struct page *page, const struct tn_plugin *plugin)
{
    if (plugin->needs && plugin->needs->name) {
        page_heading(page, "Needs");
        for (const struct tn_need *need = plugin->needs; need->name; need++) {
            char line[256];
            snprintf(line, sizeof line, "uses: { %s: ENTRY }", need->name);
            page_item(page, line, need->summary);
        }
    }
    if (plugin->offers && plugin->offers->id) {
        page_heading(page, "Offers");
        for (const struct tn_offer *offer = plugin->offers; offer->id; offer++)
            page_item(page, offer->id, "for the `uses` of other entries");
    }
}

static void print_metrics(struct page *page, const struct tn_plugin *plugin)
{
    static const char *const kinds[] = { "", "counter", "gauge", "histogram" };
    if (!plugin->metrics || !plugin->metrics->name)
        return;
    page_heading(page, "Metrics");
    for (const struct tn_metric *metric = plugin->metrics; metric->name; metric++) {
        struct buffer line = { 0 };
        buffer_print(&line, "tenon_%s_%s%s%s", plugin->name, metric->name, metric->unit ? "_" : "",
                     metric->unit ? metric->unit : "");
        buffer_print(&line, " (%s; entry", kinds[metric->kind]);
        for (size_t i = 0; i < TN_LABELS_MAX && metric->labels[i]; i++)
            buffer_print(&line, ", %s", metric->labels[i]);
        buffer_string(&line, ")");
        page_item(page, line.at, metric->summary);
        buffer_free(&line);
    }
}

static void print_syntax(struct page *page)
{
    page_title(page, "tenon.yaml", 5, "the configuration of a Tenon server");
    page_paragraph(
        page,
        "A file is YAML with four sections, all of which may be left out. Unknown keys, keys "
        "written twice, tags, merge keys and a second document are errors. `tenon check` shows "
        "all errors of a file at once.");
    page_example(page, "include: conf.d/*.yaml\n"
                       "server:\n"
                       "  listen: 0.0.0.0:${PORT:-3000}\n"
                       "errors:\n"
                       "  body: { error: $error.title, message: $error.message }\n"
                       "plugins:\n"
                       "  - health: { live: /live }\n"
                       "  - ratelimit: { limit: 100/15m, key: $client.net }\n"
                       "    name: general\n"
                       "    except: /static/*\n");
    page_heading(page, "Expansion");
    page_paragraph(page, "Once, when the file is read, and in values only, never in keys:");
    page_item(page, "${NAME}", "the variable of the environment, which must be there");
    page_item(page, "${NAME:-default}", "the default, where the variable is not set or is empty");
    page_item(page, "${file:path}",
              "what is in the file, without its last line break; printed nowhere");
    page_item(page, "$$", "a dollar");
    page_paragraph(
        page,
        "What is put in is not looked at again: it can bring in neither YAML nor variables. In "
        "[ ] and { }, what holds braces needs quotes.");
    page_heading(page, "Include");
    page_paragraph(
        page,
        "A pattern or a list of patterns, beside the file that includes; the files of a pattern "
        "are read in lexical order. What they hold stands where `include` stands: their plugins "
        "come before the file's own if `include` is written above `plugins`, and after them if "
        "below. Lists of plugins are joined, maps are merged key by key, and anything that two "
        "files give is an error that names both places.");
    page_heading(page, "Paths");
    page_paragraph(
        page,
        "A path that an option takes, and one in `${file:path}`, begins in the folder in which the "
        "server was started (`WorkingDirectory=` under systemd), whatever file it is written in. A "
        "pattern of `include` alone begins in the folder of the file that includes. What does not "
        "depend on either begins with a slash.");
}

static void print_sections(struct page *page)
{
    page_heading(page, "Server");
    page_rows(page, config_server_rows, &config_server_defaults);
    page_heading(page, "Errors");
    page_paragraph(page,
                   "The shape of every reply with a status of 400 or more that the server or a "
                   "plugin makes.");
    page_rows(page, config_errors_rows, NULL);
    page_heading(page, "Plugins");
    page_paragraph(
        page,
        "A list of entries. Requests pass them from top to bottom, replies from bottom to top. "
        "An entry is a plugin's name, or a map in which the plugin's name holds its options; "
        "beside it stand the settings that every entry has:");
    page_rows(page, config_entry_rows, config_entry_defaults);
}

static int print_core(struct page *page)
{
    print_syntax(page);
    print_sections(page);
    print_variables(page, NULL, http_variables);
    page_paragraph(
        page,
        "`$name` and `$(name)` stand for a variable wherever an option takes one. Alone it keeps "
        "its type, in other text its value is put in. An entry's variables are `$ENTRY.NAME`. In a "
        "body, a key that ends in `?` is left out where its variable is absent.");
    return CLI_OK;
}

static const char *plugin_name(const void *context, size_t i)
{
    const struct cli_found *found = context;
    return i < found->count ? found->libraries[i].plugin->name : NULL;
}

static int print_page(struct page *page, const struct cli_found *found, const char *name)
{
    for (size_t i = 0; i < found->count; i++) {
        const struct tn_plugin *plugin = found->libraries[i].plugin;
        if (strcmp(plugin->name, name) != 0)
            continue;
        print_plugin(page, plugin);
        print_routes(page, plugin->routes);
        print_variables(page, plugin->name, plugin->variables);
        print_services(page, plugin);
        print_metrics(page, plugin);
        return CLI_OK;
    }
    const char *near = nearest(tn_text(name), plugin_name, found);
    fprintf(stderr, "tenon document: there is no plugin `%s`%s%s%s\n", name,
            near ? "; did you mean `" : "", near ? near : "", near ? "`?" : "");
    return CLI_FAILED;
}

static int run(const struct cli_arguments *arguments)
{
    const char *format = cli_value(arguments, "format");
    struct page page = { .stream = stdout, .man = format && strcmp(format, "man") == 0 };
    if (arguments->operand_count == 0)
        return print_core(&page);
    struct cli_found found;
    int status = cli_find(arguments, NULL, &found)
                     ? print_page(&page, &found, arguments->operands[0])
                     : CLI_FAILED;
    cli_found_free(&found);
    return status;
}

const struct cli_command cli_document = {
    .name = "document",
    .summary = "Print the manual of the file or of a plugin.",
    .operands = "[PLUGIN]",
    .operands_max = 1,
    .options = options,
    .text = "Prints the manual of PLUGIN, or of the configuration file: tenon.yaml(5).",
    .run = run,
};

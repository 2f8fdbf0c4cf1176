/* SPDX-License-Identifier: MIT */
/* From a config to instances: libraries, variables, options, create, services. */
#include <stdlib.h>
#include <unistd.h>

#include <options/options.h>
#include <worker/attached.h>
#include <worker/build.h>

/* A building under way. */
struct building {
    struct worker *worker;
    struct config *config;
    struct errors *errors;
    const char *folder; /* where the server was started */
};

static void make_hosts(struct worker *worker, const struct config *config)
{
    struct arena *arena = &worker->arena;
    worker->count = config->entry_count;
    worker->hosts = arena_alloc(arena, (worker->count + 1) * sizeof(*worker->hosts));
    worker->order = arena_alloc(arena, (worker->count + 1) * sizeof(*worker->order));
    worker->attached = arena_alloc(arena, (worker->count + 1) * sizeof(*worker->attached));
    for (size_t i = 0; i < worker->count; i++) {
        struct tn_host *host = arena_alloc(arena, sizeof *host);
        struct attachment *attached = &worker->attached[i];
        host->name = config->entries[i].name;
        host->place = config->entries[i].place;
        host->options_node = config->entries[i].options;
        host->index = i;
        host->worker = attached;
        attached->worker = worker;
        attached->host = host;
        attached->checks_end = &attached->checks;
        attached->check = &config->entries[i].check;
        worker->hosts[i] = host;
    }
}

static const struct tn_plugin *find_linked(const struct worker *worker, const char *name)
{
    const struct tn_plugin *const *linked = worker->facts.linked;
    while (linked && *linked && strcmp((*linked)->name, name) != 0)
        linked++;
    return linked ? *linked : NULL;
}

/* An entry whose plugin is not there is left without one; the others are looked at all the same. */
static bool open_libraries(struct building *building)
{
    struct worker *worker = building->worker;
    const char *const *folders =
        library_folders(&building->config->server.plugin_path, &worker->arena);
    bool good = true;
    for (size_t i = 0; i < worker->count; i++) {
        struct tn_host *host = worker->hosts[i];
        const char *name = building->config->entries[i].plugin;
        host->plugin = find_linked(worker, name);
        if (host->plugin)
            continue;
        const struct library *library =
            library_open(name, folders, host->place, &worker->arena, building->errors);
        if (library)
            host->plugin = library->plugin;
        good = good && library;
    }
    return good;
}

/*
 * The host's variables first, then each entry's under its name. Nobody knows what a plugin that is missing would have offered, so
 * where one is, a name that can only be its own is taken for a variable.
 */
static void make_scope(struct worker *worker, bool complete)
{
    static const struct tn_variable none[] = { { .name = NULL } };
    size_t count = worker->count + 1;
    worker->groups = arena_alloc(&worker->arena, count * sizeof(*worker->groups));
    worker->groups[0] = (struct variable_group){ NULL, http_variables, NULL };
    for (size_t i = 0; i < worker->count; i++) {
        struct tn_host *host = worker->hosts[i];
        const struct tn_variable *rows = NULL;
        if (host->plugin)
            rows = host->plugin->variables ? host->plugin->variables : none;
        worker->groups[i + 1] = (struct variable_group){ host->name, rows, &host->self };
    }
    worker->scope = (struct variable_scope){ count, worker->groups, NULL, .any = !complete };
}

static bool fill_options(struct building *building, struct tn_host *host)
{
    const struct tn_plugin *plugin = host->plugin;
    struct variable_group own = building->worker->groups[host->index + 1];
    own.prefix = plugin->name;
    struct variable_scope scope = building->worker->scope;
    scope.own = &own;
    struct options_load load = {
        .arena = &host->arena,
        .errors = building->errors,
        .scope = &scope,
        .folder = building->folder,
        .owner = arena_print(&building->worker->arena, "plugin `%s`", plugin->name).at,
        .place = host->place,
    };
    host->options = arena_alloc(&host->arena, plugin->options_size + 1);
    return options_fill(&load, plugin->options, plugin->defaults, plugin->options_size,
                        host->options_node, host->options);
}

/* An instance whose options are wrong is not created; what create would say of the others is said all the same. */
static void fill_and_create(struct building *building)
{
    struct worker *worker = building->worker;
    for (size_t i = 0; i < worker->count; i++)
        if (worker->hosts[i]->plugin && fill_options(building, worker->hosts[i]))
            instance_create(worker->hosts[i], building->errors);
}

static void take_uses(struct worker *worker, const struct config_entry *entry, struct tn_host *host)
{
    const struct config_use *uses = entry->uses.items;
    struct instance_use *own = arena_alloc(&worker->arena, (entry->uses.count + 1) * sizeof(*own));
    struct node *node = node_member(entry->siblings, "uses");
    for (size_t i = 0; i < entry->uses.count; i++) {
        const struct node *member = node_member(node, uses[i].name);
        own[i] = (struct instance_use){ uses[i].name, uses[i].entry,
                                        member ? member->place : entry->place };
    }
    host->uses = own;
    host->use_count = entry->uses.count;
}

bool build_instances(struct worker *worker, struct errors *errors)
{
    unsigned before = errors->count;
    char *folder = getcwd(NULL, 0);
    struct building building = { worker, worker->config, errors,
                                 arena_string(&worker->arena, folder ? folder : "/") };
    free(folder);
    make_hosts(worker, worker->config);
    make_scope(worker, open_libraries(&building));
    fill_and_create(&building);
    build_shapes(worker, errors);
    for (size_t i = 0; i < worker->count; i++)
        take_uses(worker, &worker->config->entries[i], worker->hosts[i]);
    services_wire(worker->hosts, worker->count, worker->order, errors);
    return errors->count == before;
}

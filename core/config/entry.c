/* SPDX-License-Identifier: MIT */
/* One item of `plugins:`: which plugin, and the siblings that are the core's own and the same for every plugin. */
#include <stdio.h>

#include <config/room.h>

/* What the siblings fill: the entry's fields that have rows. */
struct siblings {
    const char *name;
    struct tn_groups match, except, uses;
    int mode, on_error;
    struct tn_duration timeout;
    bool enabled;
    struct config_check check;
    struct config_errors errors;
};

/* clang-format off */
static const struct tn_option header_rows[] = {
    { "name", TN_OPTION_TEXT(struct config_header, name), .flags = TN_KEY | TN_REQUIRED, .summary = "The header's name, in any case." },
    { "value", TN_OPTION_PATTERNS(struct config_header, value), .flags = TN_SHORT | TN_REQUIRED, .summary = "Patterns of which one must match the value." },
    { 0 },
};

static const struct tn_option condition_rows[] = {
    { "path", TN_OPTION_PATTERNS(struct config_condition, path), .flags = TN_SHORT, .summary = "Patterns of the path, such as `/api/*`." },
    { "method", TN_OPTION_TEXTS(struct config_condition, method), .summary = "Methods, in capitals." },
    { "host", TN_OPTION_PATTERNS(struct config_condition, host), .summary = "Patterns of the host, without the port." },
    { "header", TN_OPTION_GROUPS(struct config_condition, header, struct config_header, header_rows), .summary = "Headers that must be there, with patterns of their values." },
    { 0 },
};

static const struct tn_option use_rows[] = {
    { "name", TN_OPTION_TEXT(struct config_use, name), .flags = TN_KEY | TN_REQUIRED, .summary = "What the plugin calls the service that it needs." },
    { "entry", TN_OPTION_TEXT(struct config_use, entry), .flags = TN_SHORT | TN_REQUIRED, .summary = "The name of the entry that offers it." },
    { 0 },
};

static const struct tn_option status_rows[] = {
    { "status", TN_OPTION_INTEGER(struct config_error, status), .flags = TN_KEY, .min = 400, .max = 599, .summary = "The status." },
    { "body", TN_OPTION_TEMPLATE(struct config_error, body), .flags = TN_SHORT, .summary = "The body of a reply with that status." },
    { 0 },
};

const struct tn_option config_errors_rows[] = {
    { "body", TN_OPTION_TEMPLATE(struct config_errors, body), .summary = "The body of every error, a map or list as JSON, words alone as plain text, with `$error.status`, `$error.title`, `$error.message` and `$error.code`." },
    { "status", TN_OPTION_GROUPS(struct config_errors, status, struct config_error, status_rows), .summary = "Other bodies for single statuses." },
    { 0 },
};

static const struct tn_choice modes[] = {
    { "enforce", CONFIG_ENFORCE, "The plugin decides." },
    { "shadow", CONFIG_SHADOW, "The plugin runs; what it decides is counted, logged and traced, and the request goes on as if it were not there. Its routes are not called." },
    { "off", CONFIG_OFF, "The plugin is created, but sees no request." },
    { 0 },
};

static const struct tn_choice on_errors[] = {
    { "deny", false, "The request is answered with 500." },
    { "skip", true, "The request goes on without the plugin." },
    { 0 },
};

static const struct tn_option check_rows[] = {
    { "required", TN_OPTION_BOOLEAN(struct config_check, required), .flags = TN_SHORT, .summary = "Whether the worker is not ready while one of them is down, instead of degraded; if left out, as the plugin says." },
    { "interval", TN_OPTION_DURATION(struct config_check, interval), .min = 100, .max = 24 * 3600 * 1000, .summary = "How often they are asked for; if left out, as the plugin says. Checks that the plugin reports by itself have no interval and no timeout, and their word counts at once." },
    { "timeout", TN_OPTION_DURATION(struct config_check, timeout), .min = 10, .max = 600 * 1000, .summary = "How long an answer may take." },
    { "rise", TN_OPTION_INTEGER(struct config_check, rise), .min = 1, .max = 100, .summary = "How many good answers in a row turn a check up that was down." },
    { "fall", TN_OPTION_INTEGER(struct config_check, fall), .min = 1, .max = 100, .summary = "How many bad answers in a row turn a check down that was up." },
    { 0 },
};

const struct tn_option config_entry_rows[] = {
    { "name", TN_OPTION_TEXT(struct siblings, name), .summary = "What the entry is called in logs, metrics, variables and `uses`; else the plugin's name." },
    { "match", TN_OPTION_GROUPS(struct siblings, match, struct config_condition, condition_rows), .max = 1000, .summary = "The plugin sees only requests that meet one of these: path patterns, or maps whose conditions must all hold." },
    { "except", TN_OPTION_GROUPS(struct siblings, except, struct config_condition, condition_rows), .max = 1000, .summary = "The plugin does not see requests that meet one of these." },
    { "uses", TN_OPTION_GROUPS(struct siblings, uses, struct config_use, use_rows), .max = 100, .summary = "Which entries give the plugin the services that it needs." },
    { "mode", TN_OPTION_CHOICE(struct siblings, mode, modes), .summary = "Whether what the plugin decides is done." },
    { "on_error", TN_OPTION_CHOICE(struct siblings, on_error, on_errors), .summary = "What becomes of a request when the plugin cannot do its work." },
    { "timeout", TN_OPTION_DURATION(struct siblings, timeout), .max = 24 * 3600 * 1000, .summary = "How long a request may take that this plugin answers, in place of `server.timeouts.request`, and at most, whatever its own options say." },
    { "enabled", TN_OPTION_BOOLEAN(struct siblings, enabled), .summary = "Whether the entry is there at all." },
    { "check", TN_OPTION_GROUP(struct siblings, check, check_rows), .summary = "How the health checks of this entry are asked for and count, such as `check: { required: true, interval: 5s }`, or in short `check: true`." },
    { "errors", TN_OPTION_GROUP(struct siblings, errors, config_errors_rows), .summary = "The shapes of errors that this plugin answers with, in place of those at the top." },
    { 0 },
};
/* clang-format on */

static const struct siblings sibling_defaults = { .timeout = { -1 }, .enabled = true };

const void *const config_entry_defaults = &sibling_defaults;

static const char *sibling_name(const void *context, size_t i)
{
    (void)context;
    return config_entry_rows[i].name;
}

static bool is_sibling(struct tn_text key)
{
    for (const struct tn_option *row = config_entry_rows; row->name; row++)
        if (tn_text_is(key, row->name))
            return true;
    return false;
}

/* The plugin's key: the first that is no sibling. Any other such key is a slip. */
static const struct node *find_plugin(const struct room *room, const struct node *entry)
{
    const struct node *plugin = NULL;
    for (const struct node *member = entry->first; member; member = member->next) {
        if (is_sibling(member->key))
            continue;
        if (!plugin) {
            plugin = member;
            continue;
        }
        struct error *error =
            errors_add(room->errors, SEVERITY_ERROR, member->key_place,
                       "`%s` is no setting of an entry, and the entry has its plugin: `%s`",
                       member->key.at, plugin->key.at);
        error_did_you_mean(room->errors, error, nearest(member->key, sibling_name, NULL));
    }
    if (!plugin)
        errors_add(room->errors, SEVERITY_ERROR, entry->place,
                   "an entry needs a plugin's name as a key, with its options as the value");
    return plugin;
}

/* The entry as a map of its siblings alone, for their rows. */
static struct node *siblings_of(const struct room *room, const struct node *entry)
{
    struct node *siblings = arena_alloc(room->arena, sizeof *siblings), **last = &siblings->first;
    siblings->kind = NODE_MAP;
    siblings->place = entry->place;
    for (const struct node *member = entry->first; member; member = member->next) {
        if (!is_sibling(member->key))
            continue;
        *last = arena_alloc(room->arena, sizeof **last);
        **last = *member;
        (*last)->next = NULL;
        last = &(*last)->next;
        siblings->count++;
    }
    return siblings;
}

static bool is_path_pattern(const char *pattern)
{
    return pattern[0] == '/' || pattern[0] == '*';
}

static bool is_method(const char *method)
{
    return *method && strspn(method, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-") == strlen(method);
}

/* What the rows of a condition cannot say. */
static void check_conditions(const struct room *room, struct node *siblings, const char *key,
                             const struct tn_groups *groups)
{
    const struct config_condition *conditions = groups->items;
    const struct node *node = node_member(siblings, key);
    struct place place = node ? node->place : siblings->place;
    for (size_t i = 0; i < groups->count; i++) {
        for (size_t j = 0; j < conditions[i].path.count; j++)
            if (!is_path_pattern(conditions[i].path.items[j]))
                errors_add(room->errors, SEVERITY_ERROR, place,
                           "a pattern of a path begins with `/` or `*`, found `%s`",
                           conditions[i].path.items[j]);
        for (size_t j = 0; j < conditions[i].method.count; j++)
            if (!is_method(conditions[i].method.items[j]))
                errors_add(room->errors, SEVERITY_ERROR, place,
                           "a method is written in capitals, found `%s`",
                           conditions[i].method.items[j]);
    }
}

static bool is_entry_name(const char *name)
{
    size_t size = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
    return size > 0 && size <= 64 && name[size] == '\0' && strcmp(name, "tenon") != 0;
}

static bool fill_siblings(const struct room *room, struct node *node, struct config_entry *entry)
{
    struct siblings *siblings = arena_alloc(room->arena, sizeof *siblings);
    struct options_load load = {
        .arena = room->arena,
        .errors = room->errors,
        .scope = &variables_any_scope,
        .folder = room->folder,
        .owner = "the entry",
    };
    unsigned before = room->errors->count;
    options_fill(&load, config_entry_rows, &sibling_defaults, sizeof *siblings, node, siblings);
    entry->name = siblings->name ? siblings->name : entry->plugin;
    entry->match = siblings->match;
    entry->except = siblings->except;
    entry->uses = siblings->uses;
    entry->mode = siblings->mode;
    entry->skip_on_error = siblings->on_error;
    entry->timeout = siblings->timeout;
    entry->enabled = siblings->enabled;
    entry->settings = siblings;
    entry->check = siblings->check;
    const struct node *check = node_member(node, "check");
    entry->check.says_required =
        check && (check->kind == NODE_SCALAR || node_member(check, "required"));
    entry->errors = node_member(node, "errors");
    if (siblings->name && !is_entry_name(siblings->name))
        errors_add(room->errors, SEVERITY_ERROR, node_member(node, "name")->place,
                   "a name is made of letters, digits, `_` and `-`, and is not `tenon`; found `%s`",
                   siblings->name);
    check_conditions(room, node, "match", &siblings->match);
    check_conditions(room, node, "except", &siblings->except);
    return room->errors->count == before;
}

/* `- health`, a plugin without options; or a map. */
static bool fill_entry(const struct room *room, struct node *node, struct config_entry *entry)
{
    static const struct node no_siblings = { .kind = NODE_MAP };
    const struct node *map = &no_siblings;
    if (node->kind == NODE_SCALAR && node->text.size) {
        entry->plugin = node->text.at;
        entry->place = node->place;
    } else if (node->kind == NODE_MAP) {
        const struct node *plugin = find_plugin(room, node);
        if (!plugin)
            return false;
        entry->plugin = plugin->key.at;
        entry->place = plugin->key_place;
        entry->options = node_member(node, plugin->key.at);
        map = node;
    } else {
        char found[64];
        errors_add(room->errors, SEVERITY_ERROR, node->place,
                   "an entry is a plugin's name, or a map with it as a key, found %s",
                   node_describe(node, found));
        return false;
    }
    entry->siblings = node;
    return fill_siblings(room, siblings_of(room, map), entry);
}

static const struct config_entry *find_entry(const struct config *config, const char *name)
{
    for (size_t i = 0; i < config->entry_count; i++)
        if (strcmp(config->entries[i].name, name) == 0)
            return &config->entries[i];
    return NULL;
}

static bool name_is_new(const struct room *room, const struct config *config,
                        const struct config_entry *entry)
{
    const struct config_entry *first = find_entry(config, entry->name);
    if (!first)
        return true;
    struct error *error = errors_add(room->errors, SEVERITY_ERROR, entry->place,
                                     "two entries are called `%s`", entry->name);
    error_hint(room->errors, error, "the first is at %s:%u:%u; give one a `name:` of its own",
               first->place.source->name, first->place.line, first->place.column);
    return false;
}

static const char *entry_name(const void *context, size_t i)
{
    const struct config *config = context;
    return i < config->entry_count ? config->entries[i].name : NULL;
}

/* Names in `uses` can be checked when all entries are known. Whether the service fits is the plugins' room's business. */
static void check_uses(const struct room *room, const struct config *config,
                       const struct config_entry *entry)
{
    const struct config_use *uses = entry->uses.items;
    for (size_t i = 0; i < entry->uses.count; i++) {
        if (find_entry(config, uses[i].entry))
            continue;
        char way[128];
        snprintf(way, sizeof way, "uses.%s", uses[i].name);
        struct error *error =
            errors_add(room->errors, SEVERITY_ERROR, node_way(entry->siblings, way)->place,
                       "there is no entry `%s`", uses[i].entry);
        error_did_you_mean(room->errors, error,
                           nearest(tn_text(uses[i].entry), entry_name, config));
    }
}

bool entries_fill(const struct room *room, struct node *node, struct config *config)
{
    unsigned before = room->errors->count;
    if (!node || node->kind != NODE_LIST || node->count > CONFIG_ENTRIES_MAX) {
        if (!node || (node->kind == NODE_SCALAR && node->text.size == 0))
            return true;
        errors_add(room->errors, SEVERITY_ERROR, node->place,
                   "`plugins` must be a list of at most %d entries", CONFIG_ENTRIES_MAX);
        return false;
    }
    config->entries = arena_alloc(room->arena, node->count * sizeof *config->entries);
    for (struct node *item = node->first; item; item = item->next) {
        struct config_entry entry = { 0 };
        if (fill_entry(room, item, &entry) && entry.enabled && name_is_new(room, config, &entry))
            config->entries[config->entry_count++] = entry;
    }
    if (room->errors->count == before)
        for (size_t i = 0; i < config->entry_count; i++)
            check_uses(room, config, &config->entries[i]);
    return room->errors->count == before;
}

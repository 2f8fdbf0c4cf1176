/* SPDX-License-Identifier: MIT */
/* What is right entry by entry, but hardly meant as a whole: warnings, from what instances say they are. */
#include <worker/attached.h>
#include <worker/build.h>

static bool node_equal(const struct node *one, const struct node *other)
{
    if (!one || !other)
        return one == other;
    if (one->kind != other->kind || !tn_text_equal(one->key, other->key))
        return false;
    if (one->kind == NODE_SCALAR)
        return tn_text_equal(one->text, other->text);
    one = one->first, other = other->first;
    while (one && other && node_equal(one, other))
        one = one->next, other = other->next;
    return !one && !other;
}

static bool same_member(const struct config_entry *one, const struct config_entry *other,
                        const char *key)
{
    return node_equal(node_member(one->siblings, key), node_member(other->siblings, key));
}

/* Two entries that do the same to the same requests: each of them is done twice. */
static void look_for_twins(const struct worker *worker, size_t index, struct errors *errors)
{
    const struct config_entry *entries = worker->config->entries, *entry = &entries[index];
    for (size_t i = 0; i < index; i++) {
        if (strcmp(entries[i].plugin, entry->plugin) != 0 ||
            !node_equal(entries[i].options, entry->options) ||
            !same_member(&entries[i], entry, "match") || !same_member(&entries[i], entry, "except"))
            continue;
        struct error *error = errors_add(errors, SEVERITY_WARNING, entry->place,
                                         "`%s` does the same as `%s`, to the same requests",
                                         entry->name, entries[i].name);
        error_hint(errors, error, "`%s` is at %s:%u", entries[i].name,
                   entries[i].place.source->name, entries[i].place.line);
        return;
    }
}

static bool is_exact(const char *path)
{
    return !strpbrk(path, ":*");
}

/* As far as it can be told by the path alone. */
static bool sees_path(const struct http_entry *entry, const char *path)
{
    struct tn_text text = tn_text(path);
    bool matched = entry->matches == 0;
    for (size_t i = 0; i < entry->matches; i++)
        matched = matched || entry->match[i].path.count == 0 ||
                  tn_patterns_match(&entry->match[i].path, text);
    for (size_t i = 0; i < entry->excepts; i++)
        if (entry->except[i].path.count == 0 || tn_patterns_match(&entry->except[i].path, text))
            return false;
    return matched;
}

static const char *probe_seen(const struct http_entry *limit, const struct http_entry *probed)
{
    for (const struct http_route *route = probed->routes; route->path; route++)
        if (is_exact(route->path) && sees_path(limit, route->path))
            return route->path;
    return NULL;
}

static void look_for_limited_probes(const struct worker *worker, size_t index,
                                    struct errors *errors)
{
    const struct http_entry *entries = worker->http.entries, *limit = &entries[index];
    if (!(limit->host->roles & TN_LIMITS) || limit->shadow)
        return;
    for (size_t i = index + 1; i < worker->http.count; i++) {
        const char *path =
            entries[i].host->roles & TN_PROBED ? probe_seen(limit, &entries[i]) : NULL;
        if (!path)
            continue;
        struct error *error = errors_add(
            errors, SEVERITY_WARNING, limit->host->place,
            "`%s` counts and may refuse what asks whether the server is well: %s of `%s`",
            limit->name, path, entries[i].name);
        error_hint(errors, error, "put it below `%s`, or say `except: %s`", entries[i].name, path);
        return;
    }
}

/* Who comes by a Unix socket is a proxy, and without its word all its clients are one. */
static bool are_clients_hidden(const struct config_server *server)
{
    const struct config_listener *listeners = server->listen.items;
    for (size_t i = 0; i < server->listen.count; i++)
        for (size_t j = 0; j < listeners[i].address.count; j++) {
            struct config_listen listen;
            if (!config_listen(listeners[i].address.items[j], &listen) || !listen.path)
                return false;
        }
    return server->listen.count > 0 && server->trusted_proxies.count == 0;
}

static void look_for_hidden_clients(const struct worker *worker, size_t index,
                                    struct errors *errors)
{
    const struct tn_host *host = worker->hosts[index];
    if (host->roles & TN_KNOWS_CLIENTS && are_clients_hidden(&worker->config->server))
        errors_add(errors, SEVERITY_WARNING, host->place,
                   "`%s` tells clients apart by their address, but all come by a Unix socket: name "
                   "`unix` in `server.trusted_proxies`",
                   host->name);
}

void build_doubts(const struct worker *worker, struct errors *errors)
{
    for (size_t i = 0; i < worker->count; i++) {
        look_for_twins(worker, i, errors);
        look_for_hidden_clients(worker, i, errors);
    }
    for (size_t i = 0; i < worker->http.count; i++)
        look_for_limited_probes(worker, i, errors);
}

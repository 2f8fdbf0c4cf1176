/* SPDX-License-Identifier: MIT */
/* From instances to the server: conditions, shapes of errors, routes. */
#include <base/json.h>
#include <options/options.h>
#include <worker/attached.h>
#include <worker/build.h>
#include <zones/zones.h>

/* The shapes that `errors:` states, at the top or in an entry; `node` may be NULL. */
static struct http_errors error_shapes(struct worker *worker, const struct variable_scope *scope,
                                       struct node *node, struct errors *errors)
{
    struct options_load load = {
        .arena = &worker->arena, .errors = errors, .scope = scope, .owner = "`errors`"
    };
    struct config_errors filled = { 0 };
    struct http_errors shapes = { 0 };
    if (!node || !options_fill(&load, config_errors_rows, NULL, sizeof filled, node, &filled))
        return shapes;
    const struct config_error *from = filled.status.items;
    struct http_error_shape *to =
        arena_alloc(&worker->arena, (filled.status.count + 1) * sizeof(*to));
    for (size_t i = 0; i < filled.status.count; i++)
        to[i] = (struct http_error_shape){ (int)from[i].status, from[i].body };
    shapes.body = filled.body;
    shapes.count = filled.status.count;
    shapes.by_status = to;
    return shapes;
}

void build_shapes(struct worker *worker, struct errors *errors)
{
    const struct config *config = worker->config;
    worker->http.errors = error_shapes(worker, &worker->scope, config->errors, errors);
    worker->shapes = arena_alloc(&worker->arena, (worker->count + 1) * sizeof(*worker->shapes));
    for (size_t i = 0; i < worker->count; i++) {
        const struct tn_plugin *plugin = worker->hosts[i]->plugin;
        struct variable_group own = worker->groups[i + 1];
        own.prefix = plugin ? plugin->name : NULL;
        struct variable_scope scope = worker->scope;
        scope.own = plugin ? &own : NULL;
        worker->shapes[i] = error_shapes(worker, &scope, config->entries[i].errors, errors);
    }
}

static const struct http_header_condition *header_conditions(struct worker *worker,
                                                             const struct tn_groups *groups)
{
    const struct config_header *from = groups->items;
    struct http_header_condition *to =
        arena_alloc(&worker->arena, (groups->count + 1) * sizeof(*to));
    for (size_t i = 0; i < groups->count; i++)
        to[i] = (struct http_header_condition){ from[i].name, from[i].value };
    return to;
}

static const struct http_condition *conditions(struct worker *worker,
                                               const struct tn_groups *groups)
{
    const struct config_condition *from = groups->items;
    struct http_condition *to = arena_alloc(&worker->arena, (groups->count + 1) * sizeof(*to));
    for (size_t i = 0; i < groups->count; i++)
        to[i] = (struct http_condition){
            .path = from[i].path,
            .method = from[i].method,
            .host = from[i].host,
            .headers = from[i].header.count,
            .header = header_conditions(worker, &from[i].header),
        };
    return to;
}

/* Made once: each line of an access log holds it. */
static struct tn_text decided_by(struct worker *worker, const struct http_entry *entry)
{
    struct json json = { 0 };
    json_object(&json);
    json_member(&json, "plugin", entry->plugin->name);
    json_member(&json, "entry", entry->name);
    json_member(&json, "place", entry->place);
    json_object_end(&json);
    struct tn_text text = arena_copy(&worker->arena, buffer_text(&json.out));
    json_free(&json);
    return text;
}

static void make_entry(struct worker *worker, size_t i, struct http_entry *made,
                       struct errors *errors)
{
    const struct config_entry *entry = &worker->config->entries[i];
    struct tn_host *host = worker->hosts[i];
    struct place place = host->place;
    *made = (struct http_entry){
        .host = host,
        .name = host->name,
        .plugin = host->plugin,
        .self = host->self,
        .matches = entry->match.count,
        .excepts = entry->except.count,
        .match = conditions(worker, &entry->match),
        .except = conditions(worker, &entry->except),
        .shadow = entry->mode == CONFIG_SHADOW,
        .skip_on_error = entry->skip_on_error,
        .probed = (host->roles & TN_PROBED) != 0,
        .timeout_ms = entry->timeout.ms,
        .errors = worker->shapes[i],
        .place = arena_print(&worker->arena, "%s:%u:%u", place.source ? place.source->name : "",
                             place.line, place.column)
                     .at,
        .routes = build_routes(worker, host, errors),
    };
    made->decided_by = decided_by(worker, made);
}

static bool report_conflict(struct worker *worker, struct errors *errors)
{
    size_t first, second;
    const char *path;
    if (!http_routes_conflict(&worker->http, &first, &second, &path))
        return true;
    const struct http_entry *one = &worker->http.entries[first];
    const struct http_entry *other = &worker->http.entries[second];
    struct error *error =
        errors_add(errors, SEVERITY_ERROR, other->host->place, "two entries answer `%s`", path);
    error_hint(errors, error, "the other is `%s`, at %s", one->name, one->place);
    return false;
}

static void log_line(void *context, enum tn_level level, struct tn_request *request,
                     const struct tn_field *fields, const char *message)
{
    struct worker *worker = context;
    log_say(&worker->log, NULL, request, level, fields, tn_text(message));
}

static void keep_trace(void *context, bool traced, struct tn_text json, struct tn_text text)
{
    struct worker *worker = context;
    ring_put(worker->traces[!traced], (size_t)worker->config->server.trace.keep, json, text);
}

static void take_settings(struct worker *worker, const struct config_server *server)
{
    struct http_options *http = &worker->http;
    http->loop = &worker->loop;
    http->body_max = server->limits.body.count;
    http->url_max = server->limits.url.count;
    http->header_max = server->limits.header.count;
    http->headers_max = (uint64_t)server->limits.headers;
    http->connections_max = (uint64_t)server->limits.connections;
    http->rate_min = server->limits.body_rate.count;
    http->header_ms = server->timeouts.header.ms;
    http->request_ms = server->timeouts.request.ms;
    http->idle_ms = server->timeouts.idle.ms;
    http->blocked_ms = server->timeouts.blocked.ms;
    http->timeout_status = (int)server->timeouts.status;
    http->trusted_proxies = server->trusted_proxies;
    http->accept_request_id = server->accept_request_id;
    http->server_header = server->server_header;
    http->started_ms = worker->facts.started_ms;
    const char *key = server->trace.key;
    http->trace_key = key && *key ? key : NULL;
    http->slow_ms = server->trace.slow.ms;
    http->keep = worker->traces[0] ? keep_trace : NULL;
    http->log = log_line;
    http->log_context = worker;
}

bool build_http(struct worker *worker, struct errors *errors)
{
    unsigned before = errors->count;
    struct http_entry *entries =
        arena_alloc(&worker->arena, (worker->count + 1) * sizeof(*entries));
    take_settings(worker, &worker->config->server);
    series_for_http(worker);
    for (size_t i = 0; i < worker->count; i++) {
        if (worker->config->entries[i].mode == CONFIG_OFF)
            continue;
        struct http_entry *entry = &entries[worker->http.count++];
        make_entry(worker, i, entry, errors);
        series_for_entry(worker, entry);
    }
    worker->http.entries = entries;
    build_listeners(worker, errors);
    if (errors->count != before || !report_conflict(worker, errors))
        return false;
    build_doubts(worker, errors);
    return true;
}

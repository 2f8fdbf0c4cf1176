/* SPDX-License-Identifier: MIT */
/* Routes: the plugin's rows, with what the file holds where a path begins with `$`. */
#include <stdlib.h>

#include <options/options.h>
#include <worker/attached.h>
#include <worker/build.h>

/* The routes of one entry in the making. */
struct making {
    struct worker *worker;
    const struct tn_host *host;
    struct errors *errors;
    struct http_route *routes;
    size_t count, room;
    const struct tn_route *row; /* the one whose path is being looked for */
    struct tn_text way;         /* from the `$` to the next slash, such as "live.path" */
    const char *rest;           /* behind it */
};

static void add(struct making *making, const char *path)
{
    const struct tn_route *row = making->row;
    if (making->count == making->room) {
        making->room = making->room ? making->room * 2 : 8;
        making->routes = memory_resize(making->routes, making->room * sizeof *making->routes);
    }
    making->routes[making->count++] = (struct http_route){ row->method, path, row->handle };
}

static struct place place_of(const struct making *making)
{
    struct node *options = making->host->options_node;
    const char *way = arena_copy(&making->worker->arena, making->way).at;
    const struct node *node = options ? node_way(options, way) : NULL;
    return node ? node->place : making->host->place;
}

static bool is_new(const struct making *making, const char *path)
{
    for (size_t i = 0; i < making->count; i++)
        if (making->routes[i].method == making->row->method &&
            strcmp(making->routes[i].path, path) == 0)
            return false;
    return true;
}

/* The path that the file gives, and what the row has behind it. */
static void add_mounted(struct making *making, const char *mount)
{
    size_t size = strlen(mount);
    if (*mount != '/') {
        errors_add(making->errors, SEVERITY_ERROR, place_of(making),
                   "the path `%s` must begin with a slash", mount);
        return;
    }
    while (size > 0 && mount[size - 1] == '/' && *making->rest)
        size--;
    struct arena *arena = &making->worker->arena;
    const char *path = arena_print(arena, "%.*s%s", (int)size, mount, making->rest).at;
    if (is_new(making, path))
        add(making, path);
    else
        errors_add(making->errors, SEVERITY_ERROR, place_of(making),
                   "`%s` is answered by this entry already", path);
}

static void add_texts(struct making *making, const struct tn_texts *texts)
{
    for (size_t i = 0; i < texts->count; i++)
        add_mounted(making, texts->items[i]);
}

/* Follows the rest of the way through the options; where it ends in nothing, there is no route. */
static void follow(struct making *making, const struct tn_option *rows, const void *options,
                   struct tn_text way)
{
    const char *point = memchr(way.at, '.', way.size);
    struct tn_text name = { way.at, point ? (size_t)(point - way.at) : way.size };
    struct tn_text rest = { name.at + name.size + 1, point ? way.size - name.size - 1 : 0 };
    const struct tn_option *row = rows;
    while (row && row->kind && !tn_text_is(name, row->name))
        row++;
    if (!row || !row->kind)
        return;
    const char *field = (const char *)options + row->offset;
    const struct tn_groups *groups = (const void *)field;
    const char *text = row->kind == TN_KIND_TEXT ? *(const char *const *)(const void *)field : NULL;
    if (text)
        add_mounted(making, text);
    else if (row->kind == TN_KIND_TEXTS)
        add_texts(making, (const void *)field);
    else if (row->kind == TN_KIND_GROUP && point)
        follow(making, row->rows, field, rest);
    else if (row->kind == TN_KIND_GROUPS && point)
        for (size_t i = 0; i < groups->count; i++)
            follow(making, row->rows, (const char *)groups->items + i * row->size, rest);
}

const struct http_route *build_routes(struct worker *worker, const struct tn_host *host,
                                      struct errors *errors)
{
    struct making making = { .worker = worker, .host = host, .errors = errors };
    const struct tn_route *rows = host->plugin->routes;
    for (making.row = rows; rows && making.row->path; making.row++) {
        const char *path = making.row->path;
        if (*path != '$') {
            add(&making, path);
            continue;
        }
        making.way = (struct tn_text){ path + 1, strcspn(path + 1, "/") };
        making.rest = making.way.at + making.way.size;
        follow(&making, host->plugin->options, host->options, making.way);
    }
    size_t size = making.count * sizeof *making.routes;
    struct http_route *routes = arena_alloc(&worker->arena, size + sizeof *routes);
    if (size)
        memcpy(routes, making.routes, size);
    free(making.routes);
    return routes;
}

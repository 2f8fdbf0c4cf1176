/* SPDX-License-Identifier: MIT */
/* Routes: exact, with parameters, with a star. */
#include <stdlib.h>

#include <http/router.h>

/* A segment: from behind a slash to before the next. */
static struct tn_text segment_at(struct tn_text text, size_t at)
{
    size_t end = at;
    while (end < text.size && text.at[end] != '/')
        end++;
    return (struct tn_text){ text.at + at, end - at };
}

/*
 * Walks pattern and path together, one byte or one parameter at a time. With a name, stops at the parameter of that name and
 * puts its value into `value`. A star takes what is left.
 */
static bool walk(const struct route *route, struct tn_text path, const char *name,
                 struct tn_text *value)
{
    struct tn_text pattern = route->path;
    size_t at = 0, in = 0;
    while (at < pattern.size) {
        if (pattern.at[at] == ':' && at > 0 && pattern.at[at - 1] == '/') {
            struct tn_text parameter = segment_at(pattern, at), found = segment_at(path, in);
            if (found.size == 0)
                return false;
            if (name && tn_text_is((struct tn_text){ parameter.at + 1, parameter.size - 1 }, name))
                return *value = found, true;
            at += parameter.size;
            in += found.size;
        } else if (in < path.size && pattern.at[at] == path.at[in]) {
            at++;
            in++;
        } else {
            return false;
        }
    }
    if (name && route->has_star && strcmp(name, "*") == 0)
        return *value = (struct tn_text){ path.at + in, path.size - in }, true;
    return route->has_star || in == path.size;
}

static bool matches(const struct route *route, struct tn_text path)
{
    if (route->has_parameters || route->has_star)
        return walk(route, path, NULL, NULL);
    return tn_text_equal(route->path, path);
}

struct tn_text route_param(const struct route *route, struct tn_text path, const char *name)
{
    struct tn_text value = { 0 };
    walk(route, path, name, &value);
    return value;
}

static bool answers(const struct route *route, struct tn_text method)
{
    const char *own = route->row->method;
    if (!own || tn_text_is(method, own))
        return true;
    return tn_text_is(method, "HEAD") && strcmp(own, "GET") == 0;
}

const struct route *router_find(const struct router *router, struct tn_text method,
                                struct tn_text path, const bool *applies)
{
    for (size_t i = 0; i < router->count; i++) {
        const struct route *route = &router->routes[i];
        if (applies[route->entry] && matches(route, path) && answers(route, method))
            return route;
    }
    return NULL;
}

static void allow_add(struct tn_text *allow, const char *method, struct arena *arena)
{
    if (!allow->at)
        *allow = arena_print(arena, "%s", method);
    else if (!strstr(allow->at, method))
        *allow = arena_print(arena, "%s, %s", allow->at, method);
}

struct tn_text router_allow(const struct router *router, struct tn_text path, const bool *applies,
                            struct arena *arena)
{
    struct tn_text allow = { 0 };
    for (size_t i = 0; i < router->count; i++) {
        const struct route *route = &router->routes[i];
        if (!route->row->method || !applies[route->entry] || !matches(route, path))
            continue;
        allow_add(&allow, route->row->method, arena);
        if (strcmp(route->row->method, "GET") == 0)
            allow_add(&allow, "HEAD", arena);
    }
    if (allow.at)
        allow_add(&allow, "OPTIONS", arena);
    return allow;
}

static int rank(const struct route *route)
{
    return route->has_star ? 2 : route->has_parameters ? 1 : 0;
}

/* A route for one method before that for every one, HEAD's own before GET's. */
static int method_rank(const struct route *route)
{
    return !route->row->method ? 2 : strcmp(route->row->method, "HEAD") == 0 ? 0 : 1;
}

static int compare(const void *left, const void *right)
{
    const struct route *a = left, *b = right;
    if (rank(a) != rank(b))
        return rank(a) - rank(b);
    if (a->path.size != b->path.size)
        return a->path.size > b->path.size ? -1 : 1;
    if (method_rank(a) != method_rank(b))
        return method_rank(a) - method_rank(b);
    if (a->entry != b->entry)
        return a->entry < b->entry ? -1 : 1;
    return a->row < b->row ? -1 : 1;
}

static struct route route_make(size_t entry, const struct http_route *row)
{
    struct tn_text path = tn_text(row->path);
    bool has_star = path.size > 0 && path.at[path.size - 1] == '*';
    if (has_star)
        path.size--;
    return (struct route){ entry, row, path, strstr(row->path, "/:") != NULL, has_star };
}

bool router_build(struct router *router, const struct http_options *options, struct arena *arena,
                  const char **problem)
{
    size_t count = 0;
    for (size_t i = 0; i < options->count; i++)
        for (const struct http_route *row = options->entries[i].routes; row && row->path; row++)
            count++;
    router->count = 0;
    router->routes = arena_alloc(arena, (count + 1) * sizeof *router->routes);
    for (size_t i = 0; i < options->count; i++)
        for (const struct http_route *row = options->entries[i].routes; row && row->path; row++) {
            if (row->path[0] != '/') {
                *problem =
                    arena_print(arena, "entry `%s`: the route `%s` does not begin with a slash",
                                options->entries[i].name, row->path)
                        .at;
                return false;
            }
            router->routes[router->count++] = route_make(i, row);
        }
    qsort(router->routes, router->count, sizeof *router->routes, compare);
    return true;
}

/* Two patterns match the same paths if they are the same but for the names of their parameters. */
static bool same_shape(const char *a, const char *b)
{
    while (*a && *b) {
        if (a[0] == ':' && b[0] == ':') {
            a += strcspn(a, "/");
            b += strcspn(b, "/");
        } else if (*a++ != *b++) {
            return false;
        }
    }
    return *a == *b;
}

static bool same_method(const char *a, const char *b)
{
    return !a || !b ? a == b : strcmp(a, b) == 0;
}

static bool entries_conflict(const struct http_entry *a, const struct http_entry *b,
                             const char **path)
{
    for (const struct http_route *row = a->routes; row && row->path; row++)
        for (const struct http_route *other = b->routes; other && other->path; other++)
            if (same_method(row->method, other->method) && same_shape(row->path, other->path))
                return *path = row->path, true;
    return false;
}

static bool is_conditional(const struct http_entry *entry)
{
    return entry->matches > 0 || entry->excepts > 0 || entry->shadow;
}

bool http_routes_conflict(const struct http_options *options, size_t *first, size_t *second,
                          const char **path)
{
    for (*first = 0; *first < options->count; ++*first)
        for (*second = *first + 1; *second < options->count; ++*second) {
            const struct http_entry *a = &options->entries[*first], *b = &options->entries[*second];
            if (!is_conditional(a) && !is_conditional(b) && entries_conflict(a, b, path))
                return true;
        }
    return false;
}

/* SPDX-License-Identifier: MIT */
/* Which entry answers which path. */
#pragma once

#include <base/arena.h>
#include <http/server.h>

/* One row of one entry. */
struct route {
    size_t entry;
    const struct http_route *row;
    struct tn_text path; /* row->path without the star at the end */
    bool has_parameters, has_star;
};

/* Sorted: exact paths, then those with parameters, then those with a star; the longer path first; then the order of the file. */
struct router {
    size_t count;
    struct route *routes;
};

/* Collects the entries' routes. NULL with a reason in `problem` if a path does not begin with a slash. */
bool router_build(struct router *router, const struct http_options *options, struct arena *arena,
                  const char **problem);

/* The best route for the path and method among the entries that apply (by index; shadow entries' must be left out); HEAD takes GET's. */
const struct route *router_find(const struct router *router, struct tn_text method,
                                struct tn_text path, const bool *applies);

/* The methods that the path knows, for Allow; absent if it is not known at all. */
struct tn_text router_allow(const struct router *router, struct tn_text path, const bool *applies,
                            struct arena *arena);

/* What `name` (or "*") stands for in a path that the route matches; absent if the route has no such parameter. */
struct tn_text route_param(const struct route *route, struct tn_text path, const char *name);

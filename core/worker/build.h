/* SPDX-License-Identifier: MIT */
/* From a config to instances that are ready to start. */
#pragma once

#include <worker/worker.h>

/*
 * Opens the plugins of the config, fills their options, compiles all templates, creates the instances and wires their services.
 * All that is wrong is reported at once; what depends on something that is wrong is not looked at.
 */
bool build_instances(struct worker *worker, struct errors *errors);

/* The shapes of errors, the file's and its entries': a step of build_instances. */
void build_shapes(struct worker *worker, struct errors *errors);

/* How each row of `server.listen` is served (listen.c); freed once the server is. */
void build_listeners(struct worker *worker, struct errors *errors);
void free_listeners(struct worker *worker);

/* An entry's routes, ended by one without a path: a step of build_http. */
const struct http_route *build_routes(struct worker *worker, const struct tn_host *host,
                                      struct errors *errors);

/* Warns of what does not go together: a step of build_http. */
void build_doubts(const struct worker *worker, struct errors *errors);

/* What the server is made of: the chain, the routes, the listeners. After build_instances. */
bool build_http(struct worker *worker, struct errors *errors);

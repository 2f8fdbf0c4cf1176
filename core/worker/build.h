/* SPDX-License-Identifier: MIT */
/* From the file to instances that are ready to start. */
#pragma once

#include <worker/worker.h>

/*
 * Reads the file, opens the plugins, fills their options, compiles all templates, creates the instances and wires their services.
 * Errors of one step are all reported; the next step is taken only where it would not report what follows from them.
 */
bool build_instances(struct worker *worker, const char *file, struct errors *errors);

/* What the server is made of: the chain, the shapes of errors, the routes. After build_instances. */
bool build_http(struct worker *worker, struct errors *errors);

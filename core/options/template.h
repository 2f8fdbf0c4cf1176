/* SPDX-License-Identifier: MIT */
/* Templates: text, maps and lists with variables in them, compiled once and rendered per request. */
#pragma once

#include <base/node.h>
#include <options/variables.h>

/*
 * Compiles a node (scalar, list or map). NULL after an error has been added, with the column of the `$` at fault. `arena`
 * receives the template, which borrows no memory from the node.
 */
const struct tn_template *template_compile(const struct node *node,
                                           const struct variable_scope *scope, struct arena *arena,
                                           struct errors *errors);

/* Renders into an arena that outlives the use; what tn_template_text and tn_template_json of the sdk are made of. */
struct tn_text template_text(const struct tn_template *template_, struct tn_request *request,
                             struct arena *arena);
struct tn_text template_json(const struct tn_template *template_, struct tn_request *request,
                             struct arena *arena);

/* SPDX-License-Identifier: MIT */
/* From rows and nodes to structs: loading with every error, and what is derived from the rows alone. NULL rows are none. */
#pragma once

#include <stdio.h>

#include <base/node.h>
#include <options/variables.h>
#include <tenon/option.h>

/* What loading needs besides rows and node. */
struct options_load {
    struct arena *arena; /* receives lists, texts, templates: as long-lived as what is filled */
    struct errors *errors;
    const struct variable_scope *scope; /* for templates; NULL: there are no variables */
    const char *folder;                 /* against which paths are made absolute; NULL: they stay */
    const char *owner;                  /* "plugin `ratelimit`", "`server`": for messages */
    struct place place;                 /* where to point when there is no node */
};

/*
 * Fills `target` (of `size` bytes) from the defaults, then from the node (NULL, or a map, or what the TN_SHORT row takes).
 * Reports unknown keys with "did you mean", wrong types, bad ranges, missing required ones, all of them. False if any error
 * was added.
 *
 * Lists of texts, patterns and ranges may be written as one scalar, which is split at commas: so that one environment
 * variable can hold a list. Groups are a list of maps; a map of maps where a row is TN_KEY; or just one of them. In a map of
 * groups with no option but the key and a TN_SHORT one, each value is that option's, whatever it is. An empty
 * value (`key:`, `~`, `null`) makes texts, paths and templates absent; elsewhere it is an error.
 */
bool options_fill(const struct options_load *load, const struct tn_option *rows,
                  const void *defaults, size_t size, const struct node *node, void *target);

/* A table of rows that a stranger wrote is sane: names, summaries, kinds, ranges. Adds errors at `place`. */
bool options_sane(const struct tn_option *rows, struct place place, struct errors *errors);

/* The one row that has the flag, or NULL. */
const struct tn_option *options_flagged(const struct tn_option *rows, enum tn_option_flags flag);

/* Whether the rows are a key and one value, so that groups of them are written as a map of values. */
bool options_are_pair(const struct tn_option *rows);

/*
 * The JSON Schema (draft 2020-12) of a map with these rows. It refers to definitions, which go into the root's "$defs", an
 * object that the caller has opened.
 */
struct json;
void options_schema(struct json *json, const struct tn_option *rows, const void *defaults);
void options_schema_definitions(struct json *json);
/* The rows alone, as members of an object of properties that the caller has opened. */
void options_schema_properties(struct json *json, const struct tn_option *rows);

/* The rows as Markdown (a table and a section each group) or as troff for a man page. */
void options_markdown(FILE *stream, const struct tn_option *rows, const void *defaults,
                      unsigned depth);
void options_man(FILE *stream, const struct tn_option *rows, const void *defaults);

/* The effective values as YAML, indented, each with its origin as a comment, secrets masked. */
void options_print(FILE *stream, const struct tn_option *rows, const void *values,
                   const struct node *node, unsigned indent);
/* The same, one value after another: `way` is as in "checks.0.path", and `origin` in words. */
typedef void options_visitor(void *context, const char *way, const char *value, const char *origin);
void options_visit(const struct tn_option *rows, const void *values, const struct node *node,
                   const char *prefix, options_visitor *visit, void *context);
/* A member of a map that has no rows, as one line. */
void options_print_node(FILE *stream, const struct node *node, unsigned indent);

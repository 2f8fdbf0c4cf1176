/* SPDX-License-Identifier: MIT */
/* From rows and nodes to structs: loading with every error, and what is derived from the rows alone. */
#pragma once

#include <stdio.h>

#include <base/node.h>
#include <options/variables.h>
#include <tenon/option.h>

/* What loading needs besides rows and node. */
struct options_load {
    struct arena
        *arena; /* receives lists, texts, templates: lives as long as the struct that is filled */
    struct errors *errors;
    const struct variable_scope *scope; /* for templates */
    const char *folder;                 /* against which paths are made absolute */
    const char *owner;                  /* "plugin `ratelimit`", "`server`": for messages */
};

/*
 * Fills `target` (of `size` bytes) from the defaults, then from the node (NULL, or a map, or what the TN_SHORT row takes).
 * Reports unknown and duplicate keys with "did you mean", wrong types, bad ranges, missing required ones, all of them.
 * False if any error was added.
 */
bool options_fill(const struct options_load *load, const struct tn_option *rows,
                  const void *defaults, size_t size, const struct node *node, void *target);

/* A table of rows that a stranger wrote is sane: names, summaries, kinds, ranges. Adds errors at `place`. */
bool options_sane(const struct tn_option *rows, struct place place, struct errors *errors);

/* The JSON Schema (draft 2020-12) of a map with these rows. */
struct json;
void options_schema(struct json *json, const struct tn_option *rows, const void *defaults);

/* The rows as Markdown (a table and a section each group) or as troff for a man page. */
void options_markdown(FILE *stream, const struct tn_option *rows, const void *defaults,
                      unsigned depth);
void options_man(FILE *stream, const struct tn_option *rows, const void *defaults);

/* The effective values as YAML, indented, each with its origin as a comment, secrets masked. */
void options_print(FILE *stream, const struct tn_option *rows, const void *values,
                   const struct node *node, unsigned indent);

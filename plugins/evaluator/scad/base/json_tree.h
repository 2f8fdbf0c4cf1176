/* SPDX-License-Identifier: MIT */
/* A JSON text (RFC 8259) as a tree whose scalars are texts. */
#ifndef SCAD_BASE_JSON_TREE_H
#define SCAD_BASE_JSON_TREE_H

#include "base/text.h"

enum { JSON_TREE_DEPTH_MAX = 200 };

struct json_node {
    struct text name;        /* in an object */
    struct text text;        /* of a string, a number as written, true, false or null */
    struct json_node *first; /* what is in a list or an object */
    struct json_node *next;
};

struct json_mistake {
    const char *what; /* such as "expected value" */
    size_t line;      /* from 1 */
};

/* The tree, or NULL and a mistake. */
struct json_node *json_tree_read(struct arena *arena, struct text text,
                                 struct json_mistake *mistake);

/* The first member of that name, or NULL; the object may be NULL. */
const struct json_node *json_tree_find(const struct json_node *object, struct text name);

#endif

/* SPDX-License-Identifier: MIT */
/* The configuration as a tree of values, each of which knows where it was written. */
#pragma once

#include <base/error.h>

enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };

/* A node lives in the arena of the document that made it. Members of maps and items of lists are linked by `next`. */
struct node {
    enum node_kind kind;
    struct place place;
    struct tn_text key; /* of a member of a map */
    struct place key_place;
    struct tn_text text; /* of a scalar, expanded, NUL-terminated */
    bool plain;          /* a scalar without quotes: may be a number, a boolean or null */
    bool broken;         /* its text is wrong, which has been reported: it says nothing */
    bool secret;         /* came from ${file:…}: masked when printed */
    /* "env LOG_LEVEL", "default of ${PORT}", "file /run/secrets/x"; NULL: as written. */
    const char *origin;
    struct tn_text content; /* of the file that a scalar names, where it is read with the config */
    struct node *first, *next;
    size_t count;
};

/* The member of a map; NULL if there is none or the node is no map. */
struct node *node_member(const struct node *map, const char *key);
/* Follows a way such as "checks.disk.path" or "rules.2" (the third of a list or a map) as far as it goes; never NULL for a
 * non-NULL node. */
struct node *node_way(struct node *node, const char *way);
/* "a map", "a list", "the text `abc`": for messages. */
const char *node_describe(const struct node *node, char buffer[64]);

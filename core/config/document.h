/* SPDX-License-Identifier: MIT */
/* One YAML document as a tree of nodes. */
#pragma once

#include <base/node.h>

/* What one document may hold, aliases counted each time they are used. */
enum {
    DOCUMENT_BYTES_MAX = 1024 * 1024,
    DOCUMENT_NODES_MAX = 50 * 1000,
    DOCUMENT_DEPTH_MAX = 32,
    DOCUMENT_KEYS_MAX = 4000, /* of one map */
};

/*
 * Reads the source, which must outlive the tree: the nodes' places point at it. Refused are tags, merge keys, keys twice in a
 * map, keys that are no text, a second document, an alias within its own anchor, and what is beyond the caps. NULL if the
 * reading broke off; a key twice and a second document are only reported, so that other mistakes are seen too. The nodes are
 * put into the arena.
 */
struct node *document_read(const struct source *source, struct arena *arena, struct errors *errors);

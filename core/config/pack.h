/* SPDX-License-Identifier: MIT */
/* A tree as bytes, so that another process has exactly the tree that was read, places and excerpts included. */
#pragma once

#include <base/buffer.h>
#include <base/node.h>

void tree_pack(const struct node *root, struct buffer *packed);

/* NULL if the bytes are of another version, or not whole. */
struct node *tree_unpack(struct tn_text packed, struct arena *arena);

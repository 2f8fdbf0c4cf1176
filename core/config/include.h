/* SPDX-License-Identifier: MIT */
/* A file together with what it includes, as one tree. */
#pragma once

#include <base/node.h>

enum { INCLUDE_DEPTH_MAX = 16, INCLUDE_FILES_MAX = 256 };

/*
 * Reads the file, expanded, and merges the files that its `include` names into it: one pattern or a list of them, relative to
 * the folder of the file that includes, each pattern's files in lexical order. A pattern without a star must find its
 * file, and any must find its folder.
 *
 * The merge rules:
 *   - What is included stands where `include` stands: included plugins come before the file's own if `include` is written
 *     above `plugins`, and after them if below.
 *   - `plugins` lists are joined. Maps are merged key by key. Anything else that two files give is a conflict, an error that
 *     names both places: no file overrides another.
 *   - A file that includes itself, directly or not, is refused.
 *
 * NULL after errors. Everything is put into the arena.
 */
struct node *include_read(const char *file, struct arena *arena, struct errors *errors);

/* The same for a text, in which `include` is refused. */
struct node *include_parse(const char *name, struct tn_text text, struct arena *arena,
                           struct errors *errors);

/* SPDX-License-Identifier: MIT */
/* Finding and opening shared objects: dlopen, the one symbol, the ABI, the sanity of the table. */
#pragma once

#include <base/error.h>
#include <tenon/kinds.h>
#include <tenon/plugin.h>

struct library {
    const char *path;               /* of the shared object */
    const struct tn_plugin *plugin; /* good for ever: nothing is ever closed */
};

/*
 * Where plugins are looked for, in order: what the file says (or NULL), the folders of $TENON_PLUGIN_PATH (with colons between), the
 * built-in one. Ends with NULL.
 */
const char *const *library_folders(const struct tn_texts *configured, struct arena *arena);

/*
 * Opens the plugin `name` from the first of the folders that holds name.so. NULL after an error at `place` that names file,
 * plugin and reason: not found (with the folders searched), undefined symbol, no `tn_plugin`, other ABI, a table that is not
 * sane, a name that is not the file's. A folder or file that others may write to is refused.
 */
const struct library *library_open(const char *name, const char *const *folders, struct place place,
                                   struct arena *arena, struct errors *errors);

/* All plugins of the folders, in order of name; those that do not load add an error. Returns how many. */
size_t library_scan(const char *const *folders, const struct library **libraries,
                    struct arena *arena, struct errors *errors);

/* Whether the rows of a table are what the sdk asks for; errors at `place` begin with `owner`. */
bool library_sane(const struct tn_plugin *plugin, const char *owner, struct place place,
                  struct errors *errors);

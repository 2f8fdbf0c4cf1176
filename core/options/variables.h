/* SPDX-License-Identifier: MIT */
/* What `$name` may mean where a template is compiled. */
#pragma once

#include <base/arena.h>
#include <tenon/variable.h>

/* One variable: its row, and where its instance's self will be once `create` has run (NULL for the host's own rows). */
struct variable {
    const struct tn_variable *row;
    void *const *self;
};

/* The variables of one entry of `prefix` (NULL: the host's own, whose names hold the whole). */
struct variable_group {
    const char *prefix;
    const struct tn_variable *rows; /* ends with an all-zero row; NULL: not known */
    void *const *self;
};

/* All that an entry's templates may use: groups in order, and the entry's own under its plugin's name. */
struct variable_scope {
    size_t count;
    const struct variable_group *groups;
    const struct variable_group *own; /* NULL outside an entry; `prefix` is the plugin's name */
    /* Accept what no known group could hold, as an absent value: to check a file without its plugins. */
    bool any;
};

/* A scope in which every variable is known: to check templates as long as no plugin is loaded. */
extern const struct variable_scope variables_any_scope;

/* Finds the variable of that name, and the rest behind a ".*" row (absent for another row). */
bool variables_find(const struct variable_scope *scope, struct tn_text name,
                    struct variable *variable, struct tn_text *rest);

/* The name in full that is nearest to one that was not found, or NULL. */
const char *variables_nearest(const struct variable_scope *scope, struct tn_text name,
                              struct arena *arena);

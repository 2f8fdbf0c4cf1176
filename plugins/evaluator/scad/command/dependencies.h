/* SPDX-License-Identifier: MIT */
/* The files that a result depends on: they are written as a rule for make, and made if they are missing. */
#ifndef SCAD_DEPENDENCIES_H
#define SCAD_DEPENDENCIES_H

#include "command/arguments.h"

struct dependencies {
    struct arena *arena;
    const char *make_command; /* NULL: nothing is made */
    struct text *items;       /* each once, in the order in which they were found */
    size_t count;
    size_t capacity;
};

/* Adds a file unless it is there already. If it does not exist, the command is run with its name first. */
void dependencies_note(struct dependencies *dependencies, struct text path);

/* Writes the rule for the outputs. False after a message if that cannot be done. */
bool dependencies_write(const struct dependencies *dependencies, const char *path,
                        const struct string_list *outputs);

#endif

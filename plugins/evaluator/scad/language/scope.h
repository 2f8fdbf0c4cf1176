/* SPDX-License-Identifier: MIT */
/* Filling scopes while a file is parsed, by OpenSCAD's rule that a later assignment takes the place
 * of an earlier one. */
#ifndef SCAD_LANGUAGE_SCOPE_H
#define SCAD_LANGUAGE_SCOPE_H

#include "language/parser.h"

/* Finds the assignment of a name in a scope, for all scopes of a file. */
struct assignment_entry {
    const struct scope *scope; /* NULL: no entry */
    struct assignment *assignment;
};

struct scope_builder {
    const struct parser_input *input;
    struct assignment_entry *entries; /* open addressing, a power of two */
    uint32_t entry_count;
    uint32_t capacity;
    bool text_ended; /* what comes now is from the command line, and overwrites without a warning */
};

void scope_builder_open(struct scope_builder *builder, const struct parser_input *input);

/* An empty scope. */
struct scope *scope_create(struct arena *arena);

/* Adds `name = value`, warning where it overwrites what it should not. */
void scope_assign(struct scope_builder *builder, struct scope *scope,
                  const struct assignment *assignment);

void scope_add_function(struct arena *arena, struct scope *scope,
                        struct function_definition *function);

/* `position` is where the definition begins. */
void scope_add_module(struct arena *arena, struct scope *scope, struct module_definition *module,
                      struct position position);
void scope_add_instantiation(struct arena *arena, struct scope *scope,
                             struct instantiation *instantiation, struct position position);

void scope_add_use(struct arena *arena, struct scope *scope, const struct use *use);

/* How many assignments and instantiations the scope has. */
uint32_t scope_element_count(const struct scope *scope);

#endif

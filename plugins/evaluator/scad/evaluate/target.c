/* SPDX-License-Identifier: MIT */
/* What a call or an instantiation means: a user's own, a library's, or a built-in one. */
#include "evaluate/resolve.h"

static void note_library(struct resolver *resolver, const struct program_file *library)
{
    const struct function_list *functions = &library->syntax->scope->functions;
    const struct module_list *modules = &library->syntax->scope->modules;
    for (uint32_t i = 0; i < functions->count; i++)
        resolver->foreign_functions[functions->items[i]->name] =
            (struct foreign){ functions->items[i]->plan, library };
    for (uint32_t i = 0; i < modules->count; i++)
        resolver->foreign_modules[modules->items[i]->name] =
            (struct foreign){ modules->items[i]->plan, library };
}

/* The first library that has a name counts, and in it the last definition: what is noted later takes
 * the place of what was noted before. */
void target_note_libraries(struct resolver *resolver, const struct program_file *file)
{
    for (uint32_t i = file->libraries.count; i > 0; i--)
        note_library(resolver, file->libraries.items[i - 1]);
}

void target_forget_libraries(struct resolver *resolver, const struct program_file *file)
{
    for (uint32_t i = 0; i < file->libraries.count; i++) {
        const struct scope *scope = file->libraries.items[i]->syntax->scope;
        for (uint32_t j = 0; j < scope->functions.count; j++)
            resolver->foreign_functions[scope->functions.items[j]->name] = (struct foreign){ 0 };
        for (uint32_t j = 0; j < scope->modules.count; j++)
            resolver->foreign_modules[scope->modules.items[j]->name] = (struct foreign){ 0 };
    }
}

static struct function_candidate *add(struct resolver *resolver, struct function_candidate ***end)
{
    struct function_candidate *candidate = arena_take(resolver->arena, sizeof *candidate);
    **end = candidate;
    *end = &candidate->next;
    return candidate;
}

static void add_variable(struct resolver *resolver, struct function_candidate ***end,
                         struct resolution resolution)
{
    struct function_candidate *candidate = add(resolver, end);
    candidate->kind = CANDIDATE_VARIABLE;
    candidate->resolution = resolution;
}

/* What the scopes around declare, innermost first; in one scope a function before a variable. */
static void add_declared(struct resolver *resolver, struct function_candidate ***end, name_id name)
{
    const struct declaration *variable = resolver->meanings.variables[name];
    const struct declaration *function = resolver->meanings.functions[name];
    while (variable || function) {
        bool takes_variable =
            !function || (variable && variable->lexical->depth > function->lexical->depth);
        if (takes_variable) {
            add_variable(resolver, end,
                         (struct resolution){ lexical_hops(resolver, variable), variable->slot });
            variable = variable->outer;
            continue;
        }
        struct function_candidate *candidate = add(resolver, end);
        candidate->kind = CANDIDATE_FUNCTION;
        candidate->resolution.hops = lexical_hops(resolver, function);
        candidate->callable = function->callable;
        return;
    }
}

static void add_foreign(struct resolver *resolver, struct function_candidate ***end, name_id name)
{
    struct foreign foreign = resolver->foreign_functions[name];
    if (foreign.callable) {
        struct function_candidate *candidate = add(resolver, end);
        candidate->kind = CANDIDATE_LIBRARY;
        candidate->callable = foreign.callable;
        candidate->library = foreign.library;
        return;
    }
    if (resolver->builtin_functions[name]) {
        struct function_candidate *candidate = add(resolver, end);
        candidate->kind = CANDIDATE_BUILTIN;
        candidate->builtin = resolver->builtin_functions[name];
    }
}

struct function_target *target_of_call(struct resolver *resolver, name_id name)
{
    struct function_target *target = arena_take(resolver->arena, sizeof *target);
    struct function_candidate **end = &target->candidates;
    if (name == NAME_NONE)
        return target;
    struct resolution place = lexical_find(resolver, name); /* strangers get their place */
    if (place.hops == HOPS_SPECIAL) {
        add_variable(resolver, &end, place);
        return target;
    }
    add_declared(resolver, &end, name);
    add_foreign(resolver, &end, name);
    return target;
}

struct module_target *target_of_module(struct resolver *resolver, name_id name)
{
    struct module_target *target = arena_take(resolver->arena, sizeof *target);
    const struct declaration *declaration = resolver->meanings.modules[name];
    if (declaration) {
        target->callable = declaration->callable;
        target->hops = lexical_hops(resolver, declaration);
        return target;
    }
    struct foreign foreign = resolver->foreign_modules[name];
    target->callable = foreign.callable;
    target->library = foreign.library;
    if (!foreign.callable)
        target->builtin = resolver->builtin_modules[name];
    return target;
}

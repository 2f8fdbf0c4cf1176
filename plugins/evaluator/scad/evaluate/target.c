/* SPDX-License-Identifier: MIT */
/* What a call or an instantiation means: a user's own, a library's, or a built-in one. */
#include "evaluate/resolve.h"

static const struct callable *find_function(const struct program_file *file, name_id name)
{
    const struct function_list *functions = &file->syntax->scope->functions;
    for (uint32_t i = functions->count; i > 0; i--)
        if (functions->items[i - 1]->name == name)
            return functions->items[i - 1]->plan;
    return NULL;
}

static const struct callable *find_module(const struct program_file *file, name_id name)
{
    const struct module_list *modules = &file->syntax->scope->modules;
    for (uint32_t i = modules->count; i > 0; i--)
        if (modules->items[i - 1]->name == name)
            return modules->items[i - 1]->plan;
    return NULL;
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
    const struct program_file_list *libraries = &resolver->file->libraries;
    for (uint32_t i = 0; i < libraries->count; i++) {
        const struct callable *callable = find_function(libraries->items[i], name);
        if (!callable)
            continue;
        struct function_candidate *candidate = add(resolver, end);
        candidate->kind = CANDIDATE_LIBRARY;
        candidate->callable = callable;
        candidate->library = libraries->items[i];
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
    const struct program_file_list *libraries = &resolver->file->libraries;
    for (uint32_t i = 0; i < libraries->count; i++) {
        target->callable = find_module(libraries->items[i], name);
        if (target->callable) {
            target->library = libraries->items[i];
            return target;
        }
    }
    target->builtin = resolver->builtin_modules[name];
    return target;
}

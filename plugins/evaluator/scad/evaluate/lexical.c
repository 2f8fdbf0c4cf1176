/* SPDX-License-Identifier: MIT */
/* Scopes of the text: who declares what, and how far away that is. */
#include "evaluate/resolve.h"

#include "base/list.h"

void lexical_enter(struct resolver *resolver, struct lexical *lexical, struct frame_plan *frame,
                   struct callable *callable)
{
    struct lexical *outer = resolver->innermost;
    *lexical = (struct lexical){
        .outer = outer,
        .frame = frame ? frame : outer->frame,
        .frame_depth = (outer ? outer->frame_depth : 0) + (frame ? 1 : 0),
        .depth = outer ? outer->depth + 1 : 0,
        .callable = callable,
    };
    resolver->innermost = lexical;
}

static void forget(struct declaration **meanings, const struct name_list *names)
{
    for (uint32_t i = 0; i < names->count; i++)
        meanings[names->items[i]] = meanings[names->items[i]]->outer;
}

void lexical_leave(struct resolver *resolver)
{
    struct lexical *lexical = resolver->innermost;
    forget(resolver->meanings.variables, &lexical->variables);
    forget(resolver->meanings.functions, &lexical->functions);
    forget(resolver->meanings.modules, &lexical->modules);
    resolver->innermost = lexical->outer;
}

static struct declaration *push(struct resolver *resolver, struct declaration **meanings,
                                struct name_list *names, struct lexical *lexical, name_id name)
{
    struct declaration *declaration = arena_take(resolver->arena, sizeof *declaration);
    declaration->outer = meanings[name];
    declaration->lexical = lexical;
    meanings[name] = declaration;
    list_append(resolver->arena, names, name);
    return declaration;
}

uint32_t lexical_hops(const struct resolver *resolver, const struct declaration *declaration)
{
    return resolver->innermost->frame_depth - declaration->lexical->frame_depth;
}

/* Where a name is that nobody has declared. */
static struct resolution undeclared(struct resolver *resolver, name_id name)
{
    if (text_equal(names_text(resolver->program->names, name), text_of("PI")))
        return (struct resolution){ HOPS_CONSTANT, 0 };
    return (struct resolution){ HOPS_UNKNOWN, 0 };
}

/* What a name means outside the scope, as seen from the scope's own frame. */
static struct resolution find_from(struct resolver *resolver, const struct lexical *lexical,
                                   const struct declaration *declaration, name_id name)
{
    if (!declaration)
        return undeclared(resolver, name);
    return (struct resolution){ lexical->frame_depth - declaration->lexical->frame_depth,
                                declaration->slot };
}

static struct resolution declare_in(struct resolver *resolver, struct lexical *lexical,
                                    name_id name, bool settable)
{
    struct declaration *outer = resolver->meanings.variables[name];
    struct declaration *declaration =
        push(resolver, resolver->meanings.variables, &lexical->variables, lexical, name);
    struct slot_plan slot = { .name = name,
                              .settable = settable,
                              .outer = find_from(resolver, lexical, outer, name) };
    declaration->slot = lexical->frame->count;
    list_append(resolver->arena, lexical->frame, slot);
    return (struct resolution){ 0, declaration->slot };
}

static struct resolution special_place(struct resolver *resolver, name_id name)
{
    uint32_t index = resolver->program->special_index[name];
    if (index == 0)
        return (struct resolution){ HOPS_NOWHERE, 0 };
    return (struct resolution){ HOPS_SPECIAL, index - 1 };
}

struct resolution lexical_declare(struct resolver *resolver, name_id name, bool settable)
{
    if (names_is_special(resolver->program->names, name))
        return special_place(resolver, name);
    struct declaration *known = resolver->meanings.variables[name];
    if (known && known->lexical == resolver->innermost)
        return (struct resolution){ 0, known->slot };
    return declare_in(resolver, resolver->innermost, name, settable);
}

/* A callable on the way out to the declaration may be given an argument that is none of its
 * parameters; if some call does so, the callable keeps a place for it. */
static void make_room_for_strangers(struct resolver *resolver, struct lexical *lexical,
                                    const struct declaration *known, name_id name)
{
    if (!lexical || (known && lexical->depth <= known->lexical->depth))
        return;
    make_room_for_strangers(resolver, lexical->outer, known, name);
    if (lexical->callable)
        declare_in(resolver, lexical, name, true);
}

struct resolution lexical_find(struct resolver *resolver, name_id name)
{
    if (names_is_special(resolver->program->names, name))
        return special_place(resolver, name);
    if (resolver->passed_by_name[name])
        make_room_for_strangers(resolver, resolver->innermost, resolver->meanings.variables[name],
                                name);
    const struct declaration *declaration = resolver->meanings.variables[name];
    return find_from(resolver, resolver->innermost, declaration, name);
}

static void declare_callable(struct resolver *resolver, struct declaration **meanings,
                             struct name_list *names, name_id name, const struct callable *callable)
{
    struct declaration *declaration = meanings[name];
    if (!declaration || declaration->lexical != resolver->innermost)
        declaration = push(resolver, meanings, names, resolver->innermost, name);
    declaration->callable = callable;
}

void lexical_declare_function(struct resolver *resolver, name_id name,
                              const struct callable *callable)
{
    declare_callable(resolver, resolver->meanings.functions, &resolver->innermost->functions, name,
                     callable);
}

void lexical_declare_module(struct resolver *resolver, name_id name,
                            const struct callable *callable)
{
    declare_callable(resolver, resolver->meanings.modules, &resolver->innermost->modules, name,
                     callable);
}

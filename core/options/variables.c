/* SPDX-License-Identifier: MIT */
/* Finding what a name in a template stands for. */
#include <base/error.h>
#include <options/variables.h>

const struct variable_scope variables_any_scope = { .any = true };

/* The name without "PREFIX."; false if it does not begin so. */
static bool strip_prefix(struct tn_text *name, const char *prefix)
{
    size_t size = strlen(prefix);
    if (name->size <= size || name->at[size] != '.' || memcmp(name->at, prefix, size) != 0)
        return false;
    name->at += size + 1;
    name->size -= size + 1;
    return true;
}

static bool takes_any_ending(const struct tn_variable *row)
{
    size_t size = strlen(row->name);
    return size > 2 && strcmp(row->name + size - 2, ".*") == 0;
}

static bool fits(const struct tn_variable *row, struct tn_text name, struct tn_text *rest)
{
    *rest = (struct tn_text){ NULL, 0 };
    if (!takes_any_ending(row))
        return tn_text_is(name, row->name);
    size_t size = strlen(row->name) - 1; /* with the dot */
    if (name.size <= size || memcmp(name.at, row->name, size) != 0)
        return false;
    *rest = (struct tn_text){ name.at + size, name.size - size };
    return true;
}

static bool find_in(const struct variable_group *group, struct tn_text name,
                    struct variable *variable, struct tn_text *rest)
{
    struct tn_text stripped = name;
    bool prefixed = !group->prefix || strip_prefix(&stripped, group->prefix);
    for (const struct tn_variable *row = group->rows; row && row->name; row++) {
        bool global = row->flags & TN_GLOBAL;
        if ((global || prefixed) && fits(row, global ? name : stripped, rest)) {
            *variable = (struct variable){ row, group->self };
            return true;
        }
    }
    return false;
}

/* Whether the name begins as the variables of a known group do, so that no other could hold it. */
static bool is_taken(const struct variable_scope *scope, struct tn_text name)
{
    const char *dot = memchr(name.at, '.', name.size);
    if (!dot)
        return false;
    struct tn_text first = { name.at, (size_t)(dot - name.at) };
    for (size_t i = 0; i < scope->count; i++) {
        const struct variable_group *group = &scope->groups[i];
        if (group->prefix && group->rows && tn_text_is(first, group->prefix))
            return true;
        for (const struct tn_variable *row = group->rows; row && row->name; row++)
            if (!group->prefix && strncmp(row->name, first.at, first.size + 1) == 0)
                return true;
    }
    return false;
}

static struct tn_value get_absent(struct tn_request *request, void *self, struct tn_text rest)
{
    (void)request;
    (void)self;
    (void)rest;
    return tn_value_absent();
}

static const struct tn_variable any_variable = { "*", get_absent, TN_GLOBAL, "Any variable." };

/* The entry's own come first, so that `$PLUGIN.name` in its options is its own, even where an entry above has that name. */
bool variables_find(const struct variable_scope *scope, struct tn_text name,
                    struct variable *variable, struct tn_text *rest)
{
    if (!scope)
        return false;
    if (scope->own && find_in(scope->own, name, variable, rest))
        return true;
    for (size_t i = 0; i < scope->count; i++)
        if (find_in(&scope->groups[i], name, variable, rest))
            return true;
    *variable = (struct variable){ &any_variable, NULL };
    *rest = name;
    return scope->any && !is_taken(scope, name);
}

struct candidates {
    const struct variable_scope *scope;
    struct tn_text word;
    struct arena *arena;
};

/* What of the word stands for the star of `pattern`: all behind as many dots as the pattern has. */
static struct tn_text ending_for(const char *pattern, struct tn_text word)
{
    for (; *pattern; pattern++) {
        if (*pattern != '.')
            continue;
        const char *dot = word.size ? memchr(word.at, '.', word.size) : NULL;
        if (!dot)
            return (struct tn_text){ "*", 1 };
        word.size -= (size_t)(dot - word.at) + 1;
        word.at = dot + 1;
    }
    return word;
}

static const char *full_name(const struct candidates *candidates,
                             const struct variable_group *group, const struct tn_variable *row)
{
    bool bare = !group->prefix || (row->flags & TN_GLOBAL);
    const char *name = arena_print(candidates->arena, "%s%s%s", bare ? "" : group->prefix,
                                   bare ? "" : ".", row->name)
                           .at;
    if (!takes_any_ending(row))
        return name;
    struct tn_text ending = ending_for(name, candidates->word);
    return arena_print(candidates->arena, "%.*s%" TN_PRI, (int)strlen(name) - 1, name,
                       TN_ARG(ending))
        .at;
}

static const struct tn_variable *row_of(const struct variable_group *group, size_t *i)
{
    for (const struct tn_variable *row = group->rows; row && row->name; row++)
        if ((*i)-- == 0)
            return row;
    return NULL;
}

static const char *candidate(const void *context, size_t i)
{
    const struct candidates *candidates = context;
    const struct variable_scope *scope = candidates->scope;
    const struct tn_variable *row;
    if (scope->own && (row = row_of(scope->own, &i)))
        return full_name(candidates, scope->own, row);
    for (size_t group = 0; group < scope->count; group++)
        if ((row = row_of(&scope->groups[group], &i)))
            return full_name(candidates, &scope->groups[group], row);
    return NULL;
}

const char *variables_nearest(const struct variable_scope *scope, struct tn_text name,
                              struct arena *arena)
{
    struct candidates candidates = { scope, name, arena };
    return scope ? nearest(name, candidate, &candidates) : NULL;
}

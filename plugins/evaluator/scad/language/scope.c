/* SPDX-License-Identifier: MIT */
/* The lists of a scope, and a table of all assignments, since programs may have many. */
#include "language/scope.h"

#include "base/list.h"

enum { FIRST_CAPACITY = 64 };

void scope_builder_open(struct scope_builder *builder, const struct parser_input *input)
{
    *builder = (struct scope_builder){ .input = input, .capacity = FIRST_CAPACITY };
    builder->entries = arena_take(input->arena, FIRST_CAPACITY * sizeof *builder->entries);
}

struct scope *scope_create(struct arena *arena)
{
    return arena_take(arena, sizeof(struct scope));
}

static uint32_t hash(const struct scope *scope, name_id name)
{
    uint64_t mixed = ((uint64_t)(uintptr_t)scope >> 4) + name * UINT64_C(0x9e3779b97f4a7c15);
    return (uint32_t)((mixed * UINT64_C(0xff51afd7ed558ccd)) >> 32);
}

/* The entry of the name in the scope, or the empty one where it belongs. */
static struct assignment_entry *entry_of(const struct scope_builder *builder,
                                         const struct scope *scope, name_id name)
{
    uint32_t mask = builder->capacity - 1;
    uint32_t at = hash(scope, name) & mask;
    while (builder->entries[at].scope &&
           (builder->entries[at].scope != scope || builder->entries[at].assignment->name != name))
        at = (at + 1) & mask;
    return &builder->entries[at];
}

static void double_capacity(struct scope_builder *builder)
{
    const struct assignment_entry *old = builder->entries;
    uint32_t old_capacity = builder->capacity;
    builder->capacity *= 2;
    builder->entries =
        arena_take(builder->input->arena, builder->capacity * sizeof *builder->entries);
    for (uint32_t i = 0; i < old_capacity; i++)
        if (old[i].scope)
            *entry_of(builder, old[i].scope, old[i].assignment->name) = old[i];
}

static void warn_of_overwriting(struct scope_builder *builder, const struct assignment *earlier,
                                struct position position, bool name_source)
{
    const struct parser_input *input = builder->input;
    struct builder text = builder_in(input->arena);
    builder_byte(&text, '"');
    builder_text(&text, names_text(input->names, earlier->name));
    builder_format(&text, "\" was assigned on line %u ", earlier->position.line);
    if (name_source) {
        builder_string(&text, "of \"");
        diagnostic_print_path(&text, input->sources->items[earlier->position.source]->name,
                              source_folder(input->main));
        builder_string(&text, "\" ");
    }
    builder_string(&text, "but was overwritten");
    diagnostics_add(input->diagnostics,
                    (struct diagnostic){ .severity = SEVERITY_WARNING,
                                         .text = builder_result(&text),
                                         .position = position,
                                         .folder = source_folder(input->main) });
}

/* Overwriting what an included file has set is how such files are adapted, and no cause for a
 * warning; nor is including one twice. */
static void check_overwriting(struct scope_builder *builder, const struct assignment *earlier,
                              struct position later)
{
    uint16_t main = builder->input->main->index;
    if (builder->text_ended)
        return;
    if (earlier->position.source == later.source) {
        bool in_main = later.source == main;
        if (in_main || earlier->position.line != later.line)
            warn_of_overwriting(builder, earlier, later, !in_main);
    } else if (earlier->position.source == main) {
        warn_of_overwriting(builder, earlier, later, true);
    }
}

static void add_statement(struct arena *arena, struct scope *scope, struct statement statement)
{
    list_append(arena, &scope->statements, statement);
}

void scope_assign(struct scope_builder *builder, struct scope *scope,
                  const struct assignment *assignment)
{
    struct arena *arena = builder->input->arena;
    struct assignment *written = arena_take(arena, sizeof *written);
    *written = *assignment;
    add_statement(arena, scope,
                  (struct statement){ .kind = STATEMENT_ASSIGNMENT,
                                      .position = assignment->position,
                                      .assignment = written });

    struct assignment_entry *entry = entry_of(builder, scope, assignment->name);
    if (entry->scope) {
        check_overwriting(builder, entry->assignment, assignment->position);
        entry->assignment->value = assignment->value;
        entry->assignment->overwritten = assignment->position;
        return;
    }
    struct assignment *first = arena_take(arena, sizeof *first);
    *first = *assignment;
    *entry = (struct assignment_entry){ scope, first };
    list_append(arena, &scope->assignments, first);
    if (++builder->entry_count > builder->capacity / 2)
        double_capacity(builder);
}

void scope_add_function(struct arena *arena, struct scope *scope,
                        struct function_definition *function)
{
    list_append(arena, &scope->functions, function);
    add_statement(arena, scope,
                  (struct statement){ .kind = STATEMENT_FUNCTION,
                                      .position = function->position,
                                      .function = function });
}

void scope_add_module(struct arena *arena, struct scope *scope, struct module_definition *module,
                      struct position position)
{
    list_append(arena, &scope->modules, module);
    add_statement(
        arena, scope,
        (struct statement){ .kind = STATEMENT_MODULE, .position = position, .module = module });
}

void scope_add_instantiation(struct arena *arena, struct scope *scope,
                             struct instantiation *instantiation, struct position position)
{
    if (!instantiation->is_disabled)
        list_append(arena, &scope->instantiations, instantiation);
    add_statement(arena, scope,
                  (struct statement){ .kind = STATEMENT_INSTANTIATION,
                                      .position = position,
                                      .instantiation = instantiation });
}

void scope_add_use(struct arena *arena, struct scope *scope, const struct use *use)
{
    add_statement(
        arena, scope,
        (struct statement){ .kind = STATEMENT_USE, .position = use->position, .use = use });
}

uint32_t scope_element_count(const struct scope *scope)
{
    return scope->assignments.count + scope->instantiations.count;
}

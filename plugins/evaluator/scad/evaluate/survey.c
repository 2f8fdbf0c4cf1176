/* SPDX-License-Identifier: MIT */
/* The first walk over the trees: plans are made, and what only the whole program can tell is
 * noted. Every function here answers whether a function literal is in what it looked at. */
#include "evaluate/resolve.h"

#include "base/list.h"

static bool survey_expression(struct resolver *resolver, struct expression *expression);
static bool survey_scope(struct resolver *resolver, struct scope *scope, bool own_frame);

static void note_special(struct resolver *resolver, name_id name)
{
    struct program *program = resolver->program;
    if (!names_is_special(program->names, name) || program->special_index[name])
        return;
    list_append(resolver->arena, &program->specials, name);
    program->special_index[name] = program->specials.count;
}

static bool survey_arguments(struct resolver *resolver, struct argument_list *arguments)
{
    bool captures = false;
    for (uint32_t i = 0; i < arguments->count; i++)
        if (arguments->items[i].value)
            captures |= survey_expression(resolver, arguments->items[i].value);
    return captures;
}

static void note_argument_names(struct resolver *resolver, const struct argument_list *arguments)
{
    for (uint32_t i = 0; i < arguments->count; i++)
        resolver->passed_by_name[arguments->items[i].name] = true;
}

/* Marks bindings that need frames of their own. */
static bool mark_captured(struct argument_list *arguments, bool captures)
{
    for (uint32_t i = 0; captures && i < arguments->count; i++)
        arguments->items[i].resolution.hops = HOPS_FRAME;
    return captures;
}

static uint32_t find_this(const struct resolver *resolver, const struct argument_list *parameters)
{
    name_id name = names_find(resolver->program->names, text_of("this"));
    for (uint32_t i = 0; i < parameters->count; i++)
        if (parameters->items[i].name == name)
            return i;
    return PARAMETER_NONE;
}

static struct callable *make_callable(struct resolver *resolver, name_id name,
                                      struct argument_list *parameters, struct position position)
{
    struct callable *callable = arena_take(resolver->arena, sizeof *callable);
    callable->name = name;
    callable->parameters = parameters;
    callable->position = position;
    callable->this_parameter = find_this(resolver, parameters);
    return callable;
}

static bool survey_literal(struct resolver *resolver, struct expression *expression)
{
    struct callable *callable =
        make_callable(resolver, NAME_NONE, expression->function.parameters, expression->position);
    callable->body = expression->function.body;
    survey_arguments(resolver, callable->parameters);
    callable->frame.captured = survey_expression(resolver, callable->body);
    expression->function.plan = callable;
    return true;
}

static bool survey_list(struct resolver *resolver, const struct expression_list *list)
{
    bool captures = false;
    for (uint32_t i = 0; i < list->count; i++)
        captures |= survey_expression(resolver, list->items[i]);
    return captures;
}

static bool survey_optional(struct resolver *resolver, struct expression *expression)
{
    return expression && survey_expression(resolver, expression);
}

/* All three are looked at, whatever the first ones give; each may be NULL. */
static bool survey_parts(struct resolver *resolver, struct expression *first,
                         struct expression *second, struct expression *third)
{
    bool captures = survey_optional(resolver, first);
    captures |= survey_optional(resolver, second);
    captures |= survey_optional(resolver, third);
    return captures;
}

static bool survey_call(struct resolver *resolver, struct expression *expression)
{
    bool captures = survey_expression(resolver, expression->call.function);
    note_argument_names(resolver, expression->call.arguments);
    captures |= survey_arguments(resolver, expression->call.arguments);
    return captures;
}

static bool survey_block(struct resolver *resolver, struct expression *expression)
{
    bool captures = survey_arguments(resolver, expression->block.arguments);
    captures |= survey_optional(resolver, expression->block.body);
    return captures;
}

static bool survey_loop(struct resolver *resolver, struct expression *expression)
{
    bool captures = survey_arguments(resolver, expression->loop.arguments);
    captures |= survey_parts(resolver, expression->loop.body, expression->loop.condition, NULL);
    if (expression->loop.next) {
        captures |= survey_arguments(resolver, expression->loop.next);
        mark_captured(expression->loop.next, captures);
    }
    return mark_captured(expression->loop.arguments, captures);
}

static bool survey_expression(struct resolver *resolver, struct expression *expression)
{
    arena_poll(resolver->arena);
    switch ((enum expression_kind)expression->kind) {
    case EXPRESSION_UNDEF:
    case EXPRESSION_BOOLEAN:
    case EXPRESSION_NUMBER:
    case EXPRESSION_STRING:
        return false;
    case EXPRESSION_VARIABLE:
        note_special(resolver, expression->variable.name);
        return false;
    case EXPRESSION_UNARY:
        return survey_expression(resolver, expression->unary.operand);
    case EXPRESSION_BINARY:
        return survey_parts(resolver, expression->binary.left, expression->binary.right, NULL);
    case EXPRESSION_TERNARY:
        return survey_parts(resolver, expression->ternary.condition, expression->ternary.then,
                            expression->ternary.otherwise);
    case EXPRESSION_INDEX:
        return survey_parts(resolver, expression->index.array, expression->index.index, NULL);
    case EXPRESSION_MEMBER:
        return survey_expression(resolver, expression->member.object);
    case EXPRESSION_CALL:
        return survey_call(resolver, expression);
    case EXPRESSION_RANGE:
        return survey_parts(resolver, expression->range.begin, expression->range.step,
                            expression->range.end);
    case EXPRESSION_VECTOR:
        return survey_list(resolver, &expression->vector);
    case EXPRESSION_FUNCTION:
        return survey_literal(resolver, expression);
    case EXPRESSION_LET:
    case EXPRESSION_ELEMENT_LET:
        return mark_captured(expression->block.arguments, survey_block(resolver, expression));
    case EXPRESSION_ASSERT:
    case EXPRESSION_ECHO:
        return survey_block(resolver, expression);
    case EXPRESSION_ELEMENT_EACH:
        return survey_expression(resolver, expression->each.value);
    case EXPRESSION_ELEMENT_FOR:
    case EXPRESSION_ELEMENT_FOR_C:
        return survey_loop(resolver, expression);
    case EXPRESSION_ELEMENT_IF:
        return survey_parts(resolver, expression->choice.condition, expression->choice.then,
                            expression->choice.otherwise);
    }
    return false;
}

static bool survey_function(struct resolver *resolver, struct function_definition *definition)
{
    struct callable *callable =
        make_callable(resolver, definition->name, definition->parameters, definition->position);
    callable->body = definition->body;
    definition->plan = callable;
    bool in_defaults = survey_arguments(resolver, definition->parameters);
    callable->frame.captured = survey_expression(resolver, definition->body);
    return in_defaults || callable->frame.captured;
}

static bool survey_module(struct resolver *resolver, struct module_definition *definition)
{
    struct callable *callable =
        make_callable(resolver, definition->name, definition->parameters, definition->position);
    callable->scope = definition->body;
    definition->plan = callable;
    bool in_defaults = survey_arguments(resolver, definition->parameters);
    callable->frame.captured = survey_scope(resolver, definition->body, false);
    return in_defaults || callable->frame.captured;
}

static bool survey_instantiation(struct resolver *resolver, struct instantiation *instantiation)
{
    arena_poll(resolver->arena);
    note_argument_names(resolver, instantiation->arguments);
    bool captures = survey_arguments(resolver, instantiation->arguments);
    captures |= survey_scope(resolver, instantiation->children, true);
    if (instantiation->otherwise)
        captures |= survey_scope(resolver, instantiation->otherwise, true);
    return mark_captured(instantiation->arguments, captures);
}

static bool survey_scope(struct resolver *resolver, struct scope *scope, bool own_frame)
{
    struct scope_plan *plan = arena_take(resolver->arena, sizeof *plan);
    scope->plan = plan;
    bool captures = false;
    for (uint32_t i = 0; i < scope->functions.count; i++)
        captures |= survey_function(resolver, scope->functions.items[i]);
    for (uint32_t i = 0; i < scope->modules.count; i++)
        captures |= survey_module(resolver, scope->modules.items[i]);
    for (uint32_t i = 0; i < scope->assignments.count; i++)
        captures |= survey_expression(resolver, scope->assignments.items[i]->value);
    for (uint32_t i = 0; i < scope->instantiations.count; i++)
        captures |= survey_instantiation(resolver, scope->instantiations.items[i]);
    if (own_frame && captures && scope->assignments.count > 0) {
        plan->frame = arena_take(resolver->arena, sizeof *plan->frame);
        plan->frame->captured = true;
    }
    return captures;
}

void survey_file(struct resolver *resolver, struct program_file *file)
{
    survey_scope(resolver, file->syntax->scope, false);
    file->frame.captured = true; /* functions of a library are called when its frame is done */
}

/* SPDX-License-Identifier: MIT */
/* The second walk over the trees: every name gets its place, every call its target. */
#include "evaluate/resolve.h"

#include "base/list.h"
#include "evaluate/builtin.h"

static void resolve_expression(struct resolver *resolver, struct expression *expression);
static void resolve_children(struct resolver *resolver, struct scope *scope);
static void resolve_body(struct resolver *resolver, struct scope *scope);

static void resolve_optional(struct resolver *resolver, struct expression *expression)
{
    if (expression)
        resolve_expression(resolver, expression);
}

static void resolve_values(struct resolver *resolver, struct argument_list *arguments)
{
    for (uint32_t i = 0; i < arguments->count; i++)
        resolve_optional(resolver, arguments->items[i].value);
}

/* --- bindings of let and for ------------------------------------------------------------------ */

/* A binding has a frame of its own if the survey saw that it is captured. */
static bool begins_frame(const struct resolver *resolver, const struct assignment *binding)
{
    return binding->resolution.hops == HOPS_FRAME && binding->name != NAME_NONE &&
           !names_is_special(resolver->program->names, binding->name);
}

static struct frame_plan *new_frame(struct resolver *resolver)
{
    struct frame_plan *frame = arena_take(resolver->arena, sizeof *frame);
    frame->captured = true;
    list_append(resolver->arena, &resolver->program->frames, frame);
    return frame;
}

/* Was the name bound before in this list, whose scope is the innermost? */
static bool is_repeated(const struct resolver *resolver, const struct argument_list *arguments,
                        uint32_t index)
{
    name_id name = arguments->items[index].name;
    const struct declaration *known = resolver->meanings.variables[name];
    if (known && known->lexical == resolver->innermost)
        return true;
    if (!names_is_special(resolver->program->names, name))
        return false;
    for (uint32_t i = 0; i < index; i++)
        if (arguments->items[i].name == name)
            return true;
    return false;
}

static void declare_binding(struct resolver *resolver, struct argument_list *arguments,
                            uint32_t index)
{
    struct assignment *binding = &arguments->items[index];
    if (binding->name == NAME_NONE)
        binding->resolution.hops = HOPS_NOWHERE;
    else if (is_repeated(resolver, arguments, index))
        binding->resolution.hops = HOPS_DUPLICATE;
    else
        binding->resolution = lexical_declare(resolver, binding->name, false);
}

static void mark_frame(struct resolver *resolver, struct assignment *binding)
{
    binding->resolution.hops = HOPS_FRAME + resolver->program->frames.count - 1;
}

/* Enters the scope of bindings that are made one after the other, each seeing those before it. In
 * a frame of their own they are all declared first: a function among them may call itself, and
 * what is not set yet is looked for outside. */
static void enter_let(struct resolver *resolver, struct lexical *lexical,
                      struct argument_list *arguments)
{
    bool framed = arguments->count > 0 && begins_frame(resolver, &arguments->items[0]);
    lexical_enter(resolver, lexical, framed ? new_frame(resolver) : NULL, NULL);
    uint32_t index = resolver->program->frames.count - 1;
    for (uint32_t i = 0; framed && i < arguments->count; i++)
        declare_binding(resolver, arguments, i);
    for (uint32_t i = 0; i < arguments->count; i++) {
        resolve_optional(resolver, arguments->items[i].value);
        if (!framed)
            declare_binding(resolver, arguments, i);
    }
    if (framed)
        arguments->items[0].resolution.hops = HOPS_FRAME + index;
}

/* Enters one scope for each loop variable, the later ones within the earlier ones. */
static void enter_for(struct resolver *resolver, struct argument_list *arguments)
{
    for (uint32_t i = 0; i < arguments->count; i++) {
        struct assignment *binding = &arguments->items[i];
        resolve_optional(resolver, binding->value);
        struct lexical *lexical = arena_take(resolver->arena, sizeof *lexical);
        bool framed = begins_frame(resolver, binding);
        lexical_enter(resolver, lexical, framed ? new_frame(resolver) : NULL, NULL);
        if (binding->name == NAME_NONE)
            binding->resolution.hops = HOPS_NOWHERE;
        else
            binding->resolution = lexical_declare(resolver, binding->name, false);
        if (framed)
            mark_frame(resolver, binding);
    }
}

static void leave_for(struct resolver *resolver, const struct argument_list *arguments)
{
    for (uint32_t i = 0; i < arguments->count; i++)
        lexical_leave(resolver);
}

static void resolve_let(struct resolver *resolver, struct expression *expression)
{
    struct lexical lexical;
    enter_let(resolver, &lexical, expression->block.arguments);
    resolve_optional(resolver, expression->block.body);
    lexical_leave(resolver);
}

static void resolve_for(struct resolver *resolver, struct expression *expression)
{
    enter_for(resolver, expression->loop.arguments);
    resolve_expression(resolver, expression->loop.body);
    leave_for(resolver, expression->loop.arguments);
}

/* What the loop sets at its end is a scope within the one it begins with. */
static void resolve_for_c(struct resolver *resolver, struct expression *expression)
{
    struct argument_list *next = expression->loop.next;
    struct lexical first, current;
    enter_let(resolver, &first, expression->loop.arguments);
    bool framed = next->count > 0 && begins_frame(resolver, &next->items[0]);
    lexical_enter(resolver, &current, framed ? new_frame(resolver) : NULL, NULL);
    uint32_t index = resolver->program->frames.count - 1;
    for (uint32_t i = 0; i < next->count; i++)
        declare_binding(resolver, next, i);
    resolve_values(resolver, next);
    resolve_expression(resolver, expression->loop.condition);
    resolve_expression(resolver, expression->loop.body);
    if (framed)
        next->items[0].resolution.hops = HOPS_FRAME + index;
    lexical_leave(resolver);
    lexical_leave(resolver);
}

/* --- expressions -------------------------------------------------------------------------------- */

static void declare_parameters(struct resolver *resolver, struct argument_list *parameters)
{
    for (uint32_t i = 0; i < parameters->count; i++)
        parameters->items[i].resolution =
            lexical_declare(resolver, parameters->items[i].name, true);
}

/* Defaults see what is around the function, not its parameters. */
static void resolve_function(struct resolver *resolver, struct callable *callable)
{
    resolve_values(resolver, callable->parameters);
    struct lexical lexical;
    lexical_enter(resolver, &lexical, &callable->frame, callable);
    declare_parameters(resolver, callable->parameters);
    resolve_expression(resolver, callable->body);
    lexical_leave(resolver);
}

static void resolve_call(struct resolver *resolver, struct expression *expression)
{
    struct expression *function = expression->call.function;
    name_id name = NAME_NONE;
    if (function->kind == EXPRESSION_VARIABLE)
        name = function->variable.name;
    else
        resolve_expression(resolver, function);
    expression->call.target = target_of_call(resolver, name);
    resolve_values(resolver, expression->call.arguments);
}

static void resolve_compound(struct resolver *resolver, struct expression *expression)
{
    switch ((enum expression_kind)expression->kind) {
    case EXPRESSION_CALL:
        resolve_call(resolver, expression);
        break;
    case EXPRESSION_VECTOR:
        for (uint32_t i = 0; i < expression->vector.count; i++)
            resolve_expression(resolver, expression->vector.items[i]);
        break;
    case EXPRESSION_FUNCTION:
        resolve_function(resolver, expression->function.plan);
        break;
    case EXPRESSION_LET:
    case EXPRESSION_ELEMENT_LET:
        resolve_let(resolver, expression);
        break;
    case EXPRESSION_ASSERT:
    case EXPRESSION_ECHO:
        resolve_values(resolver, expression->block.arguments);
        resolve_optional(resolver, expression->block.body);
        break;
    case EXPRESSION_ELEMENT_FOR:
        resolve_for(resolver, expression);
        break;
    case EXPRESSION_ELEMENT_FOR_C:
        resolve_for_c(resolver, expression);
        break;
    default:
        break;
    }
}

static void resolve_expression(struct resolver *resolver, struct expression *expression)
{
    arena_poll(resolver->arena);
    switch ((enum expression_kind)expression->kind) {
    case EXPRESSION_VARIABLE:
        expression->variable.resolution = lexical_find(resolver, expression->variable.name);
        break;
    case EXPRESSION_UNARY:
        resolve_expression(resolver, expression->unary.operand);
        break;
    case EXPRESSION_BINARY:
        resolve_expression(resolver, expression->binary.left);
        resolve_expression(resolver, expression->binary.right);
        break;
    case EXPRESSION_TERNARY:
        resolve_expression(resolver, expression->ternary.condition);
        resolve_expression(resolver, expression->ternary.then);
        resolve_expression(resolver, expression->ternary.otherwise);
        break;
    case EXPRESSION_INDEX:
        resolve_expression(resolver, expression->index.array);
        resolve_expression(resolver, expression->index.index);
        break;
    case EXPRESSION_MEMBER:
        resolve_expression(resolver, expression->member.object);
        break;
    case EXPRESSION_RANGE:
        resolve_expression(resolver, expression->range.begin);
        resolve_optional(resolver, expression->range.step);
        resolve_expression(resolver, expression->range.end);
        break;
    case EXPRESSION_ELEMENT_EACH:
        resolve_expression(resolver, expression->each.value);
        break;
    case EXPRESSION_ELEMENT_IF:
        resolve_expression(resolver, expression->choice.condition);
        resolve_expression(resolver, expression->choice.then);
        resolve_optional(resolver, expression->choice.otherwise);
        break;
    default:
        resolve_compound(resolver, expression);
    }
}

/* --- statements --------------------------------------------------------------------------------- */

static void resolve_module(struct resolver *resolver, struct callable *callable)
{
    resolve_values(resolver, callable->parameters);
    struct lexical lexical;
    lexical_enter(resolver, &lexical, &callable->frame, callable);
    name_id children = names_intern_string(resolver->program->names, "$children");
    callable->children_count = lexical_declare(resolver, children, true);
    declare_parameters(resolver, callable->parameters);
    resolve_body(resolver, callable->scope);
    lexical_leave(resolver);
}

static void resolve_instantiation(struct resolver *resolver, struct instantiation *instantiation)
{
    arena_poll(resolver->arena);
    struct module_target *target = target_of_module(resolver, instantiation->name);
    instantiation->target = target;
    enum module_style style = target->builtin ? target->builtin->style : MODULE_PLAIN;
    struct lexical lexical;
    if (style == MODULE_LET)
        enter_let(resolver, &lexical, instantiation->arguments);
    else if (style == MODULE_FOR)
        enter_for(resolver, instantiation->arguments);
    else
        resolve_values(resolver, instantiation->arguments);
    resolve_children(resolver, instantiation->children);
    if (instantiation->otherwise)
        resolve_children(resolver, instantiation->otherwise);
    if (style == MODULE_LET)
        lexical_leave(resolver);
    else if (style == MODULE_FOR)
        leave_for(resolver, instantiation->arguments);
}

/* All that is declared in the scope can be seen everywhere in it. */
static void resolve_body(struct resolver *resolver, struct scope *scope)
{
    for (uint32_t i = 0; i < scope->functions.count; i++)
        lexical_declare_function(resolver, scope->functions.items[i]->name,
                                 scope->functions.items[i]->plan);
    for (uint32_t i = 0; i < scope->modules.count; i++)
        lexical_declare_module(resolver, scope->modules.items[i]->name,
                               scope->modules.items[i]->plan);
    for (uint32_t i = 0; i < scope->assignments.count; i++)
        scope->assignments.items[i]->resolution =
            lexical_declare(resolver, scope->assignments.items[i]->name, true);
    for (uint32_t i = 0; i < scope->functions.count; i++)
        resolve_function(resolver, scope->functions.items[i]->plan);
    for (uint32_t i = 0; i < scope->modules.count; i++)
        resolve_module(resolver, scope->modules.items[i]->plan);
    for (uint32_t i = 0; i < scope->assignments.count; i++)
        resolve_expression(resolver, scope->assignments.items[i]->value);
    for (uint32_t i = 0; i < scope->instantiations.count; i++)
        resolve_instantiation(resolver, scope->instantiations.items[i]);
}

static void resolve_children(struct resolver *resolver, struct scope *scope)
{
    struct scope_plan *plan = scope->plan;
    struct lexical lexical;
    lexical_enter(resolver, &lexical, plan->frame, NULL);
    resolve_body(resolver, scope);
    lexical_leave(resolver);
}

static void resolve_file(struct resolver *resolver, struct program_file *file)
{
    target_note_libraries(resolver, file);
    struct lexical lexical;
    lexical_enter(resolver, &lexical, &file->frame, NULL);
    resolve_body(resolver, file->syntax->scope);
    lexical_leave(resolver);
    target_forget_libraries(resolver, file);
}

/* --- the whole program ---------------------------------------------------------------------------- */

/* Memory for one thing per name. All names are known by now. */
static void *per_name(struct resolver *resolver, size_t size)
{
    return arena_take(resolver->arena, (resolver->program->names->count + 1) * size);
}

/* A program names but few of them: the others need no number. */
static void note_builtins(struct resolver *resolver)
{
    const struct names *names = resolver->program->names;
    resolver->builtin_functions = per_name(resolver, sizeof *resolver->builtin_functions);
    resolver->builtin_modules = per_name(resolver, sizeof *resolver->builtin_modules);
    for (size_t i = 0; builtin_function_at(i); i++) {
        name_id name = names_find(names, text_of(builtin_function_at(i)->name));
        if (name != NAME_NONE)
            resolver->builtin_functions[name] = builtin_function_at(i);
    }
    for (size_t i = 0; builtin_module_at(i); i++) {
        name_id name = names_find(names, text_of(builtin_module_at(i)->name));
        if (name != NAME_NONE)
            resolver->builtin_modules[name] = builtin_module_at(i);
    }
}

/* The special variables that are read by built-in modules, and at the end of the program. */
static void note_read_specials(struct resolver *resolver)
{
    static const char *const read[] = {
        "$fn", "$fa", "$fs", "$fe", "$vpr", "$vpt", "$vpd", "$vpf"
    };
    struct program *program = resolver->program;
    for (size_t i = 0; i < sizeof read / sizeof *read; i++) {
        name_id name = names_intern_string(program->names, read[i]);
        list_append(resolver->arena, &program->specials, name);
        program->special_index[name] = program->specials.count;
    }
}

void program_resolve(struct program *program)
{
    struct resolver resolver = { .program = program, .arena = program->arena };
    static const char *const known[] = { "$children", "$fn",  "$fa",  "$fs",  "$fe",
                                         "PI",        "$vpr", "$vpt", "$vpd", "$vpf" };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        names_intern_string(program->names, known[i]);
    note_builtins(&resolver);
    resolver.passed_by_name = per_name(&resolver, sizeof *resolver.passed_by_name);
    program->special_index = per_name(&resolver, sizeof *program->special_index);
    resolver.foreign_functions = per_name(&resolver, sizeof *resolver.foreign_functions);
    resolver.foreign_modules = per_name(&resolver, sizeof *resolver.foreign_modules);
    resolver.meanings.variables = per_name(&resolver, sizeof *resolver.meanings.variables);
    resolver.meanings.functions = per_name(&resolver, sizeof *resolver.meanings.functions);
    resolver.meanings.modules = per_name(&resolver, sizeof *resolver.meanings.modules);
    note_read_specials(&resolver);
    for (uint32_t i = 0; i < program->files.count; i++)
        survey_file(&resolver, program->files.items[i]);
    for (uint32_t i = 0; i < program->files.count; i++)
        resolve_file(&resolver, program->files.items[i]);
}

uint32_t program_special(const struct program *program, name_id name)
{
    uint32_t index = program->special_index[name];
    return index > 0 ? index - 1 : program->specials.count;
}

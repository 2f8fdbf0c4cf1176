/* SPDX-License-Identifier: MIT */
/* From the arguments of a call to the parameters of what is called. */
#include "evaluate/evaluator.h"

static uint32_t parameter_named(const struct callable *callable, name_id name)
{
    const struct argument_list *parameters = callable->parameters;
    for (uint32_t i = 0; i < parameters->count; i++)
        if (parameters->items[i].name == name)
            return i;
    return BINDING_OTHER;
}

/* Is there an argument of that name before this one? */
static bool named_before(const struct argument_list *arguments, uint32_t index, name_id name)
{
    for (uint32_t i = 0; i < index; i++)
        if (arguments->items[i].name == name)
            return true;
    return false;
}

/* Was the parameter given by place before this argument? */
static bool placed_before(const struct argument_list *arguments, const uint32_t *targets,
                          uint32_t index, uint32_t parameter)
{
    for (uint32_t i = 0; i < index; i++)
        if (arguments->items[i].name == NAME_NONE && targets[i] == parameter)
            return true;
    return false;
}

/* The next parameter that no argument before this one names; moves *next behind it. Most calls name
 * none. */
static uint32_t next_by_place(const struct callable *callable,
                              const struct argument_list *arguments, uint32_t index, bool any_named,
                              uint32_t *next)
{
    const struct argument_list *parameters = callable->parameters;
    while (*next < parameters->count) {
        uint32_t parameter = (*next)++;
        if (!any_named || !named_before(arguments, index, parameters->items[parameter].name))
            return parameter;
    }
    return BINDING_OTHER;
}

static bool is_plain(const struct binding *binding, const struct argument_list *arguments,
                     uint32_t index)
{
    uint32_t target = binding->targets[index];
    if (target == BINDING_OTHER)
        return false;
    if (arguments->items[index].name == NAME_NONE)
        return true;
    return !named_before(arguments, index, arguments->items[index].name) &&
           !placed_before(arguments, binding->targets, index, target);
}

static void plan_binding(struct evaluator *evaluator, struct binding *binding,
                         const struct callable *callable, const struct argument_list *arguments)
{
    if (!binding->targets)
        binding->targets =
            arena_take(evaluator->arena, arguments->count * sizeof *binding->targets);
    binding->callable = callable;
    binding->plain = true;
    uint32_t next = 0;
    bool any_named = false;
    for (uint32_t i = 0; i < arguments->count; i++) {
        name_id name = arguments->items[i].name;
        limits_spend(evaluator);
        any_named = any_named || name != NAME_NONE;
        binding->targets[i] = name == NAME_NONE
                                  ? next_by_place(callable, arguments, i, any_named, &next)
                                  : parameter_named(callable, name);
        binding->plain = binding->plain && is_plain(binding, arguments, i);
    }
    for (uint32_t i = 0; i < callable->parameters->count; i++)
        if (!hops_is_count(callable->parameters->items[i].resolution.hops))
            binding->plain = false;
}

/* --- arguments that need care ----------------------------------------------------------------------- */

static void warn_named(struct evaluator *evaluator, const struct binding *binding,
                       const struct argument_list *arguments, uint32_t index,
                       struct position position)
{
    name_id name = arguments->items[index].name;
    const char *text = report_name(evaluator, name);
    uint32_t target = binding->targets[index];
    bool unexpected = target == BINDING_OTHER && text[0] != '$';
    if (named_before(arguments, index, name))
        report_warning(evaluator, position, "argument \"%s\" supplied more than once", text);
    else if (target != BINDING_OTHER && placed_before(arguments, binding->targets, index, target))
        report_warning(evaluator, position, "argument \"%s\" overrides positional argument", text);
    else if (unexpected && !evaluator->input->omit_parameter_check)
        report_warning(evaluator, position, "variable \"%s\" not specified as parameter", text);
}

static void warn(struct evaluator *evaluator, const struct binding *binding,
                 const struct argument_list *arguments, struct position position)
{
    bool too_many = false;
    for (uint32_t i = 0; i < arguments->count; i++) {
        if (arguments->items[i].name != NAME_NONE) {
            warn_named(evaluator, binding, arguments, i, position);
        } else if (binding->targets[i] == BINDING_OTHER && !too_many) {
            too_many = true;
            if (!evaluator->input->omit_parameter_check)
                report_warning(evaluator, position, "Too many unnamed arguments supplied");
        }
    }
}

/* Where an argument goes that is none of the parameters. */
static struct resolution place_of_stranger(const struct evaluator *evaluator,
                                           const struct frame *callee, name_id name)
{
    if (names_is_special(evaluator->program->names, name)) {
        uint32_t index = program_special(evaluator->program, name);
        if (index < evaluator->program->specials.count)
            return (struct resolution){ HOPS_SPECIAL, index };
    }
    for (uint32_t i = 0; i < callee->count && name != NAME_NONE; i++)
        if (callee->plan->items[i].settable && callee->plan->items[i].name == name)
            return (struct resolution){ 0, i };
    return (struct resolution){ HOPS_NOWHERE, 0 };
}

static struct resolution place_of_argument(const struct evaluator *evaluator,
                                           const struct binding *binding,
                                           const struct argument_list *arguments, uint32_t index,
                                           const struct frame *callee)
{
    uint32_t target = binding->targets[index];
    if (target == BINDING_OTHER)
        return place_of_stranger(evaluator, callee, arguments->items[index].name);
    return binding->callable->parameters->items[target].resolution;
}

static bool is_given(const struct binding *binding, uint32_t count, uint32_t parameter)
{
    for (uint32_t i = 0; i < count; i++)
        if (binding->targets[i] == parameter)
            return true;
    return false;
}

static struct value default_of(struct evaluator *evaluator, const struct assignment *parameter,
                               struct frame *defining)
{
    if (!parameter->value)
        return value_undefined();
    return evaluate_expression(evaluator, parameter->value, defining);
}

/* Evaluating arguments or defaults may come by this place again with another callable, whose plan
 * is then the cached one. */
static void ensure_plan(struct evaluator *evaluator, struct binding *cache,
                        const struct callable *callable, const struct argument_list *arguments)
{
    if (cache->callable != callable)
        plan_binding(evaluator, cache, callable, arguments);
}

/* Special variables take effect when all else is evaluated, so they wait on the stack. */
static void bind_with_care(struct evaluator *evaluator, struct binding *cache,
                           const struct callable *callable, const struct argument_list *arguments,
                           struct position position, struct frame *frame, struct frame *callee)
{
    const struct argument_list *parameters = callable->parameters;
    struct value *given = stack_take(evaluator, arguments->count + parameters->count);
    struct value *defaults = given + arguments->count;
    for (uint32_t i = 0; i < arguments->count; i++)
        given[i] = evaluate_expression(evaluator, arguments->items[i].value, frame);
    ensure_plan(evaluator, cache, callable, arguments);
    warn(evaluator, cache, arguments, position);
    for (uint32_t i = 0; i < parameters->count; i++) {
        ensure_plan(evaluator, cache, callable, arguments);
        if (!is_given(cache, arguments->count, i))
            defaults[i] = default_of(evaluator, &parameters->items[i], callee->parent);
    }
    ensure_plan(evaluator, cache, callable, arguments);
    for (uint32_t i = 0; i < arguments->count; i++)
        frame_set(evaluator, place_of_argument(evaluator, cache, arguments, i, callee), callee,
                  value_keep(given[i]));
    for (uint32_t i = 0; i < parameters->count; i++)
        if (defaults[i].kind != VALUE_UNSET)
            frame_set(evaluator, parameters->items[i].resolution, callee, value_keep(defaults[i]));
    stack_drop(evaluator, given);
}

void binding_make(struct evaluator *evaluator, struct binding *cache,
                  const struct callable *callable, const struct argument_list *arguments,
                  struct position position, struct frame *frame, struct frame *callee)
{
    ensure_plan(evaluator, cache, callable, arguments);
    if (!cache->plain) {
        bind_with_care(evaluator, cache, callable, arguments, position, frame, callee);
        return;
    }
    const struct argument_list *parameters = callable->parameters;
    for (uint32_t i = 0; i < arguments->count; i++) {
        uint32_t slot = parameters->items[cache->targets[i]].resolution.slot;
        struct value value = evaluate_expression(evaluator, arguments->items[i].value, frame);
        value_assign(&evaluator->heap, &callee->slots[slot], value);
        ensure_plan(evaluator, cache, callable, arguments);
    }
    for (uint32_t i = 0; i < parameters->count; i++) {
        struct value *slot = &callee->slots[parameters->items[i].resolution.slot];
        if (slot->kind == VALUE_UNSET)
            *slot = default_of(evaluator, &parameters->items[i], callee->parent);
    }
}

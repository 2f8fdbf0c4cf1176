/* SPDX-License-Identifier: MIT */
/* From the arguments of a call to the parameters of what is called. */
#include "evaluate/evaluator.h"

/* --- the plan --------------------------------------------------------------------------------------- */

/* Notes what names the callable knows. Of two that are the same the first counts. */
static void note_names(struct name_use *uses, const struct callable *callable)
{
    const struct argument_list *parameters = callable->parameters;
    const struct frame_plan *frame = &callable->frame;
    for (uint32_t i = parameters->count; i > 0; i--)
        uses[parameters->items[i - 1].name].parameter = i;
    for (uint32_t i = frame->count; i > 0; i--)
        if (frame->items[i - 1].settable)
            uses[frame->items[i - 1].name].slot = i;
}

static void forget_names(struct name_use *uses, const struct callable *callable,
                         const struct argument_list *arguments)
{
    static const struct name_use unused;
    for (uint32_t i = 0; i < callable->parameters->count; i++)
        uses[callable->parameters->items[i].name] = unused;
    for (uint32_t i = 0; i < callable->frame.count; i++)
        uses[callable->frame.items[i].name] = unused;
    for (uint32_t i = 0; i < arguments->count; i++)
        uses[arguments->items[i].name] = unused;
}

static struct argument_plan plan_named(const struct evaluator *evaluator,
                                       const struct callable *callable, name_id name)
{
    struct name_use *use = &evaluator->name_uses[name];
    struct argument_plan plan = { .place = { HOPS_NOWHERE, 0 },
                                  .parameter = use->parameter - 1,
                                  .fit = use->named ? ARGUMENT_REPEATED : ARGUMENT_FITS };
    uint32_t special = program_special(evaluator->program, name);
    if (plan.parameter != PARAMETER_NONE)
        plan.place = callable->parameters->items[plan.parameter].resolution;
    else if (special < evaluator->program->specials.count)
        plan.place = (struct resolution){ HOPS_SPECIAL, special };
    else if (use->slot > 0)
        plan.place = (struct resolution){ 0, use->slot - 1 };
    if (!use->named && use->placed)
        plan.fit = ARGUMENT_OVERRIDING;
    else if (!use->named && plan.parameter == PARAMETER_NONE)
        plan.fit = ARGUMENT_STRANGE;
    use->named = true;
    return plan;
}

/* The next parameter that no argument before this one names; moves *next behind it. */
static struct argument_plan plan_placed(struct name_use *uses, const struct callable *callable,
                                        uint32_t *next)
{
    const struct argument_list *parameters = callable->parameters;
    while (*next < parameters->count) {
        uint32_t parameter = (*next)++;
        struct name_use *use = &uses[parameters->items[parameter].name];
        if (use->named)
            continue;
        use->placed = true;
        return (struct argument_plan){ parameters->items[parameter].resolution, parameter,
                                       ARGUMENT_FITS };
    }
    return (struct argument_plan){ { HOPS_NOWHERE, 0 }, PARAMETER_NONE, ARGUMENT_STRANGE };
}

static void plan_binding(struct evaluator *evaluator, struct binding *binding,
                         const struct callable *callable, const struct argument_list *arguments)
{
    struct name_use *uses = evaluator->name_uses;
    if (!binding->arguments)
        binding->arguments =
            arena_take(evaluator->arena, arguments->count * sizeof *binding->arguments);
    binding->callable = callable;
    binding->plain = true;
    uint32_t next = 0;
    note_names(uses, callable);
    for (uint32_t i = 0; i < arguments->count; i++) {
        name_id name = arguments->items[i].name;
        limits_spend(evaluator);
        binding->arguments[i] = name == NAME_NONE ? plan_placed(uses, callable, &next)
                                                  : plan_named(evaluator, callable, name);
        binding->plain = binding->plain && binding->arguments[i].fit == ARGUMENT_FITS;
    }
    forget_names(uses, callable, arguments);
    for (uint32_t i = 0; i < callable->parameters->count; i++)
        if (!hops_is_count(callable->parameters->items[i].resolution.hops))
            binding->plain = false;
}

/* --- arguments that need care ----------------------------------------------------------------------- */

static void warn_named(struct evaluator *evaluator, const struct argument_plan *plan, name_id name,
                       struct position position)
{
    const char *text = report_name(evaluator, name);
    bool unexpected =
        plan->fit == ARGUMENT_STRANGE && !names_is_special(evaluator->program->names, name);
    if (plan->fit == ARGUMENT_REPEATED)
        report_warning(evaluator, position, "argument \"%s\" supplied more than once", text);
    else if (plan->fit == ARGUMENT_OVERRIDING)
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
            warn_named(evaluator, &binding->arguments[i], arguments->items[i].name, position);
        } else if (binding->arguments[i].fit == ARGUMENT_STRANGE && !too_many) {
            too_many = true;
            if (!evaluator->input->omit_parameter_check)
                report_warning(evaluator, position, "Too many unnamed arguments supplied");
        }
    }
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

/* Special variables take effect when all else is evaluated, so they wait on the stack. What is given
 * needs no default; it takes the place of an undefined one. */
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
    for (uint32_t i = 0; i < arguments->count; i++)
        if (cache->arguments[i].parameter != PARAMETER_NONE)
            defaults[cache->arguments[i].parameter] = value_undefined();
    for (uint32_t i = 0; i < parameters->count; i++)
        if (defaults[i].kind == VALUE_UNSET)
            defaults[i] = default_of(evaluator, &parameters->items[i], callee->parent);
    ensure_plan(evaluator, cache, callable, arguments);
    for (uint32_t i = parameters->count; i > 0; i--)
        frame_set(evaluator, parameters->items[i - 1].resolution, callee,
                  value_keep(defaults[i - 1]));
    for (uint32_t i = 0; i < arguments->count; i++)
        frame_set(evaluator, cache->arguments[i].place, callee, value_keep(given[i]));
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
        uint32_t slot = cache->arguments[i].place.slot;
        struct value value = evaluate_operand(evaluator, arguments->items[i].value, frame);
        value_assign(&evaluator->heap, &callee->slots[slot], value);
        ensure_plan(evaluator, cache, callable, arguments);
    }
    for (uint32_t i = 0; i < parameters->count; i++) {
        struct value *slot = &callee->slots[parameters->items[i].resolution.slot];
        if (slot->kind == VALUE_UNSET)
            *slot = default_of(evaluator, &parameters->items[i], callee->parent);
    }
}

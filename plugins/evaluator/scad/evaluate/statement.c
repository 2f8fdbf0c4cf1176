/* SPDX-License-Identifier: MIT */
/* Scopes with what they instantiate, and the user's modules. */
#include "evaluate/evaluator.h"

#include "evaluate/parameters.h"

/* --- assignments ------------------------------------------------------------------------------------ */

static void warn_if_parameter(struct evaluator *evaluator, const struct assignment *assignment,
                              const struct frame *frame, size_t mark)
{
    struct resolution resolution = assignment->resolution;
    if (!assignment->value->literal)
        return;
    bool set = resolution.hops == HOPS_SPECIAL
                   ? special_bound_since(evaluator, resolution.slot, mark)
                   : resolution.hops == 0 && frame->slots[resolution.slot].kind != VALUE_UNSET;
    if (set)
        report_warning(evaluator, assignment->position,
                       "Parameter \"%s\" is overwritten with a literal",
                       report_name(evaluator, assignment->name));
}

void evaluate_assignments(struct evaluator *evaluator, const struct scope *scope,
                          struct frame *frame, size_t special_marked)
{
    struct trace trace = { .outer = evaluator->trace, .kind = TRACE_ASSIGNMENT };
    evaluator->trace = &trace;
    for (uint32_t i = 0; i < scope->assignments.count; i++) {
        const struct assignment *assignment = scope->assignments.items[i];
        trace.subject = assignment;
        warn_if_parameter(evaluator, assignment, frame, special_marked);
        struct value value = evaluate_expression(evaluator, assignment->value, frame);
        frame_set(evaluator, assignment->resolution, frame, value);
    }
    evaluator->trace = trace.outer;
}

struct frame *library_frame(struct evaluator *evaluator, const struct program_file *file)
{
    struct frame **known = &evaluator->library_frames[file->index];
    if (*known) {
        (*known)->shared.references++;
        return *known;
    }
    limits_check_stack(evaluator);
    uint64_t unrepeatable = evaluator->unrepeatable;
    size_t mark = special_mark(evaluator);
    struct frame *frame = frame_enter(evaluator, NULL, &file->frame, NULL);
    evaluate_assignments(evaluator, file->syntax->scope, frame, mark);
    special_restore(evaluator, mark);
    /* OpenSCAD evaluates a library's variables anew for every call into it. Where nobody could
     * tell the difference, once is enough. */
    if (evaluator->unrepeatable == unrepeatable && !*known) {
        frame->shared.references++;
        *known = frame;
    }
    return frame;
}

/* --- nodes -------------------------------------------------------------------------------------------- */

static double special_number(const struct evaluator *evaluator, uint32_t index)
{
    struct value value = evaluator->specials[index];
    return value.kind == VALUE_NUMBER ? value.as.number : 0;
}

static unsigned modifiers_of(const struct instantiation *instantiation)
{
    return (instantiation->is_root ? TREE_ROOT : 0u) |
           (instantiation->is_highlight ? TREE_HIGHLIGHT : 0u) |
           (instantiation->is_background ? TREE_BACKGROUND : 0u);
}

struct tree_node *statement_node(struct evaluator *evaluator,
                                 const struct instantiation *instantiation, enum tree_kind kind)
{
    uint16_t source = instantiation->position.source;
    struct tree_position position = { .line = (int)instantiation->position.line };
    if (source != evaluator->program->files.items[0]->syntax->source->index)
        position.file = evaluator->input->sources->items[source]->name.bytes;
    struct tree_node *node = tree_new(evaluator->arena, kind, position);
    node->modifiers = modifiers_of(instantiation);
    node->fragments = (struct tree_fragments){
        .fn = special_number(evaluator, SPECIAL_FN),
        .fa = special_number(evaluator, SPECIAL_FA),
        .fs = special_number(evaluator, SPECIAL_FS),
        .fe = special_number(evaluator, SPECIAL_FE),
        .by_error = (evaluator->input->features & FEATURE_DISCRETIZATION_BY_ERROR) != 0,
    };
    return node;
}

static bool makes_list(const struct evaluator *evaluator, const struct instantiation *instantiation,
                       const struct tree_node *node)
{
    const struct module_target *target = instantiation->target;
    return evaluator->input->features & FEATURE_LAZY_UNION && node->kind == TREE_GROUP &&
           target->builtin && target->builtin->instantiate;
}

static void note_root(struct evaluator *evaluator, const struct tree_node *node,
                      const struct instantiation *instantiation)
{
    struct marked_root *root = arena_take(evaluator->arena, sizeof *root);
    bool is_list = makes_list(evaluator, instantiation, node);
    *root = (struct marked_root){ node, instantiation, is_list, evaluator->roots };
    evaluator->roots = root;
}

/* --- built-in modules --------------------------------------------------------------------------------- */

static bool is_enabled(struct evaluator *evaluator, const struct instantiation *instantiation,
                       const struct builtin_module *module)
{
    if ((module->feature & ~evaluator->input->features) == 0)
        return true;
    report_warning(evaluator, instantiation->position,
                   "Experimental builtin module '%s' is not enabled", module->name);
    return false;
}

static struct tree_node *fill_node(struct evaluator *evaluator, const struct builtin_module *module,
                                   const struct instantiation *instantiation, struct frame *frame)
{
    size_t mark = special_mark(evaluator);
    struct parameters parameters;
    if (module->childless)
        parameters_open_childless(&parameters, evaluator, module->name, module->parameters,
                                  instantiation, frame);
    else
        parameters_open(&parameters, evaluator, module->name, module->parameters,
                        instantiation->arguments, instantiation->position, frame);
    struct tree_node *node = statement_node(evaluator, instantiation, module->kind);
    if (module->fill)
        module->fill(&parameters, node);
    parameters_close(&parameters);
    if (!module->childless)
        instantiate_scope(evaluator, instantiation->children, frame, node, NULL, 0);
    special_restore(evaluator, mark);
    return node;
}

static struct tree_node *instantiate_builtin(struct evaluator *evaluator,
                                             const struct builtin_module *module,
                                             const struct instantiation *instantiation,
                                             struct frame *frame)
{
    if (!is_enabled(evaluator, instantiation, module)) {
        report_warning(evaluator, instantiation->position, "Ignoring unknown module '%s'",
                       module->name);
        return NULL;
    }
    if (module->instantiate)
        return module->instantiate(evaluator, instantiation, frame);
    return fill_node(evaluator, module, instantiation, frame);
}

/* --- user's modules ----------------------------------------------------------------------------------- */

static struct tree_node *run_module(struct evaluator *evaluator, const struct callable *module,
                                    const struct instantiation *instantiation, struct frame *frame,
                                    size_t mark)
{
    evaluate_assignments(evaluator, module->scope, frame, mark);
    struct trace trace = {
        .outer = evaluator->trace, .kind = TRACE_MODULE, .subject = module, .frame = frame
    };
    evaluator->trace = &trace;
    struct tree_node *node = statement_node(evaluator, instantiation, TREE_GROUP);
    const struct instantiation_list *list = &module->scope->instantiations;
    for (uint32_t i = 0; i < list->count; i++)
        instantiate_into(evaluator, list->items[i], frame, node);
    evaluator->trace = trace.outer;
    return node;
}

static struct tree_node *instantiate_user(struct evaluator *evaluator, struct module_target *target,
                                          const struct instantiation *instantiation,
                                          struct frame *frame)
{
    const struct callable *module = target->callable;
    if (heap_stack_is_low(&evaluator->heap))
        report_error(evaluator, module->position, "Recursion detected calling module '%s'",
                     report_name(evaluator, instantiation->name));
    struct frame *library = target->library ? library_frame(evaluator, target->library) : NULL;
    struct frame *defining = library ? library : frame_outward(frame, target->hops);
    struct activation activation = { .outer = evaluator->activation,
                                     .name = instantiation->name,
                                     .depth = 1 };
    if (activation.outer)
        activation.depth += activation.outer->depth;
    evaluator->activation = &activation;
    size_t mark = special_mark(evaluator);
    struct children children = { instantiation->children, frame };
    struct frame storage;
    struct frame *own = frame_enter(evaluator, &storage, &module->frame, defining);
    own->children = &children;
    binding_make(evaluator, &target->binding, module, instantiation->arguments,
                 instantiation->position, frame, own);
    if (own->slots[module->children_count.slot].kind == VALUE_UNSET)
        frame_set(evaluator, module->children_count, own,
                  value_number(children.scope->instantiations.count));
    special_bind(evaluator, evaluator->module_count, value_number(activation.depth));
    struct tree_node *node = run_module(evaluator, module, instantiation, own, mark);
    own->children = NULL;
    frame_leave(evaluator, own);
    special_restore(evaluator, mark);
    if (library)
        frame_leave(evaluator, library);
    evaluator->activation = activation.outer;
    return node;
}

/* --- instantiations ----------------------------------------------------------------------------------- */

/* Instantiates one module; NULL if it makes nothing. */
static struct tree_node *instantiate(struct evaluator *evaluator,
                                     const struct instantiation *instantiation, struct frame *frame)
{
    limits_spend(evaluator);
    limits_check_stack(evaluator);
    struct module_target *target = instantiation->target;
    if (!target->callable && !target->builtin) {
        report_warning(evaluator, instantiation->position, "Ignoring unknown module '%s'",
                       report_name(evaluator, instantiation->name));
        return NULL;
    }
    struct trace trace = { .outer = evaluator->trace,
                           .kind = TRACE_INSTANTIATION,
                           .subject = instantiation };
    evaluator->trace = &trace;
    struct tree_node *node =
        target->callable ? instantiate_user(evaluator, target, instantiation, frame)
                         : instantiate_builtin(evaluator, target->builtin, instantiation, frame);
    evaluator->trace = trace.outer;
    if (node && instantiation->is_root)
        note_root(evaluator, node, instantiation);
    return node;
}

/* Gives the target all that is in the node instead of the node. */
static void append_contents(struct tree_node *target, const struct tree_node *node)
{
    for (struct tree_node *child = node->first_child, *next; child; child = next) {
        next = child->next;
        child->next = NULL;
        child->modifiers |= node->modifiers & (TREE_HIGHLIGHT | TREE_BACKGROUND);
        tree_append(target, child);
    }
}

void instantiate_into(struct evaluator *evaluator, const struct instantiation *instantiation,
                      struct frame *frame, struct tree_node *target)
{
    struct tree_node *node = instantiate(evaluator, instantiation, frame);
    if (!node)
        return;
    bool is_root = instantiation->is_root; /* stays, to be found */
    if (!is_root && makes_list(evaluator, instantiation, node))
        append_contents(target, node);
    else
        tree_append(target, node);
}

/* The variables of the scope may have values from an earlier pass. */
static void unset_variables(struct evaluator *evaluator, const struct scope *scope,
                            struct frame *frame)
{
    for (uint32_t i = 0; i < scope->assignments.count; i++) {
        struct resolution resolution = scope->assignments.items[i]->resolution;
        if (hops_is_count(resolution.hops))
            value_assign(&evaluator->heap, &frame->slots[resolution.slot],
                         (struct value){ .kind = VALUE_UNSET });
    }
}

void instantiate_scope(struct evaluator *evaluator, const struct scope *scope, struct frame *frame,
                       struct tree_node *target, const uint32_t *indices, uint32_t index_count)
{
    const struct scope_plan *plan = scope->plan;
    size_t mark = special_mark(evaluator);
    struct frame *own = frame;
    if (plan->frame)
        own = frame_enter(evaluator, NULL, plan->frame, frame);
    else
        unset_variables(evaluator, scope, frame);
    evaluate_assignments(evaluator, scope, own, mark);
    uint32_t count = indices ? index_count : scope->instantiations.count;
    for (uint32_t i = 0; i < count; i++)
        instantiate_into(evaluator, scope->instantiations.items[indices ? indices[i] : i], own,
                         target);
    if (plan->frame)
        frame_leave(evaluator, own);
    special_restore(evaluator, mark);
}

/* SPDX-License-Identifier: MIT */
/* Modules that decide what is made: if, for, let, children, echo, assert. */
#include "evaluate/modules.h"

#include "language/ast_text.h"

#include "evaluate/parameters.h"
#include "evaluate/string.h"
#include "evaluate/vector.h"

/* --- echo and assert -------------------------------------------------------------------------------- */

void evaluate_echo(struct evaluator *evaluator, const struct argument_list *arguments,
                   struct frame *frame)
{
    static const struct position nowhere;
    struct value *values = stack_take(evaluator, arguments->count);
    for (uint32_t i = 0; i < arguments->count; i++)
        values[i] = evaluate_expression(evaluator, arguments->items[i].value, frame);
    struct printer printer = report_printer(evaluator);
    for (uint32_t i = 0; i < arguments->count; i++) {
        if (i > 0)
            print_string(&printer, ", ");
        if (arguments->items[i].name != NAME_NONE) {
            print_text(&printer, names_text(evaluator->program->names, arguments->items[i].name));
            print_string(&printer, " = ");
        }
        if (!print_echo(&printer, values[i]))
            report_error(evaluator, nowhere,
                         "Stack exhausted while trying to convert a vector to EchoString");
    }
    struct text text = text_copy(evaluator->arena, string_text(printer.text));
    value_drop(&evaluator->heap, printer.text);
    stack_drop(evaluator, values);
    report_message(evaluator, SEVERITY_ECHO, nowhere, text);
}

/* The condition as it was written, in quotes after a blank; or nothing. */
static const char *condition_text(struct evaluator *evaluator,
                                  const struct argument_list *arguments)
{
    for (uint32_t i = 0; i < arguments->count; i++) {
        name_id name = arguments->items[i].name;
        if (name != NAME_NONE &&
            !text_equal(names_text(evaluator->program->names, name), text_of("condition")))
            continue;
        struct builder builder = builder_in(evaluator->arena);
        builder_string(&builder, " '");
        ast_text_print_expression(&builder, evaluator->program->names, arguments->items[i].value);
        builder_byte(&builder, '\'');
        return builder_result(&builder).bytes;
    }
    return "";
}

void evaluate_assertion(struct evaluator *evaluator, const struct argument_list *arguments,
                        struct position position, struct frame *frame)
{
    static const char *const names[] = { "condition", "message", NULL };
    size_t mark = special_mark(evaluator);
    struct parameters parameters;
    parameters_open(&parameters, evaluator, "assert", names, arguments, position, frame);
    if (!value_is_true(parameter(&parameters, "condition"))) {
        bool said = parameter_given(&parameters, "message");
        report_error(evaluator, position, "Assertion%s failed%s%s",
                     condition_text(evaluator, arguments), said ? ": " : "",
                     said ? parameter_text(&parameters, "message") : "");
    }
    parameters_close(&parameters);
    special_restore(evaluator, mark);
}

/* What stands behind, if it makes anything. */
static struct tree_node *group_unless_empty(struct evaluator *evaluator,
                                            const struct instantiation *instantiation,
                                            struct frame *frame)
{
    struct tree_node *node = statement_node(evaluator, instantiation, TREE_GROUP);
    instantiate_scope(evaluator, instantiation->children, frame, node, NULL, 0);
    return node->child_count > 0 ? node : NULL;
}

struct tree_node *module_echo(struct evaluator *evaluator,
                              const struct instantiation *instantiation, struct frame *frame)
{
    evaluate_echo(evaluator, instantiation->arguments, frame);
    return group_unless_empty(evaluator, instantiation, frame);
}

struct tree_node *module_assert(struct evaluator *evaluator,
                                const struct instantiation *instantiation, struct frame *frame)
{
    evaluate_assertion(evaluator, instantiation->arguments, instantiation->position, frame);
    return group_unless_empty(evaluator, instantiation, frame);
}

/* --- if, let, for ------------------------------------------------------------------------------------- */

struct tree_node *module_if(struct evaluator *evaluator, const struct instantiation *instantiation,
                            struct frame *frame)
{
    const struct argument_list *arguments = instantiation->arguments;
    bool holds = false;
    for (uint32_t i = 0; i < arguments->count; i++) {
        struct value value = evaluate_expression(evaluator, arguments->items[i].value, frame);
        if (i == 0)
            holds = value_is_true(value);
        value_drop(&evaluator->heap, value);
    }
    const struct scope *chosen = holds ? instantiation->children : instantiation->otherwise;
    if (!chosen)
        return NULL;
    struct tree_node *node = statement_node(evaluator, instantiation, TREE_GROUP);
    instantiate_scope(evaluator, chosen, frame, node, NULL, 0);
    return node;
}

struct tree_node *module_let(struct evaluator *evaluator, const struct instantiation *instantiation,
                             struct frame *frame)
{
    size_t mark = special_mark(evaluator);
    struct frame *inner =
        evaluate_bindings(evaluator, instantiation->arguments, instantiation->position, frame);
    struct tree_node *node = statement_node(evaluator, instantiation, TREE_GROUP);
    instantiate_scope(evaluator, instantiation->children, inner, node, NULL, 0);
    if (inner != frame)
        frame_leave(evaluator, inner);
    special_restore(evaluator, mark);
    return node;
}

struct passes {
    const struct scope *scope;
    struct tree_node *node;
};

static void instantiate_pass(struct evaluator *evaluator, void *context, struct frame *frame)
{
    const struct passes *passes = context;
    instantiate_scope(evaluator, passes->scope, frame, passes->node, NULL, 0);
}

static struct tree_node *run_passes(struct evaluator *evaluator,
                                    const struct instantiation *instantiation, struct frame *frame,
                                    enum tree_kind kind)
{
    struct passes passes = { instantiation->children,
                             statement_node(evaluator, instantiation, kind) };
    if (instantiation->arguments->count > 0)
        loop_run(evaluator, instantiation->arguments, instantiation->position, frame,
                 instantiate_pass, &passes);
    return passes.node;
}

struct tree_node *module_for(struct evaluator *evaluator, const struct instantiation *instantiation,
                             struct frame *frame)
{
    return run_passes(evaluator, instantiation, frame, TREE_GROUP);
}

struct tree_node *module_intersection_for(struct evaluator *evaluator,
                                          const struct instantiation *instantiation,
                                          struct frame *frame)
{
    return run_passes(evaluator, instantiation, frame, TREE_INTERSECTION);
}

/* --- children ----------------------------------------------------------------------------------------- */

enum { CHILDREN_RANGE_MAX = 10000 };

static const struct children *children_around(const struct frame *frame)
{
    while (frame && !frame->children)
        frame = frame->parent;
    return frame ? frame->children : NULL;
}

/* The indices that were asked for and are there. */
struct selection {
    struct evaluator *evaluator;
    const struct parameters *parameters;
    const struct children *children;
    uint32_t *items;
    uint32_t count;
};

static void select_index(struct selection *selection, double number)
{
    int index = number > INT32_MIN && number <= INT32_MAX ? (int)number : INT32_MIN;
    uint32_t available = selection->children->scope->instantiations.count;
    if (index < 0 || (uint32_t)index >= available)
        parameters_warn(selection->parameters, "Children index (%d) out of bounds (%u children)",
                        index, available);
    else
        selection->items[selection->count++] = (uint32_t)index;
}

static void select_value(struct selection *selection, struct value value)
{
    if (value.kind == VALUE_NUMBER) {
        select_index(selection, value.as.number);
        return;
    }
    struct printer printer = report_printer(selection->evaluator);
    print_value(&printer, value);
    parameters_warn(selection->parameters,
                    "Bad parameter type (%.*s) for children, only accept: empty, number, vector, "
                    "range.",
                    (int)printer.text.length, string_text(printer.text).bytes);
    value_drop(&selection->evaluator->heap, printer.text);
}

static uint32_t *room_for(struct selection *selection, uint32_t count)
{
    return heap_take(&selection->evaluator->heap, (count + 1) * sizeof *selection->items);
}

/* Reads the index; false if it selects in no way that is known. */
static bool select_children(struct selection *selection, struct value index, uint32_t *room)
{
    *room = index.kind == VALUE_VECTOR ? index.length : 1;
    if (index.kind == VALUE_RANGE) {
        *room = range_count(index.as.range);
        if (*room >= CHILDREN_RANGE_MAX) {
            parameters_warn(selection->parameters,
                            "Bad range parameter for children: too many elements (%u)", *room);
            return false;
        }
    } else if (index.kind != VALUE_NUMBER && index.kind != VALUE_VECTOR) {
        parameters_warn(selection->parameters,
                        "Bad parameter type (%s) for children, only accept: empty, number, "
                        "vector, range",
                        parameter_text(selection->parameters, "index"));
        return false;
    }
    selection->items = room_for(selection, *room);
    if (index.kind == VALUE_NUMBER)
        select_index(selection, index.as.number);
    for (uint32_t i = 0; index.kind == VALUE_VECTOR && i < *room; i++)
        select_value(selection, vector_items(index)[i]);
    for (uint32_t i = 0; index.kind == VALUE_RANGE && i < *room && index.as.range->step != 0; i++)
        select_index(selection, range_at(index.as.range, i));
    return true;
}

static struct tree_node *instantiate_selected(struct selection *selection,
                                              const struct instantiation *instantiation,
                                              struct value index)
{
    uint32_t room = 0;
    struct tree_node *node = NULL;
    if (!select_children(selection, index, &room))
        return NULL;
    if (selection->count > 0 || index.kind != VALUE_NUMBER) {
        node = statement_node(selection->evaluator, instantiation, TREE_GROUP);
        instantiate_scope(selection->evaluator, selection->children->scope,
                          selection->children->frame, node, selection->items, selection->count);
    }
    heap_give(&selection->evaluator->heap, selection->items, (room + 1) * sizeof *selection->items);
    return node;
}

struct tree_node *module_children(struct evaluator *evaluator,
                                  const struct instantiation *instantiation, struct frame *frame)
{
    static const char *const names[] = { "index", NULL };
    size_t mark = special_mark(evaluator);
    struct parameters parameters;
    parameters_open_childless(&parameters, evaluator, "children", names, instantiation, frame);
    const struct children *children = children_around(frame);
    struct tree_node *node = NULL;
    if (children && !parameter_given(&parameters, "index")) {
        node = statement_node(evaluator, instantiation, TREE_GROUP);
        instantiate_scope(evaluator, children->scope, children->frame, node, NULL, 0);
    } else if (children) {
        struct selection selection = { .evaluator = evaluator,
                                       .parameters = &parameters,
                                       .children = children };
        node = instantiate_selected(&selection, instantiation, parameter(&parameters, "index"));
    }
    parameters_close(&parameters);
    special_restore(evaluator, mark);
    return node;
}

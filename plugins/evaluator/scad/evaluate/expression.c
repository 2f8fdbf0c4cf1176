/* SPDX-License-Identifier: MIT */
/* The values of expressions. */
#include "evaluate/evaluator.h"

#include "evaluate/method.h"
#include "evaluate/operators.h"
#include "evaluate/string.h"
#include "evaluate/vector.h"

#include <string.h>

/* A variable that is not simply in its slot. */
static struct value find_variable(struct evaluator *evaluator, const struct expression *expression,
                                  struct frame *frame)
{
    struct resolution resolution = expression->variable.resolution;
    if (resolution.hops == HOPS_SPECIAL)
        evaluator->unrepeatable++;
    const struct value *value = frame_find(evaluator, resolution, frame);
    if (value)
        return value_keep(*value);
    report_warning(evaluator, expression->position, "Ignoring unknown variable \"%s\"",
                   report_name(evaluator, expression->variable.name));
    return value_undefined();
}

static inline struct value evaluate_variable(struct evaluator *evaluator,
                                             const struct expression *expression,
                                             struct frame *frame)
{
    struct resolution resolution = expression->variable.resolution;
    if (hops_is_count(resolution.hops)) {
        const struct frame *holder = frame_outward(frame, resolution.hops);
        struct value value = holder->slots[resolution.slot];
        if (value.kind != VALUE_UNSET)
            return value_keep(value);
    }
    return find_variable(evaluator, expression, frame);
}

/* --- operators -------------------------------------------------------------------------------- */

static void say_reason(struct evaluator *evaluator, const struct expression *expression,
                       const struct reason *reason)
{
    static const struct position nowhere;
    if (reason->unplaced[0])
        report_warning(evaluator, nowhere, "%s", reason->unplaced);
    if (reason->given)
        report_warning(evaluator, expression->position, "%s", reason->text);
}

static __attribute__((noinline)) struct value operate(struct evaluator *evaluator,
                                                      const struct expression *expression,
                                                      struct value left, struct value right)
{
    struct reason reason;
    reason.given = false;
    reason.unplaced[0] = '\0';
    struct value result =
        operate_binary(&evaluator->heap, expression->operation, left, right, &reason);
    value_drop(&evaluator->heap, left);
    value_drop(&evaluator->heap, right);
    if (result.kind == VALUE_UNDEFINED)
        say_reason(evaluator, expression, &reason);
    return result;
}

bool evaluate_condition(struct evaluator *evaluator, const struct expression *condition,
                        struct frame *frame)
{
    struct value value = evaluate_expression(evaluator, condition, frame);
    bool truth = value_is_true(value);
    value_drop(&evaluator->heap, value);
    return truth;
}

static struct value evaluate_logic(struct evaluator *evaluator, const struct expression *expression,
                                   struct frame *frame)
{
    bool left = evaluate_condition(evaluator, expression->binary.left, frame);
    if (left == (expression->operation == OPERATION_OR))
        return value_boolean(left);
    return value_boolean(evaluate_condition(evaluator, expression->binary.right, frame));
}

static struct value evaluate_binary(struct evaluator *evaluator,
                                    const struct expression *expression, struct frame *frame)
{
    if (expression->operation <= OPERATION_AND)
        return evaluate_logic(evaluator, expression, frame);
    struct value left = evaluate_operand(evaluator, expression->binary.left, frame);
    struct value right = evaluate_operand(evaluator, expression->binary.right, frame);
    if (left.kind == VALUE_NUMBER && right.kind == VALUE_NUMBER) {
        double a = left.as.number, b = right.as.number;
        switch ((enum operation)expression->operation) {
        case OPERATION_ADD:
            return value_number(a + b);
        case OPERATION_SUBTRACT:
            return value_number(a - b);
        case OPERATION_MULTIPLY:
            return value_number(a * b);
        case OPERATION_DIVIDE:
            return value_number(a / b);
        case OPERATION_LESS:
            return value_boolean(a < b);
        case OPERATION_LESS_EQUAL:
            return value_boolean(a <= b);
        case OPERATION_GREATER:
            return value_boolean(a > b);
        case OPERATION_GREATER_EQUAL:
            return value_boolean(a >= b);
        case OPERATION_EQUAL:
            return value_boolean(a == b);
        default:
            break;
        }
    }
    return operate(evaluator, expression, left, right);
}

static __attribute__((noinline)) struct value operate_on_one(struct evaluator *evaluator,
                                                             const struct expression *expression,
                                                             struct value operand)
{
    struct reason reason;
    reason.given = false;
    reason.unplaced[0] = '\0';
    struct value result = operate_unary(&evaluator->heap, expression->operation, operand, &reason);
    value_drop(&evaluator->heap, operand);
    if (reason.given)
        say_reason(evaluator, expression, &reason);
    return result;
}

static struct value evaluate_unary(struct evaluator *evaluator, const struct expression *expression,
                                   struct frame *frame)
{
    struct value operand = evaluate_operand(evaluator, expression->unary.operand, frame);
    if (operand.kind == VALUE_NUMBER && expression->operation == OPERATION_NEGATE)
        return value_number(-operand.as.number);
    return operate_on_one(evaluator, expression, operand);
}

/* --- parts of values ---------------------------------------------------------------------------- */

static struct value evaluate_index(struct evaluator *evaluator, const struct expression *expression,
                                   struct frame *frame)
{
    struct value array = evaluate_operand(evaluator, expression->index.array, frame);
    struct value index = evaluate_operand(evaluator, expression->index.index, frame);
    struct value result = operate_index(&evaluator->heap, array, index);
    value_drop(&evaluator->heap, array);
    value_drop(&evaluator->heap, index);
    return result;
}

static struct value element_at(struct value vector, size_t index)
{
    return index < vector.length ? value_keep(vector_items(vector)[index]) : value_undefined();
}

/* Which element a letter stands for: x y z (and w), or r g b a. */
static int place_of(char letter, const char *letters)
{
    const char *found = letter ? strchr(letters, letter) : NULL;
    return found ? (int)(found - letters) : -1;
}

static struct value swizzle(struct evaluator *evaluator, struct value vector, struct text member)
{
    const char *letters = place_of(member.bytes[0], "xyzw") >= 0 ? "xyzw" : "rgba";
    if (member.length > 4)
        return value_undefined();
    for (size_t i = 0; i < member.length; i++)
        if (place_of(member.bytes[i], letters) < 0)
            return value_undefined();
    if (member.length == 1)
        return element_at(vector, (size_t)place_of(member.bytes[0], letters));
    struct value result = vector_with_room(&evaluator->heap, (uint32_t)member.length);
    for (size_t i = 0; i < member.length; i++)
        vector_append(&evaluator->heap, &result,
                      element_at(vector, (size_t)place_of(member.bytes[i], letters)));
    return result;
}

static struct value member_of(struct evaluator *evaluator, struct value value, struct text member)
{
    static const char *const parts[] = { "begin", "step", "end" };
    switch (value.kind) {
    case VALUE_VECTOR:
        if (evaluator->input->features & FEATURE_VECTOR_SWIZZLE)
            return swizzle(evaluator, value, member);
        if (member.length == 1 && place_of(member.bytes[0], "xyz") >= 0)
            return element_at(value, (size_t)place_of(member.bytes[0], "xyz"));
        return value_undefined();
    case VALUE_RANGE:
        for (uint32_t i = 0; i < 3; i++)
            if (text_equal(member, text_of(parts[i])))
                return operate_index(&evaluator->heap, value, value_number(i));
        return value_undefined();
    case VALUE_OBJECT:
        return method_take(&evaluator->heap, value.as.object, member);
    default:
        return value_undefined();
    }
}

static struct value evaluate_member(struct evaluator *evaluator,
                                    const struct expression *expression, struct frame *frame)
{
    struct value object = evaluate_operand(evaluator, expression->member.object, frame);
    struct text member = names_text(evaluator->program->names, expression->member.member);
    struct value result = member_of(evaluator, object, member);
    value_drop(&evaluator->heap, object);
    return result;
}

/* --- ranges and vectors --------------------------------------------------------------------------- */

static void warn_direction(struct evaluator *evaluator, const struct expression *expression,
                           double begin, double step, double end)
{
    if (step > 0 && end < begin)
        report_warning(evaluator, expression->position,
                       "begin is greater than the end, but step is positive");
    else if (step < 0 && end > begin)
        report_warning(evaluator, expression->position,
                       "begin is smaller than the end, but step is negative");
}

static bool literal_range(const struct expression *expression)
{
    return expression->range.begin->literal && expression->range.end->literal &&
           (!expression->range.step || expression->range.step->literal);
}

static struct value make_range(struct evaluator *evaluator, const struct expression *expression,
                               struct value begin, struct value end, struct frame *frame)
{
    if (begin.kind != VALUE_NUMBER || end.kind != VALUE_NUMBER) {
        report_warning(evaluator, expression->position, "Unable to convert [%s:...:%s] to a range",
                       report_value(evaluator, begin), report_value(evaluator, end));
        return value_undefined();
    }
    struct value step = value_number(1);
    if (expression->range.step)
        step = evaluate_expression(evaluator, expression->range.step, frame);
    if (step.kind != VALUE_NUMBER) {
        report_warning(evaluator, expression->position,
                       "Unable to convert [...:%s:...] to a step value",
                       report_value(evaluator, step));
        value_drop(&evaluator->heap, step);
        return value_undefined();
    }
    if (literal_range(expression))
        warn_direction(evaluator, expression, begin.as.number, step.as.number, end.as.number);
    return value_range(&evaluator->heap, begin.as.number, step.as.number, end.as.number);
}

static struct value evaluate_range(struct evaluator *evaluator, const struct expression *expression,
                                   struct frame *frame)
{
    struct value begin = evaluate_expression(evaluator, expression->range.begin, frame);
    struct value end = evaluate_expression(evaluator, expression->range.end, frame);
    struct value range = make_range(evaluator, expression, begin, end, frame);
    value_drop(&evaluator->heap, begin);
    value_drop(&evaluator->heap, end);
    return range;
}

static struct value evaluate_vector(struct evaluator *evaluator,
                                    const struct expression *expression, struct frame *frame)
{
    const struct expression_list *list = &expression->vector;
    struct value vector = vector_with_room(&evaluator->heap, list->count);
    for (uint32_t i = 0; i < list->count; i++)
        evaluate_element(evaluator, list->items[i], frame, &vector);
    return vector;
}

/* --- blocks ------------------------------------------------------------------------------------- */

static struct value evaluate_optional(struct evaluator *evaluator,
                                      const struct expression *expression, struct frame *frame)
{
    return expression ? evaluate_expression(evaluator, expression, frame) : value_undefined();
}

static struct value evaluate_block(struct evaluator *evaluator, const struct expression *expression,
                                   struct frame *frame)
{
    const struct argument_list *arguments = expression->block.arguments;
    if (expression->kind == EXPRESSION_ECHO) {
        evaluate_echo(evaluator, arguments, frame);
        return evaluate_optional(evaluator, expression->block.body, frame);
    }
    if (expression->kind == EXPRESSION_ASSERT) {
        evaluate_assertion(evaluator, arguments, expression->position, frame);
        return evaluate_optional(evaluator, expression->block.body, frame);
    }
    size_t mark = special_mark(evaluator);
    struct frame *inner = evaluate_bindings(evaluator, arguments, expression->position, frame);
    struct value value = evaluate_expression(evaluator, expression->block.body, inner);
    if (inner != frame)
        frame_leave(evaluator, inner);
    special_restore(evaluator, mark);
    return value;
}

struct value evaluate_expression(struct evaluator *evaluator, const struct expression *expression,
                                 struct frame *frame)
{
    switch ((enum expression_kind)expression->kind) {
    case EXPRESSION_UNDEF:
        return value_undefined();
    case EXPRESSION_BOOLEAN:
        return value_boolean(expression->boolean);
    case EXPRESSION_NUMBER:
        return value_number(expression->number);
    case EXPRESSION_STRING:
        return string_new(&evaluator->heap, expression->string);
    case EXPRESSION_VARIABLE:
        return evaluate_variable(evaluator, expression, frame);
    case EXPRESSION_UNARY:
        return evaluate_unary(evaluator, expression, frame);
    case EXPRESSION_BINARY:
        return evaluate_binary(evaluator, expression, frame);
    case EXPRESSION_TERNARY:
        return evaluate_expression(
            evaluator,
            evaluate_condition(evaluator, expression->ternary.condition, frame)
                ? expression->ternary.then
                : expression->ternary.otherwise,
            frame);
    case EXPRESSION_INDEX:
        return evaluate_index(evaluator, expression, frame);
    case EXPRESSION_MEMBER:
        return evaluate_member(evaluator, expression, frame);
    case EXPRESSION_CALL:
        return evaluate_call(evaluator, expression, frame);
    case EXPRESSION_RANGE:
        return evaluate_range(evaluator, expression, frame);
    case EXPRESSION_VECTOR:
        return evaluate_vector(evaluator, expression, frame);
    case EXPRESSION_FUNCTION:
        return value_function(&evaluator->heap, expression->function.plan, frame);
    case EXPRESSION_LET:
    case EXPRESSION_ASSERT:
    case EXPRESSION_ECHO:
        return evaluate_block(evaluator, expression, frame);
    case EXPRESSION_ELEMENT_LET:
    case EXPRESSION_ELEMENT_EACH:
    case EXPRESSION_ELEMENT_FOR:
    case EXPRESSION_ELEMENT_FOR_C:
    case EXPRESSION_ELEMENT_IF:
        break; /* stand in vectors only: evaluate_element */
    }
    return value_undefined();
}

/* SPDX-License-Identifier: MIT */
/* Expressions as JSON. */
#include "base/json.h"
#include "language/json_printer.h"
#include "language/node.h"
#include "language/operation.h"

static void print_comprehension(struct json_printer *printer, const struct expression *element);

static void print_unary(struct json_printer *printer, const struct expression *expression)
{
    json_printer_open(printer, "expression");
    json_printer_string(printer, "operator", operation_sign(expression->operation));
    json_printer_expression(printer, "left", expression->unary.operand);
    json_printer_close(printer);
}

static void print_binary(struct json_printer *printer, const struct expression *expression)
{
    json_printer_open(printer, "expression");
    json_printer_string(printer, "operator", operation_sign(expression->operation));
    json_printer_expression(printer, "left", expression->binary.left);
    json_printer_expression(printer, "right", expression->binary.right);
    json_printer_close(printer);
}

static void print_ternary(struct json_printer *printer, const struct expression *expression)
{
    json_printer_open(printer, "ternary");
    json_printer_expression(printer, "condition", expression->ternary.condition);
    json_printer_expression(printer, "thenExpr", expression->ternary.then);
    json_printer_expression(printer, "elseExpr", expression->ternary.otherwise);
    json_printer_close(printer);
}

static void print_index(struct json_printer *printer, const struct expression *expression)
{
    json_printer_open(printer, "index");
    json_printer_expression(printer, "array", expression->index.array);
    json_printer_expression(printer, "index", expression->index.index);
    json_printer_close(printer);
}

static void print_member(struct json_printer *printer, const struct expression *expression)
{
    json_printer_open(printer, "member");
    json_printer_expression(printer, "object", expression->member.object);
    json_printer_name(printer, "member", expression->member.member);
    json_printer_close(printer);
}

static void print_call(struct json_printer *printer, const struct expression *expression)
{
    const struct expression *function = expression->call.function;
    json_printer_open(printer, "function_call");
    if (function->kind == EXPRESSION_VARIABLE)
        json_printer_name(printer, "name", function->variable.name);
    else
        json_printer_expression(printer, "callee", function);
    json_printer_argument_array(printer, "args", expression->call.arguments);
    json_printer_close(printer);
}

static void print_range(struct json_printer *printer, const struct expression *expression)
{
    json_printer_open(printer, "range");
    json_printer_expression(printer, "begin", expression->range.begin);
    if (expression->range.step)
        json_printer_expression(printer, "step", expression->range.step);
    json_printer_expression(printer, "end", expression->range.end);
    json_printer_close(printer);
}

static void print_function(struct json_printer *printer, const struct expression *expression)
{
    json_printer_open(printer, "function_literal");
    json_printer_parameters(printer, expression->function.parameters);
    json_printer_expression(printer, "body", expression->function.body);
    json_printer_close(printer);
}

static void print_block(struct json_printer *printer, const struct expression *expression)
{
    switch (expression->kind) {
    case EXPRESSION_ASSERT:
        json_printer_open(printer, "assert");
        json_printer_assertion(printer, expression->block.arguments);
        break;
    case EXPRESSION_ECHO:
        json_printer_open(printer, "echo");
        json_printer_argument_array(printer, "values", expression->block.arguments);
        break;
    default:
        json_printer_open(printer, "let");
        json_printer_bindings(printer, "bindings", expression->block.arguments);
    }
    if (expression->block.body)
        json_printer_expression(printer, "body", expression->block.body);
    json_printer_close(printer);
}

/* A list within a list. */
static void print_each(struct json_printer *printer, const struct expression *element)
{
    json_printer_open(printer, "each");
    json_printer_key(printer, "value");
    if (element->kind == EXPRESSION_ELEMENT_EACH && !node_is_element(element->each.value))
        json_printer_value(printer, element->each.value);
    else
        print_comprehension(printer, element);
    json_printer_close(printer);
}

static void print_expression_or_element(struct json_printer *printer, const char *key,
                                        const struct expression *expression)
{
    json_printer_key(printer, key);
    if (node_is_element(expression))
        print_each(printer, expression);
    else
        json_printer_value(printer, expression);
}

/* The variables of one for within another, as far as nothing else stands between; returns what they stand
 * around. */
static const struct expression *print_loops(struct json_printer *printer,
                                            const struct expression *element)
{
    bool first = true;
    json_printer_key(printer, "comprehensions");
    builder_byte(printer->out, '[');
    for (; element->kind == EXPRESSION_ELEMENT_FOR; element = element->loop.body) {
        for (uint32_t i = 0; i < element->loop.arguments->count; i++) {
            builder_string(printer->out, first ? "{" : ",{");
            json_printer_loop_variable(printer, &element->loop.arguments->items[i]);
            builder_byte(printer->out, '}');
            first = false;
        }
    }
    builder_byte(printer->out, ']');
    return element;
}

static void print_for_c(struct json_printer *printer, const struct expression *element)
{
    json_printer_bindings(printer, "init", element->loop.arguments);
    json_printer_expression(printer, "condition", element->loop.condition);
    json_printer_bindings(printer, "next", element->loop.next);
    print_expression_or_element(printer, "expression", element->loop.body);
}

static void print_choice(struct json_printer *printer, const struct expression *element)
{
    json_printer_expression(printer, "condition", element->choice.condition);
    print_expression_or_element(printer, "expression", element->choice.then);
    if (element->choice.otherwise)
        print_expression_or_element(printer, "otherwise", element->choice.otherwise);
}

static void print_comprehension(struct json_printer *printer, const struct expression *element)
{
    json_printer_open(printer, "list_comprehension");
    const struct expression *inner = print_loops(printer, element);
    switch (inner->kind) {
    case EXPRESSION_ELEMENT_FOR_C:
        print_for_c(printer, inner);
        break;
    case EXPRESSION_ELEMENT_IF:
        print_choice(printer, inner);
        break;
    case EXPRESSION_ELEMENT_LET:
        json_printer_bindings(printer, "bindings", inner->block.arguments);
        print_expression_or_element(printer, "expression", inner->block.body);
        break;
    case EXPRESSION_ELEMENT_EACH:
        print_expression_or_element(printer, "expression", inner->each.value);
        break;
    default:
        json_printer_expression(printer, "expression", inner);
    }
    json_printer_close(printer);
}

static bool is_comprehension(const struct expression_list *elements)
{
    return elements->count == 1 && node_is_element(elements->items[0]) &&
           elements->items[0]->kind != EXPRESSION_ELEMENT_EACH;
}

static void print_vector(struct json_printer *printer, const struct expression_list *elements)
{
    if (is_comprehension(elements)) {
        print_comprehension(printer, elements->items[0]);
        return;
    }
    builder_byte(printer->out, '[');
    for (uint32_t i = 0; i < elements->count; i++) {
        if (i > 0)
            builder_byte(printer->out, ',');
        if (node_is_element(elements->items[i]))
            print_each(printer, elements->items[i]);
        else
            json_printer_value(printer, elements->items[i]);
    }
    builder_byte(printer->out, ']');
}

static void print_variable(struct json_printer *printer, const struct expression *expression)
{
    json_printer_open(printer, "variable");
    json_printer_name(printer, "name", expression->variable.name);
    json_printer_close(printer);
}

static void print_leaf(struct json_printer *printer, const struct expression *expression)
{
    switch (expression->kind) {
    case EXPRESSION_BOOLEAN:
        builder_string(printer->out, expression->boolean ? "true" : "false");
        break;
    case EXPRESSION_NUMBER:
        json_print_number(printer->out, expression->number);
        break;
    case EXPRESSION_STRING:
        json_print_string(printer->out, expression->string);
        break;
    default:
        builder_string(printer->out, "null");
    }
}

void json_printer_value(struct json_printer *printer, const struct expression *expression)
{
    switch (expression->kind) {
    case EXPRESSION_VARIABLE:
        print_variable(printer, expression);
        break;
    case EXPRESSION_UNARY:
        print_unary(printer, expression);
        break;
    case EXPRESSION_BINARY:
        print_binary(printer, expression);
        break;
    case EXPRESSION_TERNARY:
        print_ternary(printer, expression);
        break;
    case EXPRESSION_INDEX:
        print_index(printer, expression);
        break;
    case EXPRESSION_MEMBER:
        print_member(printer, expression);
        break;
    case EXPRESSION_CALL:
        print_call(printer, expression);
        break;
    case EXPRESSION_RANGE:
        print_range(printer, expression);
        break;
    case EXPRESSION_VECTOR:
        print_vector(printer, &expression->vector);
        break;
    case EXPRESSION_FUNCTION:
        print_function(printer, expression);
        break;
    case EXPRESSION_LET:
    case EXPRESSION_ASSERT:
    case EXPRESSION_ECHO:
        print_block(printer, expression);
        break;
    default:
        print_leaf(printer, expression);
    }
}

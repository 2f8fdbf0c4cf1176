/* SPDX-License-Identifier: MIT */
/* Expressions by recursive descent, binary operators by climbing their precedences. */
#include "language/expressions.h"

#include "base/list.h"
#include "language/elements.h"
#include "language/node.h"

/* How tightly binary operators bind; 0 is none. All of them group to the left. Powers, which group
 * to the right and bind tighter than a sign before them, are not here. */
struct binary_operator {
    int precedence;
    enum operation operation;
};

static const struct binary_operator binary_operators[] = {
    [TOKEN_OR] = { 1, OPERATION_OR },
    [TOKEN_AND] = { 2, OPERATION_AND },
    [TOKEN_EQUAL] = { 3, OPERATION_EQUAL },
    [TOKEN_NOT_EQUAL] = { 3, OPERATION_NOT_EQUAL },
    [TOKEN_GREATER] = { 4, OPERATION_GREATER },
    [TOKEN_GREATER_EQUAL] = { 4, OPERATION_GREATER_EQUAL },
    [TOKEN_LESS] = { 4, OPERATION_LESS },
    [TOKEN_LESS_EQUAL] = { 4, OPERATION_LESS_EQUAL },
    [TOKEN_BINARY_OR] = { 5, OPERATION_BINARY_OR },
    [TOKEN_BINARY_AND] = { 6, OPERATION_BINARY_AND },
    [TOKEN_SHIFT_LEFT] = { 7, OPERATION_SHIFT_LEFT },
    [TOKEN_SHIFT_RIGHT] = { 7, OPERATION_SHIFT_RIGHT },
    [TOKEN_PLUS] = { 8, OPERATION_ADD },
    [TOKEN_MINUS] = { 8, OPERATION_SUBTRACT },
    [TOKEN_STAR] = { 9, OPERATION_MULTIPLY },
    [TOKEN_SLASH] = { 9, OPERATION_DIVIDE },
    [TOKEN_PERCENT] = { 9, OPERATION_MODULO },
    [TOKEN_BRACE_CLOSE] = { 0, 0 }, /* so that every token has an entry */
};

enum { LOOSEST = 1 };

static struct expression *parse_operand(struct cursor *cursor);

/* A tree also grows deep to the left, without nesting: by chains of operators or calls. */
static struct expression *checked(struct cursor *cursor, struct expression *expression)
{
    if (expression->depth <= SYNTAX_DEPTH_MAX)
        return expression;
    cursor_fail_depth(cursor);
    return &cursor->nothing;
}

static struct expression *parse_literal(struct cursor *cursor)
{
    struct token token = cursor_take(cursor);
    switch (token.kind) {
    case TOKEN_NUMBER:
        return node_number(cursor->arena, token.position, token.number);
    case TOKEN_STRING:
        return node_string(cursor->arena, token.position, token.text);
    case TOKEN_UNDEF:
        return node_leaf(cursor->arena, EXPRESSION_UNDEF, token.position);
    default:
        return node_boolean(cursor->arena, token.position, token.kind == TOKEN_TRUE);
    }
}

static struct expression *parse_variable(struct cursor *cursor)
{
    struct token token = cursor_take(cursor);
    return node_variable(cursor->arena, token.position, token.name);
}

static struct expression *parse_parenthesis(struct cursor *cursor)
{
    cursor_take(cursor);
    struct expression *inner = expressions_parse(cursor);
    cursor_expect(cursor, TOKEN_PARENTHESIS_CLOSE);
    return inner;
}

static struct expression *parse_primary(struct cursor *cursor)
{
    switch (cursor->token.kind) {
    case TOKEN_NUMBER:
    case TOKEN_STRING:
    case TOKEN_UNDEF:
    case TOKEN_TRUE:
    case TOKEN_FALSE:
        return parse_literal(cursor);
    case TOKEN_IDENTIFIER:
        return parse_variable(cursor);
    case TOKEN_PARENTHESIS_OPEN:
        return parse_parenthesis(cursor);
    case TOKEN_BRACKET_OPEN:
        return elements_parse(cursor);
    default:
        return cursor_fail(cursor, "expression");
    }
}

static struct expression *parse_index(struct cursor *cursor, struct expression *array,
                                      struct position position)
{
    cursor_take(cursor);
    struct expression *index = expressions_parse(cursor);
    cursor_expect(cursor, TOKEN_BRACKET_CLOSE);
    return node_index(cursor->arena, position, array, index);
}

static struct expression *parse_member(struct cursor *cursor, struct expression *object,
                                       struct position position)
{
    cursor_take(cursor);
    name_id member = cursor_expect(cursor, TOKEN_IDENTIFIER).name;
    return node_member(cursor->arena, position, object, member);
}

/* Calls, indices and members after what they apply to. */
static struct expression *continue_call(struct cursor *cursor, struct expression *first,
                                        struct position position)
{
    struct expression *call = first;
    for (;;) {
        if (cursor_is(cursor, TOKEN_PARENTHESIS_OPEN))
            call = node_call(cursor->arena, position, call, expressions_parse_arguments(cursor));
        else if (cursor_is(cursor, TOKEN_BRACKET_OPEN))
            call = parse_index(cursor, call, position);
        else if (cursor_is(cursor, TOKEN_DOT))
            call = parse_member(cursor, call, position);
        else
            return call;
        call = checked(cursor, call);
    }
}

static struct expression *continue_power(struct cursor *cursor, struct expression *first,
                                         struct position position)
{
    struct expression *base = continue_call(cursor, first, position);
    if (!cursor_accept(cursor, TOKEN_CARET))
        return base;
    return checked(
        cursor, node_binary(cursor->arena, position, OPERATION_POWER, base, parse_operand(cursor)));
}

/* A sign before a number is part of the number. */
static struct expression *parse_negation(struct cursor *cursor)
{
    struct position position = cursor_take(cursor).position;
    struct expression *operand = parse_operand(cursor);
    if (operand->kind == EXPRESSION_NUMBER)
        return node_number(cursor->arena, position, -operand->number);
    return checked(cursor, node_unary(cursor->arena, position, OPERATION_NEGATE, operand));
}

static struct expression *parse_not(struct cursor *cursor, enum operation operation)
{
    struct position position = cursor_take(cursor).position;
    return checked(cursor, node_unary(cursor->arena, position, operation, parse_operand(cursor)));
}

static struct expression *parse_unary(struct cursor *cursor)
{
    struct position position = cursor->token.position;
    switch (cursor->token.kind) {
    case TOKEN_PLUS:
        cursor_take(cursor);
        return parse_operand(cursor);
    case TOKEN_MINUS:
        return parse_negation(cursor);
    case TOKEN_EXCLAMATION:
        return parse_not(cursor, OPERATION_NOT);
    case TOKEN_TILDE:
        return parse_not(cursor, OPERATION_BINARY_NOT);
    default:
        return continue_power(cursor, parse_primary(cursor), position);
    }
}

/* What follows a sign or a power: more of them, one level further down. */
static struct expression *parse_operand(struct cursor *cursor)
{
    struct expression *operand = &cursor->nothing;
    if (cursor_enter(cursor))
        operand = parse_unary(cursor);
    cursor_leave(cursor);
    return operand;
}

static struct binary_operator operator_at(const struct cursor *cursor)
{
    return binary_operators[cursor->token.kind];
}

/* Operators that bind at least so tightly, after their first operand. */
static struct expression *continue_binary(struct cursor *cursor, struct expression *first,
                                          struct position position, int loosest)
{
    struct expression *left = first;
    while (operator_at(cursor).precedence >= loosest) {
        struct binary_operator operator= operator_at(cursor);
        cursor_take(cursor);
        struct position right_position = cursor->token.position;
        struct expression *right =
            continue_binary(cursor, parse_unary(cursor), right_position, operator.precedence + 1);
        left =
            checked(cursor, node_binary(cursor->arena, position, operator.operation, left, right));
    }
    return left;
}

static struct expression *continue_ternary(struct cursor *cursor, struct expression *first,
                                           struct position position)
{
    struct expression *condition = continue_binary(cursor, first, position, LOOSEST);
    if (!cursor_accept(cursor, TOKEN_QUESTION))
        return condition;
    struct expression *then = expressions_parse(cursor);
    cursor_expect(cursor, TOKEN_COLON);
    struct expression *otherwise = expressions_parse(cursor);
    return checked(cursor, node_ternary(cursor->arena, position, condition, then, otherwise));
}

struct expression *expressions_continue(struct cursor *cursor, struct expression *first,
                                        struct position position)
{
    return continue_ternary(cursor, continue_power(cursor, first, position), position);
}

static struct expression *parse_function(struct cursor *cursor)
{
    struct position position = cursor_take(cursor).position;
    struct argument_list *parameters = expressions_parse_parameters(cursor, NULL);
    return node_function(cursor->arena, position, parameters, expressions_parse(cursor));
}

static struct expression *parse_let(struct cursor *cursor)
{
    struct position position = cursor_take(cursor).position;
    struct argument_list *arguments = expressions_parse_arguments(cursor);
    return node_block(cursor->arena, EXPRESSION_LET, position, arguments,
                      expressions_parse(cursor));
}

static bool begins_expression(enum token_kind kind)
{
    switch (kind) {
    case TOKEN_IDENTIFIER:
    case TOKEN_NUMBER:
    case TOKEN_STRING:
    case TOKEN_TRUE:
    case TOKEN_FALSE:
    case TOKEN_UNDEF:
    case TOKEN_FUNCTION:
    case TOKEN_LET:
    case TOKEN_ASSERT:
    case TOKEN_ECHO:
    case TOKEN_PARENTHESIS_OPEN:
    case TOKEN_BRACKET_OPEN:
    case TOKEN_PLUS:
    case TOKEN_MINUS:
    case TOKEN_EXCLAMATION:
    case TOKEN_TILDE:
        return true;
    default:
        return false;
    }
}

/* An assert or echo, which may end without an expression that it stands before. */
static struct expression *parse_statement_like(struct cursor *cursor, enum expression_kind kind)
{
    struct position position = cursor_take(cursor).position;
    struct argument_list *arguments = expressions_parse_arguments(cursor);
    struct expression *body = NULL;
    if (begins_expression(cursor->token.kind))
        body = expressions_parse(cursor);
    return node_block(cursor->arena, kind, position, arguments, body);
}

static struct expression *parse_nested(struct cursor *cursor)
{
    struct position position = cursor->token.position;
    switch (cursor->token.kind) {
    case TOKEN_FUNCTION:
        return parse_function(cursor);
    case TOKEN_LET:
        return parse_let(cursor);
    case TOKEN_ASSERT:
        return parse_statement_like(cursor, EXPRESSION_ASSERT);
    case TOKEN_ECHO:
        return parse_statement_like(cursor, EXPRESSION_ECHO);
    default:
        return continue_ternary(cursor, parse_unary(cursor), position);
    }
}

struct expression *expressions_parse(struct cursor *cursor)
{
    struct expression *expression = &cursor->nothing;
    if (cursor_enter(cursor))
        expression = checked(cursor, parse_nested(cursor));
    cursor_leave(cursor);
    return expression;
}

static struct assignment parse_argument(struct cursor *cursor)
{
    struct assignment argument = { .position = cursor->token.position };
    if (cursor_is(cursor, TOKEN_IDENTIFIER) && cursor_peek(cursor) == TOKEN_ASSIGN) {
        argument.name = cursor_take(cursor).name;
        cursor_take(cursor);
    }
    argument.value = expressions_parse(cursor);
    return argument;
}

struct argument_list *expressions_parse_bare_arguments(struct cursor *cursor)
{
    struct argument_list *arguments = arena_take(cursor->arena, sizeof *arguments);
    while (begins_expression(cursor->token.kind)) {
        list_append(cursor->arena, arguments, parse_argument(cursor));
        if (!cursor_accept(cursor, TOKEN_COMMA))
            break;
    }
    return arguments;
}

struct argument_list *expressions_parse_arguments(struct cursor *cursor)
{
    cursor_expect(cursor, TOKEN_PARENTHESIS_OPEN);
    struct argument_list *arguments = expressions_parse_bare_arguments(cursor);
    cursor_expect(cursor, TOKEN_PARENTHESIS_CLOSE);
    return arguments;
}

static struct assignment parse_parameter(struct cursor *cursor)
{
    struct token name = cursor_take(cursor);
    struct assignment parameter = { .name = name.name, .position = name.position };
    if (cursor_accept(cursor, TOKEN_ASSIGN))
        parameter.value = expressions_parse(cursor);
    return parameter;
}

struct argument_list *expressions_parse_parameters(struct cursor *cursor, struct position *end)
{
    struct argument_list *parameters = arena_take(cursor->arena, sizeof *parameters);
    cursor_expect(cursor, TOKEN_PARENTHESIS_OPEN);
    while (cursor_is(cursor, TOKEN_IDENTIFIER)) {
        list_append(cursor->arena, parameters, parse_parameter(cursor));
        if (!cursor_accept(cursor, TOKEN_COMMA))
            break;
    }
    struct token close = cursor_expect(cursor, TOKEN_PARENTHESIS_CLOSE);
    if (end)
        *end = close.position;
    return parameters;
}

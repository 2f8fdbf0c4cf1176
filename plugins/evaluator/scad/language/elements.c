/* SPDX-License-Identifier: MIT */
/* The elements of vectors: expressions, or for, if, each and let around such. Whether a let or a
 * parenthesis begins an expression or an element shows only by what it holds. */
#include "language/elements.h"

#include "base/list.h"
#include "language/expressions.h"
#include "language/node.h"

static struct expression *parse_element(struct cursor *cursor);

static struct expression *parse_each(struct cursor *cursor)
{
    struct position position = cursor_take(cursor).position;
    return node_each(cursor->arena, position, parse_element(cursor));
}

static struct expression *parse_for(struct cursor *cursor)
{
    struct position position = cursor_take(cursor).position;
    cursor_expect(cursor, TOKEN_PARENTHESIS_OPEN);
    struct argument_list *arguments = expressions_parse_bare_arguments(cursor);
    if (cursor_accept(cursor, TOKEN_SEMICOLON)) {
        struct expression *condition = expressions_parse(cursor);
        cursor_expect(cursor, TOKEN_SEMICOLON);
        struct argument_list *next = expressions_parse_bare_arguments(cursor);
        cursor_expect(cursor, TOKEN_PARENTHESIS_CLOSE);
        return node_for_c(cursor->arena, position, arguments, condition, next,
                          parse_element(cursor));
    }
    cursor_expect(cursor, TOKEN_PARENTHESIS_CLOSE);
    return node_for(cursor->arena, position, arguments, parse_element(cursor));
}

static struct expression *parse_if(struct cursor *cursor)
{
    struct position position = cursor_take(cursor).position;
    cursor_expect(cursor, TOKEN_PARENTHESIS_OPEN);
    struct expression *condition = expressions_parse(cursor);
    cursor_expect(cursor, TOKEN_PARENTHESIS_CLOSE);
    struct expression *then = parse_element(cursor);
    struct expression *otherwise = NULL;
    if (cursor_accept(cursor, TOKEN_ELSE))
        otherwise = parse_element(cursor);
    return node_choice(cursor->arena, position, condition, then, otherwise);
}

static struct expression *parse_let(struct cursor *cursor)
{
    struct position position = cursor_take(cursor).position;
    struct argument_list *arguments = expressions_parse_arguments(cursor);
    struct expression *body = parse_element(cursor);
    enum expression_kind kind = node_is_element(body) ? EXPRESSION_ELEMENT_LET : EXPRESSION_LET;
    return node_block(cursor->arena, kind, position, arguments, body);
}

static bool may_begin_element(const struct cursor *cursor)
{
    return cursor_is(cursor, TOKEN_FOR) || cursor_is(cursor, TOKEN_IF) ||
           cursor_is(cursor, TOKEN_EACH) || cursor_is(cursor, TOKEN_LET);
}

/* An element may stand in one pair of parentheses, an expression in any number. */
static struct expression *parse_parenthesis(struct cursor *cursor)
{
    struct position position = cursor_take(cursor).position;
    struct expression *inner =
        may_begin_element(cursor) ? parse_element(cursor) : expressions_parse(cursor);
    cursor_expect(cursor, TOKEN_PARENTHESIS_CLOSE);
    return node_is_element(inner) ? inner : expressions_continue(cursor, inner, position);
}

static struct expression *parse_nested_element(struct cursor *cursor)
{
    switch (cursor->token.kind) {
    case TOKEN_EACH:
        return parse_each(cursor);
    case TOKEN_FOR:
        return parse_for(cursor);
    case TOKEN_IF:
        return parse_if(cursor);
    case TOKEN_LET:
        return parse_let(cursor);
    case TOKEN_PARENTHESIS_OPEN:
        return parse_parenthesis(cursor);
    default:
        return expressions_parse(cursor);
    }
}

static struct expression *parse_element(struct cursor *cursor)
{
    struct expression *element = &cursor->nothing;
    if (cursor_enter(cursor))
        element = parse_nested_element(cursor);
    cursor_leave(cursor);
    return element;
}

static struct expression *parse_range(struct cursor *cursor, struct position position,
                                      struct expression *begin)
{
    struct expression *step = NULL;
    cursor_expect(cursor, TOKEN_COLON);
    struct expression *end = expressions_parse(cursor);
    if (cursor_accept(cursor, TOKEN_COLON)) {
        step = end;
        end = expressions_parse(cursor);
    }
    cursor_expect(cursor, TOKEN_BRACKET_CLOSE);
    return node_range(cursor->arena, position, begin, step, end);
}

static struct expression *parse_vector(struct cursor *cursor, struct position position,
                                       struct expression *first)
{
    struct expression_list elements = { 0 };
    list_append(cursor->arena, &elements, first);
    while (cursor_accept(cursor, TOKEN_COMMA) && !cursor_is(cursor, TOKEN_BRACKET_CLOSE))
        list_append(cursor->arena, &elements, parse_element(cursor));
    cursor_expect(cursor, TOKEN_BRACKET_CLOSE);
    return node_vector(cursor->arena, position, elements);
}

struct expression *elements_parse(struct cursor *cursor)
{
    struct position position = cursor_expect(cursor, TOKEN_BRACKET_OPEN).position;
    if (cursor_accept(cursor, TOKEN_BRACKET_CLOSE))
        return node_vector(cursor->arena, position, (struct expression_list){ 0 });
    struct expression *first = parse_element(cursor);
    if (cursor_is(cursor, TOKEN_COLON) && !node_is_element(first))
        return parse_range(cursor, position, first);
    return parse_vector(cursor, position, first);
}

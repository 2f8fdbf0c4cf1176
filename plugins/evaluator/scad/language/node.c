/* SPDX-License-Identifier: MIT */
/* One constructor for each kind of expression. */
#include "language/node.h"

struct expression *node_leaf(struct arena *arena, enum expression_kind kind,
                             struct position position)
{
    struct expression *node = arena_take(arena, sizeof *node);
    node->kind = (uint8_t)kind;
    node->position = position;
    node->depth = 1;
    node->literal = kind <= EXPRESSION_STRING;
    return node;
}

/* Makes the node deep enough for a part; NULL is no part. */
static void cover(struct expression *node, const struct expression *part)
{
    if (part && node->depth <= part->depth)
        node->depth = (uint16_t)(part->depth + 1);
}

static void cover_arguments(struct expression *node, const struct argument_list *arguments)
{
    for (uint32_t i = 0; i < arguments->count; i++)
        cover(node, arguments->items[i].value);
}

struct expression *node_boolean(struct arena *arena, struct position position, bool value)
{
    struct expression *node = node_leaf(arena, EXPRESSION_BOOLEAN, position);
    node->boolean = value;
    return node;
}

struct expression *node_number(struct arena *arena, struct position position, double value)
{
    struct expression *node = node_leaf(arena, EXPRESSION_NUMBER, position);
    node->number = value;
    return node;
}

struct expression *node_string(struct arena *arena, struct position position, struct text value)
{
    struct expression *node = node_leaf(arena, EXPRESSION_STRING, position);
    node->string = value;
    return node;
}

struct expression *node_variable(struct arena *arena, struct position position, name_id name)
{
    struct expression *node = node_leaf(arena, EXPRESSION_VARIABLE, position);
    node->variable.name = name;
    return node;
}

struct expression *node_unary(struct arena *arena, struct position position,
                              enum operation operation, struct expression *operand)
{
    struct expression *node = node_leaf(arena, EXPRESSION_UNARY, position);
    node->operation = (uint8_t)operation;
    node->literal = operand->literal;
    node->unary.operand = operand;
    cover(node, operand);
    return node;
}

struct expression *node_binary(struct arena *arena, struct position position,
                               enum operation operation, struct expression *left,
                               struct expression *right)
{
    struct expression *node = node_leaf(arena, EXPRESSION_BINARY, position);
    node->operation = (uint8_t)operation;
    node->binary.left = left;
    node->binary.right = right;
    cover(node, left);
    cover(node, right);
    return node;
}

struct expression *node_ternary(struct arena *arena, struct position position,
                                struct expression *condition, struct expression *then,
                                struct expression *otherwise)
{
    struct expression *node = node_leaf(arena, EXPRESSION_TERNARY, position);
    node->ternary.condition = condition;
    node->ternary.then = then;
    node->ternary.otherwise = otherwise;
    cover(node, condition);
    cover(node, then);
    cover(node, otherwise);
    return node;
}

struct expression *node_index(struct arena *arena, struct position position,
                              struct expression *array, struct expression *index)
{
    struct expression *node = node_leaf(arena, EXPRESSION_INDEX, position);
    node->index.array = array;
    node->index.index = index;
    cover(node, array);
    cover(node, index);
    return node;
}

struct expression *node_member(struct arena *arena, struct position position,
                               struct expression *object, name_id member)
{
    struct expression *node = node_leaf(arena, EXPRESSION_MEMBER, position);
    node->member.object = object;
    node->member.member = member;
    cover(node, object);
    return node;
}

struct expression *node_call(struct arena *arena, struct position position,
                             struct expression *function, struct argument_list *arguments)
{
    struct expression *node = node_leaf(arena, EXPRESSION_CALL, position);
    node->call.function = function;
    node->call.arguments = arguments;
    cover(node, function);
    cover_arguments(node, arguments);
    return node;
}

struct expression *node_range(struct arena *arena, struct position position,
                              struct expression *begin, struct expression *step,
                              struct expression *end)
{
    struct expression *node = node_leaf(arena, EXPRESSION_RANGE, position);
    node->literal = begin->literal && end->literal && (!step || step->literal);
    node->range.begin = begin;
    node->range.step = step;
    node->range.end = end;
    cover(node, begin);
    cover(node, step);
    cover(node, end);
    return node;
}

struct expression *node_vector(struct arena *arena, struct position position,
                               struct expression_list elements)
{
    struct expression *node = node_leaf(arena, EXPRESSION_VECTOR, position);
    node->vector = elements;
    node->literal = true;
    for (uint32_t i = 0; i < elements.count; i++) {
        arena_poll(arena);
        node->literal = node->literal && elements.items[i]->literal;
        cover(node, elements.items[i]);
    }
    return node;
}

struct expression *node_function(struct arena *arena, struct position position,
                                 struct argument_list *parameters, struct expression *body)
{
    struct expression *node = node_leaf(arena, EXPRESSION_FUNCTION, position);
    node->function.parameters = parameters;
    node->function.body = body;
    cover_arguments(node, parameters);
    cover(node, body);
    return node;
}

struct expression *node_block(struct arena *arena, enum expression_kind kind,
                              struct position position, struct argument_list *arguments,
                              struct expression *body)
{
    struct expression *node = node_leaf(arena, kind, position);
    node->block.arguments = arguments;
    node->block.body = body;
    cover_arguments(node, arguments);
    cover(node, body);
    return node;
}

struct expression *node_each(struct arena *arena, struct position position,
                             struct expression *value)
{
    struct expression *node = node_leaf(arena, EXPRESSION_ELEMENT_EACH, position);
    node->each.value = value;
    cover(node, value);
    return node;
}

struct expression *node_for(struct arena *arena, struct position position,
                            struct argument_list *arguments, struct expression *body)
{
    struct expression *node = node_leaf(arena, EXPRESSION_ELEMENT_FOR, position);
    node->loop.arguments = arguments;
    node->loop.body = body;
    cover_arguments(node, arguments);
    cover(node, body);
    return node;
}

struct expression *node_for_c(struct arena *arena, struct position position,
                              struct argument_list *arguments, struct expression *condition,
                              struct argument_list *next, struct expression *body)
{
    struct expression *node = node_for(arena, position, arguments, body);
    node->kind = EXPRESSION_ELEMENT_FOR_C;
    node->loop.condition = condition;
    node->loop.next = next;
    cover(node, condition);
    cover_arguments(node, next);
    return node;
}

struct expression *node_choice(struct arena *arena, struct position position,
                               struct expression *condition, struct expression *then,
                               struct expression *otherwise)
{
    struct expression *node = node_leaf(arena, EXPRESSION_ELEMENT_IF, position);
    node->choice.condition = condition;
    node->choice.then = then;
    node->choice.otherwise = otherwise;
    cover(node, condition);
    cover(node, then);
    cover(node, otherwise);
    return node;
}

bool node_is_element(const struct expression *expression)
{
    return expression->kind >= EXPRESSION_ELEMENT_LET;
}

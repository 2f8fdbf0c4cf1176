/* SPDX-License-Identifier: MIT */
/* Making the nodes of expressions: their depth and whether they are literal follow from their
 * parts. */
#ifndef SCAD_LANGUAGE_NODE_H
#define SCAD_LANGUAGE_NODE_H

#include "language/syntax.h"

/* A leaf of that kind, its value to be filled in. */
struct expression *node_leaf(struct arena *arena, enum expression_kind kind,
                             struct position position);

struct expression *node_boolean(struct arena *arena, struct position position, bool value);
struct expression *node_number(struct arena *arena, struct position position, double value);
struct expression *node_string(struct arena *arena, struct position position, struct text value);
struct expression *node_variable(struct arena *arena, struct position position, name_id name);

struct expression *node_unary(struct arena *arena, struct position position,
                              enum operation operation, struct expression *operand);
struct expression *node_binary(struct arena *arena, struct position position,
                               enum operation operation, struct expression *left,
                               struct expression *right);
struct expression *node_ternary(struct arena *arena, struct position position,
                                struct expression *condition, struct expression *then,
                                struct expression *otherwise);
struct expression *node_index(struct arena *arena, struct position position,
                              struct expression *array, struct expression *index);
struct expression *node_member(struct arena *arena, struct position position,
                               struct expression *object, name_id member);
struct expression *node_call(struct arena *arena, struct position position,
                             struct expression *function, struct argument_list *arguments);

/* `step` may be NULL. */
struct expression *node_range(struct arena *arena, struct position position,
                              struct expression *begin, struct expression *step,
                              struct expression *end);
struct expression *node_vector(struct arena *arena, struct position position,
                               struct expression_list elements);
struct expression *node_function(struct arena *arena, struct position position,
                                 struct argument_list *parameters, struct expression *body);

/* A let, assert, echo or element let; `body` may be NULL. */
struct expression *node_block(struct arena *arena, enum expression_kind kind,
                              struct position position, struct argument_list *arguments,
                              struct expression *body);
struct expression *node_each(struct arena *arena, struct position position,
                             struct expression *value);
struct expression *node_for(struct arena *arena, struct position position,
                            struct argument_list *arguments, struct expression *body);
struct expression *node_for_c(struct arena *arena, struct position position,
                              struct argument_list *arguments, struct expression *condition,
                              struct argument_list *next, struct expression *body);

/* `otherwise` may be NULL. */
struct expression *node_choice(struct arena *arena, struct position position,
                               struct expression *condition, struct expression *then,
                               struct expression *otherwise);

/* True for what stands only among the elements of a vector. */
bool node_is_element(const struct expression *expression);

#endif

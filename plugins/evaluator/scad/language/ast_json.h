/* SPDX-License-Identifier: MIT */
/* The syntax tree as JSON, in the order it was written. */
#ifndef SCAD_LANGUAGE_AST_JSON_H
#define SCAD_LANGUAGE_AST_JSON_H

#include "language/diagnostic.h"
#include "language/syntax.h"

/* Statements are objects with "type" and "line":
 *
 *   primitive         op, params; children if there are any
 *   transform         op, params, children
 *   boolean           op, children; params if there are any
 *   module_call       name, params, children
 *   children          args; children if there are any
 *   import            op "import": filename, params; op "use": filename
 *   for, intersection_for   variable and range of the first, variables: all of them, body
 *   let               bindings, body
 *   if                condition, thenBody; elseBody if there is an else
 *   echo              values; children if there are any
 *   assert            condition, message if there is one; children if there are any
 *   assignment        name, value
 *   module_def        name, params: the names, defaults: of those that have one, body
 *   function_def      name, params, defaults, expression
 *   modifier          modifier "!", "#", "%" or "*", child
 *
 * What is included stands in place of its include.
 *
 * params holds named arguments by name. "_positional" is the first that has none; if there are more,
 * "_arguments" lists all that have none.
 *
 * Expressions: numbers, strings, true and false are themselves, undef is null, a vector is an array. The rest
 * are objects:
 *
 *   variable          name
 *   expression        operator, left; right unless it is a sign before one operand
 *   ternary           condition, thenExpr, elseExpr
 *   index             array, index
 *   member            object, member
 *   range             begin, end; step if there is one
 *   function_call     name (or callee, an expression), args; one with a name is an assignment
 *   function_literal  params, defaults, body
 *   let               bindings, body
 *   echo, assert      as the statements; body if an expression follows
 *   list_comprehension   the list that for, if and let make: comprehensions (a list of variable and range),
 *                     condition, expression, and otherwise, which the else gives. A let adds bindings. One as
 *                     in C has init, condition and next.
 *   each              value: a list whose elements stand here, in an array or as an expression or otherwise
 *
 * A variable of a for has a range, [begin, end] or [begin, step, end], or else values, an expression. */

/* Prints the file as an array of statements. */
void ast_json_print_file(struct builder *builder, const struct names *names,
                         const struct syntax_file *file);

/* Prints {"ast":…,"errors":[…],"success":…}; a NULL file is an ast of null. Warnings, if there are any, are in
 * "warnings". */
void ast_json_print_result(struct builder *builder, const struct names *names,
                           const struct sources *sources, const struct syntax_file *file,
                           const struct diagnostics *diagnostics);

#endif

/* SPDX-License-Identifier: MIT */
/* Operators bind as OpenSCAD's do, seen by the parentheses that it prints. */
#include "parsing.h"

static void binary_operators_bind_by_rank(void **state)
{
    (void)state;
    assert_expression("1 + 2 * 3", "(1 + (2 * 3))");
    assert_expression("1 * 2 + 3", "((1 * 2) + 3)");
    assert_expression("a || b && c", "(a || (b && c))");
    assert_expression("a && b == c", "(a && (b == c))");
    assert_expression("a == b < c", "(a == (b < c))");
    assert_expression("a < b | c", "(a < (b | c))");
    assert_expression("a | b & c", "(a | (b & c))");
    assert_expression("a & b << c", "(a & (b << c))");
    assert_expression("a << b + c", "(a << (b + c))");
    assert_expression("a + b % c", "(a + (b % c))");
}

static void equal_ranks_group_to_the_left(void **state)
{
    (void)state;
    assert_expression("1 - 2 - 3", "((1 - 2) - 3)");
    assert_expression("8 / 4 * 2 % 3", "(((8 / 4) * 2) % 3)");
    assert_expression("a < b >= c", "((a < b) >= c)");
    assert_expression("a != b == c", "((a != b) == c)");
    assert_expression("a << b >> c", "((a << b) >> c)");
}

static void powers_group_to_the_right_and_bind_tighter_than_signs(void **state)
{
    (void)state;
    assert_expression("a ^ b ^ c", "(a ^ (b ^ c))");
    assert_expression("-a ^ b", "-(a ^ b)");
    assert_expression("a ^ -b", "(a ^ -b)");
    assert_expression("a ^ -b ^ c", "(a ^ -(b ^ c))");
    assert_expression("-2 ^ 2", "-(2 ^ 2)");
    assert_expression("a * b ^ c * d", "((a * (b ^ c)) * d)");
    assert_expression("a[0] ^ f(1)", "(a[0] ^ f(1))");
}

static void signs_nest_and_fold_into_numbers(void **state)
{
    (void)state;
    assert_expression("!a && b", "(!a && b)");
    assert_expression("!-~a", "!-~a");
    assert_expression("+a", "a");
    assert_expression("--5", "5");
    assert_expression("-(3)", "-3");
    assert_expression("1 - -1", "(1 - -1)");
    assert_expression("!a == b", "(!a == b)");
}

static void conditions_group_to_the_right(void **state)
{
    (void)state;
    assert_expression("a ? b : c ? d : e", "(a ? b : (c ? d : e))");
    assert_expression("a ? b ? c : d : e", "(a ? (b ? c : d) : e)");
    assert_expression("a || b ? c + 1 : d", "((a || b) ? (c + 1) : d)");
}

static void calls_indices_and_members_chain(void **state)
{
    (void)state;
    assert_expression("f(1)(2)[3].x", "(f(1))(2)[3].x");
    assert_expression("(a)(b, c = 1)", "a(b, c = 1)");
    assert_expression("[1, 2][0]", "[1, 2][0]");
    assert_expression("\"abc\"[1]", "\"abc\"[1]");
    assert_expression("f(a, b,)", "f(a, b)");
    assert_expression("f()", "f()");
}

static void functions_take_the_rest(void **state)
{
    (void)state;
    assert_expression("function (x) x + 1", "function(x) (x + 1)");
    assert_expression("function (x, y = 2,) function () x", "function(x, y = 2) function() x");
    assert_expression("(function (x) x)(5)", "(function(x) x)(5)");
    assert_expression("f(function (x) x, 2)", "f(function(x) x, 2)");
}

static void let_assert_and_echo_stand_before_expressions(void **state)
{
    (void)state;
    assert_expression("let (a = 1, b = a) a + b", "let(a = 1, b = a) (a + b)");
    assert_expression("assert(a) b", "assert(a) b");
    assert_expression("assert(a)", "assert(a)");
    assert_expression("echo(\"x\", a = 1) assert(true) 5", "echo(\"x\", a = 1) assert(true) 5");
    assert_expression("(echo())", "echo()");
}

static void let_is_no_operand(void **state)
{
    (void)state;
    assert_refused("x = 1 + let (a = 1) a;", 1, 9, "Expected expression, got keyword let");
    assert_refused("x = -function (a) a;", 1, 6, "Expected expression, got keyword function");
}

static void literals_are_marked(void **state)
{
    (void)state;
    struct parsing parsing;
    parsing_open(&parsing,
                 "a = [1, -2, [\"x\", [1:2:3]]]; b = [a]; c = 1 + 1; d = [for (i = [1]) 1];");
    parsing_run(&parsing);
    struct assignment **assignments = parsing.file->scope->assignments.items;
    assert_true(assignments[0]->value->literal);
    assert_false(assignments[1]->value->literal);
    assert_false(assignments[2]->value->literal);
    assert_false(assignments[3]->value->literal);
    parsing_close(&parsing);
}

static void nodes_know_where_they_were_written(void **state)
{
    (void)state;
    struct parsing parsing;
    parsing_open(&parsing, "x =\n  (a) *\n    f(b);");
    parsing_run(&parsing);
    const struct expression *product = parsing.file->scope->assignments.items[0]->value;
    assert_int_equal(product->position.line, 2);
    assert_int_equal(product->position.column, 3);
    assert_int_equal(product->binary.left->position.column, 4);
    assert_int_equal(product->binary.right->position.line, 3);
    assert_int_equal(product->binary.right->position.column, 5);
    assert_int_equal(product->depth, 3);
    parsing_close(&parsing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(binary_operators_bind_by_rank),
        cmocka_unit_test(equal_ranks_group_to_the_left),
        cmocka_unit_test(powers_group_to_the_right_and_bind_tighter_than_signs),
        cmocka_unit_test(signs_nest_and_fold_into_numbers),
        cmocka_unit_test(conditions_group_to_the_right),
        cmocka_unit_test(calls_indices_and_members_chain),
        cmocka_unit_test(functions_take_the_rest),
        cmocka_unit_test(let_assert_and_echo_stand_before_expressions),
        cmocka_unit_test(let_is_no_operand),
        cmocka_unit_test(literals_are_marked),
        cmocka_unit_test(nodes_know_where_they_were_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

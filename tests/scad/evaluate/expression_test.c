/* SPDX-License-Identifier: MIT */
#include "run.h"

static void operators_follow_openscad(void **state)
{
    (void)state;
    expect_echo("1 + 2 * 3 ^ 2, 7 % 4, -7 % 4, 1 / 0, 6 & 3, 6 | 3, ~5, 1 << 4, 16 >> 2",
                "19, 3, -3, inf, 2, 7, -6, 16, 4");
    expect_echo("[1, 2] + [3, 4, 5], [1, 2] * [3, 4], 2 * [1, 2], [2, 4] / 2, -[1, [2]]",
                "[4, 6], 11, [2, 4], [1, 2], [-1, [-2]]");
    expect_echo("[[1, 2], [3, 4]] * [[5, 6], [7, 8]], [[1, 2], [3, 4]] * [1, 1], [1, 1] * [[1, 2], "
                "[3, 4]]",
                "[[19, 22], [43, 50]], [3, 7], [4, 6]");
    expect_echo(
        "\"a\" < \"b\", [1, 2] < [1, 3], [1] < [1, 0], \"a\" == 1, undef == undef, true > false",
        "true, true, true, false, true, true");
    expect_echo("!\"\", ![], !0, !\"0\", [][0], \"abc\"[1], [1, 2, 3].y, [4:2:9].step",
                "true, true, true, false, undef, \"b\", 2, 2");
}

static void undefined_operations_warn_with_their_reason(void **state)
{
    (void)state;
    expect_messages("a = 1 + \"x\";\nb = [1, 2] * [1];\nc = [2, 3] < [\"a\"];\nd = 1 << -1;",
                    "WARNING: undefined operation (number + string) in file t.scad, line 1\n"
                    "WARNING: vector*vector requires matching lengths (2 != 1) in file t.scad, "
                    "line 2\n"
                    "WARNING: undefined operation (number < string)\n"
                    "\tin vector comparison at index 0 in file t.scad, line 3\n"
                    "WARNING: negative shift in file t.scad, line 4\n");
}

static void comprehensions_yield_none_one_or_many(void **state)
{
    (void)state;
    expect_echo("[for (i = [0:3]) if (i % 2 == 0) i else [i]]", "[0, [1], 2, [3]]");
    expect_echo("[for (i = [0:2], j = [0:i]) [i, j]]",
                "[[0, 0], [1, 0], [1, 1], [2, 0], [2, 1], [2, 2]]");
    expect_echo("[for (i = 0, a = 1; i < 5; i = i + 1, a = a * i) a]", "[1, 1, 2, 6, 24]");
    expect_echo("[each [1, 2], each \"ab\", each [3:5], each undef, each 7]",
                "[1, 2, \"a\", \"b\", 3, 4, 5, 7]");
    expect_echo("[each for (i = [0:1]) [i, i * i]]", "[0, 0, 1, 1]");
    expect_echo("[let (a = 1) for (b = [a:2]) let (c = b) c, 9]", "[1, 2, 9]");
    expect_echo("[for (c = \"x\u00e9\") c], [for (x = 5) x], [for (x = undef) x]",
                "[\"x\", \"\u00e9\"], [5], []");
}

static void loops_of_two_variables_end(void **state)
{
    (void)state;
    expect_echo("len([for (i = [0:4], j = [0:4]) 1])", "25");
    expect_messages("for (i = [0:1], j = [5, 6]) echo(i, j);",
                    "ECHO: 0, 5\nECHO: 0, 6\nECHO: 1, 5\nECHO: 1, 6\n");
}

static void ranges_that_are_too_long_are_refused(void **state)
{
    (void)state;
    expect_messages("for (i = [0:2000000]) echo(i);\necho([for (i = [0:1:1/0]) i]);",
                    "WARNING: Bad range parameter in for statement: too many elements (2000001) "
                    "in file t.scad, line 1\n"
                    "WARNING: Bad range parameter in for statement: too many elements "
                    "(4294967295) in file t.scad, line 2\n"
                    "ECHO: []\n");
}

static void functions_are_values(void **state)
{
    (void)state;
    expect_echo("(function(x, y = 2) x * y)(4), (function(f) f(f))(function(g) 3)", "8, 3");
    expect_echo("[for (f = [for (i = [0:2]) function() i]) f()]", "[0, 1, 2]");
    expect_echo("let (f = function(n) n < 2 ? 1 : n * f(n - 1)) f(10)", "3.6288e+6");
    expect_echo("function(a, b = 3) a + b", "function(a, b = 3) (a + b)");
    expect_messages("echo(3(1));", "WARNING: Can't call function on number in file t.scad, line 1\n"
                                   "ECHO: undef\n");
}

static void tail_calls_need_no_stack(void **state)
{
    (void)state;
    expect_messages("function f(n, a = 0) = n == 0 ? a : let (m = n - 1) f(m, a + n);\n"
                    "echo(f(200000));",
                    "ECHO: 2.00001e+10\n");
}

static void lists_grow_in_linear_time(void **state)
{
    (void)state;
    expect_messages("function f(n, a = []) = n == 0 ? a : f(n - 1, concat(a, [n]));\n"
                    "function g(n, s = \"\") = n == 0 ? s : g(n - 1, str(s, \"x\"));\n"
                    "echo(len(f(300000)), len(g(300000)));",
                    "ECHO: 300000, 300000\n");
}

/* The list that comes first is gone on with, but nobody who holds it sees that. */
static void each_at_the_start_shares_the_list(void **state)
{
    (void)state;
    expect_messages("a = [1, 2];\nb = [each a, 3];\nc = [each a, 4];\necho(a, b, c, [each a]);",
                    "ECHO: [1, 2], [1, 2, 3], [1, 2, 4], [1, 2]\n");
    expect_messages("function f(n, list = []) = n == 0 ? list : f(n - 1, [each list, n]);\n"
                    "echo(len(f(100000)), f(3));",
                    "ECHO: 100000, [3, 2, 1]\n");
}

/* Sixty levels would never end if each were compared twice. */
static void nested_vectors_are_compared_once(void **state)
{
    (void)state;
    expect_messages("function f(n, v) = n == 0 ? v : f(n - 1, [v, 1]);\n"
                    "echo(f(60, 1) < f(60, 1), f(60, 1) < f(60, 2), f(60, 2) <= f(60, 1));",
                    "ECHO: false, true, false\n");
    expect_echo("[[1, 2], 3] < [[1, 2], 4]", "true");
    expect_echo("[[1, 3], 3] < [[1, 2], 4]", "false");
    expect_echo("[[1], 3] < [[1, 2], 0]", "true");
    expect_echo("[0 / 0, 1] < [0 / 0, 2]", "true");
    expect_messages("echo([[1, 2], \"a\"] < [[1, 2], 3]);",
                    "WARNING: undefined operation (string < number)\n\tin vector comparison at "
                    "index 1 in file t.scad, line 1\nECHO: undef\n");
}

static void echo_and_assert_are_expressions(void **state)
{
    (void)state;
    expect_messages("a = echo(x = 1, \"y\") 3;\necho(assert(a == 3, \"no\") a + 1);\n"
                    "b = assert(a > 3, str(\"a is \", a)) 1;\necho(\"not reached\");",
                    "ECHO: x = 1, \"y\"\n"
                    "ERROR: Assertion '(a > 3)' failed: \"a is 3\" in file t.scad, line 3\n"
                    "TRACE: assignment to \"b\" in file t.scad, line 3\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operators_follow_openscad),
        cmocka_unit_test(undefined_operations_warn_with_their_reason),
        cmocka_unit_test(comprehensions_yield_none_one_or_many),
        cmocka_unit_test(loops_of_two_variables_end),
        cmocka_unit_test(ranges_that_are_too_long_are_refused),
        cmocka_unit_test(functions_are_values),
        cmocka_unit_test(tail_calls_need_no_stack),
        cmocka_unit_test(lists_grow_in_linear_time),
        cmocka_unit_test(each_at_the_start_shares_the_list),
        cmocka_unit_test(nested_vectors_are_compared_once),
        cmocka_unit_test(echo_and_assert_are_expressions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

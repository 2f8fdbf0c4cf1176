/* SPDX-License-Identifier: MIT */
#include "run.h"

static void the_last_assignment_wins_at_the_place_of_the_first(void **state)
{
    (void)state;
    expect_messages("echo(a, b);\na = 1;\nb = a;\na = 2;",
                    "WARNING: \"a\" was assigned on line 2 but was overwritten in file t.scad, "
                    "line 4\n"
                    "ECHO: 2, 2\n");
}

static void what_is_not_set_yet_is_looked_for_outside(void **state)
{
    (void)state;
    expect_messages("a = 1;\nmodule m() { b = a; a = 2; echo(a, b); }\nm();", "ECHO: 2, 1\n");
    expect_messages(
        "module m() { echo(x); x = 5; translate([0, 0]) { y = x; x = 6; echo(x, y); } }\n"
        "m();",
        "ECHO: 5\nECHO: 6, 5\n");
    expect_messages("x = y;\ny = 1;\necho(x, y);",
                    "WARNING: Ignoring unknown variable \"y\" in file t.scad, line 1\n"
                    "ECHO: undef, 1\n");
}

static void special_variables_follow_the_caller(void **state)
{
    (void)state;
    expect_messages("$a = 1;\nfunction f() = $a;\nmodule m() { echo(f(), $a); }\n"
                    "module n() { $a = 3; m(); }\nm(); m($a = 2); n();\n"
                    "echo(f($a = 4), let ($a = 5) f(), [for ($a = [6, 7]) f()], f());",
                    "ECHO: 1, 1\nECHO: 2, 2\nECHO: 3, 3\nECHO: 4, 5, [6, 7], 1\n");
}

static void other_variables_follow_the_text(void **state)
{
    (void)state;
    expect_messages("a = 1;\nfunction f() = a;\nmodule m() { a = 2; echo(f(), a); }\nm();",
                    "ECHO: 1, 2\n");
    expect_messages("a = 1;\nf = function() a;\nmodule m(g) { a = 2; echo(g()); }\nm(f);",
                    "ECHO: 1\n");
}

static void arguments_that_are_no_parameters_can_be_seen(void **state)
{
    (void)state;
    expect_messages("z = 1;\nmodule m(a) { echo(a, z); }\nm(2, z = 3);\nm(4);",
                    "WARNING: variable \"z\" not specified as parameter in file t.scad, line 3\n"
                    "ECHO: 2, 3\nECHO: 4, 1\n");
}

static void arguments_that_do_not_fit_are_warned_of(void **state)
{
    (void)state;
    expect_messages("function f(a, b = 9) = [a, b];\necho(f(1, 2, 3));\necho(f(b = 1, 2));\n"
                    "echo(f(1, a = 2));\necho(f(a = 1, a = 2));\necho(f());",
                    "WARNING: Too many unnamed arguments supplied in file t.scad, line 2\n"
                    "ECHO: [1, 2]\nECHO: [2, 1]\n"
                    "WARNING: argument \"a\" overrides positional argument in file t.scad, line 4\n"
                    "ECHO: [2, 9]\n"
                    "WARNING: argument \"a\" supplied more than once in file t.scad, line 5\n"
                    "ECHO: [2, 9]\nECHO: [undef, 9]\n");
}

static void defaults_see_what_is_around_the_function(void **state)
{
    (void)state;
    expect_messages("a = 1;\nmodule m(a, b = a) { echo(a, b); }\nm(5);", "ECHO: 5, 1\n");
}

static void let_sees_what_it_bound_before(void **state)
{
    (void)state;
    expect_messages("a = 1;\necho(let (a = a + 1, b = a * 2) [a, b], a);\nlet (a = 7) echo(a);\n"
                    "echo(let (a = 1, a = 2) a);",
                    "ECHO: [2, 4], 1\nECHO: 7\n"
                    "WARNING: Ignoring duplicate variable assignment \"a\" = 2 in file t.scad, "
                    "line 4\n"
                    "ECHO: 1\n");
}

static void later_definitions_replace_earlier_ones(void **state)
{
    (void)state;
    expect_messages("echo(f());\nfunction f() = 1;\nfunction f() = 2;\n"
                    "module m() { function f() = 3; echo(f()); }\nm();",
                    "ECHO: 2\nECHO: 3\n");
}

static void libraries_bring_functions_and_modules_but_no_variables(void **state)
{
    static const char *const library[] = { "lib.scad",
                                           "v = 5; function lf(x) = x + v; function hidden() = 1;\n"
                                           "module lm() { echo(lm = lf(1)); children(); }",
                                           NULL };
    (void)state;
    struct run run;
    run_open(&run);
    run.library = library;
    run_program(&run, "use <lib.scad>\nv = 1;\necho(lf(2));\nlm() echo(v);");
    assert_string_equal(run_messages(&run), "ECHO: 7\nECHO: lm = 6\nECHO: 1\n");
    run_close(&run);
}

static void unknown_names_are_warned_of(void **state)
{
    (void)state;
    expect_messages("a();\nb = c();\necho(d, is_undef(e), PI);",
                    "WARNING: Ignoring unknown function 'c' in file t.scad, line 2\n"
                    "WARNING: Ignoring unknown module 'a' in file t.scad, line 1\n"
                    "WARNING: Ignoring unknown variable \"d\" in file t.scad, line 3\n"
                    "ECHO: undef, true, 3.14159\n");
}

static void arguments_find_their_parameters(void **state)
{
    (void)state;
    struct run run;
    run_open(&run);
    run_program(&run, "function f(a = 1, b = 2) = [a, b, c];\nc = 0;\n"
                      "echo(f(), f(5), f(b = 6), f(7, 8), f(b = 3, 4), f(c = 9), f(5, $fn = 1));\n"
                      "echo(f(1, a = 2));\necho(f(b = 1, b = 2));\necho(f(1, 2, 3));\n"
                      "echo(f(d = 1));\n"
                      "module m($fn = 7, r = 1) echo($fn, r);\nm(); m(3); m($fn = 4, 2);");
    assert_string_equal(
        run_messages(&run),
        "WARNING: variable \"c\" not specified as parameter in file t.scad, line 3\n"
        "ECHO: [1, 2, 0], [5, 2, 0], [1, 6, 0], [7, 8, 0], [4, 3, 0], [1, 2, 9], [5, 2, 0]\n"
        "WARNING: argument \"a\" overrides positional argument in file t.scad, line 4\n"
        "ECHO: [2, 2, 0]\n"
        "WARNING: argument \"b\" supplied more than once in file t.scad, line 5\n"
        "ECHO: [1, 2, 0]\n"
        "WARNING: Too many unnamed arguments supplied in file t.scad, line 6\n"
        "ECHO: [1, 2, 0]\n"
        "WARNING: variable \"d\" not specified as parameter in file t.scad, line 7\n"
        "ECHO: [1, 2, 0]\nECHO: 7, 1\nECHO: 3, 1\nECHO: 4, 2\n");
    run_close(&run);
}

/* It is a variable like others but for its dollar sign: it follows the text, not the caller. */
static void the_number_of_children_is_no_special_variable(void **state)
{
    (void)state;
    expect_messages("function f() = $children;\nmodule m() { echo($children); n(); }\n"
                    "module n() echo($children);\necho(f($children = 5));\n"
                    "m($children = 7) cube();\ncube($children = 1);\n"
                    "let ($children = 4) echo($children, f());\n$children = 3;",
                    "WARNING: variable \"$children\" not specified as parameter in file t.scad, "
                    "line 4\n"
                    "ECHO: 5\n"
                    "WARNING: variable \"$children\" not specified as parameter in file t.scad, "
                    "line 5\n"
                    "ECHO: 7\nECHO: 0\n"
                    "WARNING: variable \"$children\" not specified as parameter in file t.scad, "
                    "line 6\n"
                    "ECHO: 4, 3\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arguments_find_their_parameters),
        cmocka_unit_test(the_last_assignment_wins_at_the_place_of_the_first),
        cmocka_unit_test(what_is_not_set_yet_is_looked_for_outside),
        cmocka_unit_test(special_variables_follow_the_caller),
        cmocka_unit_test(other_variables_follow_the_text),
        cmocka_unit_test(arguments_that_are_no_parameters_can_be_seen),
        cmocka_unit_test(arguments_that_do_not_fit_are_warned_of),
        cmocka_unit_test(defaults_see_what_is_around_the_function),
        cmocka_unit_test(let_sees_what_it_bound_before),
        cmocka_unit_test(later_definitions_replace_earlier_ones),
        cmocka_unit_test(libraries_bring_functions_and_modules_but_no_variables),
        cmocka_unit_test(the_number_of_children_is_no_special_variable),
        cmocka_unit_test(unknown_names_are_warned_of),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* OpenSCAD's print of a tree, down to its oddities. */
#include "parsing.h"

static void calls_print_their_children(void **state)
{
    (void)state;
    assert_prints("cube([1,2],center=true);", "cube([1, 2], center = true);\n");
    assert_prints("union(){}", "union();\n");
    assert_prints("union(){cube();}", "union() cube();\n");
    assert_prints("union(){cube();{sphere();}}", "union() {\n\tcube();\n\tsphere();\n}\n");
    assert_prints("a(){b(){c();d();}e();}", "a() {\n\tb() {\n\t\tc();\n\t\td();\n\t}\n\te();\n}\n");
}

static void an_empty_else_lacks_its_line_end(void **state)
{
    (void)state;
    assert_prints("if(a)cube();else;sphere();", "if(a) cube();\nelse;sphere();\n");
    assert_prints("m(){if(a){b();c();}else{d();e();}f();}",
                  "m() {\n\tif(a) {\n\t\tb();\n\t\tc();\n\t}\n\telse {\n\t\td();\n\t\te();\n\t}\n"
                  "\tf();\n}\n");
}

static void strings_are_escaped(void **state)
{
    (void)state;
    assert_expression("\"a\\tb\\nc\\rd\\\"e\\\\f'\"", "\"a\\tb\\nc\\rd\\\"e\\\\f'\"");
}

static void constants_have_names(void **state)
{
    (void)state;
    assert_expression("[true, false, undef, -0.5]", "[true, false, undef, -0.5]");
}

static void what_is_called_may_be_any_expression(void **state)
{
    (void)state;
    assert_expression("f(1)", "f(1)");
    assert_expression("(f)(1)", "f(1)");
    assert_expression("f[0](1)", "(f[0])(1)");
    assert_expression("(1 + 2)(3)", "((1 + 2))(3)");
}

static void elements_have_parentheses_of_their_own(void **state)
{
    (void)state;
    assert_expression(
        "[for (a = 1; a < 2; a = a + 1, b = 2) let (c = a) if (c) each c else 1]",
        "[for(a = 1;(a < 2);a = (a + 1), b = 2) let(c = a) (if(c) (each (c)) else (1))]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(calls_print_their_children),
        cmocka_unit_test(an_empty_else_lacks_its_line_end),
        cmocka_unit_test(strings_are_escaped),
        cmocka_unit_test(constants_have_names),
        cmocka_unit_test(what_is_called_may_be_any_expression),
        cmocka_unit_test(elements_have_parentheses_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

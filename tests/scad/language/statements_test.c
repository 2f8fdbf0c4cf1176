/* SPDX-License-Identifier: MIT */
/* Statements, and where which of them may stand. */
#include "parsing.h"

static void blocks_are_part_of_the_scope_around_them(void **state)
{
    (void)state;
    assert_prints("{ a = 1; { cube(a); } ; }", "a = 1;\ncube(a);\n");
    assert_prints("union() { { cube(); } ; sphere(); }", "union() {\n\tcube();\n\tsphere();\n}\n");
}

static void definitions_come_first_in_print(void **state)
{
    (void)state;
    assert_prints("cube(); x = 1; module m(a, b = 2,) sphere(a); function f(x) = x;",
                  "function f(x) = x;\nmodule m(a, b = 2) {\n\tsphere(a);\n}\nx = 1;\ncube();\n");
    assert_prints("module a() module b() cube();",
                  "module a() {\n\tmodule b() {\n\t\tcube();\n\t}\n}\n");
}

static void overwriting_is_warned_of_before_the_next_token(void **state)
{
    (void)state;
    assert_messages("a = 1;\na = 2;\nuse <a.scad>", true,
                    "WARNING: \"a\" was assigned on line 1 but was overwritten in file main.scad, "
                    "line 2\n"
                    "WARNING: Can't open library 'a.scad'. in file main.scad, line 3\n");
}

static void definitions_do_not_stand_among_children(void **state)
{
    (void)state;
    assert_refused("union() { module m() cube(); }", 1, 11,
                   "Expected statement, got keyword module");
    assert_refused("union() { function f() = 1; }", 1, 11,
                   "Expected statement, got keyword function");
    assert_refused("union() a = 1;", 1, 11, "Expected (, got operator =");
    assert_messages("module m() { use <a.scad> }", false,
                    "WARNING: Can't open library 'a.scad'. in file main.scad, line 1\n"
                    "ERROR: Parser error: syntax error in file main.scad, line 1\n");
}

static void children_may_begin_with_assignments(void **state)
{
    (void)state;
    assert_prints("union() { a = 1; cube(a); }", "union() {\n\ta = 1;\n\tcube(a);\n}\n");
    assert_prints("union() { a = 1; }", "union() a = 1;\n");
}

static void some_keywords_name_modules(void **state)
{
    (void)state;
    assert_prints(
        "for (i = [1:2]) let (a = i) assert(a) echo(a) each (a) intersection_for (j = a);",
        "for(i = [1 : 2]) let(a = i) assert(a) echo(a) each(a) intersection_for(j = a);\n");
    assert_refused("module for() cube();", 1, 8, "Expected identifier, got keyword for");
}

static void an_else_belongs_to_the_nearest_if(void **state)
{
    (void)state;
    assert_prints("if (a) if (b) cube(); else sphere();", "if(a) if(b) cube();\nelse sphere();\n");
    assert_prints("if (a) { if (b) cube(); } else { sphere(); circle(); }",
                  "if(a) if(b) cube();\nelse {\n\tsphere();\n\tcircle();\n}\n");
    assert_prints("if (a); else;", "if(a);\nelse;");
    assert_refused("else cube();", 1, 1, "Expected statement, got keyword else");
}

static void modifiers_mark_what_follows(void **state)
{
    (void)state;
    struct parsing parsing;
    parsing_open(&parsing, "!#%cube(); *sphere(); %if (a) circle();");
    parsing_run(&parsing);
    const struct scope *scope = parsing.file->scope;
    assert_int_equal(scope->instantiations.count, 2);
    assert_int_equal(scope->statements.count, 3);
    const struct instantiation *cube = scope->instantiations.items[0];
    assert_true(cube->is_root && cube->is_highlight && cube->is_background && !cube->is_disabled);
    assert_true(scope->statements.items[1].instantiation->is_disabled);
    assert_true(scope->instantiations.items[1]->is_if);
    assert_true(scope->instantiations.items[1]->is_background);
    parsing_close(&parsing);
}

static void disabled_children_do_not_count(void **state)
{
    (void)state;
    assert_prints("union() { *cube(); sphere(); }", "union() sphere();\n");
    assert_prints("if (a) *cube();", "if(a);\n");
}

static void a_module_may_lack_its_body_at_the_end(void **state)
{
    (void)state;
    assert_prints("module m()", "module m() {\n}\n");
    assert_refused("module m() { cube();", 1, 21, "Expected }, got end of file");
    assert_refused("cube()", 1, 7, "Expected statement, got end of file");
}

static void positions_are_those_that_openscad_reports(void **state)
{
    (void)state;
    struct parsing parsing;
    parsing_open(&parsing, "module\n m(a,\n b\n) cube();\nif (a\n) cube();\n  sphere();");
    parsing_run(&parsing);
    const struct scope *scope = parsing.file->scope;
    assert_int_equal(scope->modules.items[0]->position.line, 4);
    assert_int_equal(scope->statements.items[0].position.line, 1);
    assert_int_equal(scope->instantiations.items[0]->position.line, 6);
    assert_int_equal(scope->statements.items[1].position.line, 5);
    assert_int_equal(scope->instantiations.items[1]->position.line, 7);
    assert_int_equal(scope->instantiations.items[1]->position.column, 3);
    parsing_close(&parsing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_part_of_the_scope_around_them),
        cmocka_unit_test(definitions_come_first_in_print),
        cmocka_unit_test(overwriting_is_warned_of_before_the_next_token),
        cmocka_unit_test(definitions_do_not_stand_among_children),
        cmocka_unit_test(children_may_begin_with_assignments),
        cmocka_unit_test(some_keywords_name_modules),
        cmocka_unit_test(an_else_belongs_to_the_nearest_if),
        cmocka_unit_test(modifiers_mark_what_follows),
        cmocka_unit_test(disabled_children_do_not_count),
        cmocka_unit_test(a_module_may_lack_its_body_at_the_end),
        cmocka_unit_test(positions_are_those_that_openscad_reports),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* A later assignment takes the earlier one's place, and where OpenSCAD warns of it. */
#include "parsing.h"

static void the_last_value_stands_in_the_first_place(void **state)
{
    (void)state;
    struct parsing parsing;
    parsing_open(&parsing, "a = 1;\nb = 2;\na = 3;");
    parsing_run(&parsing);
    assert_string_equal(parsing_text(&parsing), "a = 3;\nb = 2;\n");
    assert_string_equal(
        parsing_messages(&parsing),
        "WARNING: \"a\" was assigned on line 1 but was overwritten in file main.scad, line 3\n");
    const struct scope *scope = parsing.file->scope;
    assert_int_equal(scope->assignments.count, 2);
    assert_int_equal(scope->assignments.items[0]->position.line, 1);
    assert_int_equal(scope->assignments.items[0]->overwritten.line, 3);
    assert_int_equal(scope->assignments.items[1]->overwritten.line, 0);
    assert_int_equal(scope->statements.count, 3);
    assert_true(scope->statements.items[0].assignment->value->number == 1);
    parsing_close(&parsing);
}

static void each_scope_has_its_own(void **state)
{
    (void)state;
    assert_prints("a = 1; module m() { a = 2; union() { a = 3; } }",
                  "module m() {\n\ta = 2;\n\tunion() \ta = 3;\n}\na = 1;\n");
}

static void functions_and_modules_may_stand_twice(void **state)
{
    (void)state;
    struct parsing parsing;
    parsing_open(&parsing, "function f() = 1; function f() = 2; module f(); module f();");
    parsing_run(&parsing);
    assert_string_equal(parsing_messages(&parsing), "");
    assert_int_equal(parsing.file->scope->functions.count, 2);
    assert_int_equal(parsing.file->scope->modules.count, 2);
    parsing_close(&parsing);
}

static void many_names_are_told_apart(void **state)
{
    (void)state;
    struct parsing parsing;
    struct builder text;
    parsing_open(&parsing, "");
    text = builder_in(&parsing.arena);
    for (int i = 0; i < 2000; i++)
        builder_format(&text, "a%d = %d; { a%d = %d; } module m%d() { a%d = 1; }\n", i % 1000, i,
                       i + 1000, i, i, i);
    const struct source *source =
        sources_add(&parsing.sources, text_of("/folder/many.scad"), builder_result(&text));
    parsing.input.source = parsing.input.main = source;
    parsing_run(&parsing);
    assert_int_equal(parsing.file->scope->assignments.count, 3000);
    assert_int_equal(parsing.diagnostics.count, 1000);
    parsing_close(&parsing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_value_stands_in_the_first_place),
        cmocka_unit_test(each_scope_has_its_own),
        cmocka_unit_test(functions_and_modules_may_stand_twice),
        cmocka_unit_test(many_names_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* The JSON form of statements and expressions, one of each. */
#include "parsing.h"

static void assert_result(const char *text, const char *expected)
{
    struct parsing parsing;
    parsing_open(&parsing, text);
    parsing_run(&parsing);
    struct builder out = builder_in(&parsing.arena);
    ast_json_print_result(&out, &parsing.names, &parsing.sources, parsing.file,
                          &parsing.diagnostics);
    assert_string_equal(builder_result(&out).bytes, expected);
    parsing_close(&parsing);
}

static void assert_statement(const char *text, const char *expected)
{
    char whole[1200];
    snprintf(whole, sizeof whole, "{\"ast\":[%s],\"errors\":[],\"success\":true}", expected);
    assert_result(text, whole);
}

static void assert_value(const char *expression, const char *expected)
{
    char text[256], statement[1024];
    snprintf(text, sizeof text, "x = %s;", expression);
    snprintf(statement, sizeof statement,
             "{\"type\":\"assignment\",\"name\":\"x\",\"value\":%s,\"line\":1}", expected);
    assert_statement(text, statement);
}

static void operations_have_parameters_and_children(void **state)
{
    (void)state;
    assert_statement("cube(10);", "{\"type\":\"primitive\",\"op\":\"cube\",\"params\":"
                                  "{\"_positional\":10},\"line\":1}");
    assert_statement("\ncylinder(1, $fn = 6, 2);",
                     "{\"type\":\"primitive\",\"op\":\"cylinder\",\"params\":{\"_positional\":1,"
                     "\"_arguments\":[1,2],\"$fn\":6},\"line\":2}");
    assert_statement(
        "translate([1, 2]) square();",
        "{\"type\":\"transform\",\"op\":\"translate\",\"params\":{\"_positional\":[1,2]},"
        "\"children\":[{\"type\":\"primitive\",\"op\":\"square\",\"params\":{},\"line\":1}],"
        "\"line\":1}");
    assert_statement("hull() {}",
                     "{\"type\":\"boolean\",\"op\":\"hull\",\"children\":[],\"line\":1}");
    assert_statement(
        "mine(a = 1, a = 2);",
        "{\"type\":\"module_call\",\"name\":\"mine\",\"params\":{\"a\":1},\"children\":[],"
        "\"line\":1}");
    assert_statement("children(0);", "{\"type\":\"children\",\"args\":[0],\"line\":1}");
}

static void control_statements_have_bodies(void **state)
{
    (void)state;
    assert_statement("for (i = [0:2:9], j = a) ;",
                     "{\"type\":\"for\",\"variable\":\"i\",\"range\":[0,2,9],\"variables\":["
                     "{\"variable\":\"i\",\"range\":[0,2,9]},{\"variable\":\"j\",\"values\":"
                     "{\"type\":\"variable\",\"name\":\"a\"}}],\"body\":[],\"line\":1}");
    assert_statement("intersection_for (i = 1);",
                     "{\"type\":\"intersection_for\",\"variable\":\"i\",\"values\":1,\"variables\":"
                     "[{\"variable\":\"i\",\"values\":1}],\"body\":[],\"line\":1}");
    assert_statement(
        "if (1) ; else if (2) ;",
        "{\"type\":\"if\",\"condition\":1,\"thenBody\":[],\"elseBody\":[{\"type\":\"if\","
        "\"condition\":2,\"thenBody\":[],\"line\":1}],\"line\":1}");
    assert_statement("let (a = 1) ;",
                     "{\"type\":\"let\",\"bindings\":{\"a\":1},\"body\":[],\"line\":1}");
    assert_statement("echo(1, a = 2);",
                     "{\"type\":\"echo\",\"values\":[1,{\"type\":\"assignment\",\"name\":\"a\","
                     "\"value\":2}],\"line\":1}");
    assert_statement("assert(true, \"why\");",
                     "{\"type\":\"assert\",\"condition\":true,\"message\":\"why\",\"line\":1}");
}

static void definitions_have_names_and_defaults(void **state)
{
    (void)state;
    assert_statement(
        "function f(a, b = 2) = a;",
        "{\"type\":\"function_def\",\"name\":\"f\",\"params\":[\"a\",\"b\"],\"defaults\":"
        "{\"b\":2},\"expression\":{\"type\":\"variable\",\"name\":\"a\"},\"line\":1}");
    assert_statement("module m() { a = 1; }",
                     "{\"type\":\"module_def\",\"name\":\"m\",\"params\":[],\"body\":[{\"type\":"
                     "\"assignment\",\"name\":\"a\",\"value\":1,\"line\":1}],\"line\":1}");
}

static void modifiers_stand_around_their_child(void **state)
{
    (void)state;
    assert_statement("#*m();",
                     "{\"type\":\"modifier\",\"modifier\":\"*\",\"child\":{\"type\":"
                     "\"modifier\",\"modifier\":\"#\",\"child\":{\"type\":\"module_call\","
                     "\"name\":\"m\",\"params\":{},\"children\":[],\"line\":1},\"line\":1},"
                     "\"line\":1}");
}

static void files_are_imports(void **state)
{
    (void)state;
    assert_statement("import(file = \"a.stl\", convexity = 3);",
                     "{\"type\":\"import\",\"op\":\"import\",\"filename\":\"a.stl\",\"params\":"
                     "{\"file\":\"a.stl\",\"convexity\":3},\"line\":1}");
    assert_result(
        "use <a.scad>",
        "{\"ast\":[{\"type\":\"import\",\"op\":\"use\",\"filename\":\"a.scad\",\"line\":1}],"
        "\"errors\":[],\"success\":true,\"warnings\":[{\"message\":\"Can't open library "
        "'a.scad'.\",\"line\":1,\"column\":1}]}");
}

static void plain_values_are_themselves(void **state)
{
    (void)state;
    assert_value("[1, \"a\", true, undef, [0.1]]", "[1,\"a\",true,null,[0.1]]");
}

static void operators_have_operands(void **state)
{
    (void)state;
    assert_value("1 + 2", "{\"type\":\"expression\",\"operator\":\"+\",\"left\":1,\"right\":2}");
    assert_value("!true", "{\"type\":\"expression\",\"operator\":\"!\",\"left\":true}");
    assert_value("1 ? 2 : 3",
                 "{\"type\":\"ternary\",\"condition\":1,\"thenExpr\":2,\"elseExpr\":3}");
    assert_value("[1:2:3]", "{\"type\":\"range\",\"begin\":1,\"step\":2,\"end\":3}");
    assert_value("\"a\"[0]", "{\"type\":\"index\",\"array\":\"a\",\"index\":0}");
    assert_value("a.x", "{\"type\":\"member\",\"object\":{\"type\":\"variable\",\"name\":\"a\"},"
                        "\"member\":\"x\"}");
    assert_value("f(1)", "{\"type\":\"function_call\",\"name\":\"f\",\"args\":[1]}");
    assert_value("(function (a) 1)()",
                 "{\"type\":\"function_call\",\"callee\":{\"type\":\"function_literal\",\"params\":"
                 "[\"a\"],\"body\":1},\"args\":[]}");
    assert_value(
        "let (a = 1) echo(2) 3",
        "{\"type\":\"let\",\"bindings\":{\"a\":1},\"body\":{\"type\":\"echo\",\"values\":[2],"
        "\"body\":3}}");
}

static void comprehensions_gather_their_loops(void **state)
{
    (void)state;
    assert_value(
        "[for (i = [0:1]) for (j = 2) if (3) 4]",
        "{\"type\":\"list_comprehension\",\"comprehensions\":[{\"variable\":\"i\",\"range\":"
        "[0,1]},{\"variable\":\"j\",\"values\":2}],\"condition\":3,\"expression\":4}");
    assert_value("[if (1) 2 else each 3]",
                 "{\"type\":\"list_comprehension\",\"comprehensions\":[],\"condition\":1,"
                 "\"expression\":2,\"otherwise\":{\"type\":\"each\",\"value\":3}}");
    assert_value("[for (i = 0; 1; i = 2) let (a = 3) if (4) 5]",
                 "{\"type\":\"list_comprehension\",\"comprehensions\":[],\"init\":{\"i\":0},"
                 "\"condition\":1,\"next\":{\"i\":2},\"expression\":{\"type\":\"each\",\"value\":"
                 "{\"type\":\"list_comprehension\",\"comprehensions\":[],\"bindings\":{\"a\":3},"
                 "\"expression\":{\"type\":\"each\",\"value\":{\"type\":\"list_comprehension\","
                 "\"comprehensions\":[],\"condition\":4,\"expression\":5}}}}}");
}

static void a_list_within_a_list_is_marked(void **state)
{
    (void)state;
    const char *loop = "{\"type\":\"list_comprehension\",\"comprehensions\":[{\"variable\":\"i\","
                       "\"values\":1}],\"expression\":2}";
    char expected[512];
    snprintf(expected, sizeof expected, "[%s]", loop);
    assert_value("[[for (i = 1) 2]]", expected);
    snprintf(expected, sizeof expected, "[0,{\"type\":\"each\",\"value\":%s}]", loop);
    assert_value("[0, for (i = 1) 2]", expected);
    assert_value("[each 1]", "[{\"type\":\"each\",\"value\":1}]");
}

static void errors_take_the_place_of_the_tree(void **state)
{
    (void)state;
    assert_result(
        "x = [1, 2\n             ;",
        "{\"ast\":null,\"errors\":[{\"message\":\"Expected ], got punctuation ;\",\"line\":2,"
        "\"column\":14,\"code\":\"SYNTAX_ERROR\"}],\"success\":false}");
    assert_result(
        "x = \"",
        "{\"ast\":null,\"errors\":[{\"message\":\"Expected \\\", got end of file\",\"line\":1,"
        "\"column\":6,\"code\":\"SYNTAX_ERROR\"}],\"success\":false}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operations_have_parameters_and_children),
        cmocka_unit_test(control_statements_have_bodies),
        cmocka_unit_test(definitions_have_names_and_defaults),
        cmocka_unit_test(modifiers_stand_around_their_child),
        cmocka_unit_test(files_are_imports),
        cmocka_unit_test(plain_values_are_themselves),
        cmocka_unit_test(operators_have_operands),
        cmocka_unit_test(comprehensions_gather_their_loops),
        cmocka_unit_test(a_list_within_a_list_is_marked),
        cmocka_unit_test(errors_take_the_place_of_the_tree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

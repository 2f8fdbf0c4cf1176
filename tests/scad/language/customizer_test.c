/* SPDX-License-Identifier: MIT */
/* The comments that a customizer reads. */
#include "parsing.h"

static void assert_annotated(const char *text, const char *expected)
{
    struct parsing parsing;
    parsing_open(&parsing, text);
    parsing_run(&parsing);
    customizer_annotate(&parsing.input, parsing.file);
    assert_string_equal(parsing_text(&parsing), expected);
    parsing_close(&parsing);
}

static void assert_parameter(const char *comment, const char *expected)
{
    char text[128], whole[128];
    snprintf(text, sizeof text, "a = 1; //%s\n", comment);
    snprintf(whole, sizeof whole, "//Parameter(%s)\na = 1;\n", expected);
    assert_annotated(text, whole);
}

static void comments_behind_values_are_parameters(void **state)
{
    (void)state;
    assert_parameter("5", "5");
    assert_parameter(" [1:10]", "[1 : 10]");
    assert_parameter("[-1 : .5 : +1e1]", "[-1 : 0.5 : 10]");
    assert_parameter("[1, two, 3:\"three 4\"]", "[1, \"two\", [3, \"three 4\"]]");
    assert_parameter("[1:one]", "[[1, \"one\"]]");
    assert_parameter("[1:2, 3:4]", "[[1, 2], [3, 4]]");
    assert_parameter(" some 3 words 3d", "\"some 3 words 3d\"");
    assert_parameter("5 mm", "\"5 mm\"");
}

static void other_comments_are_not(void **state)
{
    (void)state;
    assert_parameter("", "\"\"");
    assert_parameter("1 2", "\"\"");
    assert_parameter("[1:10] mm", "\"\"");
    assert_parameter("[1:2:3:4]", "\"\"");
    assert_parameter("[]", "\"\"");
    assert_parameter("[a", "\"\"");
}

static void only_the_first_statement_of_a_line_has_one(void **state)
{
    (void)state;
    assert_annotated("a = \"//;\"; // b\n", "//Parameter(\"b\")\na = \"//;\";\n");
    assert_annotated("a = 1; b = 2; // c\n",
                     "//Parameter(\"\")\na = 1;\n//Parameter(\"\")\nb = 2;\n");
}

static void a_comment_on_the_line_before_describes(void **state)
{
    (void)state;
    assert_annotated("//  How wide // it is\na = 1;\n",
                     "//Description(\"How wide   it is\")\n//Parameter(\"\")\na = 1;\n");
    assert_annotated(" // indented\na = 1;\n", "//Parameter(\"\")\na = 1;\n");
}

static void groups_begin_with_a_comment(void **state)
{
    (void)state;
    assert_annotated("a = 1;\n/* [Sizes] [Holes] */\nb = 2;\n/* two\nlines [No] */\nc = 3;\n",
                     "//Parameter(\"\")\na = 1;\n"
                     "//Group(\"Sizes-Holes\")\n//Parameter(\"\")\nb = 2;\n"
                     "//Group(\"Sizes-Holes\")\n//Parameter(\"\")\nc = 3;\n");
}

static void parameters_end_at_the_first_brace(void **state)
{
    (void)state;
    assert_annotated("a = 1;\n// {\n/* { */\nb = 2;\nmodule m() {\n}\nc = 3;\n",
                     "module m() {\n}\n//Parameter(\"\")\na = 1;\n"
                     "//Group(\"\")\n//Parameter(\"\")\nb = 2;\nc = 3;\n");
    assert_annotated("a = 1;\nb = \"{\";\n", "//Parameter(\"\")\na = 1;\nb = \"{\";\n");
}

static void only_literals_are_parameters(void **state)
{
    (void)state;
    assert_annotated("a = [1, -2]; // x\nb = 1 + 1; // y\n",
                     "//Parameter(\"x\")\na = [1, -2];\nb = (1 + 1);\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comments_behind_values_are_parameters),
        cmocka_unit_test(other_comments_are_not),
        cmocka_unit_test(only_the_first_statement_of_a_line_has_one),
        cmocka_unit_test(a_comment_on_the_line_before_describes),
        cmocka_unit_test(groups_begin_with_a_comment),
        cmocka_unit_test(parameters_end_at_the_first_brace),
        cmocka_unit_test(only_literals_are_parameters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

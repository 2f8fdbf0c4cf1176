/* SPDX-License-Identifier: MIT */
/* Errors say what was expected and found, and where; depth has a limit; commands come after the text. */
#include "parsing.h"

#include <stdlib.h>

static void errors_say_what_was_expected_and_found(void **state)
{
    (void)state;
    assert_refused("x = [1, 2\n     ;", 2, 6, "Expected ], got punctuation ;");
    assert_refused("cube(10;", 1, 8, "Expected ), got punctuation ;");
    assert_refused("x = ;", 1, 5, "Expected expression, got punctuation ;");
    assert_refused("x = 1\ny = 2;", 2, 1, "Expected ;, got identifier y");
    assert_refused("x = a ? b;", 1, 10, "Expected :, got punctuation ;");
    assert_refused("x = a.1;", 1, 6, "Expected ;, got number .1");
    assert_refused("x = \"a\" \"b\";", 1, 9, "Expected ;, got string \"b\"");
    assert_refused("}", 1, 1, "Expected statement, got punctuation }");
    assert_refused("a @ b;", 1, 3, "Expected (, got character @");
    assert_refused("x = (1 +", 1, 9, "Expected expression, got end of file");
    assert_refused("if a", 1, 4, "Expected (, got identifier a");
    assert_refused("function f(1) = 2;", 1, 12, "Expected ), got number 1");
}

static void openscad_counts_two_lines_beyond_the_end(void **state)
{
    (void)state;
    assert_messages("x = 1;\ncube(\n", false,
                    "ERROR: Parser error: syntax error in file main.scad, line 4\n");
    assert_messages("x = [1;\n", false,
                    "ERROR: Parser error: syntax error in file main.scad, line 1\n");
}

static void nothing_is_said_after_an_error(void **state)
{
    (void)state;
    assert_messages("x = 1; x = ); x = 3; \"\\q", false,
                    "ERROR: Parser error: syntax error in file main.scad, line 1\n");
}

static void commands_overwrite_without_a_warning(void **state)
{
    (void)state;
    struct parsing parsing;
    parsing_open(&parsing, "x = 1;\ny = 2;");
    parsing.input.commands = text_of("x = 5;\nz = 6;\n");
    parsing_run(&parsing);
    assert_string_equal(parsing_messages(&parsing), "");
    assert_string_equal(parsing_text(&parsing), "x = 5;\ny = 2;\nz = 6;\n");
    parsing_close(&parsing);
}

static void errors_in_commands_are_errors(void **state)
{
    (void)state;
    struct parsing parsing;
    parsing_open(&parsing, "x = 1;\n");
    parsing.input.commands = text_of("x = ;\n");
    parsing_run(&parsing);
    assert_null(parsing.file);
    assert_string_equal(parsing_messages(&parsing),
                        "ERROR: Parser error: syntax error in file main.scad, line 4\n");
    parsing_close(&parsing);
}

/* `count` times one text, then another, then `count` times a third, then a last. */
static char *nested(size_t count, const char *open, const char *middle, const char *close,
                    const char *end)
{
    size_t length = count * (strlen(open) + strlen(close)) + strlen(middle) + strlen(end) + 16;
    char *text = malloc(length);
    char *at = text;
    for (size_t i = 0; i < count; i++)
        at = stpcpy(at, open);
    at = stpcpy(at, middle);
    for (size_t i = 0; i < count; i++)
        at = stpcpy(at, close);
    stpcpy(at, end);
    return text;
}

static void assert_depth(size_t count, bool accepted, const char *begin, const char *open,
                         const char *middle, const char *close)
{
    char *inner = nested(count, open, middle, close, ";");
    char *text = nested(1, begin, inner, "", "");
    struct parsing parsing;
    parsing_open(&parsing, text);
    parsing_run(&parsing);
    assert_int_equal(parsing.file != NULL, accepted);
    if (accepted)
        parsing_text(&parsing);
    else
        assert_string_equal(parsing.diagnostics.items[0].text.bytes,
                            "Parser error: memory exhausted");
    parsing_close(&parsing);
    free(inner);
    free(text);
}

static void nesting_has_a_limit(void **state)
{
    (void)state;
    assert_depth(1900, true, "x = ", "(", "1", ")");
    assert_depth(1900, true, "x = ", "f(", "1", ")");
    assert_depth(1900, true, "x = ", "a ? 1 : ", "1", "");
    assert_depth(1900, true, "", "union() ", "", "");
    assert_depth(1900, true, "", "if (a) ; else ", "cube()", "");
    assert_depth(900, true, "x = ", "[", "1", "]");
    assert_depth(300000, false, "x = ", "(", "1", ")");
    assert_depth(300000, false, "x = ", "[", "1", "]");
    assert_depth(300000, false, "x = ", "[for (i = 1) ", "1", "]");
    assert_depth(300000, false, "x = ", "!", "1", "");
    assert_depth(300000, false, "x = ", "f(", "1", ")");
    assert_depth(300000, false, "x = ", "function () ", "1", "");
    assert_depth(300000, false, "x = ", "let () ", "1", "");
    assert_depth(300000, false, "x = ", "1 ^ ", "1", "");
    assert_depth(300000, false, "x = ", "a ? 1 : ", "1", "");
    assert_depth(300000, false, "x = [", "each ", "1", "");
    assert_depth(300000, false, "", "union() ", "", "");
    assert_depth(300000, false, "", "{", "", "}");
    assert_depth(300000, false, "", "module m() ", "", "");
    assert_depth(300000, false, "", "union() {", "", "}");
    assert_depth(300000, false, "", "!", "cube()", "");
    assert_depth(300000, false, "", "if (a) ; else ", "cube()", "");
}

static void chains_to_the_left_have_the_same_limit(void **state)
{
    (void)state;
    assert_depth(1500, true, "x = ", "", "1", " + 1");
    assert_depth(300000, false, "x = ", "", "1", " + 1");
    assert_depth(300000, false, "x = ", "", "f", "()");
    assert_depth(300000, false, "x = ", "", "f", "[1]");
    assert_depth(300000, false, "x = ", "", "f", ".x");
}

static void long_lists_have_none(void **state)
{
    (void)state;
    assert_depth(100000, true, "x = [", "1,", "1]", "");
    assert_depth(100000, true, "", "x = 1;\x03", "", "");
    assert_depth(100000, true, "f(", "1,", "1)", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errors_say_what_was_expected_and_found),
        cmocka_unit_test(openscad_counts_two_lines_beyond_the_end),
        cmocka_unit_test(nothing_is_said_after_an_error),
        cmocka_unit_test(commands_overwrite_without_a_warning),
        cmocka_unit_test(errors_in_commands_are_errors),
        cmocka_unit_test(nesting_has_a_limit),
        cmocka_unit_test(chains_to_the_left_have_the_same_limit),
        cmocka_unit_test(long_lists_have_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

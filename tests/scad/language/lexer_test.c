/* SPDX-License-Identifier: MIT */
/* Words, numbers, strings, blanks and comments are cut as OpenSCAD's lexer cuts them. */
#include "parsing.h"

static void numbers_have_many_spellings(void **state)
{
    (void)state;
    assert_expression("[1, 1., .5, 1.5, 1e3, 1E+2, 1.5e-2, .5e1]",
                      "[1, 1, 0.5, 1.5, 1000, 100, 0.015, 5]");
    assert_expression("0x1fF", "511");
    assert_refused("a = 1.x;", 1, 7, "Expected ;, got identifier x");
}

static void large_numbers_lose_digits_with_a_warning(void **state)
{
    (void)state;
    assert_messages("a = 9007199254740993;", true,
                    "WARNING: Integer \"9007199254740993\" cannot be represented precisely in file "
                    "main.scad, line 1\n");
    assert_messages("a = 0x20000000000001;", true,
                    "WARNING: Integer \"0x20000000000001\" cannot be represented precisely in file "
                    "main.scad, line 1\n");
    assert_messages("a =\n0x10000000000000000;", true,
                    "WARNING: Hexadecimal constant \"0x10000000000000000\" too large in file "
                    "main.scad, line 2\n");
    assert_expression("9007199254740992", "9.0072e+15");
}

static void a_number_beyond_all_doubles_is_passed_over(void **state)
{
    (void)state;
    assert_expression("1e999 2", "2");
}

static void names_may_begin_with_digits_for_now(void **state)
{
    (void)state;
    assert_messages("2d = 1; b = 2d;\nc = 2d + 0x;", true,
                    "DEPRECATED: Variable names starting with digits (\"2d\") will be removed in "
                    "future releases. in file main.scad, line 1\n"
                    "DEPRECATED: Variable names starting with digits (\"2d\") will be removed in "
                    "future releases. in file main.scad, line 2\n"
                    "DEPRECATED: Variable names starting with digits (\"0x\") will be removed in "
                    "future releases. in file main.scad, line 2\n");
}

static void names_hold_a_dollar_sign_only_in_front(void **state)
{
    (void)state;
    assert_prints("$fn = _a1;", "$fn = _a1;\n");
    assert_refused("a$b = 1;", 1, 2, "Expected (, got identifier $b");
    assert_refused("\xc3\xa9 = 1;", 1, 1, "Expected statement, got character \xc3\xa9");
}

static void assert_string_value(const char *text, const char *expected)
{
    struct parsing parsing;
    parsing_open(&parsing, text);
    parsing_run(&parsing);
    assert_non_null(parsing.file);
    struct text string = parsing.file->scope->assignments.items[0]->value->string;
    assert_int_equal(string.length, strlen(expected));
    assert_memory_equal(string.bytes, expected, string.length);
    parsing_close(&parsing);
}

static void strings_have_escapes(void **state)
{
    (void)state;
    assert_string_value("s = \"\\n\\t\\r\\\\\\\"\";", "\n\t\r\\\"");
    assert_string_value("s = \"\\x41\\x7f\\x00.\";", "A\x7f .");
    assert_string_value("s = \"\\u20ac\\U01f600\";", "\xe2\x82\xac\xf0\x9f\x98\x80");
    assert_string_value("s = \"a\\u0000b\\uD800c\";", "a b c");
}

static void unknown_escapes_lose_their_backslash(void **state)
{
    (void)state;
    assert_string_value("s = \"\\q\\x8f\\u12\";", "qx8fu12");
    assert_messages("s =\n\"\\q\";", true,
                    "WARNING: Undefined escape sequence in file main.scad, line 2\n");
}

static void line_ends_in_strings_are_left_out(void **state)
{
    (void)state;
    assert_string_value("s = \"two\nlines\r\n\";", "twolines\r");
}

static void strings_may_hold_any_bytes(void **state)
{
    (void)state;
    assert_string_value("s = \"\xe9\xff\xc3\xa9\";", "\xe9\xff\xc3\xa9");
}

static void no_break_spaces_and_byte_order_marks_are_blanks(void **state)
{
    (void)state;
    assert_prints("\xef\xbb\xbf"
                  "a\xc2\xa0=\xa0\t1\r\n;\xef\xbb\xbf",
                  "a = 1;\n");
}

static void comments_are_blanks(void **state)
{
    (void)state;
    assert_prints("a/**/=/* ; \n * */1// end\n;//", "a = 1;\n");
    assert_prints("a = 4 /* / */ / 2;", "a = (4 / 2);\n");
}

static void a_stray_byte_ends_the_program(void **state)
{
    (void)state;
    assert_prints("a = 1; \xff ((", "a = 1;\n");
    assert_refused("a = (\xe9);", 1, 6, "Expected expression, got end of file");
}

static void a_nul_ends_the_text(void **state)
{
    (void)state;
    struct parsing parsing;
    parsing_open(&parsing, "");
    const struct source *source = sources_add(&parsing.sources, text_of("/folder/nul.scad"),
                                              (struct text){ "a = 1;\0((", 9 });
    parsing.input.source = parsing.input.main = source;
    parsing_run(&parsing);
    assert_string_equal(parsing_text(&parsing), "a = 1;\n");
    parsing_close(&parsing);
}

static void what_is_unfinished_is_reported_where_it_ends(void **state)
{
    (void)state;
    assert_refused("a = \"bc\nd", 2, 2, "Expected \", got end of file");
    assert_refused("/* a", 1, 5, "Expected */, got end of file");
    assert_messages("a = \"b", false,
                    "ERROR: Parser error: Unterminated string in file main.scad, line 3\n"
                    "ERROR: Parser error: syntax error in file main.scad, line 3\n");
}

static void an_unfinished_include_warns_of_the_lines_it_goes_over(void **state)
{
    (void)state;
    assert_messages(
        "include <a", false,
        "WARNING: new lines in 'include<>'-statement is not defined - behavior may "
        "change in the future in file main.scad, line 2\n"
        "WARNING: new lines in 'include<>'-statement is not defined - behavior may "
        "change in the future in file main.scad, line 3\n"
        "ERROR: Parser error: Unterminated include statement in file main.scad, line 3\n"
        "ERROR: Parser error: syntax error in file main.scad, line 3\n");
    assert_messages("use <a", false,
                    "WARNING: new lines 'use<>'-statement is not defined - behavior may change in "
                    "the future in file main.scad, line 2\n"
                    "WARNING: new lines 'use<>'-statement is not defined - behavior may change in "
                    "the future in file main.scad, line 3\n"
                    "ERROR: Parser error: Unterminated use statement in file main.scad, line 3\n"
                    "ERROR: Parser error: syntax error in file main.scad, line 3\n");
}

static void include_and_use_are_names_without_a_bracket(void **state)
{
    (void)state;
    assert_prints("include = 1; use = include;", "include = 1;\nuse = include;\n");
    assert_prints("uses = 1; a = uses<2;", "uses = 1;\na = (uses < 2);\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_have_many_spellings),
        cmocka_unit_test(large_numbers_lose_digits_with_a_warning),
        cmocka_unit_test(a_number_beyond_all_doubles_is_passed_over),
        cmocka_unit_test(names_may_begin_with_digits_for_now),
        cmocka_unit_test(names_hold_a_dollar_sign_only_in_front),
        cmocka_unit_test(strings_have_escapes),
        cmocka_unit_test(unknown_escapes_lose_their_backslash),
        cmocka_unit_test(line_ends_in_strings_are_left_out),
        cmocka_unit_test(strings_may_hold_any_bytes),
        cmocka_unit_test(no_break_spaces_and_byte_order_marks_are_blanks),
        cmocka_unit_test(comments_are_blanks),
        cmocka_unit_test(a_stray_byte_ends_the_program),
        cmocka_unit_test(a_nul_ends_the_text),
        cmocka_unit_test(what_is_unfinished_is_reported_where_it_ends),
        cmocka_unit_test(an_unfinished_include_warns_of_the_lines_it_goes_over),
        cmocka_unit_test(include_and_use_are_names_without_a_bracket),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

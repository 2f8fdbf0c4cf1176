/* SPDX-License-Identifier: MIT */
/* The line of a message and the caret below it. */
#include "parsing.h"

#include "language/excerpt.h"

static void assert_excerpt(const char *text, uint32_t line, uint16_t column, const char *expected)
{
    struct parsing parsing;
    parsing_open(&parsing, text);
    struct position position = { .line = line, .column = column };
    struct text excerpt = excerpt_of(&parsing.arena, &parsing.sources, position);
    assert_string_equal(excerpt.bytes, expected);
    parsing_close(&parsing);
}

static void the_caret_stands_under_the_place(void **state)
{
    (void)state;
    assert_excerpt("one\ncube(;\nthree\n", 2, 6, "cube(;\n     ^");
    assert_excerpt("cube(", 1, 6, "cube(\n     ^");
    assert_excerpt("cube();\r\n", 1, 1, "cube();\n^");
    assert_excerpt("\tx = 1;", 1, 2, "\tx = 1;\n\t^");
}

static void it_counts_characters(void **state)
{
    (void)state;
    assert_excerpt("a = \"é\" + ;", 1, 12, "a = \"é\" + ;\n          ^");
}

static void a_line_without_a_column_has_no_caret(void **state)
{
    (void)state;
    assert_excerpt("one\ntwo", 2, 0, "two");
}

static void what_is_not_there_is_empty(void **state)
{
    (void)state;
    assert_excerpt("one", 0, 0, "");
    assert_excerpt("one", 7, 3, "");
    assert_excerpt("", 1, 1, "");
}

static void long_lines_are_cut_round_the_place(void **state)
{
    (void)state;
    char text[601], expected[300];
    memset(text, 'a', 600);
    text[600] = '\0';
    text[299] = 'X';
    memset(expected, 'a', 120);
    expected[60] = 'X';
    snprintf(expected + 120, sizeof expected - 120, "\n%60s^", "");
    assert_excerpt(text, 1, 300, expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_caret_stands_under_the_place),
        cmocka_unit_test(it_counts_characters),
        cmocka_unit_test(a_line_without_a_column_has_no_caret),
        cmocka_unit_test(what_is_not_there_is_empty),
        cmocka_unit_test(long_lines_are_cut_round_the_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

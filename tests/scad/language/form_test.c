/* SPDX-License-Identifier: MIT */
/* The customizer's form: what fields there are, and what a text makes of them. */
#include "parsing.h"

#include "language/form.h"

static struct form read_form(struct parsing *parsing, const char *text)
{
    parsing_open(parsing, text);
    parsing_run(parsing);
    assert_non_null(parsing->file);
    customizer_annotate(&parsing->input, parsing->file);
    return form_of(&parsing->arena, &parsing->names, parsing->file);
}

static void assert_form(const char *text, const char *json)
{
    struct parsing parsing;
    struct form form = read_form(&parsing, text);
    struct builder out = builder_in(&parsing.arena);
    form_print_json(&out, &form);
    assert_string_equal(builder_result(&out).bytes, json);
    parsing_close(&parsing);
}

static void fields_are_described_as_openscad_does(void **state)
{
    (void)state;
    assert_form("// How wide\nx = 5; // [1:10]\n",
                "[{\"caption\":\"How wide\",\"group\":\"Parameters\",\"initial\":5.0,\"max\":10.0,"
                "\"min\":1.0,\"name\":\"x\",\"step\":1.0,\"type\":\"number\"}]");
    assert_form("x = 0.5; // .25\n", "[{\"group\":\"Parameters\",\"initial\":0.5,\"name\":\"x\","
                                     "\"step\":0.25,\"type\":\"number\"}]");
    assert_form(
        "/* [ Sizes ] */\nv = [1, 20]; // [10]\n",
        "[{\"group\":\"Sizes\",\"initial\":[1.0,20.0],\"max\":20.0,\"min\":0.0,\"name\":\"v\","
        "\"step\":1.0,\"type\":\"number\"}]");
    assert_form("b = true;\n", "[{\"group\":\"Parameters\",\"initial\":true,\"name\":\"b\","
                               "\"type\":\"boolean\"}]");
    assert_form("s = \"a\\\"b\"; // 8\n",
                "[{\"group\":\"Parameters\",\"initial\":\"a\\\"b\",\"maxLength\":8,\"name\":\"s\","
                "\"type\":\"string\"}]");
}

static void choices_list_their_options(void **state)
{
    (void)state;
    assert_form("x = 2; // [1:one, 2:two]\n",
                "[{\"group\":\"Parameters\",\"initial\":2.0,\"name\":\"x\",\"options\":["
                "{\"name\":\"one\",\"value\":1.0},{\"name\":\"two\",\"value\":2.0}],"
                "\"type\":\"number\"}]");
    assert_form("x = \"c\"; // [a, b]\n",
                "[{\"group\":\"Parameters\",\"initial\":\"c\",\"name\":\"x\",\"options\":["
                "{\"name\":\"c\",\"value\":\"c\"},{\"name\":\"a\",\"value\":\"a\"},"
                "{\"name\":\"b\",\"value\":\"b\"}],\"type\":\"string\"}]");
}

/* Labels are printed as C++ prints doubles, not as echo() does; a length is cut to a whole number. */
static void numbers_of_comments_are_printed_as_streams_do(void **state)
{
    (void)state;
    assert_form("x = 1; // [1, -0, 1000000, 100.0625]\n",
                "[{\"group\":\"Parameters\",\"initial\":1.0,\"name\":\"x\",\"options\":["
                "{\"name\":\"1\",\"value\":1.0},{\"name\":\"-0\",\"value\":-0.0},"
                "{\"name\":\"1e+06\",\"value\":1000000.0},"
                "{\"name\":\"100.062\",\"value\":100.0625}],\"type\":\"number\"}]");
    assert_form("x = \"a\"; // 5.7\n",
                "[{\"group\":\"Parameters\",\"initial\":\"a\",\"maxLength\":5,\"name\":\"x\","
                "\"type\":\"string\"}]");
}

static void what_no_form_holds_is_left_out(void **state)
{
    (void)state;
    assert_form("a = undef;\nb = [1, \"x\"];\nc = [1, 2, 3, 4, 5];\nd = 1 + x;\n", "[]");
    assert_form("/* [Hidden] */\na = 1;\n", "[]");
    assert_form("module m() {}\na = 1;\n", "[]");
}

/* The program after its parameter x was given that text. */
static void assert_set(const char *text, const char *value, const char *expected)
{
    struct parsing parsing;
    struct form form = read_form(&parsing, text);
    struct form_field *field = form_find(&form, text_of("x"));
    assert_non_null(field);
    form_set(&form, field, text_of(value));
    parsing.file->scope->assignments.items[0]->annotations = NULL;
    assert_string_equal(parsing_text(&parsing), expected);
    parsing_close(&parsing);
}

static void a_text_becomes_the_value(void **state)
{
    (void)state;
    assert_set("x = 1;\n", " 2.5e1 ", "x = 25;\n");
    assert_set("x = true;\n", "false", "x = false;\n");
    assert_set("x = true;\n", "0", "x = false;\n");
    assert_set("x = \"a\";\n", "b\"", "x = \"b\\\"\";\n");
    assert_set("x = [1, 2];\n", "[3, -4]", "x = [3, -4];\n");
    assert_set("x = 1; // [1, 2, 3]\n", "3", "x = 3;\n");
    assert_set("x = \"a\"; // [a, b]\n", "b", "x = \"b\";\n");
}

static void it_stays_within_the_bounds(void **state)
{
    (void)state;
    assert_set("x = 1; // [0:10]\n", "11", "x = 10;\n");
    assert_set("x = 1; // [0:10]\n", "-1", "x = 0;\n");
    assert_set("x = [1, 2]; // [5]\n", "[9, 3]", "x = [5, 3];\n");
    assert_set("x = \"a\"; // 3\n", "abcdef", "x = \"abc\";\n");
}

static void what_does_not_fit_changes_nothing(void **state)
{
    (void)state;
    assert_set("x = 1;\n", "one", "x = 1;\n");
    assert_set("x = 1;\n", "", "x = 1;\n");
    assert_set("x = 1;\n", "inf", "x = 1;\n");
    assert_set("x = true;\n", "perhaps", "x = true;\n");
    assert_set("x = [1, 2];\n", "[1, 2, 3]", "x = [1, 2];\n");
    assert_set("x = [1, 2];\n", "[1]", "x = [1, 2];\n");
    assert_set("x = [1, 2];\n", "1, 2", "x = [1, 2];\n");
    assert_set("x = 1; // [1, 2, 3]\n", "4", "x = 1;\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_described_as_openscad_does),
        cmocka_unit_test(choices_list_their_options),
        cmocka_unit_test(numbers_of_comments_are_printed_as_streams_do),
        cmocka_unit_test(what_no_form_holds_is_left_out),
        cmocka_unit_test(a_text_becomes_the_value),
        cmocka_unit_test(it_stays_within_the_bounds),
        cmocka_unit_test(what_does_not_fit_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

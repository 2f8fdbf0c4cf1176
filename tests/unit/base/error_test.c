/* SPDX-License-Identifier: MIT */
/* Errors as they are shown: order, excerpt, caret, hint, caps, JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <base/error.h>

/* Not inlined: gcc would take the stream's memory for a variable here. */
__attribute__((noinline)) static char *
printed(const struct errors *errors, void (*print)(const struct errors *errors, FILE *stream))
{
    char *text;
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    print(errors, stream);
    fclose(stream);
    return text;
}

static void expect(struct errors *errors, const char *expected)
{
    char *text = printed(errors, errors_print);
    assert_string_equal(text, expected);
    free(text);
    errors_free(errors);
}

static void excerpt_and_caret(void **state)
{
    (void)state;
    struct errors errors = { 0 };
    struct source source = { "a.yaml", TN_TEXT("one\n\tk\xc3\xa9y: value\r\n") };
    struct error *error = errors_add(&errors, SEVERITY_ERROR, (struct place){ &source, 2, 7, 5 },
                                     "wrong %s", "value");
    error_did_you_mean(&errors, error, "valeu");
    errors_add(&errors, SEVERITY_WARNING, (struct place){ &source, 1, 1, 0 }, "first");
    errors_add(&errors, SEVERITY_ERROR, (struct place){ 0 }, "nowhere");
    assert_int_equal(errors.count, 2);
    expect(&errors, "error: nowhere\n"
                    "a.yaml:1:1: warning: first\n"
                    "    1 | one\n"
                    "      | ^\n"
                    "a.yaml:2:7: error: wrong value\n"
                    "    2 | \tk\xc3\xa9y: value\n"
                    "      | \t     ^~~~~\n"
                    "      = did you mean `valeu`?\n");
}

static void nothing_steers_the_terminal(void **state)
{
    (void)state;
    struct errors errors = { 0 };
    struct source source = { "a", TN_TEXT("a\x1b[31m \xc2\x9b \xff b\0c") };
    errors_add(&errors, SEVERITY_ERROR, (struct place){ &source, 1, 1, 1 }, "found `%s`",
               "\x1b]0;x\n");
    expect(&errors, "a:1:1: error: found `?]0;x?`\n"
                    "    1 | a?[31m ? ? b?c\n"
                    "      | ^\n");
}

static void long_lines_are_cut(void **state)
{
    (void)state;
    struct errors errors = { 0 };
    char line[1001];
    memset(line, 'x', 1000);
    line[1000] = '\0';
    line[499] = '!';
    struct source source = { "a", tn_text(line) };
    errors_add(&errors, SEVERITY_ERROR, (struct place){ &source, 1, 500, 1 }, "here");
    char *text = printed(&errors, errors_print);
    char *second = strchr(text, '\n') + 1, *third = strchr(second, '\n') + 1;
    assert_in_range(third - second, 20, 200);
    assert_int_equal(strchr(second, '!') - second, strchr(third, '^') - third);
    free(text);
    errors_free(&errors);
}

static void places_outside_the_file(void **state)
{
    (void)state;
    struct errors errors = { 0 };
    struct source source = { "a", TN_TEXT("x\n") };
    errors_add(&errors, SEVERITY_ERROR, (struct place){ &source, 9, 9, 9 }, "far");
    errors_add(&errors, SEVERITY_ERROR, (struct place){ &source, 0, 0, 0 }, "all of it");
    expect(&errors, "a: error: all of it\na:9:9: error: far\n");
}

static void many_are_counted_not_shown(void **state)
{
    (void)state;
    struct errors errors = { 0 };
    for (int i = 0; i < ERRORS_KEPT + 7; i++)
        errors_add(&errors, SEVERITY_ERROR, (struct place){ 0 }, "e");
    assert_int_equal(errors.count, ERRORS_KEPT + 7);
    char *text = printed(&errors, errors_print);
    assert_non_null(strstr(text, "error: 7 more errors are not shown\n"));
    free(text);
    errors_free(&errors);
}

static void as_json(void **state)
{
    (void)state;
    struct errors errors = { 0 };
    struct source source = { "a.yaml", TN_TEXT("one\n") };
    struct error *error =
        errors_add(&errors, SEVERITY_ERROR, (struct place){ &source, 1, 2, 1 }, "say \"x\"");
    error_hint(&errors, error, "hint");
    char *text = printed(&errors, errors_print_json);
    assert_string_equal(text,
                        "[\n  {\n    \"file\": \"a.yaml\",\n    \"line\": 1,\n    \"column\": 2,\n"
                        "    \"severity\": \"error\",\n    \"message\": \"say \\\"x\\\"\",\n"
                        "    \"hint\": \"hint\"\n  }\n]\n");
    free(text);
    errors_free(&errors);
}

static const char *candidate(const void *context, size_t i)
{
    return ((const char *const *)context)[i];
}

static void the_nearest_word(void **state)
{
    (void)state;
    static const char *const words[] = { "limit", "key", "headers", "hsts", "accept_request_id",
                                         NULL };
    assert_string_equal(nearest(TN_TEXT("limt"), candidate, words), "limit");
    assert_string_equal(nearest(TN_TEXT("ilmit"), candidate, words), "limit");
    assert_string_equal(nearest(TN_TEXT("Headers"), candidate, words), "headers");
    assert_string_equal(nearest(TN_TEXT("accept-request-id"), candidate, words),
                        "accept_request_id");
    assert_string_equal(nearest(TN_TEXT("kye"), candidate, words), "key");
    assert_null(nearest(TN_TEXT("completely"), candidate, words));
    assert_null(nearest(TN_TEXT(""), candidate, words));
    assert_null(nearest(TN_TEXT("a_word_that_is_far_too_long_to_be_worth_comparing_at_all"),
                        candidate, words));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(excerpt_and_caret),          cmocka_unit_test(nothing_steers_the_terminal),
        cmocka_unit_test(long_lines_are_cut),         cmocka_unit_test(places_outside_the_file),
        cmocka_unit_test(many_are_counted_not_shown), cmocka_unit_test(as_json),
        cmocka_unit_test(the_nearest_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* JSON texts become trees whose scalars are texts, or are refused with their line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/json_tree.h"

static void values_keep_their_text(void **state)
{
    (void)state;
    struct arena arena;
    struct json_mistake mistake;
    arena_open(&arena);
    const char *text =
        " {\"a\": \"x\\n\\u00e9\\ud83d\\ude00\", \"b\": [1.50, true, null], \"c\":{}} ";
    const struct json_node *root = json_tree_read(&arena, text_of(text), &mistake);
    assert_non_null(root);
    assert_true(text_equal(json_tree_find(root, text_of("a"))->text, text_of("x\né😀")));
    const struct json_node *list = json_tree_find(root, text_of("b"));
    assert_true(text_equal(list->first->text, text_of("1.50")));
    assert_true(text_equal(list->first->next->text, text_of("true")));
    assert_true(text_equal(list->first->next->next->text, text_of("null")));
    assert_null(json_tree_find(root, text_of("c"))->first);
    assert_null(json_tree_find(root, text_of("d")));
    assert_null(json_tree_find(NULL, text_of("d")));
    arena_close(&arena);
}

static void assert_mistake(const char *text, const char *what, size_t line)
{
    struct arena arena;
    struct json_mistake mistake;
    arena_open(&arena);
    assert_null(json_tree_read(&arena, text_of(text), &mistake));
    assert_string_equal(mistake.what, what);
    assert_int_equal(mistake.line, line);
    arena_close(&arena);
}

static void mistakes_are_refused(void **state)
{
    (void)state;
    assert_mistake("", "expected value", 1);
    assert_mistake("[1\n,]", "expected value", 2);
    assert_mistake("[1 2]", "expected ']' or ','", 1);
    assert_mistake("{\"a\":1 \"b\":2}", "expected '}' or ','", 1);
    assert_mistake("\"\\x\"", "invalid escape sequence", 1);
    assert_mistake("\"\\ud800\"", "invalid codepoint", 1);
    assert_mistake("\"a", "unterminated string", 1);
    assert_mistake("\"a\nb\"", "invalid code sequence", 1);
    assert_mistake("1e", "expected value", 1);
    assert_mistake("{}\n\n{}", "garbage after data", 3);
}

static void depth_has_an_end(void **state)
{
    (void)state;
    char text[JSON_TREE_DEPTH_MAX + 2];
    memset(text, '[', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_mistake(text, "nested too deeply", 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_keep_their_text),
        cmocka_unit_test(mistakes_are_refused),
        cmocka_unit_test(depth_has_an_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

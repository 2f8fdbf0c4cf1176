/* SPDX-License-Identifier: MIT */
/* Patterns: stars at every place, and their cost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <tenon/kinds.h>

static bool match(const char *pattern, const char *text)
{
    struct tn_patterns patterns = { 1, &pattern };
    return tn_patterns_match(&patterns, tn_text(text));
}

static void stars(void **state)
{
    (void)state;
    assert_true(match("", ""));
    assert_false(match("", "a"));
    assert_true(match("*", ""));
    assert_true(match("**", "anything"));
    assert_true(match("/api/*", "/api/"));
    assert_false(match("/api/*", "/api"));
    assert_true(match("*.scad", "a.scad.scad"));
    assert_false(match("*.scad", "a.scad2"));
    assert_true(match("a*b*c", "aXbXbXc"));
    assert_false(match("a*b*c", "aXbXbX"));
    assert_false(match("abc", "ab"));
    assert_false(match("ab", "abc"));
    assert_false(match("?", "a"));
    assert_false(match("a", "A"));
}

static void bytes_and_lists(void **state)
{
    (void)state;
    const char *items[] = { "x", "y*" };
    struct tn_patterns patterns = { 2, items };
    assert_true(tn_patterns_match(&patterns, TN_TEXT("yes")));
    assert_false(tn_patterns_match(&patterns, TN_TEXT("no")));
    assert_true(tn_patterns_match(&patterns, (struct tn_text){ "y\0z", 3 }));
    assert_false(tn_patterns_match(&patterns, (struct tn_text){ "x\0", 2 }));
    patterns.count = 0;
    assert_false(tn_patterns_match(&patterns, TN_TEXT("x")));
}

/* Matching that tries every share of the stars would not end within anyone's life. */
static void many_stars(void **state)
{
    (void)state;
    char text[2000];
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_false(match("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b", text));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stars),
        cmocka_unit_test(bytes_and_lists),
        cmocka_unit_test(many_stars),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

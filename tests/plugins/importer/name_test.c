/* SPDX-License-Identifier: MIT */
/* What names are allowed, and what they mean. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "name.h"

static void test_plain_names_are_allowed(void **state)
{
    (void)state;
    static const char *const names[] = {
        "a.scad",          "lib/a.scad",         "./a.scad", "a//b.scad", "..a.scad", "a../b.scad",
        "with space.scad", "Z\xc3\xbcrich.scad", "b~.scad",  "...",       "a:b.scad",
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_null(name_problem(tn_text(names[i])));
}

static void test_names_that_lead_out_are_refused(void **state)
{
    (void)state;
    static const char *const names[] = {
        "",           "/etc/passwd",  "//etc/passwd", "..",
        "../a.scad",  "a/../b.scad",  "a/..",         "a/b/../../../c.scad",
        "~/a.scad",   "~root/a.scad", "folder/",      "a\nb.scad",
        "a\x7f.scad", "\x01.scad",
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_non_null(name_problem(tn_text(names[i])));
}

static void test_nul_within_a_name_is_refused(void **state)
{
    (void)state;
    assert_non_null(name_problem(TN_TEXT("a.scad\0.png")));
}

static void test_overlong_names_are_refused(void **state)
{
    (void)state;
    char name[NAME_BYTES_MAX];
    memset(name, 'a', sizeof name);
    assert_non_null(name_problem((struct tn_text){ name, NAME_BYTES_MAX }));
    assert_null(name_problem((struct tn_text){ name, NAME_BYTES_MAX - 1 }));
}

static void test_extensions_are_endings_of_the_last_segment(void **state)
{
    (void)state;
    static const char *const extensions[] = { ".scad", ".csg" };
    assert_true(name_has_extension(tn_text("a.scad"), 2, extensions));
    assert_true(name_has_extension(tn_text("lib/a.b.csg"), 2, extensions));
    assert_true(name_has_extension(tn_text("A.SCAD"), 2, extensions));
    assert_true(name_has_extension(tn_text("a.Csg"), 2, extensions));
    assert_false(name_has_extension(tn_text("a.stl"), 2, extensions));
    assert_false(name_has_extension(tn_text("a.scad.txt"), 2, extensions));
    assert_false(name_has_extension(tn_text(".scad"), 2, extensions));
    assert_false(name_has_extension(tn_text("lib/.scad"), 2, extensions));
    assert_false(name_has_extension(tn_text("scad"), 2, extensions));
    assert_false(name_has_extension(tn_text("a.scad"), 0, NULL));
}

static void test_joining_leaves_out_what_means_nothing(void **state)
{
    (void)state;
    char path[NAME_BYTES_MAX];
    assert_true(name_join(path, tn_text("./lib//"), tn_text(""), tn_text("./x/./a.scad")));
    assert_string_equal(path, "lib/x/a.scad");
    assert_true(name_join(path, tn_text("."), tn_text("a.scad"), tn_text("")));
    assert_string_equal(path, "a.scad");
}

static void test_joining_says_when_it_does_not_fit(void **state)
{
    (void)state;
    char path[NAME_BYTES_MAX], half[NAME_BYTES_MAX / 2];
    memset(half, 'a', sizeof half);
    struct tn_text part = { half, sizeof half };
    assert_false(name_join(path, part, part, tn_text("")));
    part.size -= 1;
    assert_true(name_join(path, part, part, tn_text("")));
    assert_int_equal(strlen(path), NAME_BYTES_MAX - 1);
}

static void test_folder_is_what_stands_before_the_last_slash(void **state)
{
    (void)state;
    assert_true(tn_text_is(name_folder(tn_text("a/b/c.scad")), "a/b"));
    assert_true(tn_text_is(name_folder(tn_text("c.scad")), ""));
    assert_true(tn_text_is(name_folder(tn_text("")), ""));
}

static void test_library_marks_go_there_and_back(void **state)
{
    (void)state;
    char name[NAME_BYTES_MAX];
    assert_true(name_of_library(name, 12, "MCAD/gears.scad"));
    struct tn_text text = tn_text(name);
    assert_int_equal(name_library(&text), 12);
    assert_true(tn_text_is(text, "MCAD/gears.scad"));
}

static void test_what_is_no_mark_stays(void **state)
{
    (void)state;
    static const char *const names[] = { "library1/a.scad", "library1:/a.scad", "lib://a.scad", "",
                                         "library" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct tn_text text = tn_text(names[i]);
        assert_int_equal(name_library(&text), 0);
        assert_true(tn_text_is(text, names[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain_names_are_allowed),
        cmocka_unit_test(test_names_that_lead_out_are_refused),
        cmocka_unit_test(test_nul_within_a_name_is_refused),
        cmocka_unit_test(test_overlong_names_are_refused),
        cmocka_unit_test(test_extensions_are_endings_of_the_last_segment),
        cmocka_unit_test(test_joining_leaves_out_what_means_nothing),
        cmocka_unit_test(test_joining_says_when_it_does_not_fit),
        cmocka_unit_test(test_folder_is_what_stands_before_the_last_slash),
        cmocka_unit_test(test_library_marks_go_there_and_back),
        cmocka_unit_test(test_what_is_no_mark_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

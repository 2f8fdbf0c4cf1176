/* SPDX-License-Identifier: MIT */
/* Targets, paths and queries. */
#include <http/path.h>

#include "cmocka_all.h"

static struct arena arena;

static int reset(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static struct tn_text normal(const char *raw)
{
    return path_normalise(tn_text(raw), &arena);
}

static void paths_are_normalised(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        { "/", "/" },
        { "/a/b", "/a/b" },
        { "/a/", "/a/" },
        { "//a///b//", "/a/b/" },
        { "/a/./b", "/a/b" },
        { "/a/../b", "/b" },
        { "/a/b/..", "/a/" },
        { "/a/b/.", "/a/b/" },
        { "/..", "/" },
        { "/../../etc/passwd", "/etc/passwd" },
        { "/a/%2e%2e/b", "/b" },
        { "/a/%2E/b", "/a/b" },
        { "/%2e%2e%2fetc", "/..%2Fetc" },
        { "/a%2fb", "/a%2Fb" },
        { "/a%2Fb", "/a%2Fb" },
        { "/%41%7e", "/A~" },
        { "/%c3%a9", "/\xc3\xa9" },
        { "/a/...", "/a/..." },
        { "/.a/..b", "/.a/..b" },
        { "/a%20b", "/a b" },
        { "/%25", "/%" },
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_text(normal(pairs[i][0]), pairs[i][1]);
}

static void normalising_twice_changes_nothing_but_percent_signs(void **state)
{
    (void)state;
    struct tn_text once = normal("/a//b/../c/%2fd/./");
    assert_text(path_normalise(once, &arena), "/a/c/%2Fd/");
}

static void bad_encodings_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = { "/%00", "/a%00b", "/%", "/%4", "/%zz", "/%4g", "a", "" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_text(normal(bad[i]), NULL);
}

static void targets_have_three_forms(void **state)
{
    (void)state;
    struct target target;
    assert_true(target_parse(TN_TEXT("/a?b=c?d"), &target));
    assert_text(target.path, "/a");
    assert_text(target.query, "b=c?d");
    assert_text(target.authority, NULL);
    assert_true(target_parse(TN_TEXT("/a?"), &target));
    assert_text(target.query, "");
    assert_true(target_parse(TN_TEXT("http://h:80/p?q"), &target));
    assert_text(target.authority, "h:80");
    assert_text(target.path, "/p");
    assert_text(target.query, "q");
    assert_true(target_parse(TN_TEXT("HTTPS://h"), &target));
    assert_text(target.path, "/");
    assert_true(target_parse(TN_TEXT("*"), &target));
    assert_true(target.asterisk);
}

static void other_targets_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = { "",      "foo",   "/a b",     "/a#b",     "/\x01",
                                       "/\x7f", "/\xc3", "host:443", "ftp://h/", "*x",
                                       "?a",    "/a\tb", "mailto:a", "http:/a",  "http" };
    struct target target;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(target_parse(tn_text(bad[i]), &target));
}

static void queries_are_searched(void **state)
{
    (void)state;
    struct tn_text query = TN_TEXT("a=1&b=x+y%21&&c&a=2&%64=4&e=%zz");
    assert_text(query_find(query, TN_TEXT("a"), &arena), "1");
    assert_text(query_find(query, TN_TEXT("b"), &arena), "x y!");
    assert_text(query_find(query, TN_TEXT("c"), &arena), "");
    assert_text(query_find(query, TN_TEXT("d"), &arena), "4");
    assert_text(query_find(query, TN_TEXT("e"), &arena), "%zz");
    assert_text(query_find(query, TN_TEXT("f"), &arena), NULL);
    assert_text(query_find((struct tn_text){ 0 }, TN_TEXT("a"), &arena), NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(paths_are_normalised, reset),
        cmocka_unit_test_teardown(normalising_twice_changes_nothing_but_percent_signs, reset),
        cmocka_unit_test_teardown(bad_encodings_are_refused, reset),
        cmocka_unit_test_teardown(targets_have_three_forms, reset),
        cmocka_unit_test_teardown(other_targets_are_refused, reset),
        cmocka_unit_test_teardown(queries_are_searched, reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

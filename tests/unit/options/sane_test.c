/* SPDX-License-Identifier: MIT */
/* Rows that a stranger wrote: what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <options/options.h>

struct settings {
    const char *text;
    int64_t integer;
    struct tn_groups groups;
};

static void expect(const struct tn_option *rows, const char *message)
{
    struct errors errors = { 0 };
    bool sane = options_sane(rows, (struct place){ 0 }, &errors);
    assert_int_equal(sane, message == NULL);
    assert_int_equal(errors.count, message ? 1 : 0);
    if (message)
        assert_string_equal(errors.first->message, message);
    errors_free(&errors);
}

#define TEXT(name)                                                      \
    {                                                                   \
        name, TN_OPTION_TEXT(struct settings, text), .summary = "Text." \
    }

static void good_rows(void **state)
{
    (void)state;
    static const struct tn_option rows[] = {
        TEXT("a_1"),
        { "b", TN_OPTION_INTEGER(struct settings, integer), .min = 1, .summary = "At least." },
        { 0 },
    };
    expect(rows, NULL);
    expect(NULL, NULL);
}

static void bad_rows(void **state)
{
    (void)state;
    static const struct tn_option upper[] = { TEXT("Upper"), { 0 } };
    expect(upper,
           "the plugin's option `Upper` must be named in lower case, digits and underscores");
    static const struct tn_option twice[] = { TEXT("a"), TEXT("a"), { 0 } };
    expect(twice, "the plugin's option `a` is declared twice");
    static const struct tn_option mute[] = { { "a", TN_OPTION_TEXT(struct settings, text) },
                                             { 0 } };
    expect(mute, "the plugin's option `a` has no summary");
    static const struct tn_option turned[] = {
        { "a", TN_OPTION_INTEGER(struct settings, integer), .min = 5, .max = 4, .summary = "A." },
        { 0 },
    };
    expect(turned, "the plugin's option `a` has a minimum above its maximum");
    static const struct tn_option unknown[] = { { "a", .kind = 99, .summary = "A." }, { 0 } };
    expect(unknown, "the plugin's option `a` has no kind that this host knows");
    static const struct tn_option wordless[] = { { "a", .kind = TN_KIND_CHOICE, .summary = "A." },
                                                 { 0 } };
    expect(wordless, "the plugin's option `a` is a choice without words");
    static const struct tn_option empty[] = {
        { "a", .kind = TN_KIND_GROUPS, .size = 8, .summary = "A." },
        { 0 },
    };
    expect(empty, "the plugin's option `a` has no rows");
}

static void flags(void **state)
{
    (void)state;
    static const struct tn_option shorts[] = {
        { "a", TN_OPTION_TEXT(struct settings, text), .flags = TN_SHORT, .summary = "A." },
        { "b", TN_OPTION_TEXT(struct settings, text), .flags = TN_SHORT, .summary = "B." },
        { 0 },
    };
    expect(shorts, "the plugin's option `b` is a second TN_SHORT in its table");
    static const struct tn_option key[] = {
        { "a", .kind = TN_KIND_TEXTS, .flags = TN_KEY, .summary = "A." },
        { 0 },
    };
    expect(key, "the plugin's option `a` is filled by a key, so it must be a scalar");
}

static const struct tn_option endless[2];
static const struct tn_option endless[2] = {
    { "again", .kind = TN_KIND_GROUP, .rows = endless, .summary = "Itself." },
    { 0 },
};

static void rows_within_themselves(void **state)
{
    (void)state;
    expect(endless, "the plugin's option `again` is nested too deep");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_rows),
        cmocka_unit_test(bad_rows),
        cmocka_unit_test(flags),
        cmocka_unit_test(rows_within_themselves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

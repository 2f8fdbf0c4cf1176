/* SPDX-License-Identifier: MIT */
/* The rows of the W3C's own test suite for traceparent and tracestate, and what else a stranger may send. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "context.h"

#define TRACE "0af7651916cd43dd8448eb211c80319c"
#define SPAN  "b7ad6b7169203331"

/* Of the exact size, so that sanitizers see any byte read behind it. */
static bool parse(const char *text, struct context *context)
{
    size_t size = strlen(text);
    char *exact = malloc(size ? size : 1);
    memcpy(exact, text, size);
    bool good = context_parse((struct tn_text){ exact, size }, context);
    free(exact);
    return good;
}

static void valid_parents(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned flags;
    } rows[] = {
        { "00-" TRACE "-" SPAN "-00", 0 },  { "00-" TRACE "-" SPAN "-01", TRACE_SAMPLED },
        { "00-" TRACE "-" SPAN "-02", 2 },  { "00-" TRACE "-" SPAN "-03", 3 },
        { "00-" TRACE "-" SPAN "-ff", 3 },  { "00-" TRACE "-" SPAN "-fc", 0 },
        { "cc-" TRACE "-" SPAN "-01", 1 },  { "cc-" TRACE "-" SPAN "-01-what-comes", 1 },
        { "01-" TRACE "-" SPAN "-01-", 1 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct context context;
        char text[TRACEPARENT_SIZE + 1] = "";
        if (!parse(rows[i].text, &context))
            fail_msg("%s", rows[i].text);
        assert_memory_equal(context.trace, TRACE, TRACE_ID_SIZE);
        assert_memory_equal(context.span, SPAN, SPAN_ID_SIZE);
        assert_int_equal(context.flags, rows[i].flags);
        context_print(&context, text);
        struct context again;
        assert_true(parse(text, &again));
        assert_int_equal(again.flags, rows[i].flags);
        assert_memory_equal(text, "00-" TRACE "-" SPAN "-0", TRACEPARENT_SIZE - 1);
    }
}

static void invalid_parents(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "",
        "00",
        "00-" TRACE "-" SPAN,
        "00-" TRACE "-" SPAN "-",
        "00-" TRACE "-" SPAN "-0",
        "00-" TRACE "-" SPAN "-010",
        "00-" TRACE "-" SPAN "-01-",
        "00-" TRACE "-" SPAN "-01-x",
        "cc-" TRACE "-" SPAN "-01.x",
        "ff-" TRACE "-" SPAN "-01",
        "FF-" TRACE "-" SPAN "-01",
        "0-" TRACE "-" SPAN "-01",
        ".0-" TRACE "-" SPAN "-01",
        "0G-" TRACE "-" SPAN "-01",
        "00-00000000000000000000000000000000-" SPAN "-01",
        "00-" TRACE "-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-" SPAN "-01",
        "00-0af7651916cd43dd8448eb211c80319-" SPAN "-01x",
        "00-.af7651916cd43dd8448eb211c80319c-" SPAN "-01",
        "00-" TRACE "-B7AD6B7169203331-01",
        "00-" TRACE "-b7ad6b716920333.-01",
        "00-" TRACE "-" SPAN "-.0",
        "00-" TRACE "-" SPAN "-0.",
        "00_" TRACE "_" SPAN "_01",
        " 00-" TRACE "-" SPAN "-01",
        "00-" TRACE "-" SPAN "-01, 00-" TRACE "-" SPAN "-01",
    };
    struct context context;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (parse(rows[i], &context))
            fail_msg("%s", rows[i]);
    assert_false(context_parse((struct tn_text){ NULL, 0 }, &context));
    /* A NUL within. */
    char nul[] = "00-" TRACE "-" SPAN "-01";
    nul[20] = '\0';
    assert_false(context_parse((struct tn_text){ nul, TRACEPARENT_SIZE }, &context));
}

static void expect_state(const char *from, const char *to)
{
    char text[TRACESTATE_MAX];
    size_t size = strlen(from);
    char *exact = malloc(size ? size : 1);
    memcpy(exact, from, size);
    struct tn_text made = { text, context_state((struct tn_text){ exact, size }, text) };
    if (!tn_text_is(made, to))
        fail_msg("%s: expected %s, found %.*s", from, to, TN_ARG(made));
    free(exact);
}

static void states(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        { "", "" },
        { "foo=1", "foo=1" },
        { "foo=1,bar=2", "foo=1,bar=2" },
        { " foo=1 \t, \t,,bar=2,", "foo=1,bar=2" },
        { "t@v=1,0a=2,a_-*/@=3", "t@v=1,0a=2,a_-*/@=3" },
        { "foo=a b !\"#~", "foo=a b !\"#~" },
        { "foo", "" },
        { "foo=", "" },
        { "=1", "" },
        { "foo=1=2", "" },
        { "FOO=1", "" },
        { "@v=1", "" },
        { "foo =1", "" },
        { "foo=1,foo=2", "" },
        { "foo=1;bar", "foo=1;bar" },
        { "foo=1;bar=2", "" },
        { "foo=\x7f", "" },
        { "foo=\xc3\xa4", "" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect_state(rows[i][0], rows[i][1]);
}

static void states_have_limits(void **state)
{
    (void)state;
    char many[1000] = "", key[16];
    for (int i = 0; i < 32; i++) {
        snprintf(key, sizeof key, "%sk%d=1", i ? "," : "", i);
        strcat(many, key);
    }
    expect_state(many, many);
    strcat(many, ",k32=1");
    expect_state(many, "");

    /* Long members go first, from the end, and no more of them than must. */
    char text[2000] = "a=1,l=", expected[600];
    memset(text + strlen(text), 'x', 200);
    strcat(text, ",b=2,m=");
    memset(text + strlen(text), 'y', 240);
    strcpy(expected, text);
    strcat(expected, ",c=3");
    strcat(text, ",c=3,n=");
    memset(text + strlen(text), 'z', 240);
    size_t size = strlen(text);
    assert_true(size > TRACESTATE_MAX);
    expect_state(text, expected);

    /* Then short ones, from the end. */
    char medium[2000] = "";
    for (int i = 0; i < 6; i++) {
        snprintf(key, sizeof key, "%sk%d=", i ? "," : "", i);
        strcat(medium, key);
        memset(medium + strlen(medium), 'x', 100);
    }
    char first[600] = "";
    memcpy(first, medium, 4 * 104 - 1);
    expect_state(medium, first);
}

static void keys_and_values_have_a_longest(void **state)
{
    (void)state;
    char text[1000] = "";
    memset(text, 'k', 256);
    strcat(text, "=1");
    expect_state(text, text);
    memset(text, 'k', 257);
    strcpy(text + 257, "=1");
    expect_state(text, "");
    strcpy(text, "k=");
    memset(text + 2, 'v', 256);
    text[258] = '\0';
    expect_state(text, text);
    text[258] = 'v';
    text[259] = '\0';
    expect_state(text, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(valid_parents),
        cmocka_unit_test(invalid_parents),
        cmocka_unit_test(states),
        cmocka_unit_test(states_have_limits),
        cmocka_unit_test(keys_and_values_have_a_longest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* The plugin tested without a network: linked with hello.c and libtenon-testing. */
#include <assert.h>
#include <stdio.h>

#include <tenon/testing.h>

extern const struct tn_plugin tn_plugin;
static const struct tn_plugin *const plugins[] = { &tn_plugin, NULL };

static void greets_by_name(void)
{
    struct tn_test *test = tn_test_open("plugins:\n  - hello: { greeting: Hi }\n", plugins);
    assert(*tn_test_errors(test) == 0);
    struct tn_test_reply *reply =
        tn_test_send(test, &(struct tn_test_call){ .target = "/hello/you" });
    assert(tn_test_status(reply) == 200);
    assert(tn_text_is(tn_test_body(reply), "Hi, you!\n"));
    tn_test_reply_close(reply);
    tn_test_close(test);
}

static void names_the_misspelt_option(void)
{
    struct tn_test *test = tn_test_open("plugins:\n  - hello: { greetings: Hi }\n", plugins);
    assert(strstr(tn_test_errors(test), "test.yaml:2:14: error:"));
    assert(strstr(tn_test_errors(test), "did you mean `greeting`?"));
    tn_test_close(test);
}

int main(void)
{
    greets_by_name();
    names_the_misspelt_option();
    puts("hello: all is well");
}

/* SPDX-License-Identifier: MIT */
/* Names that plugins ask for: the same again and again, and others from the same place in memory. */
#include "fixture.h"

#include <stdio.h>

static struct tn_value get(struct tn_request *request, void *self, struct tn_text rest)
{
    (void)request, (void)self;
    return rest.at ? tn_value_text(rest) : tn_value_integer(7);
}

static const struct tn_variable rows[] = {
    { "seven", get, TN_GLOBAL, "S." },
    { "echo.*", get, TN_GLOBAL, "E." },
    { 0 },
};

static void names_are_known_by_their_text(void **state)
{
    struct fixture *fixture = *state;
    const struct variable_group group = { "one", rows, NULL };
    fixture->worker->scope = (struct variable_scope){ .count = 1, .groups = &group };
    for (int i = 0; i < 2; i++) {
        assert_int_equal(tn_variable(NULL, "seven").integer, 7);
        assert_int_equal(tn_variable(NULL, "eight").kind, TN_VALUE_ABSENT);
    }
    char name[100];
    for (int i = 0; i < 90; i++) {
        snprintf(name, sizeof name, "echo.%0*d", i, i);
        assert_true(tn_text_is(tn_variable(NULL, name).text, name + strlen("echo.")));
        assert_true(tn_text_is(tn_variable(NULL, name).text, name + strlen("echo.")));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { FIXTURE_TEST(names_are_known_by_their_text) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* The rule for make, and making what is missing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "command/dependencies.h"

static const char *outputs[] = { "a.stl", "b.csg" };

/* What the rule for both outputs says. */
static void assert_rule(const struct dependencies *dependencies, const char *expected)
{
    char path[] = "/tmp/dependencies_test.XXXXXX", rule[500] = "";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    struct string_list list = { outputs, 2, 2 };
    assert_true(dependencies_write(dependencies, path, &list));
    assert_true(read(descriptor, rule, sizeof rule - 1) > 0);
    close(descriptor);
    unlink(path);
    assert_string_equal(rule, expected);
}

static void a_rule_names_each_file_once(void **state)
{
    (void)state;
    struct arena arena;
    arena_open(&arena);
    struct dependencies dependencies = { .arena = &arena };
    dependencies_note(&dependencies, text_of("main.scad"));
    dependencies_note(&dependencies, text_of("/a b.scad"));
    dependencies_note(&dependencies, text_of("main.scad"));
    assert_rule(&dependencies, "a.stl b.csg: \\\n\tmain.scad \\\n\t/a\\ b.scad\n");
    arena_close(&arena);
}

static void what_is_missing_is_made(void **state)
{
    (void)state;
    char folder[] = "/tmp/dependencies_test.XXXXXX", path[64];
    struct arena arena;
    arena_open(&arena);
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/it's here", folder);
    struct dependencies dependencies = { .arena = &arena, .make_command = "touch" };
    dependencies_note(&dependencies, text_of(path));
    assert_int_equal(access(path, F_OK), 0);
    unlink(path);
    dependencies_note(&dependencies, text_of(path)); /* is known by now */
    assert_int_equal(access(path, F_OK), -1);
    rmdir(folder);
    arena_close(&arena);
}

static void a_rule_that_cannot_be_written_is_an_error(void **state)
{
    (void)state;
    struct dependencies dependencies = { .arena = NULL };
    struct string_list list = { outputs, 2, 2 };
    assert_false(dependencies_write(&dependencies, "/nowhere/rule", &list));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rule_names_each_file_once),
        cmocka_unit_test(what_is_missing_is_made),
        cmocka_unit_test(a_rule_that_cannot_be_written_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

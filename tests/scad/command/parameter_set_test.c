/* SPDX-License-Identifier: MIT */
/* Files of parameter sets that cannot be used; that the good ones are is seen by the program's own tests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "command/parameter_set.h"

/* Applies a file of that content; NULL if it makes sense, else the problem behind the file's name. */
static const char *apply(struct arena *arena, const char *content)
{
    char path[] = "/tmp/parameter_set_test.XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(write(descriptor, content, strlen(content)) == (ssize_t)strlen(content));
    close(descriptor);
    struct form form = { .arena = arena };
    struct text problem;
    bool good = parameter_set_apply(&form, path, "one", &problem);
    unlink(path);
    return good ? NULL : strchr(problem.bytes, '(');
}

static void a_set_that_is_not_there_is_no_error(void **state)
{
    (void)state;
    struct arena arena;
    arena_open(&arena);
    assert_null(apply(&arena, "{}"));
    assert_null(apply(&arena, "{\"parameterSets\":{\"two\":{\"x\":\"1\"}}}"));
    assert_null(apply(&arena, "{\"parameterSets\":{\"one\":{\"unknown\":\"1\"}}}"));
    arena_close(&arena);
}

static void mistakes_have_a_line(void **state)
{
    (void)state;
    struct arena arena;
    arena_open(&arena);
    assert_string_equal(apply(&arena, "{\"a\":1,}"), "(1): expected key string");
    assert_string_equal(apply(&arena, "{\n\"a\" 1}"), "(2): expected ':'");
    assert_string_equal(apply(&arena, ""), "(1): expected value");
    arena_close(&arena);
}

static void a_file_that_is_not_there_is_named(void **state)
{
    (void)state;
    struct arena arena;
    arena_open(&arena);
    struct form form = { .arena = &arena };
    struct text problem;
    assert_false(parameter_set_apply(&form, "/nowhere", "one", &problem));
    assert_string_equal(problem.bytes, "Cannot open Parameter Set '/nowhere' for reading");
    arena_close(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_set_that_is_not_there_is_no_error),
        cmocka_unit_test(mistakes_have_a_line),
        cmocka_unit_test(a_file_that_is_not_there_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

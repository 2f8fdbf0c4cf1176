/* SPDX-License-Identifier: MIT */
/* Files are found beside the file that names them, then in the library folders, and never in a circle. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "command/library.h"

static const char *const files[] = { "main.scad", "both.scad", "sub/inner.scad",
                                     "libraries/both.scad", "libraries/shelf/only.scad" };
static const char *const folders[] = { "sub", "libraries", "libraries/shelf" };

enum { FILE_COUNT = sizeof files / sizeof *files, FOLDER_COUNT = sizeof folders / sizeof *folders };

struct fixture {
    struct arena arena;
    struct sources sources;
    struct library library;
    struct source_loader loader;
    char root[64];
};

static const char *path_in(struct fixture *fixture, const char *name)
{
    struct builder path = builder_in(&fixture->arena);
    builder_format(&path, "%s/%s", fixture->root, name);
    return builder_result(&path).bytes;
}

static void write_file(const char *path)
{
    FILE *stream = fopen(path, "wb");
    assert_non_null(stream);
    fprintf(stream, "x = \"%s\";", path);
    fclose(stream);
}

static int open_fixture(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    arena_open(&fixture->arena);
    strcpy(fixture->root, "/tmp/library_test.XXXXXX");
    if (!mkdtemp(fixture->root))
        return -1;
    for (int i = 0; i < FOLDER_COUNT; i++)
        mkdir(path_in(fixture, folders[i]), 0700);
    for (int i = 0; i < FILE_COUNT; i++)
        write_file(path_in(fixture, files[i]));
    setenv("OPENSCADPATH", path_in(fixture, "libraries"), 1);
    sources_open(&fixture->sources, &fixture->arena);
    library_open(&fixture->library, &fixture->sources, &fixture->arena);
    fixture->loader = library_loader(&fixture->library);
    *state = fixture;
    return 0;
}

static int close_fixture(void **state)
{
    struct fixture *fixture = *state;
    for (int i = 0; i < FILE_COUNT; i++)
        unlink(path_in(fixture, files[i]));
    for (int i = FOLDER_COUNT; i > 0; i--)
        rmdir(path_in(fixture, folders[i - 1]));
    int result = rmdir(fixture->root);
    arena_close(&fixture->arena);
    free(fixture);
    return result;
}

static const struct source *read_source(struct fixture *fixture, const char *name)
{
    const struct source *source = library_read(&fixture->library, path_in(fixture, name));
    assert_non_null(source);
    return source;
}

static const struct source *include(struct fixture *fixture, const struct source_chain *chain,
                                    const char *name, const char *problem)
{
    struct text said = { 0 };
    const struct source *source =
        fixture->loader.include(fixture->loader.context, chain, text_of(name), &said);
    if (problem)
        assert_string_equal(said.bytes, problem);
    assert_int_equal(source == NULL, problem != NULL);
    return source;
}

static void assert_named(struct fixture *fixture, const struct source *source, const char *name)
{
    assert_string_equal(source->name.bytes, path_in(fixture, name));
}

static void a_file_is_looked_for_beside_the_one_that_names_it(void **state)
{
    struct fixture *fixture = *state;
    struct source_chain chain = { read_source(fixture, "main.scad"), NULL };
    assert_named(fixture, include(fixture, &chain, "both.scad", NULL), "both.scad");
    const struct source *inner = include(fixture, &chain, "sub/inner.scad", NULL);
    assert_named(fixture, inner, "sub/inner.scad");
    struct source_chain inner_chain = { inner, &chain };
    assert_named(fixture, include(fixture, &inner_chain, "../both.scad", NULL), "both.scad");
}

static void then_in_the_library_folders(void **state)
{
    struct fixture *fixture = *state;
    struct source_chain chain = { read_source(fixture, "main.scad"), NULL };
    assert_named(fixture, include(fixture, &chain, "shelf/only.scad", NULL),
                 "libraries/shelf/only.scad");
    struct source_chain inner_chain = { read_source(fixture, "sub/inner.scad"), &chain };
    assert_named(fixture, include(fixture, &inner_chain, "both.scad", NULL), "libraries/both.scad");
}

static void what_is_not_there_is_said(void **state)
{
    struct fixture *fixture = *state;
    struct source_chain chain = { read_source(fixture, "main.scad"), NULL };
    include(fixture, &chain, "none.scad", "Can't find include file 'none.scad'.");
    include(fixture, &chain, "sub", "Can't find include file 'sub'.");
    include(fixture, &chain, "", "Can't find include file ''.");
    assert_null(library_read(&fixture->library, path_in(fixture, "none.scad")));
}

static void a_file_that_is_being_read_is_not_found_again(void **state)
{
    struct fixture *fixture = *state;
    struct source_chain chain = { read_source(fixture, "main.scad"), NULL };
    struct source_chain once = { include(fixture, &chain, "main.scad", NULL), &chain };
    include(fixture, &once, "main.scad", "Can't find include file 'main.scad'.");
}

static void a_file_is_read_once(void **state)
{
    struct fixture *fixture = *state;
    struct source_chain chain = { read_source(fixture, "main.scad"), NULL };
    assert_ptr_equal(include(fixture, &chain, "both.scad", NULL),
                     include(fixture, &chain, "./sub/../both.scad", NULL));
    assert_int_equal(fixture->sources.count, 2);
}

static void a_use_finds_a_name_and_reads_nothing(void **state)
{
    struct fixture *fixture = *state;
    const struct source *main_source = read_source(fixture, "main.scad");
    struct text full_name, problem;
    assert_true(fixture->loader.use(fixture->loader.context, main_source,
                                    text_of("shelf/only.scad"), &full_name, &problem));
    assert_string_equal(full_name.bytes, path_in(fixture, "libraries/shelf/only.scad"));
    assert_false(fixture->loader.use(fixture->loader.context, main_source, text_of("none.scad"),
                                     &full_name, &problem));
    assert_string_equal(problem.bytes, "Can't open library 'none.scad'.");
    assert_int_equal(fixture->sources.count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_is_looked_for_beside_the_one_that_names_it,
                                        open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(then_in_the_library_folders, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(what_is_not_there_is_said, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(a_file_that_is_being_read_is_not_found_again, open_fixture,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(a_file_is_read_once, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(a_use_finds_a_name_and_reads_nothing, open_fixture,
                                        close_fixture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* An include puts a text's tokens in its place; a use names a file. Finding them is the loader's. */
#include "language/lexer.h"
#include "parsing.h"

struct file {
    const char *name;
    const char *contents;
};

struct shelf {
    struct sources *sources;
    const struct file *files; /* the last has no name */
};

static const struct source *include(void *context, const struct source_chain *chain,
                                    struct text name, struct text *problem)
{
    const struct shelf *shelf = context;
    for (const struct source_chain *open = chain; open; open = open->outer)
        if (text_equal(open->source->name, name)) {
            *problem = text_of("Circular dependency detected");
            return NULL;
        }
    for (const struct file *file = shelf->files; file->name; file++)
        if (text_equal(text_of(file->name), name))
            return sources_add(shelf->sources, text_of(file->name), text_of(file->contents));
    return NULL;
}

static bool use(void *context, const struct source *source, struct text name,
                struct text *full_name, struct text *problem)
{
    (void)context;
    (void)source;
    (void)problem;
    *full_name = text_of("/libraries/found.scad");
    return text_equal(name, text_of("found.scad"));
}

static void assert_included(const struct file *files, const char *text, const char *printed,
                            const char *messages)
{
    struct parsing parsing;
    parsing_open(&parsing, text);
    struct shelf shelf = { &parsing.sources, files };
    struct source_loader loader = { .context = &shelf, .include = include, .use = use };
    parsing.input.loader = &loader;
    parsing_run(&parsing);
    assert_string_equal(parsing_messages(&parsing), messages);
    if (printed)
        assert_string_equal(parsing_text(&parsing), printed);
    else
        assert_null(parsing.file);
    parsing_close(&parsing);
}

static void tokens_appear_in_place(void **state)
{
    (void)state;
    const struct file files[] = { { "/folder/sum", "+ 2 *" }, { NULL, NULL } };
    assert_included(files, "x = 1 include </folder/sum> 3;", "x = (1 + (2 * 3));\n", "");
    assert_included(files, "x = 1 include\n\t</folder/sum>3;", "x = (1 + (2 * 3));\n", "");
}

static void a_comment_may_go_on_behind_the_include(void **state)
{
    (void)state;
    const struct file files[] = { { "a", "x = 1; // comment" }, { NULL, NULL } };
    assert_included(files, "include <a> this is not seen\ny = 2;", "x = 1;\ny = 2;\n", "");
}

static void errors_name_the_included_file(void **state)
{
    (void)state;
    const struct file files[] = { { "/folder/sub/bad.scad", "\nx = ;" },
                                  { "/open.scad", "y = \"" },
                                  { NULL, NULL } };
    assert_included(files, "\n\n\ninclude </folder/sub/bad.scad>", NULL,
                    "ERROR: Parser error: syntax error in file sub/bad.scad, line 2\n");
    assert_included(files, "include </open.scad>", NULL,
                    "ERROR: Parser error: Unterminated string in file ../open.scad, line 1\n"
                    "ERROR: Parser error: syntax error in file ../open.scad, line 1\n");
}

static void positions_go_on_behind_the_include(void **state)
{
    (void)state;
    const struct file files[] = { { "a", "\n\n\n" }, { NULL, NULL } };
    assert_included(files, "include <a>\n)", NULL,
                    "ERROR: Parser error: syntax error in file main.scad, line 2\n");
}

static void what_is_not_found_is_warned_of(void **state)
{
    (void)state;
    const struct file files[] = { { NULL, NULL } };
    assert_included(files, "\ninclude <b/c.scad> x = 1;", "x = 1;\n",
                    "WARNING: Can't find include file 'b/c.scad'. in file main.scad, line 2\n");
    assert_included(files, "include <>", "",
                    "WARNING: Can't find include file ''. in file main.scad, line 1\n");
    assert_included(files, "use <none.scad>", "",
                    "WARNING: Can't open library 'none.scad'. in file main.scad, line 1\n");
    assert_messages("include <a> x = 1;", true,
                    "WARNING: Can't find include file 'a'. in file main.scad, line 1\n");
}

static void the_loader_says_what_a_cycle_is(void **state)
{
    (void)state;
    const struct file files[] = { { "a", "x = 1; include <b>" },
                                  { "b", "y = 2;\ninclude <a>" },
                                  { NULL, NULL } };
    assert_included(files, "include <a>", "x = 1;\ny = 2;\n",
                    "WARNING: Circular dependency detected in file b, line 2\n");
}

static void line_ends_split_a_name(void **state)
{
    (void)state;
    const struct file files[] = { { "sub/b", "x = 1;" }, { NULL, NULL } };
    assert_included(files, "include <sub/a\nb>", "x = 1;\n",
                    "WARNING: new lines in 'include<>'-statement is not defined - behavior may "
                    "change in the future in file main.scad, line 2\n");
    assert_included(files, "include\n<none\n>", "",
                    "WARNING: new lines in 'include<>'-statement is not defined - behavior may "
                    "change in the future in file main.scad, line 3\n"
                    "WARNING: Can't find include file 'none'. in file main.scad, line 3\n");
}

static void overwriting_across_files_is_warned_of_where_openscad_does(void **state)
{
    (void)state;
    const struct file files[] = { { "/folder/a.scad", "a = 1;" },
                                  { "/folder/twice.scad", "a = 1;\na = 2;" },
                                  { NULL, NULL } };
    assert_included(files, "include </folder/a.scad>\na = 2;", "a = 2;\n", "");
    assert_included(files, "a = 2;\ninclude </folder/a.scad>", "a = 1;\n",
                    "WARNING: \"a\" was assigned on line 1 of \"main.scad\" but was overwritten in "
                    "file a.scad, line 1\n");
    assert_included(
        files, "include </folder/twice.scad>", "a = 2;\n",
        "WARNING: \"a\" was assigned on line 1 of \"twice.scad\" but was overwritten in "
        "file twice.scad, line 2\n");
}

static void the_library_used_last_is_searched_first(void **state)
{
    (void)state;
    struct parsing parsing;
    struct shelf shelf = { &parsing.sources, NULL };
    struct source_loader loader = { .context = &shelf, .use = use };
    parsing_open(&parsing, "use <a.scad> use <found.scad> use <b.scad> use <a.scad> use <c.ttf>");
    parsing.input.loader = &loader;
    parsing_run(&parsing);
    const struct use_list *uses = &parsing.file->uses;
    assert_int_equal(uses->count, 4);
    assert_true(text_equal(uses->items[0]->full_name, text_of("c.ttf")));
    assert_true(text_equal(uses->items[1]->full_name, text_of("a.scad")));
    assert_int_equal(uses->items[1]->position.column, 44);
    assert_true(text_equal(uses->items[2]->full_name, text_of("b.scad")));
    assert_true(text_equal(uses->items[3]->full_name, text_of("/libraries/found.scad")));
    assert_true(uses->items[3]->found);
    assert_false(uses->items[2]->found);
    assert_int_equal(parsing.file->scope->statements.count, 5);
    parsing_close(&parsing);
}

/* Includes itself as often as it may. */
static const struct source *include_again(void *context, const struct source_chain *chain,
                                          struct text name, struct text *problem)
{
    (void)chain;
    (void)name;
    (void)problem;
    return ((struct sources *)context)->items[0];
}

static void including_has_an_end(void **state)
{
    (void)state;
    struct parsing parsing;
    struct source_loader loader = { .context = &parsing.sources, .include = include_again };
    parsing_open(&parsing, "include <a> include <a>");
    parsing.input.loader = &loader;
    parsing_run(&parsing);
    assert_null(parsing.file);
    assert_string_equal(parsing.diagnostics.items[0].text.bytes,
                        "Parser error: too many files are included or used");
    parsing_close(&parsing);
}

/* The loader is not asked for more and more files that are not there. */
static void naming_files_has_an_end(void **state)
{
    static const char *const words[] = { "include <a>\n", "use <a>\n" };
    (void)state;
    for (size_t word = 0; word < 2; word++) {
        struct parsing parsing;
        struct arena arena;
        arena_open(&arena);
        struct builder program = builder_in(&arena);
        for (int i = 0; i < LEXER_FILES_MAX + 1; i++)
            builder_string(&program, words[word]);
        parsing_open(&parsing, builder_result(&program).bytes);
        parsing_run(&parsing);
        assert_null(parsing.file);
        const struct diagnostics *said = &parsing.diagnostics;
        const struct diagnostic *last = &said->items[said->count - 1];
        while (last->follows_up)
            last--;
        assert_string_equal(last->text.bytes, "Parser error: too many files are included or used");
        assert_int_equal(last->position.line, LEXER_FILES_MAX + 1);
        parsing_close(&parsing);
        arena_close(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_appear_in_place),
        cmocka_unit_test(a_comment_may_go_on_behind_the_include),
        cmocka_unit_test(errors_name_the_included_file),
        cmocka_unit_test(positions_go_on_behind_the_include),
        cmocka_unit_test(what_is_not_found_is_warned_of),
        cmocka_unit_test(the_loader_says_what_a_cycle_is),
        cmocka_unit_test(line_ends_split_a_name),
        cmocka_unit_test(overwriting_across_files_is_warned_of_where_openscad_does),
        cmocka_unit_test(the_library_used_last_is_searched_first),
        cmocka_unit_test(including_has_an_end),
        cmocka_unit_test(naming_files_has_an_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

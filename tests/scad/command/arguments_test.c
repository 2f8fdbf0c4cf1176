/* SPDX-License-Identifier: MIT */
/* The command line is OpenSCAD's; what cannot be done is refused by name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "command/arguments.h"

enum { STRINGS_MAX = 16 };

struct parsed {
    struct arena arena;
    struct arguments arguments;
    struct text problem;
    bool accepted;
};

/* Splits a command line at blanks and parses it. */
static void parse(struct parsed *parsed, const char *line)
{
    char *strings[STRINGS_MAX] = { NULL };
    int count = 0;
    arena_open(&parsed->arena);
    char *copy = arena_copy(&parsed->arena, line, strlen(line));
    for (char *word = strtok(copy, " "); word; word = strtok(NULL, " "))
        strings[count++] = word;
    parsed->accepted =
        arguments_parse(&parsed->arguments, &parsed->arena, count, strings, &parsed->problem);
}

static void options_stand_in_any_order(void **state)
{
    (void)state;
    struct parsed parsed;
    parse(&parsed,
          "scad model.scad -o a.ast --enable=roof -ob.json -q --hardwarnings --export-format "
          "ast --trace-depth=5");
    assert_true(parsed.accepted);
    const struct arguments *arguments = &parsed.arguments;
    assert_int_equal(arguments->inputs.count, 1);
    assert_string_equal(arguments->inputs.items[0], "model.scad");
    assert_int_equal(arguments->outputs.count, 2);
    assert_string_equal(arguments->outputs.items[0], "a.ast");
    assert_string_equal(arguments->outputs.items[1], "b.json");
    assert_string_equal(arguments->format, "ast");
    assert_true(arguments->quiet && arguments->hard_warnings);
    assert_int_equal(arguments->trace_depth, 5);
    assert_true(arguments_has_feature(arguments, "roof"));
    assert_false(arguments_has_feature(arguments, "lazy-union"));
    arena_close(&parsed.arena);
}

static void what_is_not_said_is_as_in_openscad(void **state)
{
    (void)state;
    struct parsed parsed;
    parse(&parsed, "scad -");
    assert_true(parsed.accepted);
    assert_string_equal(parsed.arguments.inputs.items[0], "-");
    assert_true(parsed.arguments.check_parameters);
    assert_false(parsed.arguments.check_parameter_ranges);
    assert_true(parsed.arguments.trace_module_parameters);
    assert_int_equal(parsed.arguments.trace_depth, 12);
    assert_null(parsed.arguments.format);
    arena_close(&parsed.arena);
}

static void definitions_become_statements(void **state)
{
    (void)state;
    struct parsed parsed;
    parse(&parsed, "scad -D a=1 -Db=[2] x.scad");
    assert_string_equal(builder_result(&parsed.arguments.definitions).bytes, "a=1;\nb=[2];\n");
    arena_close(&parsed.arena);
}

static void flags_have_several_words(void **state)
{
    (void)state;
    struct parsed parsed;
    parse(&parsed, "scad --check-parameter-ranges=on --check-parameters FALSE "
                   "--trace-usermodule-parameters=0");
    assert_true(parsed.accepted);
    assert_true(parsed.arguments.check_parameter_ranges);
    assert_false(parsed.arguments.check_parameters);
    assert_false(parsed.arguments.trace_module_parameters);
    arena_close(&parsed.arena);
}

static void all_features_may_be_enabled(void **state)
{
    (void)state;
    struct parsed parsed;
    parse(&parsed, "scad --enable all x.scad");
    assert_true(arguments_has_feature(&parsed.arguments, "roof"));
    arena_close(&parsed.arena);
}

static void assert_refused(const char *line, const char *problem)
{
    struct parsed parsed;
    parse(&parsed, line);
    assert_false(parsed.accepted);
    assert_string_equal(parsed.problem.bytes, problem);
    arena_close(&parsed.arena);
}

static void what_makes_no_sense_is_refused(void **state)
{
    (void)state;
    assert_refused("scad --nope", "unrecognised option '--nope'");
    assert_refused("scad -o", "the required argument for option '--o' is missing");
    assert_refused("scad --trace-depth=many",
                   "the argument ('many') for option '--trace-depth' is invalid");
    assert_refused("scad --animate=-1", "the argument ('-1') for option '--animate' is invalid");
    assert_refused("scad --quiet -q", "option '--quiet' cannot be specified more than once");
    assert_refused("scad -p a --p b", "option '--p' cannot be specified more than once");
    assert_refused("scad --hardwarnings=1", "option '--hardwarnings' does not take any arguments");
}

static void a_flag_that_is_none_is_passed_over(void **state)
{
    (void)state;
    struct parsed parsed;
    parse(&parsed, "scad --check-parameters=perhaps x.scad");
    assert_true(parsed.accepted);
    assert_true(parsed.arguments.check_parameters);
    assert_string_equal(builder_result(&parsed.arguments.complaints).bytes,
                        "Could not parse '--check-parameters perhaps' as flag\n");
    arena_close(&parsed.arena);
}

static void animations_have_shards(void **state)
{
    (void)state;
    struct parsed parsed;
    parse(&parsed, "scad --animate 10 --animate_sharding 2/5 x.scad");
    assert_true(parsed.accepted);
    assert_int_equal(parsed.arguments.frames, 10);
    assert_int_equal(parsed.arguments.shard, 2);
    assert_int_equal(parsed.arguments.shards, 5);
    arena_close(&parsed.arena);
}

static void threads_are_one_or_two(void **state)
{
    (void)state;
    struct parsed parsed;
    parse(&parsed, "scad --threads=2 x.scad");
    assert_true(parsed.accepted);
    assert_int_equal(parsed.arguments.threads, 2);
    arena_close(&parsed.arena);
    parse(&parsed, "scad x.scad");
    assert_int_equal(parsed.arguments.threads, 0);
    arena_close(&parsed.arena);
    assert_refused("scad --threads=3 x.scad",
                   "the argument ('3') for option '--threads' is invalid");
    assert_refused("scad --threads=0 x.scad",
                   "the argument ('0') for option '--threads' is invalid");
}

static void what_concerns_pictures_is_kept(void **state)
{
    (void)state;
    struct parsed parsed;
    parse(&parsed, "scad --camera=1,2,3 --render --render=force --preview --imgsize 100,100 "
                   "--viewall --projection=o --view axes x.scad");
    assert_true(parsed.accepted);
    assert_int_equal(parsed.arguments.inputs.count, 1);
    const struct view_options *view = &parsed.arguments.view;
    assert_string_equal(view->camera, "1,2,3");
    assert_string_equal(view->image_size, "100,100");
    assert_string_equal(view->projection, "o");
    assert_string_equal(view->view, "axes");
    assert_true(view->view_all && !view->auto_center && !view->color_scheme);
    arena_close(&parsed.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_stand_in_any_order),
        cmocka_unit_test(what_is_not_said_is_as_in_openscad),
        cmocka_unit_test(definitions_become_statements),
        cmocka_unit_test(flags_have_several_words),
        cmocka_unit_test(all_features_may_be_enabled),
        cmocka_unit_test(what_makes_no_sense_is_refused),
        cmocka_unit_test(a_flag_that_is_none_is_passed_over),
        cmocka_unit_test(animations_have_shards),
        cmocka_unit_test(threads_are_one_or_two),
        cmocka_unit_test(what_concerns_pictures_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
#include "run.h"

/* Runs a program that is to be stopped, and compares the code of the last error. */
static void expect_stop(struct run *run, const char *program, const char *code)
{
    run_program(run, program);
    assert_true(run->result.failed);
    assert_non_null(run->result.root);
    assert_int_equal(run->diagnostics.error_count, 1);
    const struct diagnostic *last = &run->diagnostics.items[run->diagnostics.count - 1];
    assert_non_null(last->code);
    assert_string_equal(last->code, code);
    run_close(run);
}

static void endless_recursion_ends_in_openscads_words(void **state)
{
    (void)state;
    expect_messages("function f() = f();\necho(f());",
                    "ERROR: Recursion detected calling function 'f' in file t.scad, line 1\n"
                    "TRACE: called by 'f' in file t.scad, line 1\n"
                    "TRACE: called by 'echo' in file t.scad, line 2\n");
    struct run run;
    run_open(&run);
    run_program(&run, "function f(n) = 1 + f(n + 1);\necho(f(0));");
    assert_true(run.result.failed);
    assert_non_null(strstr(run_messages(&run), "ERROR: Recursion detected calling function 'f'"));
    assert_non_null(strstr(run_messages(&run), "TRACE:   *** Excluding "));
    run_close(&run);
    run_open(&run);
    run_program(&run, "module m() translate([1, 1]) m();\nm();");
    assert_non_null(strstr(run_messages(&run), "ERROR: Recursion detected calling module 'm'"));
    run_close(&run);
}

static void errors_keep_what_was_made_before(void **state)
{
    (void)state;
    struct run run;
    run_open(&run);
    run_program(&run, "cube();\nassert(false);\nsphere();");
    assert_true(run.result.failed);
    assert_int_equal(run.result.root->child_count, 1);
    assert_string_equal(run_messages(&run),
                        "ERROR: Assertion 'false' failed in file t.scad, line 2\n"
                        "TRACE: called by 'assert' in file t.scad, line 2\n");
    run_close(&run);
}

static void traces_name_modules_with_their_parameters(void **state)
{
    (void)state;
    expect_messages("module m(a, b = \"q\\\"\") { assert(a > 1); }\nm(1);",
                    "ERROR: Assertion '(a > 1)' failed in file t.scad, line 1\n"
                    "TRACE: called by 'assert' in file t.scad, line 1\n"
                    "TRACE: call of 'm(a = 1, b = \"q\\\"\")' in file t.scad, line 1\n"
                    "TRACE: called by 'm' in file t.scad, line 2\n");
}

/* An assignment that was overwritten is one trace with two lines. */
static void long_traces_are_cut_in_the_middle(void **state)
{
    (void)state;
    struct run run;
    run_open(&run);
    run.input.trace_depth = 1;
    run_program(&run, "module m() { x = 1;\nx = assert(false) 2; }\nmodule n() m();\n"
                      "module o() n();\no();");
    assert_string_equal(run_messages(&run),
                        "WARNING: \"x\" was assigned on line 1 but was overwritten in file t.scad, "
                        "line 2\n"
                        "ERROR: Assertion 'false' failed in file t.scad, line 2\n"
                        "TRACE: overwritten assignment to \"x\" (this is where the assignment is "
                        "evaluated) in file t.scad, line 1\n"
                        "TRACE: overwriting assignment to \"x\" in file t.scad, line 2\n"
                        "TRACE:   *** Excluding 4 frames ***\n"
                        "TRACE: called by 'o' in file t.scad, line 5\n");
    run_close(&run);
}

static void too_many_steps_are_stopped(void **state)
{
    (void)state;
    struct run run;
    run_open(&run);
    run.input.limits.steps = 10000;
    expect_stop(&run, "for (i = [0:999], j = [0:999]) cube(i);", "LIMIT_STEPS");
}

static void too_many_values_are_stopped(void **state)
{
    (void)state;
    struct run run;
    run_open(&run);
    run.input.limits.value_bytes = 1 << 20;
    expect_stop(&run, "a = [for (i = [0:999], j = [0:999]) [i, j]];", "LIMIT_MEMORY");
    run_open(&run);
    run.input.limits.value_bytes = 1 << 20;
    expect_stop(&run, "a = rands(0, 1, 1e9);", "LIMIT_MEMORY");
}

static void too_large_trees_are_stopped(void **state)
{
    (void)state;
    struct run run;
    run_open(&run);
    run.input.limits.tree_bytes = 1 << 20;
    expect_stop(&run, "for (i = [0:999], j = [0:999]) cube(i);", "LIMIT_MEMORY");
}

static void too_much_output_is_stopped(void **state)
{
    (void)state;
    struct run run;
    run_open(&run);
    run.input.limits.output_bytes = 1000;
    expect_stop(&run, "for (i = [0:999]) echo(\"0123456789\");", "LIMIT_OUTPUT");
}

static void values_that_are_nested_too_deeply_are_stopped(void **state)
{
    (void)state;
    struct run run;
    run_open(&run);
    expect_stop(&run,
                "function f(n, a) = n == 0 ? a : f(n - 1, [a]);\na = f(900000, 1);\n"
                "b = f(900000, 1);\nc = a == b;",
                "LIMIT_DEPTH");
    expect_messages("function f(n, a) = n == 0 ? a : f(n - 1, [a]);\necho(f(900000, 1));",
                    "ERROR: Stack exhausted while trying to convert a vector to EchoString\n"
                    "TRACE: called by 'echo' in file t.scad, line 2\n");
}

static void hard_warnings_stop(void **state)
{
    (void)state;
    struct run run;
    run_open(&run);
    run.input.hard_warnings = true;
    run_program(&run, "cube();\ncube(\"x\");\necho(\"not reached\");");
    assert_true(run.result.failed);
    assert_int_equal(run.result.root->child_count, 1);
    assert_string_equal(run_messages(&run),
                        "WARNING: Unable to convert cube(size=\"x\", ...) parameter to a number or "
                        "a vec3 of numbers in file t.scad, line 2\n"
                        "TRACE: called by 'cube' in file t.scad, line 2\n");
    run_close(&run);
}

static void a_flag_cancels(void **state)
{
    static const volatile int cancelled = 1;
    (void)state;
    struct run run;
    run_open(&run);
    run.input.cancelled = &cancelled;
    expect_stop(&run, "for (i = [0:999], j = [0:999]) cube(i);", "CANCELLED");
}

/* One step may be a great deal of work: it is counted, too. */
static void work_within_one_step_is_stopped(void **state)
{
    static const char *const programs[] = {
        "m = [for (i = [0:299]) [for (j = [0:299]) 1]];\nx = m * m * m * m * m;",
        "function f(n, a) = n == 0 ? a : f(n - 1, [a, a]);\nx = f(60, 1) == f(60, 1);",
        "function f(n, a) = n == 0 ? a : f(n - 1, [a, a]);\nx = f(60, 1) < f(60, 1);",
        "function f(n, a) = n == 0 ? a : f(n - 1, [a, a]);\nx = chr(f(60, 0));",
        "function f(n, a) = n == 0 ? a : f(n - 1, [a, a]);\nx = str(f(60, 1));",
        "v = [for (i = [0:29999]) i];\nw = [for (i = v) i];\nx = [for (i = [0:999]) v == w];",
        "v = [for (i = [0:29999]) i];\nw = [for (i = v) i];\nx = [for (i = [0:999]) v < w];",
        "v = [for (i = [0:29999]) i];\nx = [for (i = [0:2999]) v * v];",
        "v = [for (i = [0:29999]) i];\nx = [for (i = [0:5999]) min(v)];",
        "v = [for (i = [0:29999]) i];\nx = [for (i = [0:5999]) norm(v)];",
        "v = [for (i = [0:29999]) [i, i]];\nx = [for (i = [0:2999]) lookup(i, v)];",
        "v = [for (i = [0:29999]) i];\nx = [for (i = [0:2999]) len(concat(v, [i]))];",
        "x = [for (i = [0:999]) len(rands(0, 1, 30000))];",
        "function f(n, a) = n == 0 ? a : f(n - 1, str(a, a));\ns = f(22, \"a\");\n"
        "t = f(22, \"a\");\nx = [for (i = [0:299]) s < t];",
        "function f(n, a) = n == 0 ? a : f(n - 1, str(a, a));\ns = f(22, \"a\");\n"
        "x = [for (i = [0:299]) len(str(s, i))];",
        "function f(n, a) = n == 0 ? a : f(n - 1, str(a, a));\ns = f(20, \"\u00e9\");\n"
        "x = [for (i = [0:99]) ord(s)];",
        "x = object([for (i = [0:9999]) [str(i), i]]);",
    };
    (void)state;
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        struct run run;
        run_open(&run);
        run.input.limits.steps = 200000;
        run.input.features = FEATURE_OBJECT_FUNCTION;
        expect_stop(&run, programs[i], "LIMIT_STEPS");
    }
}

static volatile int is_cancelled;

static void cancel(void *context, const struct diagnostic *diagnostic)
{
    (void)context;
    (void)diagnostic;
    is_cancelled = 1;
}

/* The flag is set by the first message, and what follows would take for ever. */
static void a_flag_cancels_within_one_step(void **state)
{
    static const char *const programs[] = {
        "function f(n, a) = n == 0 ? a : f(n - 1, [a, a]);\na = f(60, 1);\nb = f(60, 1);\n"
        "x = let (y = echo(1)) a == b;",
        "m = [for (i = [0:1499]) [for (j = [0:1499]) 1]];\n"
        "function p(n) = n == 0 ? m : p(n - 1) * m;\nx = let (y = echo(1)) p(100);",
    };
    (void)state;
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        struct run run;
        run_open(&run);
        is_cancelled = 0;
        run.input.cancelled = &is_cancelled;
        run.diagnostics.listener = cancel;
        expect_stop(&run, programs[i], "CANCELLED");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(endless_recursion_ends_in_openscads_words),
        cmocka_unit_test(errors_keep_what_was_made_before),
        cmocka_unit_test(traces_name_modules_with_their_parameters),
        cmocka_unit_test(long_traces_are_cut_in_the_middle),
        cmocka_unit_test(too_many_steps_are_stopped),
        cmocka_unit_test(work_within_one_step_is_stopped),
        cmocka_unit_test(a_flag_cancels_within_one_step),
        cmocka_unit_test(too_many_values_are_stopped),
        cmocka_unit_test(too_large_trees_are_stopped),
        cmocka_unit_test(too_much_output_is_stopped),
        cmocka_unit_test(values_that_are_nested_too_deeply_are_stopped),
        cmocka_unit_test(hard_warnings_stop),
        cmocka_unit_test(a_flag_cancels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

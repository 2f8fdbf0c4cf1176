/* SPDX-License-Identifier: MIT */
/* Whatever a program says, it is asked often whether to go on while it is read and run. */
#include "../evaluate/run.h"
#include "trial.h"

struct text_of_program {
    const char *name, *before, *item, *behind;
    int count; /* of items between what comes before them and behind */
};

static const struct text_of_program texts[] = {
    { "statements", "", "cube([1, 2, 3]);\n", "", 5000 },
    { "a list", "x = [", "1.5, ", "0];", 50000 },
    { "a string", "x = \"", "abcdefghijkl\\n", "\";", 50000 },
    { "a comment", "/*", " 0123456789 ", "*/", 50000 },
    { "a long line", "//", " 0123456789 ", "\n", 50000 },
    { "blanks", "", "             \n", ";", 50000 },
    { "functions", "", "function f(a, b = 1) = a < b ? a : f(a - 1, b);\n", "x = f(2);", 3000 },
    { "settings", "", "// what it is\nx = 1; // [0:1:10]\n", "", 3000 },
};

static const struct text_of_program runs[] = {
    { .name = "a loop", .before = "for (i = [0:19999]) cube(i);" },
    { .name = "a list", .before = "x = [for (i = [0:199999]) i];" },
    { .name = "a list, each", .before = "v = [for (i = [0:39999]) i]; w = [each v, each v];" },
    { .name = "a vector of points",
      .before = "polygon([for (i = [0:49999]) [sin(i / 100), cos(i / 100)]]);" },
    { .name = "paths",
      .before = "polyhedron([for (i = [0:29999]) [i, i * i, i % 7]],"
                " [for (i = [0:9999]) [i, i + 1, i + 2]]);" },
    { .name = "a search", .before = "v = [for (i = [0:9999]) i]; x = search(v, v);" },
    { .name = "a search of letters",
      .before = "function f(n, a) = n == 0 ? a : f(n - 1, str(a, a)); s = f(16, \"a\");"
                "x = search(s, s);" },
    { .name = "strings",
      .before = "function f(n, a) = n == 0 ? a : f(n - 1, str(a, a)); s = f(16, \"ab\");"
                "x = s < str(s, \"c\"); n = len(s); o = ord(s); u = chr([for (i = [0:9999]) i]);" },
    { .name = "an echo", .before = "v = [for (i = [0:19999]) i]; echo(v);" },
    { .name = "a sum",
      .before = "v = [for (i = [0:29999]) i]; w = v + v; x = v * 2; y = v * v;"
                " z = norm(v); m = max(v); n = -v; e = v == w;" },
    { .name = "products",
      .before = "m = [for (i = [0:59]) [for (j = [0:59]) 1]]; x = m * m; y = m * m[0];" },
    { .name = "rands", .before = "x = rands(0, 1, 30000);" },
    { .name = "concat", .before = "v = [for (i = [0:29999]) i]; x = concat(v, v);" },
    { .name = "lookup", .before = "v = [for (i = [0:29999]) [i, i]]; x = lookup(5, v);" },
    { .name = "a deep tree",
      .before = "module m(n) { if (n > 0) translate([1, 0, 0]) m(n - 1);"
                " else cube(); } m(1000);" },
    { .name = "children",
      .before = "module m() { children(); children([0:1999]); }"
                " m() { for (i = [0:1999]) cube(i); }" },
    { .name = "marked roots", .before = "for (i = [0:9999]) !cube(i);" },
    { .name = "warnings", .before = "for (i = [0:1999]) cube(x = i, y = foo);" },
    { .name = "colors", .before = "for (i = [0:4999]) color(\"red\") color(\"#123456\") cube(i);" },
    { .name = "long matrices", .before = "for (i = [0:4999]) multmatrix([[1, 0, 0, i]]) cube(i);" },
};

static struct text print(struct arena *arena, const struct text_of_program *program)
{
    struct builder out = builder_in(arena);
    builder_string(&out, program->before);
    for (int i = 0; i < program->count; i++)
        builder_string(&out, program->item);
    if (program->behind)
        builder_string(&out, program->behind);
    return builder_result(&out);
}

/* Read and run in the arena of the trial. */
static void run_text(void *context, struct arena *arena)
{
    struct run run = { .library = NULL };
    const struct text *text = context;
    run.input = (struct evaluate_input){ .arena = arena,
                                         .names = &run.names,
                                         .sources = &run.sources,
                                         .diagnostics = &run.diagnostics };
    names_open(&run.names, arena);
    sources_open(&run.sources, arena);
    diagnostics_open(&run.diagnostics, arena);
    const struct source *source = sources_add(&run.sources, text_of("t.scad"), *text);
    struct parser_input parser = { .arena = arena,
                                   .names = &run.names,
                                   .sources = &run.sources,
                                   .diagnostics = &run.diagnostics,
                                   .source = source,
                                   .main = source };
    run.input.main = parser_parse(&parser);
    assert_non_null(run.input.main);
    if (evaluate(&run.input).failed)
        arena_give_up(arena, 0); /* it was left within */
}

static void check(const struct text_of_program *programs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct arena arena;
        arena_open(&arena);
        struct text text = print(&arena, &programs[i]);
        trial_check(&(struct trial){ programs[i].name, "program", run_text, &text, true });
        arena_close(&arena);
    }
}

static void long_texts(void **state)
{
    (void)state;
    check(texts, sizeof texts / sizeof *texts);
}

static void long_runs(void **state)
{
    (void)state;
    check(runs, sizeof runs / sizeof *runs);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(long_texts), cmocka_unit_test(long_runs) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

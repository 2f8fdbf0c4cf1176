/* SPDX-License-Identifier: MIT */
/* Memory may run out wherever the parser and the printers take some: it ends in one place, and nothing leaks. */
#include "parsing.h"

static const char program[] =
    "use <a.scad>\n"
    "module m(a, b = 2) { c = [for (i = [0:9]) if (i > a) \"text\\n\" else each [i]]; cube(c); }\n"
    "function f(x) = let (y = x) assert(y) y ^ 2 ? function (z) z : x.y[1](2);\n"
    "a = 1; a = 2; // [1:10]\n"
    "if (a) { m(a); } else *for (i = [1:2]) sphere(i);\n";

static void parse_and_print(struct parsing *parsing)
{
    struct builder out = builder_in(&parsing->arena);
    parsing_run(parsing);
    assert_non_null(parsing->file);
    customizer_annotate(&parsing->input, parsing->file);
    parsing_text(parsing);
    parsing_messages(parsing);
    ast_json_print_result(&out, &parsing->names, &parsing->sources, parsing->file,
                          &parsing->diagnostics);
}

static void jump_out(void *context)
{
    longjmp(context, 1);
}

/* Parses with so many bytes at most; false if they did not suffice. */
static bool suffices(size_t limit_bytes)
{
    jmp_buf exhausted;
    struct parsing parsing;
    parsing_open(&parsing, program);
    parsing.arena.limit_bytes = limit_bytes;
    parsing.arena.exhausted = jump_out;
    parsing.arena.context = exhausted;
    bool enough = setjmp(exhausted) == 0;
    if (enough)
        parse_and_print(&parsing);
    parsing_close(&parsing);
    return enough;
}

static void running_out_ends_in_one_place(void **state)
{
    (void)state;
    size_t limit_bytes = 8192;
    int attempts = 0;
    for (; !suffices(limit_bytes); attempts++)
        limit_bytes += 256;
    assert_true(attempts > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(running_out_ends_in_one_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

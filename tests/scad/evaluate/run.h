/* SPDX-License-Identifier: MIT */
/* Runs a program from its text, and compares what it says and what it makes. */
#ifndef TEST_SCAD_RUN_H
#define TEST_SCAD_RUN_H

#include "evaluate/evaluate.h"
#include "formats/csg.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct run {
    struct arena arena;
    struct names names;
    struct sources sources;
    struct diagnostics diagnostics;
    struct evaluate_input input;
    struct evaluate_result result;
    const char *const *library; /* name, text, name, text, …, NULL: what `use` finds */
};

static inline const struct source *run_read_library(void *context, struct text name)
{
    struct run *run = context;
    for (const char *const *at = run->library; at && *at; at += 2)
        if (text_equal(name, text_of(at[0])))
            return sources_add(&run->sources, text_of(at[0]), text_of(at[1]));
    return NULL;
}

static inline bool run_use(void *context, const struct source *source, struct text name,
                           struct text *full_name, struct text *problem)
{
    (void)context;
    (void)source;
    (void)problem;
    *full_name = name;
    return true;
}

static inline void run_open(struct run *run)
{
    *run = (struct run){ .library = NULL };
    arena_open(&run->arena);
    names_open(&run->names, &run->arena);
    sources_open(&run->sources, &run->arena);
    diagnostics_open(&run->diagnostics, &run->arena);
    run->input = (struct evaluate_input){ .arena = &run->arena,
                                          .names = &run->names,
                                          .sources = &run->sources,
                                          .diagnostics = &run->diagnostics,
                                          .read_library = run_read_library,
                                          .read_context = run };
}

static inline void run_program(struct run *run, const char *program)
{
    struct source_loader loader = { .use = run_use };
    const struct source *source = sources_add(&run->sources, text_of("t.scad"), text_of(program));
    struct parser_input parser = { .arena = &run->arena,
                                   .names = &run->names,
                                   .sources = &run->sources,
                                   .diagnostics = &run->diagnostics,
                                   .source = source,
                                   .main = source,
                                   .loader = &loader };
    run->input.loader = &loader;
    run->input.main = parser_parse(&parser);
    assert_non_null(run->input.main);
    run->result = evaluate(&run->input);
}

/* All messages, one a line. */
static inline const char *run_messages(struct run *run)
{
    struct builder out = builder_in(&run->arena);
    for (size_t i = 0; i < run->diagnostics.count; i++) {
        diagnostic_print(&out, &run->diagnostics.items[i], &run->sources, text_of(""));
        builder_byte(&out, '\n');
    }
    return builder_result(&out).bytes;
}

static inline void run_close(struct run *run)
{
    arena_close(&run->arena);
}

/* Runs the program and expects exactly these messages. */
static inline void expect_messages(const char *program, const char *messages)
{
    struct run run;
    run_open(&run);
    run_program(&run, program);
    assert_string_equal(run_messages(&run), messages);
    run_close(&run);
}

/* Echoes the expression and expects this after "ECHO: ". */
static inline void expect_echo(const char *expression, const char *expected)
{
    char program[2000], messages[2000];
    snprintf(program, sizeof program, "echo(%s);", expression);
    snprintf(messages, sizeof messages, "ECHO: %s\n", expected);
    expect_messages(program, messages);
}

/* Runs the program and expects this CSG text and no messages. */
static inline void expect_tree(const char *program, const char *csg)
{
    struct run run;
    run_open(&run);
    run_program(&run, program);
    assert_string_equal(run_messages(&run), "");
    struct builder out = builder_in(&run.arena);
    const struct tree_node *root = run.result.root;
    csg_print(&out, root, !(root->modifiers & TREE_ROOT), text_of(""));
    assert_string_equal(builder_result(&out).bytes, csg);
    run_close(&run);
}

#endif

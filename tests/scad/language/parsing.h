/* SPDX-License-Identifier: MIT */
/* What the tests of the language share: a text parsed, its tree and messages as text. */
#ifndef TESTS_SCAD_LANGUAGE_PARSING_H
#define TESTS_SCAD_LANGUAGE_PARSING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "language/ast_json.h"
#include "language/ast_text.h"
#include "language/customizer.h"
#include "language/parser.h"

struct parsing {
    struct arena arena;
    struct names names;
    struct sources sources;
    struct diagnostics diagnostics;
    struct parser_input input;
    struct syntax_file *file;
};

static inline void parsing_open(struct parsing *parsing, const char *text)
{
    struct arena *arena = &parsing->arena;
    arena_open(arena);
    names_open(&parsing->names, arena);
    sources_open(&parsing->sources, arena);
    diagnostics_open(&parsing->diagnostics, arena);
    const struct source *source =
        sources_add(&parsing->sources, text_of("/folder/main.scad"), text_of(text));
    parsing->input = (struct parser_input){
        .arena = arena,
        .names = &parsing->names,
        .sources = &parsing->sources,
        .diagnostics = &parsing->diagnostics,
        .source = source,
        .main = source,
    };
}

static inline void parsing_run(struct parsing *parsing)
{
    parsing->file = parser_parse(&parsing->input);
}

static inline void parsing_close(struct parsing *parsing)
{
    arena_close(&parsing->arena);
}

/* All messages, each with a line end, as OpenSCAD prints them. */
static inline const char *parsing_messages(struct parsing *parsing)
{
    struct builder out = builder_in(&parsing->arena);
    for (size_t i = 0; i < parsing->diagnostics.count; i++) {
        diagnostic_print(&out, &parsing->diagnostics.items[i], &parsing->sources,
                         text_of("/folder"));
        builder_byte(&out, '\n');
    }
    return builder_result(&out).bytes;
}

static inline const char *parsing_text(struct parsing *parsing)
{
    struct builder out = builder_in(&parsing->arena);
    ast_text_print_file(&out, &parsing->names, parsing->file);
    return builder_result(&out).bytes;
}

/* The text is printed as expected, without any message. */
static inline void assert_prints(const char *text, const char *expected)
{
    struct parsing parsing;
    parsing_open(&parsing, text);
    parsing_run(&parsing);
    assert_string_equal(parsing_messages(&parsing), "");
    assert_non_null(parsing.file);
    assert_string_equal(parsing_text(&parsing), expected);
    parsing_close(&parsing);
}

/* The expression is printed as expected, with all its parentheses. */
static inline void assert_expression(const char *expression, const char *expected)
{
    char text[512], whole[512];
    snprintf(text, sizeof text, "x = %s;", expression);
    snprintf(whole, sizeof whole, "x = %s;\n", expected);
    assert_prints(text, whole);
}

/* The text is parsed or refused with just these messages. */
static inline void assert_messages(const char *text, bool accepted, const char *expected)
{
    struct parsing parsing;
    parsing_open(&parsing, text);
    parsing_run(&parsing);
    assert_int_equal(parsing.file != NULL, accepted);
    assert_string_equal(parsing_messages(&parsing), expected);
    parsing_close(&parsing);
}

/* The text is refused: what the first message explains, and where. */
static inline void assert_refused(const char *text, unsigned line, unsigned column,
                                  const char *explanation)
{
    struct parsing parsing;
    parsing_open(&parsing, text);
    parsing_run(&parsing);
    assert_null(parsing.file);
    assert_true(parsing.diagnostics.count > 0);
    const struct diagnostic *error = &parsing.diagnostics.items[0];
    assert_int_equal(error->severity, SEVERITY_ERROR);
    assert_string_equal(error->explanation.bytes, explanation);
    assert_int_equal(error->position.line, line);
    assert_int_equal(error->position.column, column);
    assert_string_equal(error->code, "SYNTAX_ERROR");
    parsing_close(&parsing);
}

#endif

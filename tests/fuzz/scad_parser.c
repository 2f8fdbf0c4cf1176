/* SPDX-License-Identifier: MIT */
/* Feeds any bytes to the parser and its tree to all printers: once with plenty of memory, once with so little
 * that it runs out somewhere on the way. */
#include "language/ast_json.h"
#include "language/ast_text.h"
#include "language/customizer.h"
#include "language/parser.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

enum { NESTED_INCLUDES = 3, SCARCE_BYTES = 16384 };

static size_t chain_length(const struct source_chain *chain)
{
    size_t length = 0;
    for (; chain; chain = chain->outer)
        length++;
    return length;
}

/* Any name means the text itself, or one that ends amid a comment if the name has a slash. */
static const struct source *include(void *context, const struct source_chain *chain,
                                    struct text name, struct text *problem)
{
    struct sources *sources = context;
    if (chain_length(chain) > NESTED_INCLUDES) {
        *problem = text_of("too deep");
        return NULL;
    }
    if (name.length > 0 && memchr(name.bytes, '/', name.length))
        return sources_add(sources, name, text_of("x = [1, 2]; // goes on"));
    return sources->items[0];
}

static void parse_and_print(struct arena *arena, struct text text)
{
    struct names names;
    struct sources sources;
    struct diagnostics diagnostics;
    names_open(&names, arena);
    sources_open(&sources, arena);
    diagnostics_open(&diagnostics, arena);
    struct source_loader loader = { .context = &sources, .include = include };
    struct parser_input input = {
        .arena = arena,
        .names = &names,
        .sources = &sources,
        .diagnostics = &diagnostics,
        .source = sources_add(&sources, text_of("/folder/input.scad"), text),
        .commands = text_of("x = 5;\n"),
        .loader = &loader,
    };
    input.main = input.source;
    struct syntax_file *file = parser_parse(&input);
    struct builder out = builder_in(arena);
    if (file) {
        customizer_annotate(&input, file);
        ast_text_print_file(&out, &names, file);
    } else if (diagnostics.error_count == 0) {
        abort(); /* refused without saying why */
    }
    ast_json_print_result(&out, &names, &sources, file, &diagnostics);
    for (size_t i = 0; i < diagnostics.count; i++)
        diagnostic_print(&out, &diagnostics.items[i], &sources, text_of("/folder"));
}

static void jump_out(void *context)
{
    longjmp(context, 1);
}

static void run_with(size_t limit_bytes, struct text text)
{
    jmp_buf out_of_memory;
    struct arena arena;
    arena_open(&arena);
    arena.limit_bytes = limit_bytes;
    arena.exhausted = jump_out;
    arena.context = out_of_memory;
    if (setjmp(out_of_memory) == 0)
        parse_and_print(&arena, text);
    arena_close(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* A copy of just that size, so that reading past the end is seen. */
    char *copy = malloc(size ? size : 1);
    if (size)
        memcpy(copy, data, size);
    struct text text = { copy, size };
    run_with(0, text);
    run_with(SCARCE_BYTES + 64 * size, text);
    free(copy);
    return 0;
}

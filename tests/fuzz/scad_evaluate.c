/* SPDX-License-Identifier: MIT */
/* Any bytes as a program to run: it ends within its limits, whatever it says. */
#include "evaluate/evaluate.h"
#include "formats/csg.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_tree(struct arena *arena, const struct tree_node *root)
{
    struct builder out = builder_in(arena);
    csg_print(&out, root, !(root->modifiers & TREE_ROOT), text_of(""));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct names names;
    struct sources sources;
    struct diagnostics diagnostics;
    arena_open(&arena);
    names_open(&names, &arena);
    sources_open(&sources, &arena);
    diagnostics_open(&diagnostics, &arena);
    const struct source *source =
        sources_add(&sources, text_of(""), (struct text){ (const char *)data, size });
    struct parser_input parser = { .arena = &arena,
                                   .names = &names,
                                   .sources = &sources,
                                   .diagnostics = &diagnostics,
                                   .source = source,
                                   .main = source };
    struct evaluate_input input = {
        .arena = &arena,
        .names = &names,
        .sources = &sources,
        .diagnostics = &diagnostics,
        .main = parser_parse(&parser),
        .limits = { .steps = 100000,
                    .value_bytes = 16 << 20,
                    .tree_bytes = 16 << 20,
                    .output_bytes = 1 << 20,
                    .stack_bytes = 2 << 20,
                    .variables = 1 << 20 },
        .features = FEATURE_OBJECT_FUNCTION | FEATURE_VECTOR_SWIZZLE | FEATURE_ROOF,
        .check_ranges = true,
    };
    if (input.main)
        write_tree(&arena, evaluate(&input).root);
    arena_close(&arena);
    return 0;
}

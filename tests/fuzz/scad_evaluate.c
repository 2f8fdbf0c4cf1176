/* SPDX-License-Identifier: MIT */
/* Any bytes as a program to run, with all features: it ends within its limits, whatever it says. A zero byte ends the
 * program; what follows is every file that it includes, uses or reads. */
#include "evaluate/evaluate.h"
#include "formats/csg.h"
#include "language/customizer.h"
#include "language/excerpt.h"
#include "language/form.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct fuzz {
    struct arena arena;
    struct names names;
    struct sources sources;
    struct diagnostics diagnostics;
    struct text other; /* the one file that there is */
};

/* --- files -------------------------------------------------------------------------------------------- */

static const struct source *read_library(void *context, struct text full_name)
{
    struct fuzz *fuzz = context;
    const struct source *known = sources_find(&fuzz->sources, full_name);
    return known ? known : sources_add(&fuzz->sources, full_name, fuzz->other);
}

static bool read_file(void *context, struct text full_name, struct text *contents)
{
    struct fuzz *fuzz = context;
    *contents = fuzz->other;
    return full_name.length > 0;
}

static bool is_open(const struct source_chain *chain, struct text name)
{
    for (; chain; chain = chain->outer)
        if (text_equal(chain->source->name, name))
            return true;
    return false;
}

static const struct source *include(void *context, const struct source_chain *chain,
                                    struct text name, struct text *problem)
{
    if (!is_open(chain, name))
        return read_library(context, name);
    *problem = text_of("Can't find include file.");
    return NULL;
}

static bool use(void *context, const struct source *source, struct text name,
                struct text *full_name, struct text *problem)
{
    (void)context;
    (void)source;
    *full_name = name;
    *problem = text_of("Can't open library.");
    return name.length > 0;
}

/* --- what is done with a program ---------------------------------------------------------------------- */

static void print_messages(struct fuzz *fuzz)
{
    struct builder out = builder_in(&fuzz->arena);
    for (size_t i = 0; i < fuzz->diagnostics.count; i++) {
        const struct diagnostic *said = &fuzz->diagnostics.items[i];
        diagnostic_print(&out, said, &fuzz->sources, text_of("/"));
        diagnostic_print_json(&out, said, &fuzz->sources);
        if (i < 20)
            builder_text(&out, excerpt_of(&fuzz->arena, &fuzz->sources, said->position));
    }
}

/* The customizer's form is described, and every field set to the text of the other file. */
static void fill_form(struct fuzz *fuzz, const struct syntax_file *file)
{
    struct builder out = builder_in(&fuzz->arena);
    struct form form = form_of(&fuzz->arena, &fuzz->names, file);
    form_print_json(&out, &form);
    for (size_t i = 0; i < form.count; i++)
        form_set(&form, &form.items[i], fuzz->other);
}

static void run(struct fuzz *fuzz, struct syntax_file *file, const struct source_loader *loader)
{
    struct evaluate_input input = {
        .arena = &fuzz->arena,
        .names = &fuzz->names,
        .sources = &fuzz->sources,
        .diagnostics = &fuzz->diagnostics,
        .main = file,
        .read_library = read_library,
        .read_context = fuzz,
        .loader = loader,
        .read_file = read_file,
        .file_context = fuzz,
        .limits = { .steps = 100000,
                    .value_bytes = 16 << 20,
                    .tree_bytes = 16 << 20,
                    .output_bytes = 1 << 20,
                    .stack_bytes = 2 << 20,
                    .variables = 1 << 20 },
        .features = ~0u,
        .check_ranges = true,
        .time = 0.5,
    };
    struct builder out = builder_in(&fuzz->arena);
    const struct tree_node *root = evaluate(&input).root;
    csg_print(&out, root, !(root->modifiers & TREE_ROOT), text_of("/"));
}

static void parse_and_run(struct fuzz *fuzz, struct text program)
{
    struct source_loader loader = { .context = fuzz, .include = include, .use = use };
    const struct source *source = sources_add(&fuzz->sources, text_of("/main.scad"), program);
    struct parser_input parser = { .arena = &fuzz->arena,
                                   .names = &fuzz->names,
                                   .sources = &fuzz->sources,
                                   .diagnostics = &fuzz->diagnostics,
                                   .source = source,
                                   .main = source,
                                   .commands = { "", 0 },
                                   .loader = &loader };
    struct syntax_file *file = parser_parse(&parser);
    if (file) {
        customizer_annotate(&parser, file);
        fill_form(fuzz, file);
        run(fuzz, file, &loader);
    }
    print_messages(fuzz);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz fuzz = { .other = { "", 0 } };
    const char *bytes = (const char *)data;
    size_t length = size > 0 ? strnlen(bytes, size) : 0;
    if (length < size)
        fuzz.other = (struct text){ bytes + length + 1, size - length - 1 };
    arena_open(&fuzz.arena);
    names_open(&fuzz.names, &fuzz.arena);
    sources_open(&fuzz.sources, &fuzz.arena);
    diagnostics_open(&fuzz.diagnostics, &fuzz.arena);
    parse_and_run(&fuzz, text_copy(&fuzz.arena, (struct text){ bytes, length }));
    arena_close(&fuzz.arena);
    return 0;
}

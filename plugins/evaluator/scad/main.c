/* SPDX-License-Identifier: MIT */
/* tenon-scad: OpenSCAD's language on the command line. */
#include "arguments.h"
#include "evaluate/evaluate.h"
#include "export.h"
#include "formats/csg.h"
#include "language/ast_json.h"
#include "language/ast_text.h"
#include "language/customizer.h"
#include "language/parser.h"
#include "library.h"
#include "typefaces.h"

#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Everything about one program, from its text on. */
struct program {
    struct arena arena;
    struct arguments arguments;
    struct names names;
    struct sources sources;
    struct diagnostics diagnostics;
    struct library library;
    struct source_loader loader;
    struct typefaces typefaces;
    struct fonts *fonts;
    const struct source *source;
    struct syntax_file *file; /* NULL if it has a syntax error */
    bool evaluated;
    struct evaluate_result result;
};

/* Writes the program in some form. */
struct output_format {
    const char *name;
    bool needs_syntax; /* nothing can be written of a program with a syntax error */
    void (*print)(struct program *program, struct builder *out);
};

static void print_ast(struct program *program, struct builder *out)
{
    ast_text_print_file(out, &program->names, program->file);
}

static void print_json_ast(struct program *program, struct builder *out)
{
    ast_json_print_result(out, &program->names, &program->sources, program->file,
                          &program->diagnostics);
    builder_byte(out, '\n');
}

static const struct source *read_library(void *context, struct text full_name)
{
    struct program *program = context;
    return library_read(&program->library, full_name.bytes);
}

static bool read_file(void *context, struct text full_name, struct text *contents)
{
    const struct source *source = read_library(context, full_name);
    if (source)
        *contents = source->contents;
    return source != NULL;
}

/* The same for whoever builds the geometry. */
static bool give_file(void *context, const char *file, struct file_answer *answer)
{
    return read_file(context, text_of(file), &answer->contents);
}

static uint32_t enabled_features(const struct arguments *arguments)
{
    static const struct {
        const char *name;
        enum evaluate_feature feature;
    } rows[] = {
        { "object-function", FEATURE_OBJECT_FUNCTION },
        { "textmetrics", FEATURE_TEXT_METRICS },
        { "import-function", FEATURE_IMPORT_FUNCTION },
        { "vector-swizzle", FEATURE_VECTOR_SWIZZLE },
        { "roof", FEATURE_ROOF },
        { "lazy-union", FEATURE_LAZY_UNION },
    };
    uint32_t features = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (arguments_has_feature(arguments, rows[i].name))
            features |= rows[i].feature;
    return features;
}

/* Runs the program, once for all outputs. */
static void evaluate_program(struct program *program)
{
    struct evaluate_input input = {
        .arena = &program->arena,
        .names = &program->names,
        .sources = &program->sources,
        .diagnostics = &program->diagnostics,
        .main = program->file,
        .read_library = read_library,
        .read_context = program,
        .loader = &program->loader,
        .read_file = read_file,
        .file_context = program,
        .fonts = program->fonts,
        .features = enabled_features(&program->arguments),
        .check_ranges = program->arguments.check_parameter_ranges,
        .omit_parameter_check = !program->arguments.check_parameters,
        .hard_warnings = program->arguments.hard_warnings,
        .trace_depth = program->arguments.trace_depth,
        .omit_traces = program->arguments.trace_depth == 0,
        .omit_module_traces = !program->arguments.trace_module_parameters,
    };
    if (!program->evaluated)
        program->result = evaluate(&input);
    program->evaluated = true;
}

/* All that was said, as OpenSCAD writes `-o x.echo`. */
static void print_messages(struct program *program, struct builder *out)
{
    if (program->file)
        evaluate_program(program);
    for (size_t i = 0; i < program->diagnostics.count; i++) {
        const struct diagnostic *said = &program->diagnostics.items[i];
        if (program->arguments.quiet && said->severity != SEVERITY_ERROR)
            continue;
        diagnostic_print(out, said, &program->sources, source_folder(program->source));
        builder_byte(out, '\n');
    }
}

static void print_csg(struct program *program, struct builder *out)
{
    evaluate_program(program);
    const struct tree_node *root = program->result.root;
    csg_print(out, root, !(root->modifiers & TREE_ROOT), source_folder(program->source));
}

static const struct output_format formats[] = {
    { "ast", true, print_ast },
    { "json-ast", false, print_json_ast },
    { "echo", false, print_messages },
    { "csg", true, print_csg },
};

static const struct output_format *find_format(const char *name)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    fprintf(stderr,
            "tenon-scad: expected a format (ast, json-ast, echo, csg, stl, binstl, asciistl, "
            "off, obj, amf, 3mf, svg, dxf, json), found '%s'\n",
            name);
    return NULL;
}

/* The name of the format that was asked for, or the one that the output's name ends with. */
static const char *format_name(const struct program *program, const char *output)
{
    if (program->arguments.format)
        return program->arguments.format;
    const char *dot = strrchr(output, '.');
    return dot && !strchr(dot, '/') ? dot + 1 : output;
}

static void print_message(void *context, const struct diagnostic *diagnostic)
{
    struct program *program = context;
    struct builder line = builder_in(&program->arena);
    if (program->arguments.quiet && diagnostic->severity != SEVERITY_ERROR)
        return;
    diagnostic_print(&line, diagnostic, &program->sources, source_folder(program->source));
    fprintf(stderr, "%s\n", builder_result(&line).bytes);
}

static void open_program(struct program *program)
{
    names_open(&program->names, &program->arena);
    sources_open(&program->sources, &program->arena);
    diagnostics_open(&program->diagnostics, &program->arena);
    program->diagnostics.listener = print_message;
    program->diagnostics.context = program;
    library_open(&program->library, &program->sources, &program->arena);
    program->loader = library_loader(&program->library);
    program->fonts = fonts_open(&program->arena, typefaces_open(&program->typefaces));
}

static void close_fonts(struct program *program)
{
    if (!program->fonts)
        return;
    fonts_close(program->fonts);
    typefaces_close(&program->typefaces);
}

static bool read_program(struct program *program, const char *path)
{
    program->source = library_read(&program->library, path);
    if (program->source)
        return true;
    fprintf(stderr, "Can't open input file '%s': %s\n", path, strerror(errno));
    return false;
}

static bool has_warnings(const struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < diagnostics->count; i++)
        if (diagnostics->items[i].severity == SEVERITY_WARNING)
            return true;
    return false;
}

static void parse_program(struct program *program)
{
    struct parser_input input = {
        .arena = &program->arena,
        .names = &program->names,
        .sources = &program->sources,
        .diagnostics = &program->diagnostics,
        .source = program->source,
        .main = program->source,
        .commands = builder_result(&program->arguments.definitions),
        .loader = &program->loader,
    };
    program->file = parser_parse(&input);
    if (program->file && program->arguments.hard_warnings && has_warnings(&program->diagnostics))
        program->file = NULL;
    if (program->file)
        customizer_annotate(&input, program->file);
    else
        diagnostics_say(&program->diagnostics, SEVERITY_NOTE, (struct position){ 0 },
                        "Can't parse file '%s'!\n", program->arguments.inputs.items[0]);
}

static bool write_text(struct text text, const char *path)
{
    bool is_standard_output = strcmp(path, "-") == 0;
    FILE *stream = is_standard_output ? stdout : fopen(path, "wb");
    if (!stream) {
        fprintf(stderr, "Can't open file \"%s\" for export: %s\n", path, strerror(errno));
        return false;
    }
    bool written = fwrite(text.bytes, 1, text.length, stream) == text.length;
    bool closed = is_standard_output ? fflush(stream) == 0 : fclose(stream) == 0;
    if (!written || !closed)
        fprintf(stderr, "Can't write to \"%s\": %s\n", path, strerror(errno));
    return written && closed;
}

/* Nothing is written of a program that has no geometry of the right kind. */
static bool write_geometry(struct program *program, const char *format, const char *path)
{
    if (!program->file)
        return false;
    evaluate_program(program);
    struct export_input input = {
        .arena = &program->arena,
        .sources = &program->sources,
        .diagnostics = &program->diagnostics,
        .main = program->source,
        .root = program->result.root,
        .files = { give_file, program },
        .fonts = program->fonts,
    };
    struct builder out = builder_in(&program->arena);
    return !program->result.failed && export_print(&input, format, &out) &&
           write_text(builder_result(&out), path);
}

static bool write_output(struct program *program, const char *path)
{
    const char *name = format_name(program, path);
    if (export_knows(name))
        return write_geometry(program, name, path);
    const struct output_format *format = find_format(name);
    if (!format || (format->needs_syntax && !program->file))
        return false;
    struct builder out = builder_in(&program->arena);
    format->print(program, &out);
    return write_text(builder_result(&out), path) && program->file && !program->result.failed;
}

static bool run(struct program *program)
{
    bool done = true;
    const struct string_list *outputs = &program->arguments.outputs;
    open_program(program);
    if (!read_program(program, program->arguments.inputs.items[0]))
        return false;
    parse_program(program);
    for (size_t i = 0; i < outputs->count; i++)
        done &= write_output(program, outputs->items[i]);
    return done;
}

static void print_help(struct program *program, FILE *stream)
{
    struct builder help = builder_in(&program->arena);
    arguments_print_help(&help);
    fputs(builder_result(&help).bytes, stream);
}

/* With a format and no -o, the result goes to standard output. */
static bool is_sensible(struct program *program)
{
    struct arguments *arguments = &program->arguments;
    if (arguments->outputs.count == 0 && arguments->format) {
        static const char *standard_output[] = { "-" };
        arguments->outputs = (struct string_list){ standard_output, 1, 1 };
    }
    return arguments->outputs.count > 0 && arguments->inputs.count == 1;
}

static int start(struct program *program, int count, char **strings)
{
    struct text problem;
    if (!arguments_parse(&program->arguments, &program->arena, count, strings, &problem)) {
        fprintf(stderr, "tenon-scad: %s\n\n", problem.bytes);
        print_help(program, stderr);
        return EXIT_FAILURE;
    }
    if (program->arguments.help) {
        print_help(program, stdout);
        return EXIT_SUCCESS;
    }
    if (program->arguments.version) {
        puts("tenon-scad " SCAD_VERSION);
        return EXIT_SUCCESS;
    }
    if (!is_sensible(program)) {
        print_help(program, stderr);
        return EXIT_FAILURE;
    }
    return run(program) ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* Lists that are made and dropped in turn use the same memory; by default the system would give and
 * take back the pages of each that is longer than all before. */
static void keep_freed_memory(void)
{
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
    mallopt(M_TRIM_THRESHOLD, 4 << 20);
}

int main(int count, char **strings)
{
    keep_freed_memory();
    struct program program = { .file = NULL };
    arena_open(&program.arena);
    int status = start(&program, count, strings);
    close_fonts(&program);
    arena_close(&program.arena);
    return status;
}

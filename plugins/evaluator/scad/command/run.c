/* SPDX-License-Identifier: MIT */
/* In the order in which OpenSCAD does things, so that the same is said. */
#include "command/run.h"

#include "command/parameter_set.h"
#include "language/customizer.h"
#include "language/parser.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct position nowhere;

/* 0: a feature of OpenSCAD's window or of its own ways to draw and write. */
static const struct {
    const char *name;
    uint32_t feature;
} features[] = {
    { "object-function", FEATURE_OBJECT_FUNCTION },
    { "textmetrics", FEATURE_TEXT_METRICS },
    { "import-function", FEATURE_IMPORT_FUNCTION },
    { "vector-swizzle", FEATURE_VECTOR_SWIZZLE },
    { "roof", FEATURE_ROOF },
    { "lazy-union", FEATURE_LAZY_UNION },
    { "discretization-by-error", FEATURE_DISCRETIZATION_BY_ERROR },
    { "predictible-output", 0 },
    { "vertex-object-renderers-indexing", 0 },
    { "input-driver-dbus", 0 },
    { "ai-features", 0 },
};

enum { FEATURE_COUNT = sizeof features / sizeof *features };

bool run_knows_feature(const char *name)
{
    for (int i = 0; i < FEATURE_COUNT; i++)
        if (strcmp(features[i].name, name) == 0)
            return true;
    return strcmp(name, "all") == 0;
}

void run_print_features(FILE *stream)
{
    for (int i = 0; i < FEATURE_COUNT; i++)
        fprintf(stream, "%s%s", i ? ", " : "", features[i].name);
    fputc('\n', stream);
}

uint32_t run_features(const struct arguments *arguments)
{
    uint32_t enabled = 0;
    for (int i = 0; i < FEATURE_COUNT; i++)
        if (arguments_has_feature(arguments, features[i].name))
            enabled |= features[i].feature;
    return enabled;
}

bool run_is_heard(const struct run *run, enum severity severity)
{
    return !run->command->arguments->quiet || severity == SEVERITY_ERROR;
}

const char *run_input_name(const struct run *run)
{
    const char *name = run->command->arguments->inputs.items[0];
    return strcmp(name, "-") == 0 ? "<stdin>" : name;
}

static void on_message(void *context, const struct diagnostic *diagnostic)
{
    struct run *run = context;
    if (run->silent || run->stopped || !run_is_heard(run, diagnostic->severity))
        return;
    struct builder line = builder_in(&run->arena);
    diagnostic_print(&line, diagnostic, &run->sources, source_folder(run->source));
    terminal_clear(&run->command->terminal);
    fprintf(stderr, "%s\n", builder_result(&line).bytes);
}

/* The first warning of the parser is the last thing that is heard of it. */
static void on_parsing(void *context, const struct diagnostic *diagnostic)
{
    struct run *run = context;
    on_message(context, diagnostic);
    if (diagnostic->severity == SEVERITY_WARNING && run->command->arguments->hard_warnings)
        run->stopped = true;
}

_Noreturn void run_out_of_memory(void *context)
{
    (void)context;
    fputs("tenon-scad: there is not enough memory\n", stderr);
    exit(EXIT_FAILURE);
}

void run_open(struct run *run, struct command *command)
{
    *run = (struct run){ .command = command };
    arena_open(&run->arena);
    run->arena.exhausted = run_out_of_memory;
    names_open(&run->names, &run->arena);
    sources_open(&run->sources, &run->arena);
    diagnostics_open(&run->diagnostics, &run->arena);
    library_open(&run->library, &run->sources, &run->arena);
    run->diagnostics.context = run;
    run->library.dependencies = &command->dependencies;
    run->loader = library_loader(&run->library);
    run->fonts = fonts_open(&run->arena, typefaces_open(&run->typefaces));
}

void run_close(struct run *run)
{
    fonts_close(run->fonts);
    typefaces_close(&run->typefaces);
    arena_close(&run->arena);
}

/* --- reading ------------------------------------------------------------------------------------------ */

static const struct source *read_standard_input(struct run *run)
{
    struct command *command = run->command;
    if (command->standard_input.bytes)
        return library_add(&run->library, "<stdin>", command->standard_input);
    const struct source *source = library_read(&run->library, "-");
    if (source)
        command->standard_input = text_copy(command->arena, source->contents);
    return source;
}

static bool read_source(struct run *run)
{
    const char *path = run->command->arguments->inputs.items[0];
    bool is_standard_input = strcmp(path, "-") == 0;
    run->source = is_standard_input ? read_standard_input(run) : library_read(&run->library, path);
    if (run->source && !is_standard_input)
        dependencies_note(&run->command->dependencies, text_of(path));
    if (!run->source && run_is_heard(run, SEVERITY_NOTE))
        fprintf(stderr, "Can't open input file '%s'!\n\n", run_input_name(run));
    return run->source != NULL;
}

/* Forgets what was said behind the first warning. */
static void stop_at_warning(struct run *run)
{
    struct diagnostics *diagnostics = &run->diagnostics;
    size_t i = 0;
    while (diagnostics->items[i].severity != SEVERITY_WARNING)
        i++;
    diagnostics->count = i + 1;
    run->stopped = false;
    diagnostics_say(diagnostics, SEVERITY_ERROR, diagnostics->items[i].position,
                    "Parser error: stop on first warning");
    run->stopped = true;
    run->file = NULL;
}

static void apply_parameters(struct run *run)
{
    const struct arguments *arguments = run->command->arguments;
    struct text problem;
    run->form = form_of(&run->arena, &run->names, run->file);
    if (!arguments->parameter_file || !arguments->parameter_set)
        return;
    if (!parameter_set_apply(&run->form, arguments->parameter_file, arguments->parameter_set,
                             &problem))
        diagnostics_say(&run->diagnostics, SEVERITY_ERROR, nowhere, "%s", problem.bytes);
}

bool run_read(struct run *run)
{
    if (!read_source(run))
        return false;
    struct builder definitions = run->command->arguments->definitions;
    struct parser_input input = {
        .arena = &run->arena,
        .names = &run->names,
        .sources = &run->sources,
        .diagnostics = &run->diagnostics,
        .source = run->source,
        .main = run->source,
        .commands = builder_result(&definitions),
        .folder = run->library.working_folder,
        .loader = &run->loader,
    };
    run->diagnostics.listener = on_parsing;
    run->file = parser_parse(&input);
    if (run->stopped)
        stop_at_warning(run);
    run->stopped = false;
    run->diagnostics.listener = on_message;
    if (run->file) {
        customizer_annotate(&input, run->file);
        apply_parameters(run);
    } else {
        diagnostics_say(&run->diagnostics, SEVERITY_NOTE, nowhere, "Can't parse file '%s'!\n",
                        run_input_name(run));
    }
    return true;
}

/* --- evaluating --------------------------------------------------------------------------------------- */

static const struct source *read_library(void *context, struct text full_name)
{
    struct run *run = context;
    return library_read(&run->library, full_name.bytes);
}

static struct text locate_file(void *context, const struct source *source, struct text name)
{
    struct run *run = context;
    return library_locate(&run->library, source, name);
}

static bool read_file(void *context, struct text full_name, struct text *contents)
{
    const struct source *source = read_library(context, full_name);
    if (source)
        *contents = source->contents;
    return source != NULL;
}

static bool give_file(void *context, const char *file, struct file_answer *answer)
{
    return read_file(context, text_of(file), &answer->contents);
}

struct files run_files(struct run *run)
{
    return (struct files){ give_file, run };
}

static struct evaluate_view view_of(const struct camera *camera)
{
    struct evaluate_view view = { .distance = camera->distance, .field = camera->field };
    memcpy(view.target, camera->target, sizeof view.target);
    memcpy(view.rotation, camera->rotation, sizeof view.rotation);
    return view;
}

/* The camera that the program asks for. */
static void find_camera(struct run *run)
{
    struct camera *camera = &run->camera;
    const struct evaluate_view *view = &run->result.view;
    *camera = run->command->views.picture.camera;
    if (!run->result.has_view)
        return;
    if (camera->view_all || camera->auto_center)
        diagnostics_say(&run->diagnostics, SEVERITY_WARNING, nowhere,
                        "Viewall and autocenter disabled in favor of $vp*");
    camera->view_all = camera->auto_center = false;
    memcpy(camera->target, view->target, sizeof camera->target);
    memcpy(camera->rotation, view->rotation, sizeof camera->rotation);
    camera->distance = view->distance;
    camera->field = view->field;
}

void run_evaluate(struct run *run)
{
    const struct arguments *arguments = run->command->arguments;
    const struct views *views = &run->command->views;
    struct evaluate_view view = view_of(&views->picture.camera);
    struct builder definitions = arguments->definitions;
    struct evaluate_input input = {
        .arena = &run->arena,
        .names = &run->names,
        .sources = &run->sources,
        .diagnostics = &run->diagnostics,
        .main = run->file,
        .read_library = read_library,
        .read_context = run,
        .loader = &run->loader,
        .locate_file = locate_file,
        .read_file = read_file,
        .file_context = run,
        .fonts = run->fonts,
        .commands = builder_result(&definitions),
        .folder = run->library.working_folder,
        .features = run_features(arguments),
        .check_ranges = arguments->check_parameter_ranges,
        .omit_parameter_check = !arguments->check_parameters,
        .hard_warnings = arguments->hard_warnings,
        .trace_depth = arguments->trace_depth,
        .omit_traces = arguments->trace_depth == 0,
        .omit_module_traces = !arguments->trace_module_parameters,
        .preview = run->preview,
        .time = run->time,
        .view = &view,
        .view_is_fixed = views->camera_is_fixed,
    };
    run->result = evaluate(&input);
    find_camera(run);
}

static bool is_limit(const struct diagnostic *diagnostic)
{
    return diagnostic->code && strncmp(diagnostic->code, "LIMIT_", 6) == 0;
}

bool run_was_cut_short(const struct run *run)
{
    bool hard = run->command->arguments->hard_warnings;
    if (!run->result.failed)
        return false;
    for (size_t i = 0; i < run->diagnostics.count; i++) {
        const struct diagnostic *diagnostic = &run->diagnostics.items[i];
        if (is_limit(diagnostic) || (hard && diagnostic->severity == SEVERITY_WARNING))
            return true;
    }
    return false;
}

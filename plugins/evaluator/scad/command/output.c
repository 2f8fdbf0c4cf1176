/* SPDX-License-Identifier: MIT */
/* Texts are written of a program that ended in an error, too, and that counts as success, as in OpenSCAD; of a model
 * nothing is written that may have a piece missing. */
#include "command/output.h"

#include "base/json.h"
#include "command/export.h"
#include "command/summary.h"
#include "command/whole_file.h"
#include "formats/csg.h"
#include "language/ast_json.h"
#include "language/ast_text.h"

#include <ctype.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

/* Writes something of the run. False if it is to count as a failure. */
typedef bool print_format(struct run *run, struct builder *out);

struct output_format {
    const char *name;
    print_format *print; /* NULL: OpenSCAD has it, and we do not */
};

/* OpenSCAD runs a program whatever is to be written of it, so all that it says is heard. */
static bool print_ast(struct run *run, struct builder *out)
{
    run_evaluate(run);
    ast_text_print_file(out, &run->names, run->file);
    return !run_was_cut_short(run);
}

static bool print_json_ast(struct run *run, struct builder *out)
{
    ast_json_print_result(out, &run->names, &run->sources, run->file, &run->diagnostics);
    builder_byte(out, '\n');
    return run->file != NULL;
}

/* All that was said. */
static bool print_echo(struct run *run, struct builder *out)
{
    if (run->file)
        run_evaluate(run);
    for (size_t i = 0; i < run->diagnostics.count; i++) {
        const struct diagnostic *said = &run->diagnostics.items[i];
        if (!run_is_heard(run, said->severity))
            continue;
        diagnostic_print(out, said, &run->sources, source_folder(run->source));
        builder_byte(out, '\n');
    }
    return run->file && !run_was_cut_short(run);
}

static bool print_csg(struct run *run, struct builder *out)
{
    run_evaluate(run);
    const struct tree_node *root = run->result.root;
    csg_print(out, root, !(root->modifiers & TREE_ROOT), source_folder(run->source));
    return !run_was_cut_short(run);
}

/* The last part of the name without what follows its last dot. */
static struct text title_of(const char *name)
{
    const char *slash = strrchr(name, '/');
    const char *begin = slash ? slash + 1 : name;
    const char *dot = strrchr(begin, '.');
    size_t length = dot && dot != begin ? (size_t)(dot - begin) : strlen(begin);
    return (struct text){ begin, length };
}

static bool print_parameters(struct run *run, struct builder *out)
{
    run_evaluate(run);
    builder_byte(out, '{');
    if (run->form.count > 0) {
        builder_string(out, "\"parameters\":");
        form_print_json(out, &run->form);
        builder_byte(out, ',');
    }
    builder_string(out, "\"title\":");
    json_print_string(out, title_of(run_input_name(run)));
    builder_byte(out, '}');
    return !run_was_cut_short(run);
}

static const struct output_format formats[] = {
    { "ast", print_ast },
    { "json-ast", print_json_ast },
    { "echo", print_echo },
    { "csg", print_csg },
    { "param", print_parameters },
    { "wrl", NULL },
    { "nefdbg", NULL },
    { "nef3", NULL },
    { "term", NULL },
    { "pov", NULL },
};

static const struct output_format *find_format(const char *name)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}

bool output_knows(const char *format)
{
    return export_knows(format) || find_format(format);
}

/* --- where to ----------------------------------------------------------------------------------------- */

/* What the name ends with, in small letters. */
static const char *suffix_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(slash ? slash : path, '.');
    char *suffix = arena_copy(arena, dot ? dot + 1 : "", dot ? strlen(dot + 1) : 0);
    for (char *at = suffix; *at; at++)
        *at = (char)tolower((unsigned char)*at);
    return suffix;
}

static bool is_standard_output(const char *path)
{
    return strcmp(path, "-") == 0;
}

static bool has_folder(struct run *run, const char *path)
{
    const char *slash = strrchr(path, '/');
    struct stat status;
    if (!slash || slash == path)
        return true;
    const char *folder = arena_copy(&run->arena, path, (size_t)(slash - path));
    if (stat(folder, &status) == 0 && S_ISDIR(status.st_mode))
        return true;
    if (run_is_heard(run, SEVERITY_NOTE))
        fprintf(stderr, "\n'%s' is not a directory for output file %s - Skipping\n\n", folder,
                path);
    return false;
}

/* --- what ----------------------------------------------------------------------------------------------- */

static bool is_preview(const struct run *run)
{
    return !run->command->arguments->render || run->command->arguments->preview;
}

static uint64_t milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static bool summarize(struct run *run, const struct shape *shape, uint64_t milliseconds)
{
    const struct summary summary = { .shape = shape,
                                     .camera = &run->camera,
                                     .stock = stock_figures(run->command->stock),
                                     .stock_limit = run->command->stock_limit,
                                     .milliseconds = milliseconds };
    return summary_print(run->command->arguments, &run->arena, &summary);
}

static bool has_two_threads(const struct arguments *arguments)
{
    cpu_set_t cpus;
    if (arguments->threads > 0)
        return arguments->threads > 1;
    return sched_getaffinity(0, sizeof cpus, &cpus) == 0 && CPU_COUNT(&cpus) > 1;
}

static bool write_geometry(struct run *run, const char *format, const char *path)
{
    run->preview = export_is_picture(format) && is_preview(run);
    if (!run_read(run) || !run->file)
        return false;
    run_evaluate(run);
    struct picture picture = run->command->views.picture;
    picture.camera = run->camera;
    struct export_input input = {
        .arena = &run->arena,
        .sources = &run->sources,
        .diagnostics = &run->diagnostics,
        .main = run->source,
        .root = run->result.root,
        .files = run_files(run),
        .fonts = run->fonts,
        .stock = run->command->stock,
        .last = run->command->arguments->frames == 0 && run->command->arguments->outputs.count == 1,
        .two_threads = has_two_threads(run->command->arguments),
        .progress = terminal_progress(&run->command->terminal),
        .picture = &picture,
        .looks = &run->command->looks,
        .preview = run->preview,
    };
    struct builder out = builder_in(&run->arena);
    struct shape shape = { 0 };
    uint64_t begin = milliseconds();
    input.shape = &shape;
    bool printed = !run->result.failed && export_print(&input, format, &out);
    terminal_clear(&run->command->terminal);
    return printed && whole_file_write(path, builder_result(&out)) &&
           summarize(run, &shape, milliseconds() - begin);
}

/* What is said, and a syntax as JSON, are written even if there is a syntax error. */
static bool write_format(struct run *run, const struct output_format *format, const char *path)
{
    bool says_errors = format->print == print_echo || format->print == print_json_ast;
    run->silent = format->print == print_echo;
    run->preview = is_preview(run);
    if (!run_read(run) || (!run->file && !says_errors))
        return false;
    struct builder out = builder_in(&run->arena);
    bool good = format->print(run, &out);
    if (!good && !says_errors)
        return false;
    return whole_file_write(path, builder_result(&out)) && good;
}

static bool write_run(struct run *run, const char *path, const char *name)
{
    if (!name)
        name = suffix_of(&run->arena, path);
    const struct output_format *format = find_format(name);
    if (!output_knows(name)) {
        fprintf(stderr,
                "Invalid suffix %s. Either add a valid suffix or specify one using the "
                "--export-format option.\n",
                name);
        return false;
    }
    if (format && !format->print) {
        fprintf(stderr, "tenon-scad: the format %s cannot be written\n", name);
        return false;
    }
    if (!is_standard_output(path) && !has_folder(run, path))
        return false;
    return format ? write_format(run, format, path) : write_geometry(run, name, path);
}

bool output_write(struct command *command, const char *path, const char *format, double time)
{
    struct run run;
    run_open(&run, command);
    run.time = time;
    bool written = write_run(&run, path, format);
    run_close(&run);
    return written;
}

/* SPDX-License-Identifier: MIT */
/* tenon-scad: OpenSCAD's language on the command line. */
#include "command/output.h"
#include "command/settings.h"
#include "command/whole_file.h"
#include "geometry/stock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The OpenSCAD that is followed. */
#define LANGUAGE_VERSION "2026.07.20"

/* Of geometry, for the modules of a program that are alike, and for the pictures of an animation. */
enum { STOCK_ITEMS = 1000, STOCK_BYTES = 256 << 20 };

static void print_help(struct arena *arena, FILE *stream)
{
    struct builder help = builder_in(arena);
    arguments_print_help(&help);
    fputs(builder_result(&help).bytes, stream);
}

static void print_setting(const char *name)
{
    const char *value = getenv(name);
    printf("\n%s: %s\n", name, value ? value : "<not set>");
}

/* The lines that OpenSCAD has and that mean something here. */
static void print_information(struct arena *arena)
{
    struct sources sources;
    struct library library;
    sources_open(&sources, arena);
    library_open(&library, &sources, arena);
    printf("tenon-scad Version: " SCAD_VERSION "\nOpenSCAD Version: " LANGUAGE_VERSION "\n");
    printf("Compiler: " __VERSION__ "\nFeatures: ");
    run_print_features(stdout);
    print_setting("OPENSCADPATH");
    puts("OpenSCAD library path:");
    for (size_t i = 0; i < library.count; i++)
        printf("  %s\n", library.items[i].bytes);
    print_setting("OPENSCAD_FONT_PATH");
}

/* What is passed over is named. */
static void complain(struct arguments *arguments)
{
    if (arguments->quiet)
        return;
    fputs(builder_result(&arguments->complaints).bytes, stderr);
    for (size_t i = 0; i < arguments->features.count; i++)
        if (!run_knows_feature(arguments->features.items[i]))
            fprintf(stderr, "WARNING: Ignoring request to enable unknown feature '%s'.\n",
                    arguments->features.items[i]);
}

/* With a format and no -o, the result goes to standard output. */
static void complete_outputs(struct arguments *arguments)
{
    static const char *standard_output[] = { "-" };
    if (arguments->outputs.count == 0 && arguments->format)
        arguments->outputs = (struct string_list){ standard_output, 1, 1 };
}

/* Whether there is something that can be done; if not, it is said why. */
static bool is_sensible(const struct arguments *arguments, struct arena *arena)
{
    const char *backend = arguments->backend;
    if (arguments->refusal) {
        fprintf(stderr, "%s\n", arguments->refusal);
        return false;
    }
    if (backend && strcasecmp(backend, "manifold") != 0 && strcasecmp(backend, "cgal") != 0) {
        fprintf(stderr, "ERROR: Unknown rendering backend '%s'.\n", backend);
        return false;
    }
    if (arguments->format && !output_knows(arguments->format)) {
        fprintf(stderr, "Unknown --export-format option '%s'.  Use -h to list available options.\n",
                arguments->format);
        return false;
    }
    for (size_t i = 0; arguments->frames > 0 && i < arguments->outputs.count; i++)
        if (strcmp(arguments->outputs.items[i], "-") == 0) {
            fputs("Option --animate is not supported when exporting to stdout.\n", stderr);
            return false;
        }
    if (arguments->outputs.count > 0 && arguments->inputs.count == 1)
        return true;
    print_help(arena, stderr);
    return false;
}

/* model.stl is model00007.stl. */
static const char *frame_path(struct arena *arena, const char *path, uint32_t frame)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(slash ? slash : path, '.');
    size_t length = dot ? (size_t)(dot - path) : strlen(path);
    struct builder name = builder_in(arena);
    builder_format(&name, "%.*s%05u%s", (int)length, path, frame, dot ? dot : "");
    return builder_result(&name).bytes;
}

/* One output for each picture of an animation, or for this process's share of them. */
static bool write_frames(struct command *command, const char *path)
{
    const struct arguments *arguments = command->arguments;
    uint64_t frames = arguments->frames;
    uint32_t begin = (uint32_t)((arguments->shard - 1) * frames / arguments->shards);
    uint32_t end = (uint32_t)(arguments->shard * frames / arguments->shards);
    for (uint32_t frame = begin; frame < end; frame++) {
        if (!arguments->quiet)
            fprintf(stderr, "Exporting %s...\n", arguments->inputs.items[0]);
        double time = frame * (1.0 / (double)frames);
        if (!output_write(command, frame_path(command->arena, path, frame), arguments->format,
                          time))
            return false;
    }
    return true;
}

static bool write_outputs(struct command *command)
{
    const struct arguments *arguments = command->arguments;
    bool done = true;
    for (size_t i = 0; i < arguments->outputs.count; i++) {
        const char *path = arguments->outputs.items[i];
        done &= arguments->frames > 0 ? write_frames(command, path)
                                      : output_write(command, path, arguments->format, 0);
    }
    if (arguments->dependencies)
        done &= dependencies_write(&command->dependencies, arguments->dependencies,
                                   &arguments->outputs);
    return done;
}

/* How pictures and other files are to be. */
static bool read_looks(struct command *command)
{
    const struct arguments *arguments = command->arguments;
    struct builder said = builder_in(command->arena);
    bool good = views_read(&arguments->view, &said, &command->views);
    good &= settings_read(&arguments->settings, arguments->inputs.items[0], &said, &command->looks);
    if (good)
        scheme_color(command->views.picture.scheme, SCHEME_FACE,
                     command->looks.three_mf.plain_color);
    if (!arguments->quiet || !good)
        fputs(builder_result(&said).bytes, stderr);
    return good;
}

static bool start(struct arena *arena, int count, char **strings)
{
    struct arguments arguments;
    struct text problem;
    if (!arguments_parse(&arguments, arena, count, strings, &problem)) {
        fprintf(stderr, "%s\n\n", problem.bytes);
        print_help(arena, stderr);
        return false;
    }
    complain(&arguments);
    if (arguments.help || arguments.help_export || arguments.version || arguments.info) {
        if (arguments.help)
            print_help(arena, stdout);
        else if (arguments.help_export)
            settings_print_help(stdout);
        else if (arguments.version)
            puts("tenon-scad " SCAD_VERSION " (OpenSCAD version " LANGUAGE_VERSION ")");
        else
            print_information(arena);
        return true;
    }
    complete_outputs(&arguments);
    struct command command = {
        .arguments = &arguments,
        .arena = arena,
        .dependencies = { .arena = arena, .make_command = arguments.make_command },
        .stock = stock_new(STOCK_ITEMS, STOCK_BYTES),
        .stock_limit = STOCK_BYTES,
        .terminal = terminal_open(arguments.quiet),
    };
    bool done = is_sensible(&arguments, arena) && read_looks(&command) && write_outputs(&command);
    stock_free(command.stock);
    return done;
}

int main(int count, char **strings)
{
    arena_keep_freed();
    whole_file_guard();
    struct arena arena;
    arena_open(&arena);
    arena.exhausted = run_out_of_memory;
    bool done = start(&arena, count, strings);
    arena_close(&arena);
    return done ? EXIT_SUCCESS : EXIT_FAILURE;
}

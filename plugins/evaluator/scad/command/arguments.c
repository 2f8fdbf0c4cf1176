/* SPDX-License-Identifier: MIT */
/* One row for each option: how it is spelled, what it takes, what it does, and what --help says of it. */
#include "command/arguments.h"

#include "base/list.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

enum { DEFAULT_TRACE_DEPTH = 12, OPTIONS_MAX = 64, SHORT_NONE = 0 };

/* Applies an option; false if the value makes no sense. */
typedef bool apply_option(struct arguments *arguments, const char *value);

struct option_row {
    char letter; /* SHORT_NONE if it has none */
    const char *name;
    int takes_value; /* no_argument, required_argument or optional_argument */
    apply_option *apply;
    const char *value; /* what --help calls it, if it takes one */
    const char *help;  /* NULL: not listed */
};

/* Text that is no flag leaves it as it is. */
static bool parse_flag(struct arguments *arguments, const char *name, const char *value, bool *flag)
{
    bool on = !strcasecmp(value, "on") || !strcasecmp(value, "true") || !strcmp(value, "1");
    bool off = !strcasecmp(value, "off") || !strcasecmp(value, "false") || !strcmp(value, "0");
    if (on || off)
        *flag = on;
    else
        builder_format(&arguments->complaints, "Could not parse '--%s %s' as flag\n", name, value);
    return true;
}

static bool parse_count(const char *value, uint32_t *count)
{
    char *end;
    unsigned long number = strtoul(value, &end, 10);
    *count = number < UINT32_MAX ? (uint32_t)number : UINT32_MAX;
    return *value >= '0' && *value <= '9' && *end == '\0';
}

static bool add(struct arguments *arguments, struct string_list *list, const char *value)
{
    list_append(arguments->arena, list, value);
    return true;
}

static bool add_output(struct arguments *arguments, const char *value)
{
    return add(arguments, &arguments->outputs, value);
}

static bool add_feature(struct arguments *arguments, const char *value)
{
    return add(arguments, &arguments->features, value);
}

static bool add_setting(struct arguments *arguments, const char *value)
{
    return add(arguments, &arguments->settings, value);
}

static bool add_summary(struct arguments *arguments, const char *value)
{
    return add(arguments, &arguments->summaries, value);
}

static bool set_summary_file(struct arguments *arguments, const char *value)
{
    arguments->summary_file = value;
    return true;
}

static bool add_definition(struct arguments *arguments, const char *value)
{
    builder_format(&arguments->definitions, "%s;\n", value);
    return true;
}

static bool set_format(struct arguments *arguments, const char *value)
{
    arguments->format = value;
    return true;
}

static bool set_parameter_file(struct arguments *arguments, const char *value)
{
    arguments->parameter_file = value;
    return true;
}

static bool set_parameter_set(struct arguments *arguments, const char *value)
{
    arguments->parameter_set = value;
    return true;
}

static bool set_dependencies(struct arguments *arguments, const char *value)
{
    arguments->dependencies = value;
    return true;
}

static bool set_make_command(struct arguments *arguments, const char *value)
{
    arguments->make_command = value;
    return true;
}

static bool set_backend(struct arguments *arguments, const char *value)
{
    arguments->backend = value;
    return true;
}

static bool set_frames(struct arguments *arguments, const char *value)
{
    return parse_count(value, &arguments->frames);
}

/* The second of five parts is 2/5. What is wrong with it is said without a look at the other options. */
static bool set_shard(struct arguments *arguments, const char *value)
{
    const char *slash = strchr(value, '/');
    if (!slash || strchr(slash + 1, '/'))
        arguments->refusal = "--animate_sharding requires <shard>/<num_shards>";
    else if (!parse_count(arena_copy(arguments->arena, value, (size_t)(slash - value)),
                          &arguments->shard) ||
             !parse_count(slash + 1, &arguments->shards))
        arguments->refusal = "--animate_sharding parameters need to be positive integers";
    else if (arguments->shard == 0 || arguments->shard > arguments->shards)
        arguments->refusal = "--animate_sharding: shard needs to be in range <1..num_shards>";
    return true;
}

static bool set_threads(struct arguments *arguments, const char *value)
{
    return parse_count(value, &arguments->threads) && arguments->threads >= 1 &&
           arguments->threads <= 2;
}

static bool set_trace_depth(struct arguments *arguments, const char *value)
{
    return parse_count(value, &arguments->trace_depth);
}

static bool set_trace_module_parameters(struct arguments *arguments, const char *value)
{
    return parse_flag(arguments, "trace-usermodule-parameters", value,
                      &arguments->trace_module_parameters);
}

static bool set_check_parameters(struct arguments *arguments, const char *value)
{
    return parse_flag(arguments, "check-parameters", value, &arguments->check_parameters);
}

static bool set_check_parameter_ranges(struct arguments *arguments, const char *value)
{
    return parse_flag(arguments, "check-parameter-ranges", value,
                      &arguments->check_parameter_ranges);
}

static bool set_hard_warnings(struct arguments *arguments, const char *value)
{
    (void)value;
    return arguments->hard_warnings = true;
}

static bool set_quiet(struct arguments *arguments, const char *value)
{
    (void)value;
    return arguments->quiet = true;
}

static bool set_help(struct arguments *arguments, const char *value)
{
    (void)value;
    return arguments->help = true;
}

static bool set_help_export(struct arguments *arguments, const char *value)
{
    (void)value;
    return arguments->help_export = true;
}

static bool set_version(struct arguments *arguments, const char *value)
{
    (void)value;
    return arguments->version = true;
}

static bool set_info(struct arguments *arguments, const char *value)
{
    (void)value;
    return arguments->info = true;
}

static bool set_render(struct arguments *arguments, const char *value)
{
    (void)value;
    return arguments->render = true;
}

static bool set_preview(struct arguments *arguments, const char *value)
{
    (void)value;
    return arguments->preview = true;
}

static bool set_camera(struct arguments *arguments, const char *value)
{
    arguments->view.camera = value;
    return true;
}

static bool set_projection(struct arguments *arguments, const char *value)
{
    arguments->view.projection = value;
    return true;
}

static bool set_image_size(struct arguments *arguments, const char *value)
{
    arguments->view.image_size = value;
    return true;
}

static bool set_color_scheme(struct arguments *arguments, const char *value)
{
    arguments->view.color_scheme = value;
    return true;
}

static bool set_view(struct arguments *arguments, const char *value)
{
    arguments->view.view = value;
    return true;
}

static bool set_view_all(struct arguments *arguments, const char *value)
{
    (void)value;
    return arguments->view.view_all = true;
}

static bool set_auto_center(struct arguments *arguments, const char *value)
{
    (void)value;
    return arguments->view.auto_center = true;
}

/* How OpenSCAD draws its pictures and looks for its own mistakes concerns nothing here. */
static bool ignore(struct arguments *arguments, const char *value)
{
    (void)arguments;
    (void)value;
    return true;
}

static const struct option_row rows[] = {
    { 'o', NULL, required_argument, add_output, "FILE",
      "write the result there; - is standard output. May be given several times" },
    { SHORT_NONE, "export-format", required_argument, set_format, "FORMAT",
      "what to write; without it, the end of the file's name says so" },
    { SHORT_NONE, "format", required_argument, set_format, "FORMAT", "the same" },
    { 'D', NULL, required_argument, add_definition, "NAME=VALUE", "set a variable of the program" },
    { 'p', NULL, required_argument, set_parameter_file, "FILE",
      "a file of parameter sets, as the customizer saves them" },
    { 'P', NULL, required_argument, set_parameter_set, "NAME", "the set to take from that file" },
    { 'd', NULL, required_argument, set_dependencies, "FILE",
      "write there, as a rule for make, which files the result depends on" },
    { 'm', NULL, required_argument, set_make_command, "COMMAND",
      "run COMMAND with the name of each file that is imported and missing" },
    { SHORT_NONE, "animate", required_argument, set_frames, "N",
      "write N files, numbered from 00000, with $t from 0 up to 1" },
    { SHORT_NONE, "animate_sharding", required_argument, set_shard, "PART/PARTS",
      "of those files, write only one part of several" },
    { SHORT_NONE, "camera", required_argument, set_camera, "NUMBERS",
      "from where a picture is taken: the point looked at (x,y,z), rotation (x,y,z) and "
      "distance, or the eye (x,y,z) and the point looked at (x,y,z)" },
    { SHORT_NONE, "viewall", no_argument, set_view_all, NULL,
      "take the picture from so far that everything is in it; the default without --camera" },
    { SHORT_NONE, "autocenter", no_argument, set_auto_center, NULL,
      "look at the middle of the model then" },
    { SHORT_NONE, "projection", required_argument, set_projection, "o|p",
      "orthogonal or perspective; perspective by default" },
    { SHORT_NONE, "imgsize", required_argument, set_image_size, "WIDTH,HEIGHT",
      "the pixels of a picture; 512,512 by default" },
    { SHORT_NONE, "colorscheme", required_argument, set_color_scheme, "NAME",
      "the colours of a picture; Cornfield by default. A wrong name lists all" },
    { SHORT_NONE, "view", required_argument, set_view, "NAMES",
      "what to show besides the model, with commas: axes, crosshairs, edges, scales" },
    { 'O', NULL, required_argument, add_setting, "SECTION/NAME=VALUE",
      "how a PDF, SVG or 3MF file is to be: export-pdf/paper-size=a4, export-svg/fill=true, "
      "export-3mf/unit=inch and the like; --help-export lists all" },
    { SHORT_NONE, "render", optional_argument, set_render, "WAY",
      "build a model before its picture is taken, and show nothing else; let $preview be false. As "
      "in OpenSCAD the next word is the WAY, which says nothing here, unless it is an option: "
      "write --render= before FILE" },
    { SHORT_NONE, "preview", optional_argument, set_preview, "WAY", "undo --render" },
    { SHORT_NONE, "threads", required_argument, set_threads, "1|2",
      "how many threads may work on a solid; 2 by default where there are several CPUs" },
    { SHORT_NONE, "enable", required_argument, add_feature, "FEATURE",
      "an experimental feature of the language, or all" },
    { 'q', "quiet", no_argument, set_quiet, NULL, "print errors alone" },
    { SHORT_NONE, "hardwarnings", no_argument, set_hard_warnings, NULL,
      "stop at the first warning" },
    { SHORT_NONE, "trace-depth", required_argument, set_trace_depth, "N",
      "print so many TRACE lines of an error at each end, by default 12" },
    { SHORT_NONE, "trace-usermodule-parameters", required_argument, set_trace_module_parameters,
      "true|false", "whether TRACE lines show the parameters of modules; true by default" },
    { SHORT_NONE, "check-parameters", required_argument, set_check_parameters, "true|false",
      "whether to warn of arguments that no parameter takes; true by default" },
    { SHORT_NONE, "check-parameter-ranges", required_argument, set_check_parameter_ranges,
      "true|false", "whether to warn of sizes that make nothing; false by default" },
    { SHORT_NONE, "summary", required_argument, add_summary, "PART",
      "print figures of what came out: all, cache, time, camera, geometry, bounding-box or area. "
      "May be given several times" },
    { SHORT_NONE, "summary-file", required_argument, set_summary_file, "FILE",
      "write them there as JSON instead; - is standard output" },
    { SHORT_NONE, "info", no_argument, set_info, NULL,
      "print versions, features and the folders of libraries and fonts" },
    { 'h', "help", no_argument, set_help, NULL, "print this" },
    { SHORT_NONE, "help-export", no_argument, set_help_export, NULL, "print what -O can set" },
    { 'v', "version", no_argument, set_version, NULL, "print the version" },
    { SHORT_NONE, "backend", required_argument, set_backend, NULL, NULL },
    { SHORT_NONE, "csglimit", required_argument, ignore, NULL, NULL },
    { SHORT_NONE, "debug", required_argument, ignore, NULL, NULL },
};

enum { ROW_COUNT = sizeof rows / sizeof *rows, FIRST_ROW_CODE = 256 };

/* Behind two dashes; letters may stand there as well. */
static const char *long_name(struct arena *arena, const struct option_row *row)
{
    return row->name ? row->name : arena_copy(arena, &row->letter, 1);
}

/* What getopt_long is to know: it answers a long option with its row's number. */
static void fill_options(struct arena *arena, char *letters, struct option *options)
{
    size_t letter = 0;
    letters[letter++] = ':'; /* tell a missing value from an unknown option */
    for (int i = 0; i < ROW_COUNT; i++) {
        options[i] = (struct option){ long_name(arena, &rows[i]), rows[i].takes_value, NULL,
                                      FIRST_ROW_CODE + i };
        if (rows[i].letter != SHORT_NONE)
            letters[letter++] = rows[i].letter;
        if (rows[i].letter != SHORT_NONE && rows[i].takes_value == required_argument)
            letters[letter++] = ':';
    }
}

static const struct option_row *row_of(int code)
{
    if (code >= FIRST_ROW_CODE)
        return &rows[code - FIRST_ROW_CODE];
    int i = 0;
    while (rows[i].letter != code)
        i++;
    return &rows[i];
}

static bool fail(struct arguments *arguments, struct text *problem, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static bool fail(struct arguments *arguments, struct text *problem, const char *format, ...)
{
    struct builder builder = builder_in(arguments->arena);
    va_list values;
    va_start(values, format);
    builder_format_list(&builder, format, values);
    va_end(values);
    *problem = builder_result(&builder);
    return false;
}

/* All others are given once at most. OpenSCAD refuses --render --render=force as well, which says one thing. */
static bool may_come_again(const char *name)
{
    static const char *const names[] = { "o", "O", "D", "enable", "summary", "render" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static bool apply(struct arguments *arguments, int code, const char *option, bool *seen,
                  struct text *problem)
{
    if (code == '?' && optopt < FIRST_ROW_CODE)
        return fail(arguments, problem, "unrecognised option '%s'", option);
    const struct option_row *row = row_of(code == '?' || code == ':' ? optopt : code);
    const char *name = long_name(arguments->arena, row);
    if (code == '?')
        return fail(arguments, problem, "option '--%s' does not take any arguments", name);
    if (code == ':')
        return fail(arguments, problem, "the required argument for option '--%s' is missing", name);
    if (seen[row - rows] && !may_come_again(name))
        return fail(arguments, problem, "option '--%s' cannot be specified more than once", name);
    seen[row - rows] = true;
    return row->apply(arguments, optarg) ||
           fail(arguments, problem, "the argument ('%s') for option '--%s' is invalid", optarg,
                name);
}

/* OpenSCAD takes the word behind an option for its value even where a value may be missing, unless it looks like an option. */
static bool takes_next_word(int code, int count, char **strings)
{
    if (code < FIRST_ROW_CODE || row_of(code)->takes_value != optional_argument || optarg)
        return false;
    return optind < count && (strings[optind][0] != '-' || strings[optind][1] == '\0');
}

bool arguments_parse(struct arguments *arguments, struct arena *arena, int count, char **strings,
                     struct text *problem)
{
    char letters[2 * OPTIONS_MAX] = "";
    struct option options[OPTIONS_MAX] = { { 0 } };
    bool seen[ROW_COUNT] = { false };
    *arguments = (struct arguments){
        .arena = arena,
        .definitions = builder_in(arena),
        .complaints = builder_in(arena),
        .shard = 1,
        .shards = 1,
        .trace_depth = DEFAULT_TRACE_DEPTH,
        .trace_module_parameters = true,
        .check_parameters = true,
    };
    fill_options(arena, letters, options);
    opterr = 0;
    optind = 1;
    for (;;) {
        int code = getopt_long(count, strings, letters, options, NULL);
        if (code == -1)
            break;
        if (takes_next_word(code, count, strings))
            optarg = strings[optind++];
        if (!apply(arguments, code, strings[optind - 1], seen, problem))
            return false;
    }
    for (int i = optind; i < count; i++)
        add(arguments, &arguments->inputs, strings[i]);
    return true;
}

bool arguments_has_feature(const struct arguments *arguments, const char *feature)
{
    for (size_t i = 0; i < arguments->features.count; i++)
        if (!strcmp(arguments->features.items[i], feature) ||
            !strcmp(arguments->features.items[i], "all"))
            return true;
    return false;
}

void arguments_print_help(struct builder *builder)
{
    builder_string(
        builder,
        "Usage: tenon-scad [OPTION]... FILE\n\n"
        "Runs an OpenSCAD program (- is standard input) and writes what it makes.\n"
        "Formats: stl, binstl, off, obj, amf, 3mf, svg, dxf, pdf, json (the model), png (a\n"
        "picture of it), csg (its tree),\n"
        "echo (what is said), param (the customizer's parameters), ast and json-ast\n"
        "(the program's syntax).\n\n");
    for (int i = 0; i < ROW_COUNT; i++) {
        const struct option_row *row = &rows[i];
        if (!row->help)
            continue;
        builder_string(builder, "  ");
        if (row->letter != SHORT_NONE)
            builder_format(builder, "-%c%s", row->letter, row->name ? ", " : "");
        if (row->name)
            builder_format(builder, "--%s", row->name);
        if (row->value && row->takes_value == optional_argument)
            builder_format(builder, "[=%s]", row->value);
        else if (row->value)
            builder_format(builder, "%s%s", row->name ? "=" : " ", row->value);
        builder_format(builder, "\n        %s\n", row->help);
    }
}

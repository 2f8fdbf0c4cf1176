/* SPDX-License-Identifier: MIT */
/* The shape is built anew for each format, as few programs ask for several. */
#include "command/export.h"

#include "formats/catalogue.h"

#include <string.h>

bool export_knows(const char *format)
{
    return catalogue_find(format) != NULL;
}

bool export_is_picture(const char *format)
{
    return strcmp(format, "png") == 0;
}

static uint16_t source_index(const struct export_input *input, const char *file)
{
    const struct source *source = file ? sources_find(input->sources, text_of(file)) : NULL;
    return source ? source->index : input->main->index;
}

static const enum severity severities[] = {
    [REPORT_WARNING] = SEVERITY_WARNING,
    [REPORT_ERROR] = SEVERITY_ERROR,
    [REPORT_DEPRECATED] = SEVERITY_DEPRECATED,
};

/* The geometry's reports become diagnostics like all others. */
static void add_report(void *context, const struct report *report)
{
    const struct export_input *input = context;
    struct diagnostic diagnostic = {
        .severity = severities[report->severity],
        .text = text_copy(input->arena, text_of(report->message)),
        .position = { .line = (uint32_t)report->position.line,
                      .source = source_index(input, report->position.file) },
        .code = report->code,
        .tells_where = report->tells_where,
    };
    diagnostics_add(input->diagnostics, diagnostic);
}

static bool print_shape(struct export_input *input, const struct catalogue_format *format,
                        const struct shape_limits *limits, struct sink *sink)
{
    struct shape *shape = input->shape;
    if (!shape_build(input->arena, input->root, limits, add_report, input, shape))
        return false;
    const char *problem = catalogue_problem(format, shape);
    if (problem) {
        diagnostics_say(input->diagnostics, SEVERITY_NOTE, (struct position){ 0 }, "%s", problem);
        return false;
    }
    if (strcmp(format->name, "pdf") == 0 && !pdf_fits(&input->looks->pdf, &shape->region))
        diagnostics_say(input->diagnostics, SEVERITY_NOTE, (struct position){ 0 },
                        "EXPORT-WARNING: Geometry is too large to fit into selected size.");
    format->write(sink, input->arena, shape, input->looks);
    return true;
}

/* A picture shows more than the shape. */
static bool print_picture(struct export_input *input, const struct shape_limits *limits,
                          struct sink *sink)
{
    struct stage stage;
    if (!stage_build(input->arena, input->root, input->preview, limits, add_report, input, &stage))
        return false;
    struct image image = picture_paint(input->arena, input->picture, &stage);
    image_write_png(sink, input->arena, &image);
    return true;
}

bool export_print(const struct export_input *input, const char *format, struct builder *out)
{
    struct shape_limits limits = { .files = input->files,
                                   .fonts = input->fonts,
                                   .stock = input->stock,
                                   .last = input->last,
                                   .two_threads = input->two_threads,
                                   .progress = input->progress };
    const struct catalogue_format *row = catalogue_find(format);
    struct export_input copy = *input;
    struct sink sink;
    sink_open_builder(&sink, out);
    bool printed = export_is_picture(format) ? print_picture(&copy, &limits, &sink)
                                             : row && print_shape(&copy, row, &limits, &sink);
    return printed && sink_close(&sink);
}

/* SPDX-License-Identifier: MIT */
/* One row for each format; the shape is built anew for each, as few programs ask for several. */
#include "export.h"

#include "formats/amf.h"
#include "formats/dxf.h"
#include "formats/geometry_json.h"
#include "formats/model.h"
#include "formats/obj.h"
#include "formats/off.h"
#include "formats/stl.h"
#include "formats/svg.h"
#include "formats/three_mf.h"

#include <string.h>

struct export_format {
    const char *name;
    int dimension; /* that it can show, 0 for any */
    void (*write)(struct sink *sink, struct arena *arena, const struct shape *shape);
};

static void write_binary_stl(struct sink *sink, struct arena *arena, const struct shape *shape)
{
    struct model model = model_of_places(arena, &shape->mesh);
    stl_write_binary(sink, &model);
}

static void write_text_stl(struct sink *sink, struct arena *arena, const struct shape *shape)
{
    struct model model = model_of_places(arena, &shape->mesh);
    stl_write_text(sink, &model);
}

static void write_obj(struct sink *sink, struct arena *arena, const struct shape *shape)
{
    struct model model = model_of_mesh(arena, &shape->mesh);
    obj_write(sink, &model, "tenon-scad");
}

static void write_off(struct sink *sink, struct arena *arena, const struct shape *shape)
{
    (void)arena;
    off_write(sink, &shape->mesh);
}

static void write_amf(struct sink *sink, struct arena *arena, const struct shape *shape)
{
    (void)arena;
    amf_write(sink, &shape->mesh);
}

static void write_3mf(struct sink *sink, struct arena *arena, const struct shape *shape)
{
    three_mf_write(sink, arena, &shape->mesh);
}

static void write_dxf(struct sink *sink, struct arena *arena, const struct shape *shape)
{
    (void)arena;
    dxf_write(sink, &shape->region);
}

static void write_svg(struct sink *sink, struct arena *arena, const struct shape *shape)
{
    (void)arena;
    svg_write(sink, &shape->region);
}

static const struct export_format formats[] = {
    { "stl", 3, write_text_stl },      { "binstl", 3, write_binary_stl },
    { "asciistl", 3, write_text_stl }, { "off", 3, write_off },
    { "obj", 3, write_obj },           { "amf", 3, write_amf },
    { "3mf", 3, write_3mf },           { "svg", 2, write_svg },
    { "dxf", 2, write_dxf },           { "json", 0, geometry_json_write },
};

static const struct export_format *find_format(const char *name)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}

bool export_knows(const char *format)
{
    return find_format(format) != NULL;
}

static uint16_t source_index(const struct export_input *input, const char *file)
{
    const struct source *source = file ? sources_find(input->sources, text_of(file)) : NULL;
    return source ? source->index : input->main->index;
}

/* The geometry's reports become diagnostics like all others. */
static void add_report(void *context, const struct report *report)
{
    const struct export_input *input = context;
    struct diagnostic diagnostic = {
        .severity = report->severity == REPORT_ERROR ? SEVERITY_ERROR : SEVERITY_WARNING,
        .text = text_copy(input->arena, text_of(report->message)),
        .position = { .line = (uint32_t)report->position.line,
                      .source = source_index(input, report->position.file) },
        .code = report->code,
    };
    diagnostics_add(input->diagnostics, diagnostic);
}

static bool refuse(const struct export_input *input, const char *why)
{
    diagnostics_say(input->diagnostics, SEVERITY_NOTE, (struct position){ 0 }, "%s", why);
    return false;
}

static bool is_fit(const struct export_input *input, const struct shape *shape, int dimension)
{
    if (shape->mesh.triangle_count == 0)
        return refuse(input, "Current top level object is empty.");
    if (dimension == 3 && shape->dimension != 3)
        return refuse(input, "Current top level object is not a 3D object.");
    if (dimension == 2 && shape->dimension != 2)
        return refuse(input, "Current top level object is not a 2D object.");
    return true;
}

static bool write_to_builder(void *context, const void *bytes, size_t length)
{
    builder_bytes(context, bytes, length);
    return true;
}

bool export_print(const struct export_input *input, const char *format, struct builder *out)
{
    const struct export_format *row = find_format(format);
    struct shape_limits limits = { .files = input->files, .fonts = input->fonts };
    struct shape shape;
    struct export_input copy = *input;
    if (!row || !shape_build(input->arena, input->root, &limits, add_report, &copy, &shape))
        return false;
    if (!is_fit(input, &shape, row->dimension))
        return false;
    struct sink sink;
    sink_open(&sink, write_to_builder, out);
    row->write(&sink, input->arena, &shape);
    return sink_close(&sink);
}

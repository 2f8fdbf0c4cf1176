/* SPDX-License-Identifier: MIT */
/* One row for each format. */
#include "formats/catalogue.h"

#include "formats/amf.h"
#include "formats/dxf.h"
#include "formats/facets.h"
#include "formats/geometry_json.h"
#include "formats/obj.h"
#include "formats/off.h"
#include "formats/pdf.h"
#include "formats/stl.h"
#include "formats/svg.h"
#include "formats/three_mf.h"
#include "picture/picture.h"

#include <string.h>

static void write_binary_stl(struct sink *sink, struct arena *arena, const struct shape *shape,
                             const struct looks *looks)
{
    (void)looks;
    struct facets facets = facets_of_places(arena, &shape->mesh);
    stl_write_binary(sink, &facets);
}

static void write_text_stl(struct sink *sink, struct arena *arena, const struct shape *shape,
                           const struct looks *looks)
{
    (void)looks;
    struct facets facets = facets_of_places(arena, &shape->mesh);
    stl_write_text(sink, &facets);
}

static void write_obj(struct sink *sink, struct arena *arena, const struct shape *shape,
                      const struct looks *looks)
{
    (void)looks;
    struct facets facets = facets_of_mesh(arena, &shape->mesh);
    obj_write(sink, &facets, "tenon-scad");
}

static void write_off(struct sink *sink, struct arena *arena, const struct shape *shape,
                      const struct looks *looks)
{
    (void)looks;
    (void)arena;
    off_write(sink, &shape->mesh);
}

static void write_amf(struct sink *sink, struct arena *arena, const struct shape *shape,
                      const struct looks *looks)
{
    (void)looks;
    (void)arena;
    amf_write(sink, &shape->mesh);
}

static void write_3mf(struct sink *sink, struct arena *arena, const struct shape *shape,
                      const struct looks *looks)
{
    three_mf_write(sink, arena, shape, &looks->three_mf);
}

static void write_json(struct sink *sink, struct arena *arena, const struct shape *shape,
                       const struct looks *looks)
{
    (void)looks;
    geometry_json_write(sink, arena, shape);
}

static void write_dxf(struct sink *sink, struct arena *arena, const struct shape *shape,
                      const struct looks *looks)
{
    (void)looks;
    (void)arena;
    dxf_write(sink, &shape->region);
}

static void write_svg(struct sink *sink, struct arena *arena, const struct shape *shape,
                      const struct looks *looks)
{
    (void)arena;
    svg_write(sink, &shape->region, &looks->svg);
}

static void write_pdf(struct sink *sink, struct arena *arena, const struct shape *shape,
                      const struct looks *looks)
{
    pdf_write(sink, arena, &looks->pdf, &shape->region);
}

/* As OpenSCAD shows what was built, from its usual place. */
static void write_png(struct sink *sink, struct arena *arena, const struct shape *shape,
                      const struct looks *looks)
{
    (void)looks;
    struct picture picture = picture_default();
    struct stage stage;
    stage_of_shape(arena, shape, &stage);
    struct image image = picture_paint(arena, &picture, &stage);
    image_write_png(sink, arena, &image);
}

static const struct catalogue_format formats[] = {
    { "stl", 3, write_text_stl },      { "binstl", 3, write_binary_stl },
    { "asciistl", 3, write_text_stl }, { "off", 3, write_off },
    { "obj", 3, write_obj },           { "amf", 3, write_amf },
    { "3mf", 3, write_3mf },           { "svg", 2, write_svg },
    { "dxf", 2, write_dxf },           { "json", 0, write_json },
    { "pdf", 2, write_pdf },           { "png", 0, write_png },
};

const struct catalogue_format *catalogue_find(const char *name)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}

const char *catalogue_problem(const struct catalogue_format *format, const struct shape *shape)
{
    if (shape->mesh.triangle_count == 0)
        return "Current top level object is empty.";
    if (format->dimension == 3 && shape->dimension != 3)
        return "Current top level object is not a 3D object.";
    if (format->dimension == 2 && shape->dimension != 2)
        return "Current top level object is not a 2D object.";
    return NULL;
}

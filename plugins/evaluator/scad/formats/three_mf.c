/* SPDX-License-Identifier: MIT */
/* The three files that an archive must have: what is in it, where it begins, and a model of one object. */
#include "formats/three_mf.h"

#include "formats/archive.h"
#include "formats/coarse.h"

#include <math.h>
#include <string.h>

static const char types[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    "<Default Extension=\"rels\" "
    "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Default Extension=\"model\" "
    "ContentType=\"application/vnd.ms-package.3dmanufacturing-3dmodel+xml\"/>"
    "</Types>\n";

static const char relationships[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"model\" Target=\"/3D/3dmodel.model\" "
    "Type=\"http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel\"/></Relationships>\n";

const char *const three_mf_units[] = { "micron", "millimeter", "centimeter", "meter",
                                       "inch",   "foot",       NULL };

struct three_mf_look three_mf_look_default(void)
{
    static const float cornfield[4] = { 0xF9 / 255.0F, 0xD7 / 255.0F, 0x2C / 255.0F, 1 };
    struct three_mf_look look = { .material = THREE_MF_BASE_MATERIAL,
                                  .unit = THREE_MF_MILLIMETER,
                                  .decimals = THREE_MF_DECIMALS,
                                  .has_metadata = true };
    memcpy(look.plain_color, cornfield, sizeof cornfield);
    memcpy(look.chosen_color, cornfield, sizeof cornfield);
    return look;
}

static void write_metadata(struct sink *sink, const char *name, const char *value)
{
    if (!value)
        return;
    sink_string(sink, "<metadata name=\"");
    sink_string(sink, name);
    sink_string(sink, "\">");
    sink_xml(sink, value);
    sink_string(sink, "</metadata>\n");
}

static void write_head(struct sink *sink, const struct three_mf_look *look)
{
    sink_string(sink, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<model unit=\"");
    sink_string(sink, three_mf_units[look->unit]);
    sink_string(sink,
                "\" xml:lang=\"en-US\" "
                "xmlns=\"http://schemas.microsoft.com/3dmanufacturing/core/2015/02\" "
                "xmlns:m=\"http://schemas.microsoft.com/3dmanufacturing/material/2015/02\">\n");
    if (!look->has_metadata)
        return;
    write_metadata(sink, "Title", look->title);
    write_metadata(sink, "Application", "tenon-scad");
    write_metadata(sink, "Designer", look->designer);
    write_metadata(sink, "Description", look->description);
    write_metadata(sink, "Copyright", look->copyright);
    write_metadata(sink, "LicenseTerms", look->license_terms);
    write_metadata(sink, "Rating", look->rating);
}

/* #RRGGBBAA. As in OpenSCAD nothing shines through a material that somebody chose. */
static void write_color(struct sink *sink, const struct shape *shape,
                        const struct three_mf_look *look)
{
    static const char digits[] = "0123456789ABCDEF";
    bool of_model = look->colors == THREE_MF_MODEL_COLORS && shape->colored;
    const float *color = of_model                                ? shape->color
                         : look->colors == THREE_MF_CHOSEN_COLOR ? look->chosen_color
                                                                 : look->plain_color;
    bool opaque = !of_model && look->material == THREE_MF_BASE_MATERIAL;
    char text[] = "#RRGGBBAA";
    for (int i = 0; i < 4; i++) {
        float share = i == 3 && opaque ? 1 : fmaxf(0, fminf(1, color[i]));
        unsigned byte = (unsigned)lrintf(share * 255);
        text[1 + 2 * i] = digits[byte / 16];
        text[2 + 2 * i] = digits[byte % 16];
    }
    sink_string(sink, text);
}

static void write_object(struct sink *sink, const struct shape *shape,
                         const struct three_mf_look *look)
{
    sink_string(sink, "<resources>");
    if (look->colors == THREE_MF_NO_COLORS) {
        sink_string(sink, "<object id=\"1\" type=\"model\">");
        return;
    }
    if (look->material == THREE_MF_BASE_MATERIAL) {
        sink_string(sink, "<basematerials id=\"2\"><base name=\"Default\" displaycolor=\"");
        write_color(sink, shape, look);
        sink_string(sink, "\"/></basematerials>\n");
    } else {
        sink_string(sink, "<m:colorgroup id=\"2\"><m:color color=\"");
        write_color(sink, shape, look);
        sink_string(sink, "\"/></m:colorgroup>\n");
    }
    sink_string(sink, "<object id=\"1\" type=\"model\" pid=\"2\" pindex=\"0\">");
}

/* The element with its three attributes. */
static void write_element(struct sink *sink, const char *const parts[3], const double values[3])
{
    for (int i = 0; i < 3; i++) {
        sink_string(sink, parts[i]);
        sink_number(sink, values[i]);
    }
    sink_string(sink, "\"/>\n");
}

static void write_mesh(struct sink *sink, const struct mesh *mesh)
{
    static const char *const vertex[3] = { "<vertex x=\"", "\" y=\"", "\" z=\"" };
    static const char *const triangle[3] = { "<triangle v1=\"", "\" v2=\"", "\" v3=\"" };
    sink_string(sink, "<mesh>\n<vertices>\n");
    for (size_t i = 0; i < mesh->vertex_count; i++)
        write_element(sink, vertex, mesh->vertices[i]);
    sink_string(sink, "</vertices>\n<triangles>\n");
    for (size_t i = 0; i < mesh->triangle_count; i++) {
        const uint32_t *corners = mesh->triangles[i];
        const double values[3] = { (double)corners[0], (double)corners[1], (double)corners[2] };
        write_element(sink, triangle, values);
    }
    sink_string(sink, "</triangles>\n</mesh>");
}

static struct text print_model(struct arena *arena, const struct shape *shape,
                               const struct three_mf_look *look)
{
    struct builder builder = builder_in(arena);
    struct mesh mesh = shape->mesh;
    struct sink sink;
    if (look->decimals < THREE_MF_DECIMALS)
        mesh = coarse_mesh(arena, &mesh, look->decimals);
    sink_open_builder(&sink, &builder);
    write_head(&sink, look);
    write_object(&sink, shape, look);
    write_mesh(&sink, &mesh);
    sink_string(&sink, "</object></resources>\n<build><item objectid=\"1\"/></build>\n</model>\n");
    sink_close(&sink);
    return builder_result(&builder);
}

void three_mf_write(struct sink *sink, struct arena *arena, const struct shape *shape,
                    const struct three_mf_look *look)
{
    const struct archive_file files[] = {
        { "[Content_Types].xml", text_of(types) },
        { "_rels/.rels", text_of(relationships) },
        { "3D/3dmodel.model", print_model(arena, shape, look) },
    };
    struct text archive = archive_pack(arena, files, sizeof files / sizeof *files);
    sink_bytes(sink, archive.bytes, archive.length);
}

/* SPDX-License-Identifier: MIT */
/* The three files that an archive must have: what is in it, where it begins, and a model of one object. */
#include "formats/three_mf.h"

#include "base/decimal.h"
#include "formats/archive.h"

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

static const char model_begin[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<model unit=\"millimeter\" xml:lang=\"en-US\" "
    "xmlns=\"http://schemas.microsoft.com/3dmanufacturing/core/2015/02\">\n"
    "<resources><object id=\"1\" type=\"model\"><mesh>\n<vertices>\n";

static const char model_end[] = "</triangles>\n</mesh></object></resources>\n"
                                "<build><item objectid=\"1\"/></build>\n</model>\n";

/* The element with its three attributes. */
static void add_element(struct builder *builder, const char *const parts[3], const double values[3])
{
    char number[DECIMAL_BYTES];
    for (int i = 0; i < 3; i++) {
        builder_string(builder, parts[i]);
        builder_bytes(builder, number, decimal_print(values[i], number));
    }
    builder_string(builder, "\"/>\n");
}

static struct text print_model(struct arena *arena, const struct mesh *mesh)
{
    static const char *const vertex[3] = { "<vertex x=\"", "\" y=\"", "\" z=\"" };
    static const char *const triangle[3] = { "<triangle v1=\"", "\" v2=\"", "\" v3=\"" };
    struct builder builder = builder_in(arena);
    builder_string(&builder, model_begin);
    for (size_t i = 0; i < mesh->vertex_count; i++)
        add_element(&builder, vertex, mesh->vertices[i]);
    builder_string(&builder, "</vertices>\n<triangles>\n");
    for (size_t i = 0; i < mesh->triangle_count; i++) {
        const uint32_t *corners = mesh->triangles[i];
        const double values[3] = { (double)corners[0], (double)corners[1], (double)corners[2] };
        add_element(&builder, triangle, values);
    }
    builder_string(&builder, model_end);
    return builder_result(&builder);
}

void three_mf_write(struct sink *sink, struct arena *arena, const struct mesh *mesh)
{
    const struct archive_file files[] = {
        { "[Content_Types].xml", text_of(types) },
        { "_rels/.rels", text_of(relationships) },
        { "3D/3dmodel.model", print_model(arena, mesh) },
    };
    struct text archive;
    if (archive_pack(arena, files, sizeof files / sizeof *files, &archive))
        sink_bytes(sink, archive.bytes, archive.length);
    else
        sink->failed = true;
}

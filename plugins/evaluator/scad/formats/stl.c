/* SPDX-License-Identifier: MIT */
/* Triangles one after the other, each with its own corners. */
#include "formats/stl.h"

static void write_floats(struct sink *sink, const float vector[3])
{
    for (int axis = 0; axis < 3; axis++)
        sink_float(sink, vector[axis]);
}

void stl_write_binary(struct sink *sink, const struct model *model)
{
    static const char header[80], attributes[2];
    sink_bytes(sink, header, sizeof header);
    sink_u32(sink, (uint32_t)model->triangle_count);
    for (size_t i = 0; i < model->triangle_count; i++) {
        const uint32_t *triangle = model->triangles[i];
        write_floats(sink, model->normals[triangle[0]]);
        for (int corner = 0; corner < 3; corner++)
            write_floats(sink, model->vertices[triangle[corner]]);
        sink_bytes(sink, attributes, sizeof attributes);
    }
}

static void write_line(struct sink *sink, const char *begin, const float vector[3])
{
    sink_string(sink, begin);
    for (int axis = 0; axis < 3; axis++) {
        sink_string(sink, " ");
        sink_number(sink, (double)vector[axis]);
    }
    sink_string(sink, "\n");
}

void stl_write_text(struct sink *sink, const struct model *model)
{
    sink_string(sink, "solid model\n");
    for (size_t i = 0; i < model->triangle_count; i++) {
        const uint32_t *triangle = model->triangles[i];
        write_line(sink, "  facet normal", model->normals[triangle[0]]);
        sink_string(sink, "    outer loop\n");
        for (int corner = 0; corner < 3; corner++)
            write_line(sink, "      vertex", model->vertices[triangle[corner]]);
        sink_string(sink, "    endloop\n  endfacet\n");
    }
    sink_string(sink, "endsolid model\n");
}

/* SPDX-License-Identifier: MIT */
/* One object with one volume. */
#include "formats/amf.h"

/* <begin>number</end> for each of three numbers. */
static void write_vertex(struct sink *sink, const double vertex[3])
{
    static const char *const tags[3][2] = { { "<x>", "</x>" },
                                            { "<y>", "</y>" },
                                            { "<z>", "</z>" } };
    sink_string(sink, "    <vertex><coordinates>");
    for (int axis = 0; axis < 3; axis++) {
        sink_string(sink, tags[axis][0]);
        sink_number(sink, vertex[axis]);
        sink_string(sink, tags[axis][1]);
    }
    sink_string(sink, "</coordinates></vertex>\n");
}

static void write_triangle(struct sink *sink, const uint32_t triangle[3])
{
    static const char *const tags[3][2] = { { "<v1>", "</v1>" },
                                            { "<v2>", "</v2>" },
                                            { "<v3>", "</v3>" } };
    sink_string(sink, "    <triangle>");
    for (int corner = 0; corner < 3; corner++) {
        sink_string(sink, tags[corner][0]);
        sink_number(sink, (double)triangle[corner]);
        sink_string(sink, tags[corner][1]);
    }
    sink_string(sink, "</triangle>\n");
}

void amf_write(struct sink *sink, const struct mesh *mesh)
{
    sink_string(sink, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<amf unit=\"millimeter\">\n <object id=\"0\"><mesh>\n  <vertices>\n");
    for (size_t i = 0; i < mesh->vertex_count; i++)
        write_vertex(sink, mesh->vertices[i]);
    sink_string(sink, "  </vertices>\n  <volume>\n");
    for (size_t i = 0; i < mesh->triangle_count; i++)
        write_triangle(sink, mesh->triangles[i]);
    sink_string(sink, "  </volume>\n </mesh></object>\n</amf>\n");
}

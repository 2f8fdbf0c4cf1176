/* SPDX-License-Identifier: MIT */
/* Vertices, normals and faces, which count from 1. */
#include "formats/obj.h"

static void write_lines(struct sink *sink, const char *begin, const float (*vectors)[3],
                        size_t count)
{
    for (size_t i = 0; i < count; i++) {
        sink_string(sink, begin);
        for (int axis = 0; axis < 3; axis++) {
            sink_string(sink, " ");
            sink_number(sink, (double)vectors[i][axis]);
        }
        sink_string(sink, "\n");
    }
    sink_string(sink, "\n");
}

void obj_write(struct sink *sink, const struct facets *facets, const char *producer)
{
    sink_string(sink, "# ");
    sink_string(sink, producer);
    sink_string(sink, " exported model\nmtllib model.mtl\nusemtl default\n");
    write_lines(sink, "v", facets->vertices, facets->vertex_count);
    write_lines(sink, "vn", facets->normals, facets->vertex_count);
    for (size_t i = 0; i < facets->triangle_count; i++) {
        sink_string(sink, "f");
        for (int corner = 0; corner < 3; corner++) {
            double number = (double)facets->triangles[i][corner] + 1;
            sink_string(sink, " ");
            sink_number(sink, number);
            sink_string(sink, "//");
            sink_number(sink, number);
        }
        sink_string(sink, "\n");
    }
}

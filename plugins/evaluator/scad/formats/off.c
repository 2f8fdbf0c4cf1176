/* SPDX-License-Identifier: MIT */
/* Counts, vertices, faces. */
#include "formats/off.h"

void off_write(struct sink *sink, const struct mesh *mesh)
{
    sink_string(sink, "OFF ");
    sink_number(sink, (double)mesh->vertex_count);
    sink_string(sink, " ");
    sink_number(sink, (double)mesh->triangle_count);
    sink_string(sink, " 0\n");
    for (size_t i = 0; i < mesh->vertex_count; i++)
        for (int axis = 0; axis < 3; axis++) {
            sink_number(sink, mesh->vertices[i][axis]);
            sink_string(sink, axis < 2 ? " " : "\n");
        }
    for (size_t i = 0; i < mesh->triangle_count; i++) {
        sink_string(sink, "3");
        for (int corner = 0; corner < 3; corner++) {
            sink_string(sink, " ");
            sink_number(sink, (double)mesh->triangles[i][corner]);
        }
        sink_string(sink, "\n");
    }
}

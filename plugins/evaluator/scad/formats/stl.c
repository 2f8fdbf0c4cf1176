/* SPDX-License-Identifier: MIT */
/* Triangles one after the other, each with its own corners. */
#include "formats/stl.h"

#include <math.h>
#include <string.h>

/* As long as 1; zero of a triangle without area. */
static void set_own_normal(const struct facets *facets, const uint32_t *triangle, float normal[3])
{
    const float *a = facets->vertices[triangle[0]], *b = facets->vertices[triangle[1]];
    const float *c = facets->vertices[triangle[2]];
    double cross[3];
    for (int axis = 0; axis < 3; axis++) {
        int next = (axis + 1) % 3, last = (axis + 2) % 3;
        cross[axis] = ((double)b[next] - a[next]) * ((double)c[last] - a[last]) -
                      ((double)b[last] - a[last]) * ((double)c[next] - a[next]);
    }
    double length = sqrt(cross[0] * cross[0] + cross[1] * cross[1] + cross[2] * cross[2]);
    for (int axis = 0; axis < 3; axis++)
        normal[axis] = isnormal(length) ? (float)(cross[axis] / length) : 0;
}

static void set_normal(const struct facets *facets, const uint32_t *triangle, float normal[3])
{
    if (facets->normals)
        memcpy(normal, facets->normals[triangle[0]], 3 * sizeof *normal);
    else
        set_own_normal(facets, triangle, normal);
}

static void write_floats(struct sink *sink, const float vector[3])
{
    for (int axis = 0; axis < 3; axis++)
        sink_float(sink, vector[axis]);
}

void stl_write_binary(struct sink *sink, const struct facets *facets)
{
    static const char header[80], attributes[2];
    sink_bytes(sink, header, sizeof header);
    sink_u32(sink, (uint32_t)facets->triangle_count);
    for (size_t i = 0; i < facets->triangle_count; i++) {
        const uint32_t *triangle = facets->triangles[i];
        float normal[3];
        set_normal(facets, triangle, normal);
        write_floats(sink, normal);
        for (int corner = 0; corner < 3; corner++)
            write_floats(sink, facets->vertices[triangle[corner]]);
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

void stl_write_text(struct sink *sink, const struct facets *facets)
{
    sink_string(sink, "solid model\n");
    for (size_t i = 0; i < facets->triangle_count; i++) {
        const uint32_t *triangle = facets->triangles[i];
        float normal[3];
        set_normal(facets, triangle, normal);
        write_line(sink, "  facet normal", normal);
        sink_string(sink, "    outer loop\n");
        for (int corner = 0; corner < 3; corner++)
            write_line(sink, "      vertex", facets->vertices[triangle[corner]]);
        sink_string(sink, "    endloop\n  endfacet\n");
    }
    sink_string(sink, "endsolid model\n");
}
